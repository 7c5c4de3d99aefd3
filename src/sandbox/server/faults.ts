/** Which requests a fault hits, and how often. */
export interface Fault {
	/** Only requests whose "METHOD /path?query" matches; all without it. */
	match?: RegExp;
	/** Counts down with each request hit; the fault is over at 0. Without it the fault stays. */
	times?: number;
}

/** Switches that make the account misbehave; changing one takes effect with the next request. */
export interface Faults {
	/** 429 with PagerDuty's body and ratelimit headers; `resetSeconds` is announced (default 2). */
	rateLimited?: (Fault & { resetSeconds?: number }) | undefined;
	/** 429 as a proxy answers: HTML, no headers. */
	rateLimitedBare?: Fault | undefined;
	/** This status (500 to 599) in place of the answer; nothing is processed. */
	serverError?: (Fault & { status: number }) | undefined;
	/** The connection is cut before the request is processed. */
	dropBefore?: Fault | undefined;
	/** The request is processed, then the connection is cut without a reply. */
	dropAfter?: Fault | undefined;
	/**
	 * Reads answer as of before the latest change, with 404 for what is new. Only changes made while this is set are hidden.
	 */
	staleReads?: Fault | undefined;
	/** The reply comes `ms` milliseconds late (real time). */
	slow?: (Fault & { ms: number }) | undefined;
	/** 401 as plain text, whatever the token. */
	unauthorizedText?: Fault | undefined;
	/** 401 as JSON, whatever the token. */
	unauthorizedJson?: Fault | undefined;
	/** 404 as a web page, whatever the token: what a key gets that cannot be one. */
	malformedKey?: Fault | undefined;
	/** A web page with this status (default 403) that something in between gives; the account never gets the request. */
	foreignPage?: (Fault & { status?: number }) | undefined;
	/** Every key counts as read-only: 403 on changes. */
	readOnly?: Fault | undefined;
	/** Every key counts as account-level: it has no user, and changes need a From header. */
	accountToken?: Fault | undefined;
	/** 403 of a scoped OAuth token that lacks the scope of the operation. */
	scopeMissing?: Fault | undefined;
	/** 402: the account's plan lacks the ability. */
	abilityMissing?: Fault | undefined;
	/** Resolving a resolved incident succeeds and changes nothing (else 400, code 1001). */
	resolveTwice?: Fault | undefined;
	/** Lists are not filtered by part of a name, as PagerDuty's guide says of shift-based schedules. */
	queryIgnored?: Fault | undefined;
	/** Acknowledging hands an incident to whoever acknowledges it, as accounts can be set up. */
	reassignOnAcknowledge?: Fault | undefined;
}

/** A fault as an option of the command line. */
export interface FaultFlag {
	readonly name: string;
	readonly description: string;
	/** What must follow the flag; `none` for a mere switch, `times` and `seconds` for a count that may be left out. */
	readonly value: 'none' | 'times' | 'status' | 'milliseconds' | 'regex';
	/** Switches the fault on. Throws an Error that says what is wrong with `value`. */
	apply(faults: Faults, value?: string): void;
}

type PlainFault = Exclude<keyof Faults, 'serverError' | 'slow' | 'foreignPage'>;

function plainFlag(name: string, fault: PlainFault, description: string): FaultFlag {
	return {
		name,
		description,
		value: 'times',
		apply(faults, value) {
			faults[fault] = value === undefined || value === '' ? {} : { times: wholeNumber(name, value) };
		},
	};
}

/** Every fault as a command-line option; `--fault-match` narrows all those given with it and is applied last. */
export const faultFlags: readonly FaultFlag[] = [
	plainFlag('fault-429', 'rateLimited', 'Answer 429 with ratelimit headers (for the first N requests)'),
	plainFlag('fault-429-bare', 'rateLimitedBare', 'Answer 429 as HTML without headers (for the first N requests)'),
	{
		name: 'fault-error',
		description: 'Answer this 5xx status: 503, or 503x2 for the first two requests',
		value: 'status',
		apply(faults, value = '') {
			const parts = /^(5\d\d)(?:x(\d+))?$/.exec(value);
			if (!parts) throw new Error(`--fault-error takes a status like 503 or 503x2, not "${value}"`);
			const times = parts[2] === undefined ? {} : { times: Number(parts[2]) };
			faults.serverError = { status: Number(parts[1]), ...times };
		},
	},
	plainFlag('fault-drop-before', 'dropBefore', 'Cut the connection before processing (the first N requests)'),
	plainFlag('fault-drop-after', 'dropAfter', 'Process, then cut the connection (the first N requests)'),
	plainFlag('fault-stale', 'staleReads', 'Answer reads as of before the latest change (the first N reads after it)'),
	{
		name: 'fault-slow',
		description: 'Reply this many milliseconds late',
		value: 'milliseconds',
		apply(faults, value = '') {
			faults.slow = { ms: wholeNumber('fault-slow', value) };
		},
	},
	plainFlag('fault-401-text', 'unauthorizedText', 'Refuse every token, as plain text (for the first N requests)'),
	plainFlag('fault-401-json', 'unauthorizedJson', 'Refuse every token, as JSON (for the first N requests)'),
	plainFlag('fault-404-key', 'malformedKey', 'Refuse every token as malformed: 404 as a web page'),
	{
		name: 'fault-page',
		description: 'Answer with a web page as a proxy does, with this status: 200, 403 or 407',
		value: 'status',
		apply(faults, value = '') {
			if (!/^[2-5]\d\d$/.test(value)) throw new Error(`--fault-page takes a status like 403, not "${value}"`);
			faults.foreignPage = { status: Number(value) };
		},
	},
	plainFlag('fault-read-only', 'readOnly', 'Treat every key as read-only'),
	plainFlag('fault-account-token', 'accountToken', 'Treat every key as account-level'),
	plainFlag('fault-403-scope', 'scopeMissing', 'Answer 403: token is missing the scope (for the first N requests)'),
	{
		name: 'fault-403-path',
		description: 'Answer 403, token is missing the scope, for paths that match this regular expression',
		value: 'regex',
		apply(faults, value = '') {
			faults.scopeMissing = { match: expression('fault-403-path', value) };
		},
	},
	plainFlag('fault-402', 'abilityMissing', 'Answer 402: the plan lacks the ability (for the first N requests)'),
	plainFlag('fault-resolve-twice', 'resolveTwice', 'Accept resolving a resolved incident'),
	plainFlag('fault-query-ignored', 'queryIgnored', 'Filter no list by part of a name'),
	plainFlag('fault-reassign-on-acknowledge', 'reassignOnAcknowledge', 'Hand incidents to whoever acknowledges them'),
	{
		name: 'fault-match',
		description: 'Only for requests whose "METHOD /path?query" matches this regular expression',
		value: 'regex',
		apply(faults, value = '') {
			const match = expression('fault-match', value);
			for (const fault of Object.values(faults)) if (isFault(fault)) fault.match = match;
		},
	},
];

function expression(flag: string, value: string): RegExp {
	try {
		return new RegExp(value);
	} catch (error) {
		throw new Error(`--${flag} takes a regular expression, not "${value}".`, { cause: error });
	}
}

/** Reads the flags given on a command line (name without dashes → value) into faults. Throws on bad values. */
export function parseFaults(given: ReadonlyMap<string, string | undefined>): Faults {
	const faults: Faults = {};
	for (const flag of faultFlags) if (given.has(flag.name)) flag.apply(faults, given.get(flag.name));
	return faults;
}

/** The fault if it hits this request, counted down; undefined otherwise. */
export function hits<T extends Fault>(fault: T | undefined, request: string): T | undefined {
	if (!fault || fault.times === 0) return undefined;
	if (fault.match && request.search(fault.match) < 0) return undefined;
	if (fault.times !== undefined) fault.times--;
	return fault;
}

function isFault(value: unknown): value is Fault {
	return typeof value === 'object' && value !== null;
}

function wholeNumber(name: string, value: string): number {
	if (!/^\d+$/.test(value)) throw new Error(`--${name} takes a whole number, not "${value}"`);
	return Number(value);
}
