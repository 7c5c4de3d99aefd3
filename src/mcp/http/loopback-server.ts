import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { readMessage } from './body.ts';
import { sendReply, webRequest } from './bridge.ts';
import { Connections, whenOver } from './connections.ts';
import { maximumHead, mcpPath, newBearer, refusalOf } from './guard.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { Clock, Log, ServerParts } from '../server.ts';
import { createHttpSession, type HttpSession } from './http-session.ts';
import { LiveSessions, sessionLimits, type SessionLimits } from './live-sessions.ts';

/** How long and how much a client may take. */
export interface LoopbackLimits extends SessionLimits {
	readonly headersMs: number;
	readonly bodyMs: number;
	/** Between two signs of life on an open event stream. */
	readonly keepAliveMs: number;
	readonly connections: number;
}

const loopbackLimits: LoopbackLimits = {
	...sessionLimits,
	headersMs: 10_000,
	bodyMs: 60_000,
	keepAliveMs: 25_000,
	connections: 256,
};

export interface LoopbackOptions extends ServerParts {
	readonly clock: Clock;
	readonly limits?: Partial<LoopbackLimits>;
}

const unknownSession: Refusal = { status: 404, message: 'Session not found.' };

/** The MCP server of one window: Streamable HTTP on 127.0.0.1, behind the guard. */
export class LoopbackServer {
	readonly url: string;
	/** Sent by clients as `Authorization: Bearer …`. Lives as long as the server; never logged. */
	readonly bearer = newBearer();
	readonly #parts: ServerParts;
	readonly #clock: Clock;
	readonly #log: Log;
	readonly #limits: LoopbackLimits;
	readonly #http: Server;
	readonly #port: number;
	readonly #sessions: LiveSessions<HttpSession>;
	readonly #connections: Connections;
	#disposing: Promise<void> | undefined;

	private constructor(options: LoopbackOptions, limits: LoopbackLimits, http: Server, port: number) {
		this.#parts = options;
		this.#clock = options.clock;
		this.#log = options.log;
		this.#limits = limits;
		this.#http = http;
		this.#port = port;
		this.url = `http://127.0.0.1:${port}${mcpPath}`;
		this.#sessions = new LiveSessions(options.clock, limits);
		this.#connections = new Connections(limits.connections);
		http.on('connection', (socket: Socket) => this.#connections.add(socket));
		const handle = (request: IncomingMessage, response: ServerResponse) => void this.#handle(request, response);
		http.on('request', handle);
		// A client that asks before it sends a body gets to know of a refusal first.
		http.on('checkContinue', handle);
		http.on('error', (error) => options.log.error(`MCP server: ${error.name}`));
	}

	/** Listens on a free port. */
	static async start(options: LoopbackOptions): Promise<LoopbackServer> {
		const limits = { ...loopbackLimits, ...options.limits };
		const http = createServer({
			headersTimeout: limits.headersMs,
			requestTimeout: limits.bodyMs,
			connectionsCheckingInterval: Math.min(limits.headersMs, 5000),
			keepAliveTimeout: 5000,
			maxHeaderSize: maximumHead,
		});
		// Node would leave out those above a limit without a word; the guard refuses them.
		http.maxHeadersCount = 0;
		const port = await listen(http);
		options.log.info(`MCP server: listening on port ${port}`);
		return new LoopbackServer(options, limits, http, port);
	}

	/** Tells every client that other tools are offered now. */
	toolsChanged(): void {
		for (const session of this.#sessions.all())
			session.toolsChanged().catch(() => this.#log.debug('MCP server: a client is not there to hear of new tools'));
	}

	/** Cancels what runs, ends open event streams, frees the port. */
	dispose(): Promise<void> {
		this.#disposing ??= this.#end();
		return this.#disposing;
	}

	async #end(): Promise<void> {
		await this.#sessions.dispose();
		// The streams that this has ended still have their last bytes to send.
		await new Promise((resolve) => setImmediate(resolve));
		await new Promise<void>((resolve) => {
			this.#http.close(() => resolve());
			this.#http.closeAllConnections();
		});
		this.#log.info('MCP server: ended');
	}

	async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (!(await this.#connections.turn(request, response))) return;
		this.#logWhenDone(request, response);
		response.setHeader('Cache-Control', 'no-store');
		response.setHeader('X-Content-Type-Options', 'nosniff');
		try {
			const refusal =
				refusalOf(request, { port: this.#port, bearer: this.bearer }) ?? (await this.#serve(request, response));
			if (refusal) refuse(response, refusal);
		} catch (error) {
			if (response.destroyed) return;
			this.#log.error(`MCP server: a request failed (${error instanceof Error ? error.name : typeof error})`);
			if (response.headersSent) response.destroy();
			else refuse(response, { status: 500, message: 'Internal error.' });
		}
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<Refusal | undefined> {
		this.#connections.trust(request);
		const id = sessionOf(request);
		if (request.method !== 'POST') {
			if (id === undefined) return { status: 400, message: 'The header Mcp-Session-Id is missing.' };
			return this.#pass(id, request, response);
		}
		if (request.headers.expect !== undefined) response.writeContinue();
		const body = await readMessage(request);
		if (!body.ok) return body.refusal;
		if (body.message.method !== 'initialize') {
			if (id === undefined) return { status: 400, message: 'The header Mcp-Session-Id is missing.' };
			return this.#pass(id, request, response, body.message);
		}
		if (id !== undefined) {
			const live = this.#sessions.enter(id);
			live?.leave();
			return live ? { status: 409, message: 'The session is already initialized.' } : unknownSession;
		}
		return this.#initialize(request, response, body.message);
	}

	async #initialize(request: IncomingMessage, response: ServerResponse, message: object): Promise<Refusal | undefined> {
		const id = randomUUID();
		const closed = () => void this.#sessions.remove(id);
		const make = () => createHttpSession(id, this.#parts, this.#limits.keepAliveMs, closed);
		if (!this.#sessions.add(id, make)) return { status: 503, message: 'Too many sessions.' };
		try {
			return await this.#pass(id, request, response, message);
		} finally {
			const session = this.#sessions.enter(id);
			session?.leave();
			if (session && !session.session.started) await this.#sessions.remove(id);
		}
	}

	async #pass(
		id: string,
		request: IncomingMessage,
		response: ServerResponse,
		message?: object,
	): Promise<Refusal | undefined> {
		const entered = this.#sessions.enter(id);
		if (!entered) return unknownSession;
		whenOver(request, response, () => entered.leave());
		await sendReply(response, await entered.session.handle(webRequest(request), message));
		return undefined;
	}

	/** Method, path, status, time and the start of the session's id; never headers or bodies. */
	#logWhenDone(request: IncomingMessage, response: ServerResponse): void {
		const started = this.#clock.now().getTime();
		response.once('close', () => {
			const path = request.url === mcpPath ? mcpPath : 'another path';
			const session = sessionOf(request)?.slice(0, 8) ?? '-';
			const took = this.#clock.now().getTime() - started;
			this.#log.debug(`MCP server: ${request.method} ${path} ${response.statusCode} ${took} ms session ${session}`);
		});
	}
}

/** Only what looks like one of our ids: anything else could smuggle text into the log. */
function sessionOf(request: IncomingMessage): string | undefined {
	const id = request.headersDistinct['mcp-session-id']?.[0];
	return id === undefined || /^[0-9a-f-]{36}$/.test(id) ? id : 'malformed';
}

async function listen(http: Server): Promise<number> {
	await new Promise<void>((resolve, reject) => {
		http.once('error', reject);
		// Never `localhost`, which may be another address, and never all addresses.
		http.listen(0, '127.0.0.1', () => {
			http.off('error', reject);
			resolve();
		});
	});
	const address = http.address();
	if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
	return address.port;
}
