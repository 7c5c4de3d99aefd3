import { abortable } from '../abortable.ts';
import type { Clock } from '../clock.ts';
import type { RequestPriority } from '../request.ts';

/** Clients of agents give up after 60 seconds, and people long before. */
const defaultPersonMs = 30_000;
/** Polling has nobody who waits for it. */
const backgroundMs = 3_600_000;
/** An answer that comes as promptly as this holds nobody up, however late it is. */
const promptMs = 3000;
/** What a change leaves of the time, to look afterwards what became of it. */
const lookBackMs = 5000;

/** Until when one call may wait for PagerDuty in all: for its limits, its answers, other tries and looks back. */
export class Deadline {
	/** Of the call. */
	readonly priority: RequestPriority;
	readonly #clock: Clock;
	#until: number;
	/** Questions that wait for an answer, and since when there is one. */
	#asking = 0;
	#askingSince = 0;

	/** @param personMs how long a call may wait that somebody waits for. Default: 30 seconds. */
	constructor(clock: Clock, priority: RequestPriority, personMs = defaultPersonMs) {
		this.priority = priority;
		this.#clock = clock;
		this.#until = this.#now() + (priority === 'background' ? backgroundMs : personMs);
	}

	/** Whether there is time for a wait of this length. */
	allows(ms: number): boolean {
		return this.#now() + ms <= this.#until;
	}

	/** How long an answer may take from now on. */
	answerMs({ change }: { readonly change: boolean }): number {
		const left = this.#until - this.#now();
		return Math.max(promptMs, change ? left - lookBackMs : left);
	}

	/** Waits, if there is time for it; otherwise tells so at once. */
	async pause(ms: number, signal: AbortSignal): Promise<boolean> {
		if (!this.allows(ms)) return false;
		await abortable(this.#clock.sleep(ms, signal), signal);
		return true;
	}

	/** Waits for somebody else than PagerDuty, which does not count; nor does it count twice where two questions are open. */
	async whileAsking<Value>(work: () => Promise<Value>): Promise<Value> {
		if (this.#asking++ === 0) this.#askingSince = this.#now();
		try {
			return await work();
		} finally {
			if (--this.#asking === 0) this.#until += Math.max(0, this.#now() - this.#askingSince);
		}
	}

	#now(): number {
		return this.#clock.now().getTime();
	}
}
