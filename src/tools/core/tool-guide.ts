import type { Access, Toolset } from './access.ts';

/** A tool that may do a job. */
export interface FittingTool {
	readonly name: string;
	readonly title: string;
	readonly toolset: Toolset;
	readonly access: Access;
	/** What would have to be turned on first, in words; none for what is offered now. */
	readonly missing: readonly string[];
}

/** What is known of the tools themselves, as far as agents may know of them. */
export interface ToolGuide {
	/** The tools that may do it, the likeliest first. */
	find(job: string): Promise<readonly FittingTool[]>;
	/** How the person can turn on what is missing; undefined where nothing is ever missing, because nobody may know. */
	readonly widen: string | undefined;
}
