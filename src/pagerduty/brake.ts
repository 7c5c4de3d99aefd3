import type { Priority } from './pagerduty.ts';
import { readRateHeaders } from './rate-headers.ts';

/** Operations with a limit of their own: its exhaustion says nothing about the others. */
const limitedApart = new Set([
	'createIncident',
	'updateIncidents',
	'listOnCalls',
	'createV2Event',
	'createChangeEvent',
]);
const general = 'general';
const unknownResetMs = 60_000;
const lowShare = 0.1;
const exhaustedShare = 0.02;

interface Pressure {
	/** Milliseconds of the clock. */
	readonly until: number;
	readonly exhausted: boolean;
}

/** Slows down before PagerDuty has to refuse: polling when little of a limit remains, people when nearly nothing does. */
export class Brake {
	readonly #pressures = new Map<string, Pressure>();

	/** Learns from the headers of a reply. */
	observe(operationId: string, headers: Headers, now: number): void {
		const { limit, remaining, resetMs = unknownResetMs } = readRateHeaders(headers);
		if (limit === undefined || remaining === undefined || limit <= 0) return;
		const share = remaining / limit;
		if (share >= lowShare) this.#pressures.delete(lane(operationId));
		else this.#pressures.set(lane(operationId), { until: now + resetMs, exhausted: share <= exhaustedShare });
	}

	/** Learns from a 429: nobody gets through before this time. */
	stop(operationId: string, until: number): void {
		this.#pressures.set(lane(operationId), { until, exhausted: true });
	}

	/** When a request may start; `now` or earlier: at once. */
	freeAt(operationId: string, priority: Priority, now: number): number {
		const times = [general, lane(operationId)].map((name) => {
			const pressure = this.#pressures.get(name);
			return pressure !== undefined && (pressure.exhausted || priority === 'background') ? pressure.until : now;
		});
		return Math.max(...times);
	}
}

function lane(operationId: string): string {
	return limitedApart.has(operationId) ? operationId : general;
}
