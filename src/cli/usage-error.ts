import { nearest } from '../tools/nearest.ts';

/** The command line or the environment asks for something that there is not: one sentence, exit code 64. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** `There is no … . Did you mean …?` */
export function unknown(what: string, given: string, known: readonly string[]): UsageError {
	const [near] = nearest(given, known, 1);
	const hint = near === undefined ? `Try --help.` : `Did you mean ${near}?`;
	return new UsageError(`There is no ${what} ${given}. ${hint}`);
}
