import type { AccountSource, Region } from '../pagerduty/http/account.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import type { Log } from '../pagerduty/http/log.ts';
import type { Fetch } from '../pagerduty/http/transport.ts';
import type { Policy } from '../tools/core/access.ts';
import type { Tool } from '../tools/core/tool.ts';

/** Which sign-in counts, as the door knows it. */
export interface SignInFacts {
	/** In words, and where its secret is kept; undefined where nobody is signed in. */
	readonly source: string | undefined;
	/** Sentences about what is there and does not count. */
	readonly others: readonly string[];
}

/** How a person helps themselves through this door. */
export interface DoorWords {
	/** `Run oncall-for-pagerduty login.` */
	readonly signIn: string;
	/** How to give an account-level key a sender. */
	readonly sender: string;
	/** How to name the other region. */
	readonly region: string;
	/** How to have a certificate trusted. */
	readonly certificate: string;
	/** How to name a proxy. */
	readonly proxy: string;
	/** How to offer agents more. */
	readonly widen: string;
}

/** What is examined: a sign-in, the way to PagerDuty, and what agents are offered. */
export interface Subject {
	readonly account: AccountSource;
	readonly signIn: () => Promise<SignInFacts>;
	/** Where requests go when nobody is signed in. */
	readonly apiUrl: string;
	/** Where PagerDuty is. */
	readonly apiUrls: Readonly<Record<Region, string>>;
	/** The proxy's host, without user name and password; undefined for none, or for one that only the editor knows. */
	readonly proxy: string | undefined;
	readonly policy: Policy;
	readonly tools: readonly Tool[];
	readonly words: DoorWords;
	readonly clock: Clock;
	readonly log: Log;
	readonly userAgent: string;
	/** Default: the global one, which VS Code patches. */
	readonly fetch?: Fetch;
}
