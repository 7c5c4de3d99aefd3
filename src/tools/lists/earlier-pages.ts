import { isSameAccount, type Account } from '../../pagerduty/http/account.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { RememberedReplies } from '../../pagerduty/http/remembered-replies.ts';
import { cursorOf, nextCursor } from './cursor.ts';

/** How long the next page of a list may be asked for without reading anew what the page before has read. */
const freshMilliseconds = 5 * 60_000;

/** A reader goes through one or two lists at a time; the longest unused is read anew. */
const mostLists = 8;

interface Kept {
	readonly account: Account;
	readonly read: RememberedReplies['read'];
	readonly until: number;
}

/** One page that is being read. */
interface Page {
	readonly replies: RememberedReplies;
	/** Keeps what it has read for the page that `output` leads to, if there is one. */
	keep(output: object): void;
}

/** What the page before has read, by the cursor that it gave: many lists are read as a whole to give a part of them. */
export class EarlierPages {
	readonly #clock: Clock;
	readonly #kept = new Map<string, Kept>();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** The page that `input` asks for, of that account; undefined when nobody is signed in. */
	page(input: object, account: Account | undefined): Page | undefined {
		if (!account) return undefined;
		const replies = new RememberedReplies(this.#readBefore(cursorOf(input), account));
		return {
			replies,
			keep: (output) => {
				const next = nextCursor(output);
				if (next !== undefined) this.#keep(next, account, replies.read);
			},
		};
	}

	#readBefore(cursor: string | undefined, account: Account): RememberedReplies['read'] | undefined {
		const kept = cursor === undefined ? undefined : this.#kept.get(cursor);
		if (!kept || kept.until <= this.#now()) return undefined;
		return isSameAccount(kept.account, account) ? kept.read : undefined;
	}

	#keep(cursor: string, account: Account, read: RememberedReplies['read']): void {
		this.#kept.delete(cursor);
		this.#kept.set(cursor, { account, read, until: this.#now() + freshMilliseconds });
		const [oldest] = this.#kept.keys();
		if (oldest !== undefined && this.#kept.size > mostLists) this.#kept.delete(oldest);
	}

	#now(): number {
		return this.#clock.now().getTime();
	}
}
