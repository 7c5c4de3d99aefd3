import type { CallResult } from '../tools/toolbox.ts';
import { inEnglish, said, type Said, type Saying } from '../tools/text/said.ts';
import { failureText } from '../tools/core/failure-text.ts';

/** Calls a tool for the person who takes something back. */
export type Ask = (tool: string, input: Readonly<Record<string, unknown>>) => Promise<CallResult>;

export interface Call {
	readonly tool: string;
	readonly input: Readonly<Record<string, unknown>>;
}

/** How a change is taken back, or why it cannot be. */
export type UndoPlan =
	| {
			readonly possible: true;
			readonly calls: readonly Call[];
			/** What it does besides, such as page people. */
			readonly warning?: Said | undefined;
			/** What somebody has changed since, or what time has; undefined for nothing. */
			readonly differs: (ask: Ask, now: Date) => Promise<Said | undefined>;
	  }
	| { readonly possible: false; readonly why: Said };

/** It was not taken back. The message says why. */
export class NotUndone extends Error {
	override readonly name = 'NotUndone';
	/** The same, for the words of the person's language. */
	readonly said: Saying;

	constructor(why: Saying) {
		super(inEnglish(why));
		this.said = why;
	}
}

/** That a change cannot be taken back, and why. */
export function impossible(why: Said): UndoPlan {
	return { possible: false, why };
}

export const unknownResult = impossible(said`What it made is not known.`);

/** What a tool gives. @throws {NotUndone} */
export async function answer(
	ask: Ask,
	tool: string,
	input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
	const result = await ask(tool, input);
	if (result.ok) return result.output;
	throw new NotUndone(failureText(result.failure));
}
