/**
 * A sentence for people, as facts: what it says in English, and what stands in its gaps. It becomes words once, at the door by
 * which somebody is asked or told. Made with the tag `said`, so that tests find every one.
 */
export interface Said {
	/** With `{0}`, `{1}` … for the values. */
	readonly text: string;
	readonly values: readonly Saying[];
}

/** What may stand in a gap: names, numbers and times as they are, or something said. */
export type Saying = string | number | Said;

/** The words of a person's language, by the English ones, such as `vscode.l10n.t`. */
export type Words = (text: string, ...values: string[]) => string;

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

/** In the words of a language. */
export function inWords(saying: Saying, words: Words): string {
	if (typeof saying !== 'object') return String(saying);
	return words(saying.text, ...saying.values.map((value) => inWords(value, words)));
}

/** In English, which is what agents are told. */
export function inEnglish(saying: Saying): string {
	return inWords(saying, english);
}

/** The words of English: those that were written. */
export const english: Words = (text, ...values) =>
	text.replaceAll(/\{(\d+)\}/g, (gap, at: string) => values[Number(at)] ?? gap);
