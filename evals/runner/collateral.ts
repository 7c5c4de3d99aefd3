import type { Question, Sent } from '../questions/question.ts';

/** A request without the ids in it, as questions name it. */
export function kindOf({ request }: Pick<Sent, 'request'>): string {
	return request.replaceAll(/\/(?:[A-Z0-9]{6,}|(?=[^/]*\d)[a-z0-9-]{20,})(?=\/|$)/g, '/…');
}

/** What was sent that a question does not ask for, or more often than it does. */
export function surplusOf({ sends = [] }: Pick<Question, 'sends'>, sent: readonly Sent[]): string[] {
	const left = [...sends];
	return sent.flatMap((one) => {
		const kind = kindOf(one);
		const at = left.indexOf(kind);
		if (at < 0) return [`${one.request} was not asked for`];
		// The same again changes nothing, unless it makes something.
		if (kind.startsWith('POST ')) left.splice(at, 1);
		return [];
	});
}

/** What of the account is another than before and should not be. */
export function touchedBeside(
	{ touches = [] }: Pick<Question, 'touches'>,
	before: ReadonlyMap<string, string>,
	after: ReadonlyMap<string, string>,
): string[] {
	return touched(before, after)
		.filter((place) => !touches.includes(place))
		.map((place) => `${place} should not have changed`);
}

/** The objects that are others by then, new or gone. */
export function touched(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
	const places = new Set([...before.keys(), ...after.keys()]);
	const others = [...places].filter((place) => before.get(place) !== after.get(place));
	// What is new and has no name is called so: nobody knows its id before.
	const named = others.map((place) =>
		before.has(place) ? place : place.replace(/(?<=: )(?:[A-Z0-9]{6,} ?)+$/, 'new'),
	);
	return named.sort();
}
