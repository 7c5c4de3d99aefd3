import type { ArgumentKind } from '../arguments/argument.ts';

/** What a person gives a prompt. */
export interface PromptArgument {
	readonly name: string;
	readonly description: string;
	/** Default: no. */
	readonly required?: boolean;
	readonly kind: ArgumentKind;
}

/** The arguments that were given, as they were written. */
export type Given = Readonly<Record<string, string | undefined>>;

/** What an agent is asked to do, in the words of the person. Holds nothing that was given: that stands apart, as data. */
export interface Guide {
	/** What it is about, as a sentence. */
	readonly task: string;
	/** What to do, in order. A sentence that names a tool which is not offered is left out, so each must stand for itself. */
	readonly steps: readonly string[];
	/** What the answer should hold. */
	readonly answer: string;
}

/** A question that people ask again and again, as the MCP server, docs/prompts.md and the tests read it. */
export interface Prompt {
	/** Also the slash command of editors. */
	readonly name: string;
	readonly title: string;
	/** One sentence for the person who chooses it. */
	readonly description: string;
	readonly arguments: readonly PromptArgument[];
	/** The tools without which it can do nothing: where one of them is not offered, neither is the prompt. */
	readonly needs: readonly string[];
	guide(given: Given): Guide;
}
