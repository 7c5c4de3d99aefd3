import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Refusal } from './refusal.ts';

/** The only path that is served. */
export const mcpPath = '/mcp';

/** The most bytes of one request's body. */
export const maximumBody = 1024 * 1024;

/** The most bytes of one request's head. */
export const maximumHead = 16 * 1024;

const maximumHeaders = 100;

/** What the checks read of a request: its head, nothing of the body. */
export interface RequestHead {
	readonly method?: string | undefined;
	readonly url?: string | undefined;
	readonly headersDistinct: Readonly<Record<string, string[] | undefined>>;
	/** Names and values in turn, as they came. */
	readonly rawHeaders: readonly string[];
	readonly socket: { readonly remoteAddress?: string | undefined };
}

/** What the checks compare with. */
export interface Expected {
	readonly port: number;
	/** Undefined: none is asked for. */
	readonly bearer: string | undefined;
	/** Names by which the server may be called besides `localhost`, with or without a port, in lower case. */
	readonly hosts?: readonly string[];
	/** Other machines may connect, and only `hosts` count. */
	readonly open?: boolean;
}

type Check = (head: RequestHead, expected: Expected) => Refusal | undefined;

/** Who may knock at all comes first, then what is asked, then the secret; the body is read only after all of them. */
const checks: readonly Check[] = [
	fromThisMachine,
	withFewHeaders,
	toOurHost,
	notFromABrowser,
	toOurPath,
	withKnownMethod,
	withOurBearer,
	withJson,
	withinSize,
];

/** The first reason not to go on with a request, or undefined. */
export function refusalOf(head: RequestHead, expected: Expected): Refusal | undefined {
	for (const check of checks) {
		const refusal = check(head, expected);
		if (refusal) return refusal;
	}
	return undefined;
}

/** A secret for one window's server: 32 random bytes. */
export function newBearer(): string {
	return randomBytes(32).toString('base64url');
}

/** The listener is bound to 127.0.0.1 already; this holds even if that were ever changed. */
function fromThisMachine({ socket }: RequestHead, { open }: Expected): Refusal | undefined {
	if (open) return undefined;
	const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
	return address === '::1' || /^127(\.\d{1,3}){3}$/.test(address)
		? undefined
		: { status: 403, message: 'Only this machine may connect.' };
}

function withFewHeaders({ rawHeaders }: RequestHead): Refusal | undefined {
	return rawHeaders.length > 2 * maximumHeaders ? { status: 431, message: 'Too many headers.' } : undefined;
}

/** A web page whose name was made to point here (DNS rebinding) still sends its own name. */
function toOurHost(head: RequestHead, { port, hosts = [], open }: Expected): Refusal | undefined {
	const host = only(head, 'host')?.toLowerCase() ?? '';
	const local = open ? [] : [`127.0.0.1:${port}`, `localhost:${port}`];
	return [...local, ...hosts].includes(host) || hosts.includes(host.replace(/:\d+$/, ''))
		? undefined
		: { status: 403, message: 'The Host header is wrong.' };
}

/** Browsers name the page that asks; no client of ours is a page, so `null` is refused too. */
function notFromABrowser({ headersDistinct }: RequestHead): Refusal | undefined {
	return headersDistinct.origin ? { status: 403, message: 'Web pages may not connect.' } : undefined;
}

function toOurPath({ url }: RequestHead): Refusal | undefined {
	return url === mcpPath ? undefined : { status: 404, message: 'Not found.' };
}

function withKnownMethod({ method }: RequestHead): Refusal | undefined {
	return method === 'POST' || method === 'GET' || method === 'DELETE'
		? undefined
		: { status: 405, message: 'Method not allowed.', headers: { Allow: 'POST, GET, DELETE' } };
}

/** Compares digests: equal lengths for `timingSafeEqual`, and no time tells how much of the secret was right. */
function withOurBearer(head: RequestHead, { bearer }: Expected): Refusal | undefined {
	if (bearer === undefined) return undefined;
	const given = /^Bearer +(\S+)$/i.exec(only(head, 'authorization') ?? '')?.[1] ?? '';
	return timingSafeEqual(digest(given), digest(bearer))
		? undefined
		: { status: 401, message: 'Unauthorized.', headers: { 'WWW-Authenticate': 'Bearer' } };
}

function withJson(head: RequestHead): Refusal | undefined {
	if (head.method !== 'POST') return undefined;
	const type = only(head, 'content-type')?.split(';')[0]?.trim().toLowerCase();
	return type === 'application/json' ? undefined : { status: 415, message: 'Content-Type must be application/json.' };
}

export const tooLarge: Refusal = { status: 413, message: 'The body is larger than 1 MiB.' };

/** A declared length is enough to refuse; a body without one is counted while it is read. */
function withinSize(head: RequestHead): Refusal | undefined {
	return Number(only(head, 'content-length') ?? 0) > maximumBody ? tooLarge : undefined;
}

/** A header's value; undefined when it is missing or sent more than once. */
function only({ headersDistinct }: RequestHead, name: string): string | undefined {
	const values = headersDistinct[name];
	return values?.length === 1 ? values[0] : undefined;
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
