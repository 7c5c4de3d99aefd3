import type { News, NewsSource } from './news.ts';
import type { Found } from './find.ts';
import type { Self } from './resource.ts';

/** The most addresses that one client can hear of. */
export const mostSubscriptions = 100;

/** So many pieces of news wait for a look-up; what they are about comes again when more happens. */
const mostUnsorted = 50;

export interface SubscriptionsParts {
	readonly news: NewsSource;
	/** Which object is meant, as the client may see it; undefined where it may not. Rejects where that cannot be found out for now. */
	readonly selfOf: (found: Found) => Promise<Self | undefined>;
	/** Whether the client sees only a part of the account: what changes may leave it. */
	readonly confined: () => boolean;
	/** Tells the client that what is at an address may be something else now. */
	readonly tell: (address: string) => void;
}

interface Kept {
	readonly found: Found;
	/** Undefined: what the client may see is another thing now, so that it is to be looked up anew. */
	self: Self | undefined;
	/** What was heard since then, of which it is not known yet whether it is about this. */
	unsorted: readonly News[];
}

/** What one client wants to hear of. */
export class Subscriptions {
	readonly #parts: SubscriptionsParts;
	readonly #kept = new Map<string, Kept>();
	/** To be told, together, as soon as what happens now is over. */
	readonly #due = new Set<string>();
	#stop: (() => void) | undefined;
	/** Looks up one after another: many at once would hold up what the client itself asks for. */
	#looking: Promise<void> = Promise.resolve();

	constructor(parts: SubscriptionsParts) {
		this.#parts = parts;
	}

	/** Whether there was room for it. @param self what `selfOf` gave for it */
	add(address: string, found: Found, self: Self): boolean {
		if (this.#kept.size >= mostSubscriptions && !this.#kept.has(address)) return false;
		this.#kept.set(address, { found, self, unsorted: [] });
		this.#stop ??= this.#parts.news.listen((news) => this.#hear(news));
		return true;
	}

	remove(address: string): void {
		this.#kept.delete(address);
		if (this.#kept.size === 0) this.end();
	}

	/** Other things are offered now. */
	offerChanged(): void {
		for (const kept of this.#kept.values()) kept.self = undefined;
	}

	/** Listens no more. */
	end(): void {
		this.#kept.clear();
		this.#stop?.();
		this.#stop = undefined;
	}

	#hear(news: News): void {
		if (news.switched) this.offerChanged();
		for (const [address, kept] of this.#kept) {
			const concerns = kept.self && isChanged(kept.found, news, kept.self);
			if (concerns && this.#parts.confined()) kept.self = undefined;
			if (news.switched || (concerns && kept.self)) this.#tell(address);
			else if (!kept.self) this.#sortLater(address, kept, news);
		}
	}

	#sortLater(address: string, kept: Kept, news: News): void {
		kept.unsorted = [...kept.unsorted.slice(1 - mostUnsorted), news];
		if (kept.unsorted.length > 1) return;
		this.#looking = this.#looking.then(() => this.#sort(address, kept));
	}

	/** What the client may not see any more is forgotten; what cannot be looked up for now is looked up again with the next news. */
	async #sort(address: string, kept: Kept): Promise<void> {
		const isKept = () => this.#kept.get(address) === kept;
		if (!isKept()) return;
		const looked = await this.#parts.selfOf(kept.found).then(
			(self) => ({ self }),
			() => undefined,
		);
		const heard = kept.unsorted;
		kept.unsorted = [];
		if (!looked || !isKept()) return;
		const { self } = looked;
		kept.self = self;
		if (!self) this.remove(address);
		else if (heard.some((news) => isChanged(kept.found, news, self))) this.#tell(address);
	}

	#tell(address: string): void {
		if (this.#due.size === 0)
			setImmediate(() => {
				const due = [...this.#due].filter((one) => this.#kept.has(one));
				this.#due.clear();
				for (const one of due) this.#parts.tell(one);
			});
		this.#due.add(address);
	}
}

function isChanged({ resource, written }: Found, news: News, self: Self): boolean {
	return written === undefined ? resource.isChangedBy(news) : resource.isChangedBy(news, self);
}
