import MiniSearch from 'minisearch';

/** What is compared of an incident. */
export interface ComparedText {
	readonly id: string;
	readonly title: string;
	/** What is known beside the title: alerts, notes. */
	readonly more: string;
}

export interface Likeness {
	readonly id: string;
	/** 0 to 100: 100 is the same text. */
	readonly score: number;
	/** The words that both have, the most telling first. */
	readonly words: readonly string[];
}

/** These words stand in alerts of every kind, so they do not tell one from another. */
const common = new Set(
	'a an and are as at be by for from has have in into is it its of on or over per that the this to was were with not no than then too very alert incident alarm warning critical error errors failed failing failure triggered resolved status state value threshold current'.split(
		' ',
	),
);
/** A title counts twice: it is what people choose or a rule makes, while alerts repeat themselves. */
const titleBoost = 2;

/**
 * How much each text is like the first one, the most alike first; what shares no telling word is left out. Rare words count for
 * more than common ones (BM25+).
 */
export function likenessTo(text: ComparedText, others: readonly ComparedText[]): readonly Likeness[] {
	const index = new MiniSearch<ComparedText>({
		fields: ['title', 'more'],
		tokenize: wordsOf,
		processTerm: (term) => term,
		searchOptions: { boost: { title: titleBoost }, combineWith: 'OR' },
	});
	index.addAll([text, ...others]);
	// The score that is given is multiplied by the number of words that match.
	const found = index
		.search([text.title, text.more].join(' '))
		.map(({ id, score, queryTerms, terms }) => ({ id: String(id), score: score / queryTerms.length, terms }));
	const whole = found.find(({ id }) => id === text.id)?.score ?? 0;
	if (whole === 0) return [];
	const texts = textsPerWord(others);
	return found
		.filter(({ id }) => id !== text.id)
		.map(({ id, score, terms }) => ({
			id,
			score: Math.min(100, Math.round((score / whole) * 100)),
			words: [...terms].sort((a, b) => (texts.get(a) ?? 0) - (texts.get(b) ?? 0)),
		}))
		.sort((a, b) => b.score - a.score);
}

/** In how many texts each word stands. */
function textsPerWord(texts: readonly ComparedText[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const { title, more } of texts)
		for (const word of new Set(wordsOf(`${title} ${more}`))) counts.set(word, (counts.get(word) ?? 0) + 1);
	return counts;
}

/** The telling words of a text. Numbers, times and ids differ each time: they are no words. */
export function wordsOf(text: string): string[] {
	return text
		.normalize('NFKC')
		.replace(/https?:\/\/\S+/gi, ' ')
		.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word.length > 1 && !common.has(word) && !isId(word));
}

/** A number, or letters and digits as only machines mix them; `p95`, `5xx` and `ipv6` are words. */
function isId(word: string): boolean {
	return /^\p{N}+$/u.test(word) || (/\p{N}/u.test(word) && (word.length > 8 || /^[0-9a-f]{6,}$/.test(word)));
}
