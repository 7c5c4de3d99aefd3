import { randomBytes } from 'node:crypto';
import { isSameHost, type Shown } from '../../connections/whose-secret.ts';
import type { Refusal } from './refusal.ts';

/** The only path that is served; where a client takes nothing but an address, a secret stands behind it. */
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

/** By which names the server may be called. */
export interface Doorplate {
	readonly port: number;
	/** Besides `localhost`, with or without a port, in lower case. */
	readonly hosts?: readonly string[];
	/** Other machines may connect, and only `hosts` count. */
	readonly open?: boolean;
	/** Hosts by which tunnels call, for one connection each. */
	readonly tunnels?: readonly string[];
}

/** What the checks compare with. */
export interface Expected<Who> extends Doorplate {
	/** Whose secret a request shows; undefined where it shows none that counts. */
	readonly whose: (shown: Shown) => Who | undefined;
}

/** Who asks, or why it goes no further. */
export type Admission<Who> =
	{ readonly ok: true; readonly who: Who } | { readonly ok: false; readonly refusal: Refusal };

type Check = (head: RequestHead, plate: Doorplate) => Refusal | undefined;

/** Who may knock at all comes first, then what is asked, then the secret; the body is read only after all of them. */
const beforeSecret: readonly Check[] = [
	fromThisMachine,
	withFewHeaders,
	toOurHost,
	notFromABrowser,
	toOurPath,
	withKnownMethod,
];
const afterSecret: readonly Check[] = [withJson, withinSize];

/** Who sends a request, or the first reason not to go on with it. */
export function admissionOf<Who>(head: RequestHead, expected: Expected<Who>): Admission<Who> {
	const refusal = firstRefusal(beforeSecret, head, expected);
	if (refusal) return { ok: false, refusal };
	const who = expected.whose(shownBy(head, expected));
	if (who === undefined) return { ok: false, refusal: unauthorized };
	const later = firstRefusal(afterSecret, head, expected);
	return later ? { ok: false, refusal: later } : { ok: true, who };
}

/** Answers a request without a secret that counts: also one whose connection has ended. */
export const unauthorized: Refusal = {
	status: 401,
	message:
		'Unauthorized: the secret in the Authorization header is missing, wrong or no longer valid. Ask whoever runs this server for a new one.',
	headers: { 'WWW-Authenticate': 'Bearer' },
};

function firstRefusal(checks: readonly Check[], head: RequestHead, plate: Doorplate): Refusal | undefined {
	for (const check of checks) {
		const refusal = check(head, plate);
		if (refusal) return refusal;
	}
	return undefined;
}

/** A secret for one window's server: 32 random bytes. */
export function newBearer(): string {
	return randomBytes(32).toString('base64url');
}

/** The listener is bound to 127.0.0.1 already; this holds even if that were ever changed. */
function fromThisMachine({ socket }: RequestHead, { open }: Doorplate): Refusal | undefined {
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
function toOurHost(head: RequestHead, plate: Doorplate): Refusal | undefined {
	const { host, byTunnel } = calledBy(head, plate);
	return byTunnel || isOwnHost(host, plate) ? undefined : { status: 403, message: 'The Host header is wrong.' };
}

function isOwnHost(host: string, { port, hosts = [], open }: Doorplate): boolean {
	const local = open ? [] : [`127.0.0.1:${port}`, `localhost:${port}`];
	return local.includes(host) || hosts.some((known) => isSameHost(known, host));
}

/**
 * By which host the server was called. The editor's port forwarding calls it `localhost` and tells the other name beside that.
 * That name counts only if it is a tunnel's, where it admits less: anybody can send it.
 */
function calledBy(
	head: RequestHead,
	{ tunnels = [] }: Doorplate,
): { readonly host: string; readonly byTunnel: boolean } {
	const host = only(head, 'host')?.toLowerCase() ?? '';
	const tunnel = [only(head, 'x-forwarded-host')?.toLowerCase(), host].find(
		(name) => name !== undefined && tunnels.some((known) => isSameHost(known, name)),
	);
	return { host: tunnel ?? host, byTunnel: tunnel !== undefined };
}

/** Browsers name the page that asks; no client of ours is a page, so `null` is refused too. */
function notFromABrowser({ headersDistinct }: RequestHead): Refusal | undefined {
	return headersDistinct.origin ? { status: 403, message: 'Web pages may not connect.' } : undefined;
}

function toOurPath(head: RequestHead, plate: Doorplate): Refusal | undefined {
	const { url = '' } = head;
	return url === mcpPath || (secretOfPath(url) !== '' && calledBy(head, plate).byTunnel)
		? undefined
		: { status: 404, message: 'Not found.' };
}

/** What stands in the path behind that of the server, if it can be a secret. */
function secretOfPath(url: string): string {
	const [, secret = ''] = /^\/mcp\/([\w-]{16,200})$/.exec(url) ?? [];
	return secret;
}

function withKnownMethod({ method }: RequestHead): Refusal | undefined {
	return method === 'POST' || method === 'GET' || method === 'DELETE'
		? undefined
		: { status: 405, message: 'Method not allowed.', headers: { Allow: 'POST, GET, DELETE' } };
}

function shownBy(head: RequestHead, plate: Doorplate): Shown {
	const { host, byTunnel } = calledBy(head, plate);
	return {
		host,
		// A tunnel's host lets in its own connection only, even where the server goes by the same name.
		ownHost: !byTunnel && isOwnHost(host, plate),
		inHeader: /^Bearer +(\S+)$/i.exec(only(head, 'authorization') ?? '')?.[1] ?? '',
		inPath: secretOfPath(head.url ?? ''),
	};
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
