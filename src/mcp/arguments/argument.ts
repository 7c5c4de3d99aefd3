import type { CallResult } from '../../tools/toolbox.ts';

/** Calls a tool as the agent may, for the person who fills in an argument. */
export type Ask = (tool: string, input: Readonly<Record<string, unknown>>) => Promise<CallResult>;

/** What the person may go on to write. */
export interface Suggestions {
	readonly values: readonly string[];
	/** There are others. */
	readonly more: boolean;
}

/** The most values that one answer of the protocol may have. */
export const mostSuggestions = 100;

export const noSuggestions: Suggestions = { values: [], more: false };

/** What a person can mean by an argument of a prompt. */
export interface ArgumentKind {
	/** Nothing where PagerDuty cannot be asked: the person can write on without it. */
	suggest(typed: string, ask: Ask): Promise<Suggestions>;
	/** How to look up what was written; undefined for what is no object of PagerDuty. */
	readonly lookUp?: LookUp;
}

export interface LookUp {
	/** The tool that reads it. */
	readonly tool: string;
	input(written: string): Readonly<Record<string, unknown>>;
	/** What of the tool's answer tells which one it is. */
	facts(output: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** What a person can mean by an argument that stands for an object of PagerDuty. */
export interface ObjectKind extends ArgumentKind {
	readonly lookUp: LookUp;
}

/** One of these words, or any other. */
export function words(...known: readonly string[]): ArgumentKind {
	return {
		suggest(typed) {
			const key = typed.trim().toLowerCase();
			return Promise.resolve({ values: known.filter((word) => word.startsWith(key)), more: false });
		},
	};
}
