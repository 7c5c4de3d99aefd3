import type { Place } from '../../../src/ui/shared/place.ts';

/** English, in Berlin. */
export const place: Place = {
	l10n: {
		t: (message, ...args) => message.replaceAll(/\{(\d)\}/g, (_match, index: string) => String(args[Number(index)])),
	},
	language: 'en-GB',
	timeZone: 'Europe/Berlin',
};
