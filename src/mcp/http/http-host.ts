import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Clock, Log } from '../server.ts';
import { OpenSockets } from './open-sockets.ts';
import { maximumHead, mcpPath, type Admission, type RequestHead } from './guard.ts';
import { refuse, type Refusal } from './refusal.ts';

/** How long and how much a client may take. */
export interface HostLimits {
	readonly headersMs: number;
	readonly bodyMs: number;
	readonly connections: number;
}

export const hostLimits: HostLimits = { headersMs: 10_000, bodyMs: 60_000, connections: 256 };

/** What there is to say about a request that was answered: nothing of its headers or bodies. */
export interface Answered {
	readonly method: string;
	readonly path: string;
	readonly status: number;
	readonly ms: number;
	/** The start of the session's id. */
	readonly session: string | undefined;
}

export interface HttpHostOptions<Who> {
	readonly clock: Clock;
	readonly log: Log;
	readonly limits: HostLimits;
	/** An address of this machine, never a name, which may be another address. */
	readonly host: string;
	/** 0 = any free one. */
	readonly port: number;
	/** PEM; without it the connection is not encrypted. */
	readonly tls?: { readonly cert: string; readonly key: string } | undefined;
	/** Says by the head alone who asks, or why it goes no further. */
	guard(head: RequestHead, port: number): Promise<Admission<Who>> | Admission<Who>;
	/** Answers what the guard lets pass, or says why not. */
	serve(request: IncomingMessage, response: ServerResponse, who: Who): Promise<Refusal | undefined>;
	/** Cancels what runs and ends open event streams. */
	end(): Promise<void>;
	/** Whether new requests can be served, for `/healthz`. Without it there is no such path. */
	readonly healthy?: () => boolean;
	readonly answered: (answered: Answered, head: RequestHead) => void;
}

/** Listens for HTTP, lets the guard decide, and has the rest served. */
export class HttpHost<Who = unknown> {
	readonly port: number;
	readonly #options: HttpHostOptions<Who>;
	readonly #http: Server;
	readonly #sockets: OpenSockets;
	/** Requests that expect an answer, unlike event streams, which stay open. */
	readonly #asking = new Set<ServerResponse>();
	#quiet: (() => void)[] = [];
	#disposing: Promise<void> | undefined;

	private constructor(options: HttpHostOptions<Who>, http: Server, port: number) {
		this.#options = options;
		this.#http = http;
		this.port = port;
		this.#sockets = new OpenSockets(options.limits.connections);
		http.on(options.tls ? 'secureConnection' : 'connection', (socket: Socket) => this.#sockets.add(socket));
		const handle = (request: IncomingMessage, response: ServerResponse) => void this.#handle(request, response);
		http.on('request', handle);
		// A client that asks before it sends a body gets to know of a refusal first.
		http.on('checkContinue', handle);
		http.on('error', (error) => options.log.error(`MCP server: ${error.name}`));
	}

	/** Rejects when the address or the port cannot be had, or the certificate is none. */
	static async start<Who>(options: HttpHostOptions<Who>): Promise<HttpHost<Who>> {
		const { limits, tls, host } = options;
		const settings = {
			headersTimeout: limits.headersMs,
			requestTimeout: limits.bodyMs,
			connectionsCheckingInterval: Math.min(limits.headersMs, 5000),
			keepAliveTimeout: 5000,
			maxHeaderSize: maximumHead,
		};
		const http = tls
			? createTlsServer({ ...settings, ...tls, handshakeTimeout: limits.headersMs })
			: createServer(settings);
		// Those that have not got as far as to be counted, because they are still agreeing on a key.
		http.maxConnections = 2 * limits.connections;
		// Node would leave out those above a limit without a word; the guard refuses them.
		http.maxHeadersCount = 0;
		const port = await listen(http, options.port, host);
		options.log.info(`MCP server: listening on port ${port}`);
		return new HttpHost(options, http, port);
	}

	/** Resolves when no request waits for its answer. */
	async quiet(): Promise<void> {
		while (this.#asking.size > 0) await new Promise<void>((resolve) => this.#quiet.push(resolve));
	}

	/** Takes no more connections; those that are open stay. */
	stopListening(): void {
		this.#http.close();
		this.#http.closeIdleConnections();
	}

	/** Cancels what runs, ends open event streams, frees the port. */
	dispose(): Promise<void> {
		this.#disposing ??= this.#end();
		return this.#disposing;
	}

	async #end(): Promise<void> {
		await this.#options.end();
		// The streams that this has ended still have their last bytes to send.
		await new Promise((resolve) => setImmediate(resolve));
		await new Promise<void>((resolve) => {
			this.#http.close(() => resolve());
			this.#http.closeAllConnections();
		});
		this.#options.log.info('MCP server: ended');
	}

	async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (request.method === 'POST') this.#watch(response);
		if (!(await this.#sockets.turn(request, response))) return;
		this.#tellWhenDone(request, response);
		response.setHeader('Cache-Control', 'no-store');
		response.setHeader('X-Content-Type-Options', 'nosniff');
		try {
			if (this.#options.healthy && request.url === healthPath) {
				answerHealth(request, response, this.#options.healthy());
				return;
			}
			const admission = await this.#options.guard(request, this.port);
			const refusal = admission.ok ? await this.#serve(request, response, admission.who) : admission.refusal;
			if (refusal) refuse(response, refusal);
		} catch (error) {
			if (response.destroyed) return;
			this.#options.log.error(`MCP server: a request failed (${error instanceof Error ? error.name : typeof error})`);
			if (response.headersSent) response.destroy();
			else refuse(response, { status: 500, message: 'Internal error.' });
		}
	}

	#serve(request: IncomingMessage, response: ServerResponse, who: Who): Promise<Refusal | undefined> {
		this.#sockets.trust(request);
		return this.#options.serve(request, response, who);
	}

	#watch(response: ServerResponse): void {
		this.#asking.add(response);
		response.once('close', () => {
			this.#asking.delete(response);
			if (this.#asking.size > 0) return;
			for (const tell of this.#quiet.splice(0)) tell();
		});
	}

	#tellWhenDone(request: IncomingMessage, response: ServerResponse): void {
		const { clock, answered } = this.#options;
		const started = clock.now().getTime();
		response.once('close', () => {
			const facts: Answered = {
				method: request.method ?? '',
				path: pathWords(request.url ?? ''),
				status: response.statusCode,
				ms: clock.now().getTime() - started,
				session: sessionOf(request)?.slice(0, 8),
			};
			answered(facts, request);
		});
	}
}

/** The path as it may be told: what stands behind that of the server may be a secret. */
function pathWords(url: string): string {
	if (url.startsWith(`${mcpPath}/`)) return `${mcpPath}/…`;
	return [mcpPath, healthPath].find((path) => path === url) ?? 'another path';
}

/** Where load balancers ask. It tells nothing but that. */
const healthPath = '/healthz';

function answerHealth(request: IncomingMessage, response: ServerResponse, healthy: boolean): void {
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		refuse(response, { status: 405, message: 'Method not allowed.', headers: { Allow: 'GET, HEAD' } });
		return;
	}
	response.writeHead(healthy ? 200 : 503, { 'Content-Type': 'application/json' });
	response.end(request.method === 'GET' ? JSON.stringify({ status: healthy ? 'ok' : 'ending' }) : undefined);
}

/** Only what looks like one of our ids: anything else could smuggle text into the log. */
export function sessionOf(request: IncomingMessage): string | undefined {
	const id = request.headersDistinct['mcp-session-id']?.[0];
	return id === undefined || /^[0-9a-f-]{36}$/.test(id) ? id : 'malformed';
}

async function listen(http: Server, wanted: number, host: string): Promise<number> {
	await new Promise<void>((resolve, reject) => {
		http.once('error', reject);
		http.listen(wanted, host, () => {
			http.off('error', reject);
			resolve();
		});
	});
	const address = http.address();
	if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
	return address.port;
}
