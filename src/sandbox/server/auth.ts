import { ApiError } from './errors.ts';
import type { User } from '../model/model.ts';
import type { World } from '../model/world.ts';
import type { Identity } from '../oauth/identity.ts';

/** Who calls: a user's own key, or a key of the account that belongs to nobody. */
export interface Caller {
	readonly kind: 'user' | 'account';
	readonly readOnly: boolean;
	/** Requests of one key share a budget. */
	readonly budget: string;
	/** What an OAuth token was granted; whoever has a key may do what the key's owner may. */
	readonly scopes?: readonly string[];
}

export interface Tokens {
	readonly token: string;
	readonly accountToken: string;
	readonly readOnlyToken: string;
}

/** The caller of an Authorization header; undefined when it is missing or unknown. */
export function identify(tokens: Tokens, identity: Identity, header: string | undefined): Caller | undefined {
	const delegation = identity.delegationOf(header);
	if (delegation) {
		const budget = `app ${delegation.app.clientId}`;
		return { kind: 'user', readOnly: false, budget, scopes: delegation.scopes };
	}
	const given = /^(?:Token token=|Bearer )"?([^"]*)"?$/i.exec(header ?? '')?.[1];
	if (given === tokens.token) return { kind: 'user', readOnly: false, budget: 'user' };
	if (given === tokens.accountToken) return { kind: 'account', readOnly: false, budget: 'account' };
	if (given === tokens.readOnlyToken) return { kind: 'account', readOnly: true, budget: 'read-only' };
	return undefined;
}

/** The user a change is made by: the token's own, or the one whose address stands in the From header. */
export function requester(world: World, caller: Caller, from: string | undefined): User {
	const users = [...world.store.users.values()].filter(({ deleted }) => !deleted);
	if (caller.kind === 'user') {
		const owner = users.find(({ id }) => id === world.account.demoUserId);
		if (owner) return owner;
	}
	if (from === undefined || from === '') {
		const message = 'You must specify a user\'s email address in the "From" header to perform this action';
		throw new ApiError(400, message, 2016);
	}
	if (!/^[^\s@]+@[^\s@]+$/.test(from.trim())) throw new ApiError(400, 'Requester User Not Found', 1028);
	const sender = users.find(({ email }) => email.toLowerCase() === from.trim().toLowerCase());
	if (!sender) throw new ApiError(400, 'Requester User Not Found', 1008);
	return sender;
}
