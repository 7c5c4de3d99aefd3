import { Brake } from './brake.ts';
import type { Clock } from './clock.ts';
import { PagerDutyError } from './errors.ts';
import type { Priority } from './pagerduty.ts';
import type { Patience } from './patience.ts';
import { Window } from './window.ts';

/** A request that wants to start. */
export interface Ask {
	readonly operationId: string;
	readonly write: boolean;
	readonly priority: Priority;
	readonly signal: AbortSignal;
	readonly patience: Patience;
}

interface Waiter {
	readonly ask: Ask;
	/** Ends the wait: with a place, or with a reason why there is none. */
	readonly settle: (refusal?: PagerDutyError) => void;
	/** Since when only rate limits hold it up. */
	limitedSince: number | undefined;
}

const mostReads = 4;
/** One place stays free for people, who would otherwise wait for slow polls. */
const mostBackgroundReads = 3;
const perMinute = 300;
const backgroundPerMinute = 120;

/**
 * Decides when requests start, well below PagerDuty's limits, because other windows and tools of the same person
 * share them: few reads at a time, one write at a time, so many per minute, people before polling.
 */
export class Budget {
	readonly #clock: Clock;
	readonly #brake = new Brake();
	readonly #all = new Window(perMinute);
	readonly #background = new Window(backgroundPerMinute);
	readonly #running = new Set<Ask>();
	#waiters: Waiter[] = [];
	#alarm: { readonly at: number; readonly off: AbortController } | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/**
	 * Waits for a place and gives the function that hands it back.
	 * @throws {PagerDutyError} `rateLimited` when that would take longer than the caller's patience; the signal's reason when aborted.
	 */
	async enter(ask: Ask): Promise<() => void> {
		ask.signal.throwIfAborted();
		const refusal = await this.#wait(ask);
		if (refusal !== undefined) throw refusal;
		const leave = () => {
			if (this.#running.delete(ask)) this.#serve();
		};
		if (ask.signal.aborted) leave();
		ask.signal.throwIfAborted();
		return leave;
	}

	/** Learns from the headers of a reply. */
	observe(operationId: string, headers: Headers): void {
		this.#brake.observe(operationId, headers, this.#now());
		this.#serve();
	}

	/** Learns from a 429 that nothing gets through for so long. */
	stop(operationId: string, ms: number): void {
		this.#brake.stop(operationId, this.#now() + ms);
		this.#serve();
	}

	#wait(ask: Ask): Promise<PagerDutyError | undefined> {
		return new Promise((resolve) => {
			const settle = (refusal?: PagerDutyError) => {
				ask.signal.removeEventListener('abort', aborted);
				this.#waiters = this.#waiters.filter((other) => other !== waiter);
				resolve(refusal);
			};
			const aborted = () => {
				settle();
				this.#serve();
			};
			const waiter: Waiter = { ask, settle, limitedSince: undefined };
			ask.signal.addEventListener('abort', aborted, { once: true });
			this.#waiters.push(waiter);
			this.#serve();
		});
	}

	/** Starts whatever may start and sets the alarm for the rest. */
	#serve(): void {
		const now = this.#now();
		let next = Number.POSITIVE_INFINITY;
		for (const waiter of this.#inOrder()) {
			const { ask } = waiter;
			this.#spend(waiter, now);
			if (!this.#hasPlace(ask)) continue;
			const free = this.#freeAt(ask, now);
			if (free <= now) {
				this.#running.add(ask);
				this.#all.take(now);
				if (ask.priority === 'background') this.#background.take(now);
				waiter.settle();
			} else if (ask.patience.allows(free - now)) {
				waiter.limitedSince = now;
				next = Math.min(next, free);
			} else {
				waiter.settle(tooLong(ask, free - now));
			}
		}
		this.#setAlarm(next);
	}

	#inOrder(): Waiter[] {
		const people = this.#waiters.filter(({ ask }) => ask.priority === 'person');
		return [...people, ...this.#waiters.filter(({ ask }) => ask.priority === 'background')];
	}

	/** Waiting for a place costs no patience, waiting for a limit does. */
	#spend(waiter: Waiter, now: number): void {
		if (waiter.limitedSince !== undefined) waiter.ask.patience.spend(now - waiter.limitedSince);
		waiter.limitedSince = undefined;
	}

	#hasPlace({ write, priority }: Ask): boolean {
		const running = [...this.#running].filter((other) => other.write === write);
		if (write) return running.length === 0;
		const background = running.filter((other) => other.priority === 'background').length;
		return running.length < mostReads && (priority === 'person' || background < mostBackgroundReads);
	}

	#freeAt({ operationId, priority }: Ask, now: number): number {
		const limits = [this.#all.freeAt(now), this.#brake.freeAt(operationId, priority, now)];
		if (priority === 'background') limits.push(this.#background.freeAt(now));
		return Math.max(...limits);
	}

	#setAlarm(at: number): void {
		if (this.#alarm?.at === at) return;
		this.#alarm?.off.abort();
		this.#alarm = undefined;
		if (at === Number.POSITIVE_INFINITY) return;
		const alarm = { at, off: new AbortController() };
		this.#alarm = alarm;
		void this.#clock.sleep(at - this.#now(), alarm.off.signal).then(
			() => {
				this.#alarm = undefined;
				this.#serve();
			},
			() => undefined,
		);
	}

	#now(): number {
		return this.#clock.now().getTime();
	}
}

function tooLong({ operationId }: Ask, ms: number): PagerDutyError {
	const seconds = Math.ceil(ms / 1000);
	return new PagerDutyError({
		kind: 'rateLimited',
		message: `PagerDuty takes no more requests for now: try again in ${seconds} seconds.`,
		operationId,
		retryAfterSeconds: seconds,
	});
}
