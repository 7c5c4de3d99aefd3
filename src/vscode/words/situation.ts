import type { L10n } from '../l10n.ts';
import type { Locale } from './time.ts';

/** What words about something depend on beside the thing itself. */
export interface Situation {
	readonly now: Date;
	readonly locale: Locale;
	readonly l10n: L10n;
}
