import { setMaxListeners } from 'node:events';
import type { Clock } from '../pagerduty/http/clock.ts';

const longestWaitMs = 60_000;

/** When a connection ends, and the signal that tells of it. */
export class Ending {
	readonly #clock: Clock;
	readonly #over = new AbortController();
	#stopped = new AbortController();
	#at: Date | undefined;

	/** @param at undefined: never. */
	constructor(at: Date | undefined, clock: Clock) {
		this.#clock = clock;
		// Each call that runs listens: more than ten are no leak.
		setMaxListeners(0, this.#over.signal);
		this.move(at);
	}

	/** Undefined: never, or not by the clock. */
	get at(): Date | undefined {
		return this.#at;
	}

	/** Whether the time has come, even if the signal is late. */
	get reached(): boolean {
		return this.#over.signal.aborted || (this.#at !== undefined && this.#clock.now() >= this.#at);
	}

	/** Aborted when the time has come. */
	get signal(): AbortSignal {
		return this.#over.signal;
	}

	/** Another time. What has ended stays so. */
	move(at: Date | undefined): void {
		this.#stopped.abort();
		this.#stopped = new AbortController();
		this.#at = at;
		if (at) void this.#wait(at, this.#stopped.signal);
	}

	/** Somebody ends it, whatever time was set. */
	end(): void {
		if (!this.reached) this.move(undefined);
		this.#tell();
	}

	/** No longer watches for it. */
	dispose(): void {
		this.#stopped.abort();
	}

	/** A timer may wake early, or late after the machine has slept: the clock decides. */
	async #wait(at: Date, stopped: AbortSignal): Promise<void> {
		const left = () => at.getTime() - this.#clock.now().getTime();
		try {
			while (left() > 0) await this.#clock.sleep(Math.min(left(), longestWaitMs), stopped);
		} catch {
			return;
		}
		if (!stopped.aborted) this.#tell();
	}

	#tell(): void {
		this.#stopped.abort();
		this.#over.abort(new Error('The connection has ended.'));
	}
}
