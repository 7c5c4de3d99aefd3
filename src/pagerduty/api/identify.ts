import { PagerDutyClient, type ClientOptions } from '../http/client.ts';
import { PagerDutyError } from '../http/errors.ts';
import { getCurrentUser, type User } from './users.ts';

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
	const { apiUrl, token, ...rest } = options;
	const client = new PagerDutyClient({ ...rest, account: () => Promise.resolve({ apiUrl, token, kind: 'user' }) });
	try {
		return { kind: 'user', user: await getCurrentUser(client.for(signal, 'person')) };
	} catch (error) {
		if (error instanceof PagerDutyError && isAccountKey(error)) return { kind: 'account' };
		// PagerDuty knows the token, and who it is of decides nothing.
		if (error instanceof PagerDutyError && error.kind === 'forbidden') return { kind: 'user', user: undefined };
		throw error;
	}
}

/** The one 400 without a code: `error` is a sentence about an account-level access token. */
function isAccountKey({ status, code, messages }: PagerDutyError): boolean {
	return status === 400 && code === undefined && messages.some((text) => /account|user/i.test(text));
}
