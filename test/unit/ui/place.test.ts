import assert from 'node:assert/strict';
import { languageOf } from '../../../src/ui/shared/language.ts';
import { format } from '../../../src/ui/shared/time.ts';
import { place } from './support.ts';

describe('the language of dates on a page', () => {
	it('is that of its words, with hours as the person has them', () => {
		const german = { t: (text: string) => (text === 'en' ? 'de' : text) };
		const shown = (person: string, l10n = place.l10n) => {
			const there = { l10n, timeZone: 'UTC', language: languageOf(l10n, person) };
			const options = { weekday: 'long', hour: 'numeric', minute: '2-digit' } as const;
			return format(Date.parse('2026-03-07T18:00:00Z'), there, options).replace(/\u202f/g, ' ');
		};
		// There are no texts in French, and clocks go to 24 there.
		assert.equal(shown('fr'), 'Saturday 18:00');
		assert.equal(shown('en-US'), 'Saturday 6:00 PM');
		assert.equal(shown('de', german), 'Samstag, 18:00');
		assert.equal(languageOf(place.l10n, 'en-GB'), 'en-GB');
	});
});
