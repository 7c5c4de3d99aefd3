import type { Kept } from './credentials/kept.ts';
import { safeOf, type Safe } from './credentials/safe.ts';
import { SecretStoreError } from './credentials/secret-store.ts';
import type { CommandParts } from './login.ts';
import { isoSeconds } from '../tools/time/iso.ts';
import type { AccountSettings } from './settings.ts';
import { findToken } from './token.ts';
import { UsageError } from './usage-error.ts';

/** Removes what `login` has kept, wherever it is, and says what that means. @throws {Error} when it may still be somewhere */
export async function logout(
	{ store }: Pick<AccountSettings, 'store'>,
	folder: string,
	parts: CommandParts,
): Promise<string> {
	const safe = safeOf(parts, store);
	const kept = await knownOf(safe);
	const removals = await safe.clear();
	const lines = removals
		.filter(({ removed }) => removed)
		.map((removal) => `Removed the sign-in from ${removal.store.name}.`);
	if (kept) lines.push(afterwards(kept));
	const problems = removals.flatMap(({ problem }) => problem ?? []);
	const open = problems.filter(({ nowhere }) => !nowhere);
	if (lines.length === 0 && open.length === 0) lines.push('No sign-in was kept.');
	lines.push(...problems.map(({ message }) => message));
	lines.push(...stillCounts(parts.environment, folder));
	if (open.length > 0) throw new Error(lines.join('\n'));
	return [...lines, ''].join('\n');
}

async function knownOf(safe: Safe): Promise<Kept | undefined> {
	try {
		return (await safe.find())?.kept;
	} catch (error) {
		if (error instanceof SecretStoreError) return undefined;
		throw error;
	}
}

/** PagerDuty documents no request that ends a token. */
function afterwards(kept: Kept): string {
	return kept.kind === 'token'
		? 'PagerDuty still accepts the token: delete it under My Profile > User Settings if nobody else needs it.'
		: `PagerDuty ends the session by itself, at ${isoSeconds(new Date(kept.tokens.expiresAt))} at the latest unless it is renewed elsewhere.`;
}

function stillCounts(environment: CommandParts['environment'], folder: string): string[] {
	try {
		const found = findToken(environment, folder);
		return found ? [`${found.source} still counts.`] : [];
	} catch (error) {
		if (error instanceof UsageError) return [];
		throw error;
	}
}
