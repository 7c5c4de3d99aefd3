import type { ReplyHeaders } from '../wire.ts';
import { readRateHeaders } from './rate-headers.ts';

/** What PagerDuty's headers say about the limit that is nearest to exhaustion. */
export interface RateLimit {
	readonly limit: number;
	readonly remaining: number;
	/** Until it is whole again, by the reply. */
	readonly resetSeconds?: number;
}

/** What one call learns of PagerDuty's limits, and of its own requests. */
export class CallFacts {
	/** The one of which least was left. */
	rateLimit: RateLimit | undefined;
	/** The ids that PagerDuty gave to requests that may have changed something. */
	readonly requestIds: string[] = [];

	observe(headers: ReplyHeaders, { change = false }: { readonly change?: boolean } = {}): void {
		const id = headers.get('x-request-id');
		if (change && id !== null && /^[\w.-]{1,100}$/.test(id)) this.requestIds.push(id);
		const { limit, remaining, resetMs } = readRateHeaders(headers);
		if (limit === undefined || remaining === undefined || limit <= 0) return;
		if (this.rateLimit && this.rateLimit.remaining / this.rateLimit.limit < remaining / limit) return;
		this.rateLimit = { limit, remaining, ...(resetMs !== undefined && { resetSeconds: Math.ceil(resetMs / 1000) }) };
	}
}
