import type { SandboxClock } from '../clock.ts';
import type { Ids, Random } from '../random.ts';
import type { OnCallDirectory } from '../oncalls.ts';
import type { Store } from './store.ts';

/** One account with its clock: all that the state machine and the routes work on. */
export interface World {
	readonly store: Store;
	readonly clock: SandboxClock;
	readonly random: Random;
	readonly ids: Ids;
	readonly onCall: OnCallDirectory;
	readonly account: Account;
}

export interface Account {
	readonly subdomain: string;
	readonly timeZone: string;
	/** The owner of the user token. */
	demoUserId: string;
}
