import type { Clock } from '../../pagerduty/http/clock.ts';

/** Who waits for a run: somebody who asked for it, or nobody in particular. */
export type Reason = 'person' | 'background';

export interface PollerOptions {
	/** Reads the data once. Throws when it could not; then the next run waits longer. */
	readonly run: (signal: AbortSignal, reason: Reason) => Promise<void>;
	/** Milliseconds from the end of one run to the next; 0 for none. Asked before each wait. @param focused whether somebody looks at the window */
	readonly interval: (focused: boolean) => number;
	/** Milliseconds that an error itself asks to wait. */
	readonly retryAfter: (error: unknown) => number;
	readonly clock: Clock;
	/** Random numbers from 0 to 1, for jitter. */
	readonly random: () => number;
}

/** Runs take at most a quarter of the time, however long the list is. */
const restFactor = 3;
const longestBackoff = 15 * 60_000;

/**
 * Runs something again and again while it is wanted: one run at a time, a wait after each, longer waits after
 * errors. A person's wish comes first and interrupts a background run.
 */
export class Poller {
	readonly #options: PollerOptions;
	#wanted = false;
	#focused = true;
	#due: number | undefined;
	#finishedAt: number | undefined;
	#rest = 0;
	#failures = 0;
	#retryAfter = 0;
	#wait: AbortController | undefined;
	#run: { readonly reason: Reason; readonly abort: AbortController; readonly done: Promise<void> } | undefined;
	#disposed = false;
	/** Somebody else changed something: it is to be seen soon. */
	#soon = false;

	constructor(options: PollerOptions) {
		this.#options = options;
	}

	/** Whether anybody shows the data. */
	set wanted(wanted: boolean) {
		if (this.#wanted === wanted) return;
		this.#wanted = wanted;
		if (!wanted && this.#run?.reason === 'background') this.#run.abort.abort();
		this.#schedule();
	}

	/** Whether somebody looks at the window. */
	set focused(focused: boolean) {
		if (this.#focused === focused) return;
		this.#focused = focused;
		this.#schedule();
	}

	/** The interval changed. */
	reschedule(): void {
		this.#schedule();
	}

	/** Settles when what runs has ended; undefined while nothing runs. */
	get running(): Promise<void> | undefined {
		return this.#run?.done;
	}

	/** Starts afresh: stops what runs, forgets errors; the first run comes after `delay` if it is wanted. */
	reset(delay = 0): void {
		this.#run?.abort.abort();
		this.#run = undefined;
		this.#failures = 0;
		this.#retryAfter = 0;
		this.#rest = 0;
		this.#finishedAt = undefined;
		this.#due = this.#now() + delay;
		this.#schedule();
	}

	/** Somebody waits for the first run. */
	hurry(): void {
		if (this.#finishedAt !== undefined || this.#due === undefined) return;
		this.#due = this.#now();
		this.#schedule();
	}

	/** Runs as soon as its rest allows, also in the background: something changed elsewhere. */
	soon(): void {
		this.#soon = true;
		this.#schedule();
	}

	/** Stops everything until `reset`. */
	stop(): void {
		this.reset();
		this.#due = undefined;
		this.#schedule();
	}

	/** Runs at once for a person and tells how it went. */
	now(): Promise<void> {
		if (this.#run?.reason === 'person') return this.#run.done;
		this.#run?.abort.abort();
		return this.#start('person');
	}

	dispose(): void {
		this.#disposed = true;
		this.#wait?.abort();
		this.#run?.abort.abort();
	}

	#now(): number {
		return this.#options.clock.now().getTime();
	}

	/** When the next run is due, or undefined for never. */
	#next(): number | undefined {
		if (this.#finishedAt === undefined) return this.#due;
		// A time to come is from before somebody set the clock back.
		const finishedAt = Math.min(this.#finishedAt, this.#now());
		const interval = this.#options.interval(this.#focused);
		if (this.#soon && this.#failures === 0) return finishedAt + this.#rest;
		if (interval <= 0) return undefined;
		const usual = Math.max(interval, this.#rest);
		if (this.#failures === 0) return finishedAt + usual;
		const backoff = Math.min(usual * 2 ** (this.#failures - 1), Math.max(longestBackoff, usual));
		const jitter = 1 + 0.25 * this.#options.random();
		return finishedAt + Math.max(backoff * jitter, this.#retryAfter);
	}

	#schedule(): void {
		this.#wait?.abort();
		this.#wait = undefined;
		const next = this.#disposed || !this.#wanted || this.#run ? undefined : this.#next();
		if (next === undefined) return;
		const wait = new AbortController();
		this.#wait = wait;
		this.#options.clock.sleep(Math.max(0, next - this.#now()), wait.signal).then(
			() => {
				if (wait.signal.aborted) return;
				// A failed run is already told by whoever runs it: here it only counts.
				this.#start('background').catch(() => undefined);
			},
			() => undefined,
		);
	}

	#start(reason: Reason): Promise<void> {
		this.#wait?.abort();
		this.#soon = false;
		const abort = new AbortController();
		const started = this.#now();
		const done = this.#options.run(abort.signal, reason).then(
			() => this.#finished(abort, started, undefined),
			(error: unknown) => {
				this.#finished(abort, started, { error });
				throw error;
			},
		);
		this.#run = { reason, abort, done };
		return done;
	}

	#finished(abort: AbortController, started: number, failure: { error: unknown } | undefined): void {
		// A run that was interrupted has a successor, or none is wanted.
		if (this.#run?.abort !== abort) return;
		this.#run = undefined;
		if (abort.signal.aborted) {
			this.#schedule();
			return;
		}
		this.#finishedAt = this.#now();
		// A clock that is set meanwhile, or a machine that sleeps, must not end the looks.
		this.#rest = Math.min((this.#finishedAt - started) * restFactor, longestBackoff);
		this.#failures = failure ? this.#failures + 1 : 0;
		this.#retryAfter = failure ? this.#options.retryAfter(failure.error) : 0;
		this.#schedule();
	}
}
