import type { Clock } from '../clock.ts';
import { EndpointLimits, type LimitedRequest } from './endpoint-limits.ts';
import { PagerDutyError } from '../errors.ts';
import type { Deadline } from './deadline.ts';
import { requestPriorities, type RequestPriority } from '../request.ts';
import { spanWords } from '../span-words.ts';
import { mayChange, type ReplyHeaders } from '../wire.ts';

/** A request that waits for its start, or has started. */
export interface QueuedRequest {
	readonly request: LimitedRequest;
	readonly priority: RequestPriority;
	readonly signal: AbortSignal;
	readonly deadline: Deadline;
}

interface Waiter {
	readonly queued: QueuedRequest;
	/** Ends the wait: with a place, or with a reason why there is none. */
	readonly settle: (refusal?: PagerDutyError) => void;
	/** When waiting for a place makes no sense any more, in milliseconds of the clock. */
	readonly until: number;
}

/** Why a request does not start yet. */
interface Hold {
	/** When it is time to look again, in milliseconds of the clock. */
	readonly at: number;
	readonly now: number;
	/** Nobody may be kept waiting so long. */
	readonly tooLong: boolean;
	readonly why: string;
}

const mostReads = 4;
/** One place stays free for people, who would otherwise wait for slow polls. */
const mostBackgroundReads = 3;
/** A request without an answer for so long does not hold up the others any more. */
const placeMs = 5000;
const perMinute = 300;
const backgroundPerMinute = 120;

const minuteMs = 60_000;

/** At most so many requests in any minute. Times are milliseconds of the clock. */
class RateWindow {
	readonly #limit: number;
	#starts: number[] = [];

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** Counts a request that starts now. */
	count(now: number): void {
		this.#starts.push(now);
	}

	/** When the next request may start; `now` or earlier: at once. */
	freeAt(now: number): number {
		// A start in the future is from before somebody set the clock back.
		this.#starts = this.#starts.filter((start) => start > now - minuteMs && start <= now);
		const oldest = this.#starts[this.#starts.length - this.#limit];
		return oldest === undefined ? now : oldest + minuteMs;
	}
}

/**
 * Decides when requests start, well below PagerDuty's limits, because other windows and tools of the same person
 * share them: few reads at a time, one write at a time, so many per minute, people before polling.
 */
export class Limits {
	readonly #clock: Clock;
	readonly #endpoints = new EndpointLimits();
	readonly #allStarts = new RateWindow(perMinute);
	readonly #backgroundStarts = new RateWindow(backgroundPerMinute);
	/** With the time until which each has its place. */
	readonly #running = new Map<QueuedRequest, number>();
	#waiters: Waiter[] = [];
	#alarm: { readonly at: number; readonly off: AbortController } | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/**
	 * Waits for a place and gives the function that hands it back.
	 * @throws {PagerDutyError} `rateLimited` when that would be after the caller's deadline; the signal's reason when aborted.
	 */
	async enter(queued: QueuedRequest): Promise<() => void> {
		queued.signal.throwIfAborted();
		const refusal = await this.#wait(queued);
		if (refusal !== undefined) throw refusal;
		const leave = () => {
			if (this.#running.delete(queued)) this.#serve();
		};
		if (queued.signal.aborted) leave();
		queued.signal.throwIfAborted();
		return leave;
	}

	/** Learns from the headers of a reply. */
	observe(request: LimitedRequest, headers: ReplyHeaders): void {
		this.#endpoints.observe(request, headers, this.#now());
		this.#serve();
	}

	/** Learns from a 429 that nothing of the kind gets through for so long. */
	stop(request: LimitedRequest, ms: number): void {
		this.#endpoints.stop(request, this.#now() + ms);
		this.#serve();
	}

	#wait(queued: QueuedRequest): Promise<PagerDutyError | undefined> {
		return new Promise((resolve) => {
			const settle = (refusal?: PagerDutyError) => {
				queued.signal.removeEventListener('abort', aborted);
				this.#waiters = this.#waiters.filter((other) => other !== waiter);
				resolve(refusal);
			};
			const aborted = () => {
				settle();
				this.#serve();
			};
			const waiter: Waiter = { queued, settle, until: this.#now() + queued.deadline.answerMs({ change: false }) };
			queued.signal.addEventListener('abort', aborted, { once: true });
			this.#waiters.push(waiter);
			this.#serve();
		});
	}

	/** Starts whatever may start and sets the alarm for the rest. */
	#serve(): void {
		const now = this.#now();
		let next = Number.POSITIVE_INFINITY;
		for (const waiter of this.#inOrder()) {
			const { queued, settle } = waiter;
			const hold = this.#hold(waiter, now);
			if (hold === undefined) {
				this.#running.set(queued, now + placeMs);
				this.#allStarts.count(now);
				if (queued.priority === 'background') this.#backgroundStarts.count(now);
				settle();
			} else if (hold.tooLong) {
				settle(refused(queued, hold));
			} else {
				next = Math.min(next, hold.at);
			}
		}
		this.#setAlarm(next);
	}

	/** What holds a request up now; undefined: nothing. */
	#hold({ queued, until }: Waiter, now: number): Hold | undefined {
		const place = this.#placeAt(queued, now);
		if (place > now) return { at: Math.min(place, until), now, tooLong: until <= now, why: crowded };
		const theirs = this.#endpoints.freeAt(queued.request, queued.priority, now);
		const own = this.#ownFreeAt(queued, now);
		const at = Math.max(theirs, own);
		if (at <= now) return undefined;
		return { at, now, tooLong: !queued.deadline.allows(at - now), why: theirs >= own ? limited : busy };
	}

	#inOrder(): Waiter[] {
		return requestPriorities.flatMap((priority) => this.#waiters.filter(({ queued }) => queued.priority === priority));
	}

	/** When there is a place; `now`: there is one. An answer may come before that time and make one. */
	#placeAt({ request, priority }: QueuedRequest, now: number): number {
		const rivals = [...this.#running].filter(
			([other, until]) => until > now && mayChange(other.request) === mayChange(request),
		);
		if (mayChange(request)) return freeOf(rivals, 1, now);
		const polls = rivals.filter(([other]) => other.priority === 'background');
		const all = freeOf(rivals, mostReads, now);
		return priority === 'background' ? Math.max(all, freeOf(polls, mostBackgroundReads, now)) : all;
	}

	/** When our own limits let a request start. What a responder does waits for none of them. */
	#ownFreeAt({ priority }: QueuedRequest, now: number): number {
		if (priority === 'responder') return now;
		const all = this.#allStarts.freeAt(now);
		return priority === 'background' ? Math.max(all, this.#backgroundStarts.freeAt(now)) : all;
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

/** When fewer than `most` of these have their places. */
function freeOf(running: readonly (readonly [QueuedRequest, number])[], most: number, now: number): number {
	return running.length < most ? now : Math.min(...running.map(([, until]) => until));
}

const limited = 'PagerDuty accepts no more requests of this kind for now';
const busy = `On-Call for PagerDuty sends at most ${perMinute} requests a minute and has reached that limit`;
const crowded = 'Other requests are still waiting for PagerDuty';

function refused({ request }: QueuedRequest, { at, now, why }: Hold): PagerDutyError {
	const seconds = Math.ceil((at - now) / 1000);
	return new PagerDutyError({
		kind: 'rateLimited',
		message: `${why}: try again in ${spanWords(seconds)}.`,
		operationId: request.operationId,
		retryAfterSeconds: seconds,
	});
}
