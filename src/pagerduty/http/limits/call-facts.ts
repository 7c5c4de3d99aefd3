import type { ReplyHeaders } from '../wire.ts';
import { readRateHeaders } from './rate-headers.ts';

/** What PagerDuty's headers say about the limit that is nearest to exhaustion. */
export interface RateLimit {
	readonly limit: number;
	readonly remaining: number;
	/** Until it is whole again, by the reply. */
	readonly resetSeconds?: number;
}

/** What one call learns of PagerDuty's limits. */
export class CallFacts {
	/** The one of which least was left. */
	rateLimit: RateLimit | undefined;

	observe(headers: ReplyHeaders): void {
		const { limit, remaining, resetMs } = readRateHeaders(headers);
		if (limit === undefined || remaining === undefined || limit <= 0) return;
		if (this.rateLimit && this.rateLimit.remaining / this.rateLimit.limit < remaining / limit) return;
		this.rateLimit = { limit, remaining, ...(resetMs !== undefined && { resetSeconds: Math.ceil(resetMs / 1000) }) };
	}
}
