/** A repeatable source of numbers: the same seed gives the same sequence (mulberry32). */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** A number in [0, 1). */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = this.#state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	}

	/** A whole number between `min` and `max`, both included. */
	int(min: number, max: number): number {
		return min + Math.floor(this.next() * (max - min + 1));
	}

	/** One of `items`; throws when there are none. */
	pick<T>(items: readonly T[]): T {
		const item = items[this.int(0, items.length - 1)];
		if (item === undefined) throw new Error('Nothing to pick from');
		return item;
	}
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Hands out ids of PagerDuty's shapes, never the same one twice. */
export class Ids {
	readonly #random: Random;
	readonly #taken = new Set<string>();

	constructor(random: Random) {
		this.#random = random;
	}

	/** `P` and six characters: users, teams, services, schedules, policies, notes and other settings. */
	short(): string {
		return this.#next('P', 6);
	}

	/** `Q` and thirteen characters: incidents and alerts. */
	incident(): string {
		return this.#next('Q', 13);
	}

	/** `R` and twenty-five characters: log entries. */
	logEntry(): string {
		return this.#next('R', 25);
	}

	/** Twenty-six characters: change events and everything inside shift-based (v3) schedules. */
	long(): string {
		return this.#next('', 26);
	}

	/** 32 lower-case hexadecimal digits: incident and alert keys, routing keys. */
	key(): string {
		let key = '';
		for (let at = 0; at < 32; at++) key += this.#random.int(0, 15).toString(16);
		return key;
	}

	#next(prefix: string, length: number): string {
		for (;;) {
			let id = prefix;
			for (let at = 0; at < length; at++) id += alphabet.charAt(this.#random.int(0, 35));
			if (this.#taken.has(id)) continue;
			this.#taken.add(id);
			return id;
		}
	}
}
