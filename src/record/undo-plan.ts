import type { CallResult } from '../tools/toolbox.ts';
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
			readonly warning?: string | undefined;
			/** What somebody has changed since; undefined for nothing. */
			readonly differs: (ask: Ask) => Promise<string | undefined>;
	  }
	| { readonly possible: false; readonly why: string };

/** It was not taken back. The message says why. */
export class NotUndone extends Error {
	override readonly name = 'NotUndone';
}

/** That a change cannot be taken back, and why. */
export function impossible(why: string): UndoPlan {
	return { possible: false, why };
}

export const unknownResult = impossible('What it made is not known.');

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
