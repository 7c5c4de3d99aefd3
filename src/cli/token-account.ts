import type { AccountSource } from '../pagerduty/account.ts';
import { PagerDutyError, type PagerDutyErrorKind } from '../pagerduty/errors.ts';
import { identifyAccount, type IdentifyOptions } from '../pagerduty/identify.ts';

/** These may be over with the next call, and say more than a guess at the kind of token would. */
const passing: readonly PagerDutyErrorKind[] = ['unauthorized', 'rateLimited', 'server', 'network', 'timeout'];

/** The account of one token. Whose token it is, is found out once, when it is first needed. */
export function tokenAccount(
	options: IdentifyOptions & { readonly from: string | undefined; readonly signal: AbortSignal },
): AccountSource {
	const { apiUrl, token, from, signal } = options;
	let kind: Promise<'user' | 'account'> | undefined;
	return async () => {
		kind ??= kindOf(options, signal).catch((error: unknown) => {
			kind = undefined;
			throw error;
		});
		return { apiUrl, token, kind: await kind, ...(from !== undefined && { from }) };
	};
}

async function kindOf(options: IdentifyOptions, signal: AbortSignal): Promise<'user' | 'account'> {
	try {
		return (await identifyAccount(options, signal)).kind;
	} catch (error) {
		if (error instanceof PagerDutyError && !error.foreign && !passing.includes(error.kind)) return 'user';
		throw error;
	}
}
