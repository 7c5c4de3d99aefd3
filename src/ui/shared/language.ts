import type { L10n } from './place.ts';

/**
 * The language for `Intl`, by which dates and numbers go with the words around them: that of the texts. Where the person's is
 * another one, for which there are no texts, their hours still go to 12 or to 24 as they do there.
 */
export function languageOf(l10n: L10n, person: string): string {
	// Each language's texts have its own code here.
	const texts = l10n.t('en');
	const [base = ''] = person.toLowerCase().split('-');
	if (base === texts) return person;
	const { hourCycle = 'h23' } = new Intl.DateTimeFormat(person, { hour: 'numeric' }).resolvedOptions();
	return `${texts}-u-hc-${hourCycle}`;
}
