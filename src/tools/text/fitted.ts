import { shorten, startOf } from './untrusted.ts';

type Answer = Readonly<Record<string, unknown>>;

interface Fitted {
	readonly answer: Record<string, unknown>;
	/** What is missing, e.g. `long texts` or `12 responders`. */
	readonly cut: readonly string[];
}

/** How much is kept: characters of each text, names in each field, rows of each list. */
interface Step {
	readonly characters: number;
	readonly names: number;
	readonly rows: number;
}

/** Less and less. */
const lessAndLess: readonly Step[] = [
	{ characters: Infinity, names: Infinity, rows: Infinity },
	{ characters: 2000, names: 50, rows: 100 },
	{ characters: 1000, names: 25, rows: 50 },
	{ characters: 600, names: 10, rows: 25 },
	{ characters: 400, names: 10, rows: 15 },
	{ characters: 300, names: 5, rows: 10 },
	{ characters: 200, names: 5, rows: 10 },
	{ characters: 150, names: 5, rows: 8 },
	{ characters: 120, names: 5, rows: 6 },
	{ characters: 100, names: 5, rows: 5 },
	{ characters: 75, names: 3, rows: 5 },
	{ characters: 50, names: 3, rows: 5 },
];

/** A title or a summary: how much of it is missing is not worth telling. */
const line = 300;

/** An answer of at most about `budget` tokens, as far as cutting its texts and lists can do that. */
export function fitted(answer: Answer, budget: number, steps = lessAndLess): Fitted {
	let result: Fitted = { answer, cut: [] };
	for (const step of steps) {
		result = trimmed(answer, step);
		if (tokensIn(JSON.stringify(result.answer)) <= budget) break;
	}
	return result;
}

function trimmed(answer: Answer, { characters, names, rows }: Step): Fitted {
	const cut = new Set<string>();
	const trim = (value: unknown): unknown => {
		if (typeof value === 'string') return trimText(value);
		if (Array.isArray(value)) return trimField(value);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, trim(part)]));
	};
	const trimText = (text: string): string => {
		if (text.length <= characters || isAddress(text)) return text;
		cut.add('long texts');
		return text.length <= line ? `${startOf(text, characters).trimEnd()}…` : shorten(text, characters);
	};
	const trimField = (values: readonly unknown[]): unknown[] => {
		// Half an address leads nowhere.
		const whole = values.filter(
			(value) => typeof value !== 'string' || value.length <= characters || !isAddress(value),
		);
		if (whole.length < values.length) cut.add('long links');
		if (whole.length <= names) return whole.map(trim);
		cut.add('names');
		return [...whole.slice(0, names).map(trim), `and ${whole.length - names} more`];
	};
	const parts = Object.entries(answer).map(([name, part]): [string, unknown] => {
		if (!Array.isArray(part)) return [name, trim(part)];
		if (part.length > rows) cut.add(`${part.length - rows} ${name.replaceAll('_', ' ')}`);
		return [name, part.slice(0, rows).map(trim)];
	});
	return { answer: Object.fromEntries(parts), cut: [...cut] };
}

function isAddress(text: string): boolean {
	return /^https?:\/\/\S+$/i.test(text);
}

/** Parts of words, up to three digits or marks, and each character of the scripts of East Asia. */
const parts =
	/[a-z]{1,6}|[A-Z]{1,2}|\d{1,3}|[\p{Ideographic}\u3040-\u30ff\uac00-\ud7a3]|[\p{L}\p{M}]{1,3}|[!-/:-@[-`{-~]{1,3}|\S/gu;
const pictures = /\p{Extended_Pictographic}/gu;

/**
 * About how many tokens a language model makes of a text: seldom fewer than nine tenths of them, nor twice as many.
 * Of scripts that models have seen little of, such as Ethiopic, they make several times more.
 */
export function tokensIn(text: string): number {
	return (text.match(parts)?.length ?? 0) + (text.match(pictures)?.length ?? 0);
}
