import type { CurrentAccount } from './current-account.ts';
import { hostOf } from './account-in-words.ts';

/**
 * Whether an address is a page of PagerDuty's web that belongs to the account that is signed in. PagerDuty's replies decide
 * addresses, so they are not trusted with others. Where the account's own name is not known, any of PagerDuty's counts.
 */
export function isOwnPage(address: string, { state }: Pick<CurrentAccount, 'state'>): boolean {
	if (state.kind !== 'signedIn' || !URL.canParse(address)) return false;
	const { protocol, hostname, port, username } = new URL(address);
	if (protocol !== 'https:' || port !== '' || username !== '') return false;
	const own = hostOf(state);
	return own === undefined ? hostname.endsWith('.pagerduty.com') : hostname === own;
}
