import { join } from 'node:path';
import { fileLock } from '../../files/file-lock.ts';
import type { AccountSource } from '../../pagerduty/http/account.ts';
import { systemClock } from '../../pagerduty/http/clock.ts';
import type { Fetch } from '../../pagerduty/http/transport.ts';
import type { AccountSettings } from '../settings.ts';
import { KeptAccount } from './kept-account.ts';
import { ownFolder, safeOf, type SafeParts } from './safe.ts';

export interface OwnAccountParts extends SafeParts {
	readonly userAgent: string;
	readonly fetch: Fetch;
	readonly hide: (secret: string) => void;
}

/** The account of this process where neither the environment nor `.env` has a token: what `login` has kept. */
export function keptAccountSource(settings: AccountSettings, parts: OwnAccountParts): AccountSource {
	const { userAgent, fetch, hide } = parts;
	const clock = systemClock;
	const lock = join(ownFolder(parts.environment), 'renewal.lock');
	const safe = safeOf(parts, settings.store);
	const exclusively = fileLock(lock, clock);
	return new KeptAccount({ clock, settings, safe, exclusively, userAgent, fetch, hide }).source;
}
