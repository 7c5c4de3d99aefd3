import type { Region } from '../../pagerduty/http/account.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { L10n } from '../words/situation.ts';

/** Why a text cannot be a PagerDuty token; undefined when it may be one. Nothing is sent anywhere. */
export function tokenProblem(text: string, l10n: L10n): string | undefined {
	const token = text.trim();
	if (token === '') return l10n.t('Paste a token first.');
	if (/^(Token token=|Bearer )/i.test(token))
		return l10n.t('Paste only the token itself, without "Token token=" or "Bearer".');
	if (/^https?:/i.test(token)) return l10n.t('That is a link, not a token.');
	if (/\s/.test(token)) return l10n.t('A token has no spaces or line breaks.');
	if (!/^[\w+\-=/.]+$/.test(token)) return l10n.t('A token has only letters, digits and - _ + =.');
	if (/^[Rr][0-9A-Za-z]{31}$/.test(token) || /^[0-9a-f]{32}$/.test(token))
		return l10n.t('That looks like an integration key, which only sends events. Use an API token.');
	if (token.length < 16) return l10n.t('A token is longer than that.');
	return undefined;
}

/** Why a text cannot be an e-mail address; undefined when it may be one. */
export function emailProblem(text: string, l10n: L10n): string | undefined {
	const email = text.trim();
	if (email === '') return l10n.t('Enter an e-mail address first.');
	return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? undefined : l10n.t('That is not an e-mail address.');
}

/** Whom a token stands for, as far as it lets us know. */
export type TokenOwner =
	| {
			readonly kind: 'user';
			/** Undefined where the token may not read users. */
			readonly name?: string;
			readonly userId?: string;
			/** First part of the account's web address. */
			readonly subdomain?: string;
	  }
	| { readonly kind: 'account' };

/** Asks PagerDuty whose token it is. Rejects with `unauthorized` when it does not count in that region. */
export type Identify = (region: Region, token: string, signal: AbortSignal) => Promise<TokenOwner>;

/** The person in whose name an account-level key acts. */
export interface Sender {
	readonly name: string;
	readonly userId: string;
	readonly subdomain?: string;
}

/** Looks for the person with that e-mail address; undefined when there is nobody. Rejects with `forbidden` when the key may not look. */
export type FindSender = (
	region: Region,
	token: string,
	email: string,
	signal: AbortSignal,
) => Promise<Sender | undefined>;

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
