import type { Caller } from './auth.ts';
import type { Reply } from './call.ts';
import type { Route } from './router.ts';

/** Whether the caller's token was granted what an operation needs. Classic tokens know no areas: `write` is for all of them. */
export function hasScope({ scopes }: Caller, { scope, method }: Pick<Route, 'scope' | 'method'>): boolean {
	if (scopes === undefined || scopes.includes('write')) return true;
	if (scopes.includes('read') && method === 'GET') return true;
	return scope === undefined ? scopes.length > 0 : scopes.includes(scope);
}

/** The refusal of a token that lacks what an operation needs. */
export function scopeMissing({ scope = 'incidents.read' }: Route, scopes: readonly string[]): Reply {
	const about = { required_scopes: scope, token_scopes: scopes.join(' ') };
	return { status: 403, body: { error: { message: 'Token missing required scopes', ...about } } };
}
