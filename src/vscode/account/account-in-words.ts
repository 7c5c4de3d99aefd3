import type { Region } from '../../pagerduty/http/account.ts';
import type { L10n } from '../words/situation.ts';
import { ownerInWords, type SignedInAccount } from './accounts.ts';
import type { AccountState } from './current-account.ts';

/** Who is signed in, and where: `Ana Ruiz · acme.eu`. Empty when nobody is. */
export function accountInWords(state: AccountState): string {
	return state.kind === 'signedIn' ? ownerInWords(state) : '';
}

/** Where an account is, as its web address says: `acme.eu.pagerduty.com`. */
export function placeOf({ subdomain, region }: Pick<SignedInAccount, 'region' | 'subdomain'>, l10n: L10n): string {
	return hostOf({ subdomain, region }) ?? l10n.t('{0} region', regionName(region, l10n));
}

/** The host of an account's web pages, if its name is known. */
export function hostOf({
	subdomain,
	region,
}: Partial<Pick<SignedInAccount, 'region' | 'subdomain'>>): string | undefined {
	if (subdomain === undefined) return undefined;
	return region === 'eu' ? `${subdomain}.eu.pagerduty.com` : `${subdomain}.pagerduty.com`;
}

/** A region as people know it. */
export function regionName(region: Region, l10n: L10n): string {
	return region === 'us' ? l10n.t('US') : l10n.t('EU');
}
