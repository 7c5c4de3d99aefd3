import type { AccountSettings } from '../settings.ts';
import type { Found } from './safe.ts';

/** Whether what is kept counts, and in words why. */
export type Choice =
	| { readonly counts: true; readonly source: string }
	| { readonly counts: false; readonly source: string; readonly why: string };

/** Whether what `login` has kept counts with these settings, where there is no token in the environment or in `.env`. */
export function choose(
	{ kept, store }: Found,
	{ app, apiUrl, addressGiven }: Pick<AccountSettings, 'app' | 'apiUrl' | 'addressGiven'>,
): Choice {
	const source =
		kept.kind === 'oauth'
			? `the sign-in with the browser, kept in ${store.name}`
			: `the API token kept in ${store.name}`;
	if (kept.kind === 'oauth' && app !== undefined && app.clientId !== kept.tokens.clientId)
		return { counts: false, source, why: 'PAGERDUTY_CLIENT_ID names another app' };
	if (addressGiven && apiUrl !== kept.apiUrl)
		return {
			counts: false,
			source,
			why: `it is for ${kept.apiUrl}, and --region or PAGERDUTY_API_HOST names another address`,
		};
	return { counts: true, source };
}
