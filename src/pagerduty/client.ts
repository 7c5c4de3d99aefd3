import type { AccountSource } from './account.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { PagerDuty, Priority } from './pagerduty.ts';

export interface ClientOptions {
	readonly account: AccountSource;
	readonly clock: Clock;
	readonly log: Log;
	/** Value of `User-Agent`, e.g. `oncall-for-pagerduty/0.1.0`. */
	readonly userAgent: string;
	/** Default: the global `fetch`, which VS Code patches for proxies and system certificates. */
	readonly fetch?: typeof globalThis.fetch;
	/** Called when PagerDuty answers 401: the session has expired. */
	readonly onUnauthorized?: () => void;
}

/** The REST client. One per signed-in window or process: requests share one budget. */
export declare class PagerDutyClient {
	constructor(options: ClientOptions);
	/** The API bound to one caller's cancellation and priority. */
	for(signal: AbortSignal, priority: Priority): PagerDuty;
}
