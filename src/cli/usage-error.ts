import { nearest } from '../tools/text/nearest.ts';

/** The command line or the environment asks for something that there is not: one sentence, exit code 64. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

const choice = new Intl.ListFormat('en', { type: 'disjunction' });

/** `There is no … . Did you mean …?` @param elsewhere where all of them stand, when they are too many to name */
export function unknown(what: string, given: string, known: readonly string[], elsewhere = 'Try --help.'): UsageError {
	const [near] = nearest(given, known, 1);
	const all = known.length === 0 || known.length > 6 ? elsewhere : `Choose ${choice.format(known)}.`;
	const hint = near === undefined ? all : `Did you mean ${near}?`;
	return new UsageError(`There is no ${what} ${given}. ${hint}`);
}

/** @throws {UsageError} for none of the values. */
export function oneOf<Value extends string>(
	what: string,
	given: string,
	values: readonly Value[],
	elsewhere?: string,
): Value {
	const value = values.find((candidate) => candidate === given);
	if (value === undefined) throw unknown(what, given, values, elsewhere);
	return value;
}
