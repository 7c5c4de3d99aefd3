import type { L10n } from '../l10n.ts';

/** Why a text cannot be a PagerDuty token; undefined when it may be one. Nothing is sent anywhere. */
export function tokenProblem(text: string, l10n: L10n): string | undefined {
	const token = text.trim();
	if (token === '') return undefined;
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
	return email === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
		? undefined
		: l10n.t('That is not an e-mail address.');
}
