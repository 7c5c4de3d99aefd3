import { inWords, type Saying, type Words } from '../../tools/text/said.ts';
import type { L10n } from './situation.ts';

/**
 * The editor's language for what the tools say. Tests hold the translations to every such text.
 * @param language in which moments and numbers are written; by default that of the texts
 */
export function wordsOf(l10n: L10n, language = l10n.t('en')): Words {
	const words = (text: string, ...values: string[]) => l10n.t(text, ...values);
	return Object.assign(words, { language });
}

/** What the tools say, in the editor's language. */
export function saidIn(saying: Saying, l10n: L10n): string {
	return inWords(saying, wordsOf(l10n));
}
