import type { Clock } from '../../pagerduty/http/clock.ts';

/** How long what was found out counts. */
const freshMs = 15_000;

/** Something that was found out lately. Whoever asks meanwhile shares it. */
export class Kept<T> {
	readonly #clock: Clock;
	#kept: { readonly value: Promise<T>; readonly until: number } | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	forget(): void {
		this.#kept = undefined;
	}

	async get(find: () => Promise<T>): Promise<T> {
		const now = this.#clock.now().getTime();
		if (this.#kept && this.#kept.until > now) {
			try {
				return await this.#kept.value;
			} catch {
				// Another call was cancelled or failed: this one finds out by itself.
			}
		}
		const value = find();
		this.#kept = { value, until: now + freshMs };
		try {
			return await value;
		} catch (error) {
			this.#drop(value);
			throw error;
		}
	}

	/** Unless it was forgotten or found out anew meanwhile. */
	#drop(value: Promise<T>): void {
		if (this.#kept?.value === value) this.#kept = undefined;
	}
}

/** Ids that counted lately, the latest ones. */
export class RecentIds {
	readonly #clock: Clock;
	readonly #until = new Map<string, number>();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	add(id: string): void {
		this.#until.delete(id);
		this.#until.set(id, this.#clock.now().getTime() + freshMs);
		const [oldest] = this.#until.keys();
		if (this.#until.size > 5000 && oldest !== undefined) this.#until.delete(oldest);
	}

	has(id: string): boolean {
		return (this.#until.get(id) ?? 0) > this.#clock.now().getTime();
	}

	forget(): void {
		this.#until.clear();
	}
}
