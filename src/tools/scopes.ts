import { operationScopes } from '../pagerduty/api/operations.ts';
import type { Account } from '../pagerduty/http/account.ts';
import { lacksScopes, PagerDutyError } from '../pagerduty/http/errors.ts';
import { lacking } from '../pagerduty/http/scopes.ts';
import type { Tool } from './core/tool.ts';

type Sending = Pick<Tool, 'operations'>;

/** The scopes without which no call of a tool works, as far as PagerDuty documents them. */
export function scopesOf({ operations }: Sending): string[] {
	return [...new Set(operations.always.flatMap((operation) => operationScopes[operation] ?? []))];
}

/**
 * Tells before anything is sent what is certain to be refused.
 * @throws {PagerDutyError} when it is known that the token was not granted what every call of the tool needs.
 */
export function requireScopes(tool: Sending, account: Account | undefined): void {
	if (account?.scopes === undefined) return;
	const missing = lacking(account.scopes, scopesOf(tool));
	if (missing.length === 0) return;
	throw new PagerDutyError({
		kind: 'forbidden',
		message: lacksScopes(missing),
		requiredScopes: missing.join(' '),
		tokenScopes: account.scopes.join(' '),
	});
}
