import type { Region } from '../../pagerduty/http/account.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';

/** Whose token it is. */
export type TokenOwner = { readonly kind: 'user'; readonly name: string } | { readonly kind: 'account' };

/** Asks PagerDuty whose token it is. Rejects with `unauthorized` when it does not count in that region. */
export type Identify = (region: Region, token: string, signal: AbortSignal) => Promise<TokenOwner>;

export type Verified = TokenOwner & { readonly region: Region };

/**
 * Whose token it is and where it counts: the chosen region first, then the other one, because people rarely know theirs.
 * @throws what `identify` throws for the chosen region.
 */
export async function verifyToken(
	identify: Identify,
	region: Region,
	token: string,
	signal: AbortSignal,
): Promise<Verified> {
	try {
		return { ...(await identify(region, token, signal)), region };
	} catch (error) {
		if (!(error instanceof PagerDutyError) || error.kind !== 'unauthorized') throw error;
		const other = region === 'us' ? 'eu' : 'us';
		const owner = await identify(other, token, signal).catch(() => undefined);
		signal.throwIfAborted();
		if (owner) return { ...owner, region: other };
		throw error;
	}
}
