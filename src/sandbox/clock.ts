/** Something that will happen at a time of the account's clock. */
export interface ClockTimer {
	/** When it is due, in epoch milliseconds. */
	readonly at: number;
	cancel(): void;
}

interface Entry extends ClockTimer {
	readonly order: number;
	readonly run: () => void;
	cancelled: boolean;
}

/**
 * The account's clock. Time passes with the given base clock and may be moved on top of it.
 * Timers run when the clock is moved or looked at through `runDue`, in the order in which they are due,
 * and each sees the very moment it was due: a long jump gives the same history as waiting would.
 */
export class SandboxClock {
	readonly #base: () => Date;
	readonly #queue: Entry[] = [];
	#offset = 0;
	#order = 0;
	#moment: number | undefined;

	constructor(base: () => Date = () => new Date()) {
		this.#base = base;
	}

	/** The account's time. */
	now(): Date {
		return new Date(this.ms);
	}

	/** The account's time in epoch milliseconds. */
	get ms(): number {
		return this.#moment ?? this.#base().getTime() + this.#offset;
	}

	/** Runs `run` when the clock reaches `at` (epoch milliseconds). */
	schedule(at: number, run: () => void): ClockTimer {
		const entry: Entry = {
			at,
			run,
			order: this.#order++,
			cancelled: false,
			cancel() {
				this.cancelled = true;
			},
		};
		this.#queue.splice(this.#position(entry), 0, entry);
		return entry;
	}

	/** Runs the timers that have become due; called before each request is served. */
	runDue(): void {
		if (this.#moment !== undefined) return;
		const limit = this.ms;
		try {
			for (let next = this.#queue[0]; next && next.at <= limit; next = this.#queue[0]) {
				this.#queue.shift();
				if (next.cancelled) continue;
				this.#moment = Math.max(next.at, this.#moment ?? next.at);
				next.run();
			}
		} finally {
			this.#moment = undefined;
		}
	}

	/** Moves the clock forward by `ms` milliseconds and runs what becomes due. */
	advance(ms: number): void {
		this.#offset += ms;
		this.runDue();
	}

	/** Moves the clock to `date`; forwards, it runs what becomes due, backwards nothing is undone. */
	set(date: Date): void {
		this.#offset = date.getTime() - this.#base().getTime();
		this.runDue();
	}

	/** Goes back to the base clock's own time and runs what became due since. */
	catchUp(): void {
		this.#offset = 0;
		this.runDue();
	}

	#position(entry: Entry): number {
		let low = 0;
		let high = this.#queue.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const other = this.#queue[middle];
			if (other && (other.at < entry.at || (other.at === entry.at && other.order < entry.order))) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
