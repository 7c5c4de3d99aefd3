/**
 * The language for `Intl`, by which dates and numbers go with the words around them: that of the texts. Where the person's is
 * another one, for which there are no texts, their hours still go to 12 or to 24 as they do there.
 * @param person the editor's language
 */
export function languageOf(l10n: { t(text: string): string }, person: string): string {
	// Each language's texts have its own code here.
	const texts = l10n.t('en');
	const [base = ''] = person.toLowerCase().split('-');
	if (base === texts) return person;
	try {
		const { hourCycle = 'h23' } = new Intl.DateTimeFormat(person, { hour: 'numeric' }).resolvedOptions();
		return `${texts}-u-hc-${hourCycle}`;
	} catch {
		return texts;
	}
}
