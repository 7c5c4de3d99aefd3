import { quoted, quotedNames } from '../text/names.ts';
import { nearest } from '../text/nearest.ts';
import { cleanLine } from '../text/untrusted.ts';

/**
 * Whether a row is one that `query` asks for: all its words are in the row's texts. PagerDuty filters some lists by itself and
 * ignores the question in others, so every list is looked through here too. A row without any text may be the one.
 */
export function matches(query: string, texts: readonly (string | undefined)[]): boolean {
	const known = texts.flatMap((text) => (text === undefined ? [] : [fold(text)]));
	if (known.length === 0) return true;
	return wordsOf(query).every((word) => known.some((text) => text.includes(word)));
}

/**
 * What comes nearest to a name that nothing has: as in look-ups by name, and also what shares a word with it.
 * @param search names that PagerDuty finds for a part of one, or the first ones of all
 */
export async function nearestNames(
	wanted: string,
	search: (part?: string) => Promise<readonly string[]>,
): Promise<string[]> {
	const words = wordsOf(wanted)
		.filter((word) => word.length > 2)
		.sort((a, b) => b.length - a.length)
		.slice(0, 3);
	const found = await Promise.all([undefined, ...words].map((word) => search(word).catch(() => [])));
	const names = [...new Set(found.flat())];
	const near = nearest(wanted, names);
	const sharing = names
		.map((name) => ({ name, shared: words.filter((word) => matches(word, [name])).length }))
		.filter(({ shared }) => shared > 0)
		.sort((a, b) => b.shared - a.shared)
		.map(({ name }) => name);
	return [...new Set([...near, ...sharing])].slice(0, 3);
}

/** Why a list by part of a name is empty, and what to ask for instead. */
export function nothingMatches(what: string, query: string, near: readonly string[]): string {
	const none = `No ${what} matches ${quoted(query)}.`;
	return near.length === 0 ? none : `${none} The nearest: ${quotedNames(near)}.`;
}

function wordsOf(query: string): string[] {
	return fold(query)
		.split(/[\s,;/]+/)
		.filter((word) => word !== '');
}

/** For comparison: without what is invisible, case and accents. */
function fold(text: string): string {
	return cleanLine(text, 1000).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
