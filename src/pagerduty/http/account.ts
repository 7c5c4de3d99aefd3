import { PagerDutyError } from './errors.ts';

/** Where an account's data lives. PagerDuty has two separate service regions. */
export type Region = 'us' | 'eu';

/** REST API origin of each region. */
export const apiUrls: Readonly<Record<Region, string>> = {
	us: 'https://api.pagerduty.com',
	eu: 'https://api.eu.pagerduty.com',
};

/**
 * Events API origin of the account at `apiUrl`. PagerDuty has a host of its own for events in each region; the demo account
 * takes them where it takes everything.
 */
export function eventsUrl(apiUrl: string): string {
	return apiUrl.replace(/^https:\/\/api\./, 'https://events.');
}

/** The signed-in account, as every request needs it. */
export interface Account {
	/** REST origin without a trailing slash; a loopback address for the demo account. */
	readonly apiUrl: string;
	/** User API token, account-level API key or OAuth access token. Never logged. */
	readonly token: string;
	/** First part of the account's web address, where the sign-in told it. */
	readonly subdomain?: string;
	/** `account` keys act for nobody: changes need `from`. */
	readonly kind: 'user' | 'account';
	/** E-mail address sent as `From` with changes made by an account-level key. */
	readonly from?: string;
	/** What an OAuth token was granted, without `openid`. Undefined: not known, or a token that has no scopes. */
	readonly scopes?: readonly string[];
	/** The built-in demo account: nobody is paged for real. */
	readonly demo?: boolean;
	/** The sign-in that the token is of, where tokens are renewed: the next one is of the same account. */
	readonly session?: string;
}

/**
 * Gives the account for one request, or undefined when signed out. Called for each request, so a sign-out counts at once.
 * @param rejected a token that PagerDuty answered 401 to: another one is given only if it could be renewed
 */
export type AccountSource = (rejected?: string) => Promise<Account | undefined>;

/**
 * The account that is signed in now, for as long as it is: when another one takes its place, the rest is refused rather than
 * sent there.
 */
export function oneAccount(source: AccountSource): AccountSource {
	const first = source();
	// Whoever asks for the account hears of it.
	first.catch(() => undefined);
	return async (rejected) => {
		const [before, now] = [await first, await source(rejected)];
		if (now === undefined || isSameAccount(before, now)) return now;
		throw new PagerDutyError({
			kind: 'otherAccount',
			message: 'Somebody signed in with another PagerDuty account or token meanwhile, so nothing more was sent.',
		});
	};
}

/** Whether both are of one sign-in. */
export function isSameAccount(a: Account | undefined, b: Account): boolean {
	if (a?.apiUrl !== b.apiUrl || a.from !== b.from || a.session !== b.session) return false;
	return b.session !== undefined || a.token === b.token;
}

/** `Token token=…` for API tokens, `Bearer …` for OAuth access tokens (`pdus+_`, `pdeu+_`). */
export function authorization(token: string): string {
	return /^pd[a-z]{2}\+_/.test(token) ? `Bearer ${token}` : `Token token=${token}`;
}
