import { PagerDutyClient, type ClientOptions } from '../http/client.ts';
import { PagerDutyError } from '../http/errors.ts';
import { getCurrentUser, listUsers, type User } from './users.ts';

export interface IdentifyOptions extends Pick<ClientOptions, 'clock' | 'log' | 'userAgent' | 'fetch'> {
	/** REST origin without a trailing slash. */
	readonly apiUrl: string;
	readonly token: string;
}

/** Whose token it is: a person's, or the whole account's, which acts for nobody. */
export type Identity =
	/** Without the person when the token may not read users. */
	{ readonly kind: 'user'; readonly user: User | undefined } | { readonly kind: 'account' };

/**
 * Finds out whose token it is. operationId: getCurrentUser
 * @throws {PagerDutyError} `unauthorized` when the token does not count in this service region.
 */
export async function identifyAccount(options: IdentifyOptions, signal: AbortSignal): Promise<Identity> {
	try {
		return { kind: 'user', user: await getCurrentUser(apiOf(options, signal)) };
	} catch (error) {
		if (error instanceof PagerDutyError && isAccountKey(error)) return { kind: 'account' };
		// PagerDuty knows the token, and who it is of decides nothing.
		if (error instanceof PagerDutyError && error.kind === 'forbidden') return { kind: 'user', user: undefined };
		throw error;
	}
}

/**
 * The person with that e-mail address, in whose name an account-level key is to make changes. operationId: listUsers
 * @throws {PagerDutyError} `forbidden` when the key may not read users
 */
export async function findSender(
	options: IdentifyOptions,
	email: string,
	signal: AbortSignal,
): Promise<User | undefined> {
	const wanted = email.toLowerCase();
	// The search finds parts of names and addresses as well.
	const { items } = await listUsers(apiOf(options, signal), { query: email, limit: 100 });
	return items.find((user) => user.email?.toLowerCase() === wanted);
}

/** The first part of the account's web address, as in a person's link; nothing where the link does not tell. */
export function subdomainOf({ html_url }: Pick<User, 'html_url'>): { readonly subdomain?: string } {
	const [, subdomain] = /^https:\/\/([a-z0-9-]+)(?:\.eu)?\.pagerduty\.com\//i.exec(html_url ?? '') ?? [];
	return subdomain === undefined ? {} : { subdomain };
}

function apiOf({ apiUrl, token, ...rest }: IdentifyOptions, signal: AbortSignal) {
	const client = new PagerDutyClient({ ...rest, account: () => Promise.resolve({ apiUrl, token, kind: 'user' }) });
	return client.for(signal, 'person');
}

/** The one 400 without a code: `error` is a sentence about an account-level access token. */
function isAccountKey({ status, code, messages }: PagerDutyError): boolean {
	return status === 400 && code === undefined && messages.some((text) => /account|user/i.test(text));
}
