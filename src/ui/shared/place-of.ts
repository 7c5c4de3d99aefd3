import { fieldsOf, textOf, type Fields } from './fields.ts';
import { languageOf } from './language.ts';
import type { L10n, Place } from './place.ts';

/**
 * The place that a host tells of. A host may call a language what `Intl` does not know, such as `en-us@posix`: the browser's own is
 * used then.
 */
export function placeOf(context: Fields): Place {
	const language = knownLanguage(textOf(context['locale']) ?? '') ?? knownLanguage(navigator.language);
	const timeZone = known(
		textOf(context['timeZone']) ?? '',
		(zone) => new Intl.DateTimeFormat(undefined, { timeZone: zone }),
	);
	const texts = textsIn(language ?? '');
	const l10n: L10n = {
		t: (message, ...args) =>
			(texts[message] ?? message).replaceAll(/\{(\d)\}/g, (_match, index: string) => String(args[Number(index)])),
	};
	return { l10n, language: language && languageOf(l10n, language), timeZone };
}

/** The theme's variables that a host sends. */
export function variablesOf(context: Fields): Fields {
	return fieldsOf(fieldsOf(context['styles'])['variables']);
}

function textsIn(language: string): Readonly<Record<string, string>> {
	const [base = ''] = language.toLowerCase().split('-');
	return pageTexts[language.toLowerCase()] ?? pageTexts[base] ?? {};
}

function knownLanguage(name: string): string | undefined {
	return known(name, (tag) => new Intl.DateTimeFormat(tag));
}

function known(name: string, make: (name: string) => unknown): string | undefined {
	if (name === '') return undefined;
	try {
		make(name);
		return name;
	} catch {
		return undefined;
	}
}
