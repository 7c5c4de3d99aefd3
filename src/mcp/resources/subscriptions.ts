import type { News, NewsSource } from './news.ts';
import type { Found } from './find.ts';
import type { Self } from './resource.ts';

/** The most addresses that one client can hear of. */
export const mostSubscriptions = 100;

export interface SubscriptionsParts {
	readonly news: NewsSource;
	/** Which object is meant, as the client may see it; undefined where it may not. */
	readonly selfOf: (found: Found) => Promise<Self | undefined>;
	/** Tells the client that what is at an address may be something else now. */
	readonly tell: (address: string) => void;
}

interface Kept {
	readonly found: Found;
	/** Undefined: what the client may see is another thing now, so that it is to be looked up anew. */
	self: Self | undefined;
}

/** What one client wants to hear of. */
export class Subscriptions {
	readonly #parts: SubscriptionsParts;
	readonly #kept = new Map<string, Kept>();
	/** To be told, together, as soon as what happens now is over. */
	readonly #due = new Set<string>();
	#stop: (() => void) | undefined;

	constructor(parts: SubscriptionsParts) {
		this.#parts = parts;
	}

	/** Whether there was room for it. @param self what `selfOf` gave for it */
	add(address: string, found: Found, self: Self): boolean {
		if (this.#kept.size >= mostSubscriptions && !this.#kept.has(address)) return false;
		this.#kept.set(address, { found, self });
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
			if (news.switched || (kept.self && isChanged(kept.found, news, kept.self))) this.#tell(address);
			else if (!kept.self) void this.#hearOf(address, kept, news);
		}
	}

	/** Whatever cannot be seen any more is not told of, not even that it changed. */
	async #hearOf(address: string, kept: Kept, news: News): Promise<void> {
		kept.self = await this.#parts.selfOf(kept.found).catch(() => undefined);
		if (this.#kept.get(address) !== kept) return;
		if (!kept.self) this.remove(address);
		else if (isChanged(kept.found, news, kept.self)) this.#tell(address);
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
