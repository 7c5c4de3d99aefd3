/**
 * A sentence for people, as facts: what it says in English, and what stands in its gaps. It becomes words once, at the door by
 * which somebody is asked or told. Made with the tag `said`, so that tests find every one.
 */
export interface Said {
	/** With `{0}`, `{1}` … for the values. */
	readonly text: string;
	readonly values: readonly Saying[];
}

/** A moment, on the clock of a zone. */
export interface SaidMoment {
	/** ISO 8601, with its offset. */
	readonly iso: string;
	readonly zone: string;
}

/** What may stand in a gap: names as they are, a number of things, a moment, or something said. */
export type Saying = string | number | SaidMoment | Said;

/** The words of a person's language, by the English ones, such as `vscode.l10n.t`. */
export interface Words {
	(text: string, ...values: string[]): string;
	/** In which moments and numbers are written. */
	readonly language?: string;
}

/** A sentence, or a part of one, with its values: said`Resolve ${incidents}?` */
export function said(texts: TemplateStringsArray, ...values: readonly Saying[]): Said {
	return { text: texts.reduce((before, text, at) => `${before}{${at - 1}}${text}`), values };
}

/** A word of which there is a list elsewhere, such as an argument: tests look there. */
export function word(text: string): Said {
	return { text, values: [] };
}

/** Several of them one after another: no language changes anything about that. */
export function inTurn(parts: readonly Saying[], between: string): Said {
	return { text: parts.map((_, at) => `{${at}}`).join(between), values: parts };
}

/** `A, B and C` */
export function enumerated(parts: readonly Saying[]): Said {
	const last = parts.at(-1);
	if (last === undefined || parts.length === 1) return inTurn(parts, '');
	return said`${inTurn(parts.slice(0, -1), ', ')} and ${last}`;
}

/** In the words of a person's language, with moments as they write them: `Mon, Dec 7, 2026, 9:00 AM PST (America/Los_Angeles)`. */
export function inWords(saying: Saying, words: Words): string {
	const { language } = words;
	return written(saying, words, { moment: ({ iso, zone }) => onTheClock(iso, zone, language), language });
}

/** In English, which is what agents are told, with moments as they can give them back. */
export function inEnglish(saying: Saying): string {
	return written(saying, english, { moment: ({ iso }) => iso });
}

interface Way {
	readonly moment: (moment: SaidMoment) => string;
	readonly language?: string | undefined;
}

function written(saying: Saying, words: Words, way: Way): string {
	if (typeof saying === 'string') return saying;
	if (typeof saying === 'number') return countIn(saying, way.language);
	if ('iso' in saying) return way.moment(saying);
	return words(saying.text, ...saying.values.map((value) => written(value, words, way)));
}

/** `10,000`, with the sign between thousands that the language has. */
function countIn(count: number, language = 'en'): string {
	try {
		return count.toLocaleString(language);
	} catch {
		return String(count);
	}
}

const clockOptions = {
	weekday: 'short',
	year: 'numeric',
	month: 'short',
	day: 'numeric',
	hour: 'numeric',
	minute: '2-digit',
	// In autumn an hour comes twice.
	timeZoneName: 'short',
} as const;

function onTheClock(iso: string, zone: string, language = 'en'): string {
	try {
		const text = new Intl.DateTimeFormat(language, { ...clockOptions, timeZone: zone }).format(Date.parse(iso));
		return /UTC$/.test(text) ? text : `${text} (${zone})`;
	} catch {
		// A zone or a language that `Intl` does not know.
		return iso;
	}
}

/** The words of English: those that were written. */
export const english: Words = (text, ...values) =>
	text.replaceAll(/\{(\d+)\}/g, (gap, at: string) => values[Number(at)] ?? gap);
