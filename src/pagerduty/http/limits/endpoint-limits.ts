import type { RequestPriority } from '../request.ts';
import { readRateHeaders } from './rate-headers.ts';
import { mayChange, type ReplyHeaders, type WireRequest } from '../wire.ts';

/** What decides which of PagerDuty's limits a request counts for. */
export type LimitedRequest = Pick<WireRequest, 'operationId' | 'method' | 'path' | 'reads' | 'host'>;

/** Reads with a limit of their own: its exhaustion says nothing about the rest of the family. */
const limitedApart: ReadonlySet<string> = new Set(['listOnCalls']);
const unknownResetMs = 60_000;
const lowShare = 0.1;
const exhaustedShare = 0.02;

/** Little is left of a limit. */
interface Shortage {
	/** Milliseconds of the clock. */
	readonly until: number;
	readonly exhausted: boolean;
}

/**
 * Slows down before PagerDuty has to refuse: polling when little of a limit remains, people when nearly nothing does.
 * A reply does not say which limit it tells of, so it counts for the family of endpoints that sent it and for no other.
 */
export class EndpointLimits {
	readonly #shortages = new Map<string, Shortage>();

	/** Learns from the headers of a reply. */
	observe(request: LimitedRequest, headers: ReplyHeaders, now: number): void {
		const { limit, remaining, resetMs = unknownResetMs } = readRateHeaders(headers);
		if (limit === undefined || remaining === undefined || limit <= 0) return;
		const share = remaining / limit;
		if (share >= lowShare) this.#shortages.delete(familyOf(request));
		else this.#shortages.set(familyOf(request), { until: now + resetMs, exhausted: share <= exhaustedShare });
	}

	/** Learns from a 429: nothing of this family gets through before this time. */
	stop(request: LimitedRequest, until: number): void {
		this.#shortages.set(familyOf(request), { until, exhausted: true });
	}

	/** When a request may start; `now` or earlier: at once. What a responder does is for PagerDuty alone to refuse. */
	freeAt(request: LimitedRequest, priority: RequestPriority, now: number): number {
		if (priority === 'responder') return now;
		const shortage = this.#shortages.get(familyOf(request));
		return shortage !== undefined && (shortage.exhausted || priority === 'background') ? shortage.until : now;
	}
}

/** Reads of one kind of object are limited together, each kind of change for itself. */
function familyOf(request: LimitedRequest): string {
	const { operationId, path, host } = request;
	if (host === 'events' || mayChange(request) || limitedApart.has(operationId)) return operationId;
	return path[0] === 'v3' ? path.slice(0, 2).join('/') : (path[0] ?? operationId);
}
