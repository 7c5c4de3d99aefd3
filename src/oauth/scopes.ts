/** The scopes of classic apps. */
export const classicScopes: readonly string[] = ['read', 'write'];

/** Scopes as one text, as people write them: separated by spaces or commas. */
export function scopesFromText(text: string): string[] {
	return [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))];
}

/** What PagerDuty granted of what was asked for, without `openid`, which everybody gets. A reply without it grants all (RFC 6749, 5.1). */
export function grantedScopes(replied: string | undefined, asked: readonly string[]): string[] {
	const scopes = replied === undefined ? [...asked] : scopesFromText(replied);
	return scopes.filter((scope) => scope !== 'openid');
}
