import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, ServerParts } from '../server.ts';
import { readMessage } from './body.ts';
import { sendReply, webRequest } from './bridge.ts';
import { unauthorized } from './guard.ts';
import { whenOver } from './open-sockets.ts';
import { sessionOf } from './http-host.ts';
import { createHttpSession, type HttpSession } from './http-session.ts';
import { LiveSessions, sessionLimits, type Closable, type SessionLimits } from './live-sessions.ts';
import type { Refusal } from './refusal.ts';

/** Whoever sends a request, and what is served to them. */
export interface HttpCaller {
	/** The same for all requests with the same credentials, and for no others. */
	readonly key: string;
	/** What their sessions end with, if they came by a connection. */
	readonly connection?: string | undefined;
	readonly parts: ServerParts;
	/** Whether they may come in no more. */
	readonly ended?: (() => boolean) | undefined;
}

/** How long the last answers of a connection that has ended may take. */
const lastAnswersMs = 1000;

export interface DoorLimits extends SessionLimits {
	/** Between two signs of life on an open event stream. */
	readonly keepAliveMs: number;
}

export const doorLimits: DoorLimits = { ...sessionLimits, keepAliveMs: 25_000 };

interface Owned extends Closable {
	/** Whose session it is: for others it does not exist. */
	readonly owner: Pick<HttpCaller, 'key' | 'connection'>;
	/** Answers that are not out yet; event streams are none. */
	readonly answering: Set<Promise<void>>;
	readonly http: HttpSession;
}

const unknownSession: Refusal = { status: 404, message: 'Session not found.' };
const noSession: Refusal = { status: 400, message: 'The header Mcp-Session-Id is missing.' };

/** Serves requests in sessions, which begin with `initialize`. */
export class SessionDoor {
	readonly #limits: DoorLimits;
	readonly #clock: Clock;
	readonly #sessions: LiveSessions<Owned>;

	constructor(clock: Clock, limits: DoorLimits = doorLimits) {
		this.#limits = limits;
		this.#clock = clock;
		this.#sessions = new LiveSessions(clock, limits);
	}

	/** @param connection only those that this connection opened. */
	all(connection?: string): HttpSession[] {
		return this.#of(connection).map(({ http }) => http);
	}

	async serve(request: IncomingMessage, response: ServerResponse, caller: HttpCaller): Promise<Refusal | undefined> {
		const id = sessionOf(request);
		if (request.method !== 'POST') {
			if (id === undefined) return noSession;
			return this.#pass(id, caller, request, response);
		}
		if (request.headers.expect !== undefined) response.writeContinue();
		const body = await readMessage(request);
		if (!body.ok) return body.refusal;
		// A body takes its time: nobody would end a session that begins after the end.
		if (caller.ended?.()) return unauthorized;
		if (body.message.method !== 'initialize') {
			if (id === undefined) return noSession;
			return this.#pass(id, caller, request, response, body.message);
		}
		if (id === undefined) return this.#initialize(caller, request, response, body.message);
		const live = this.#enter(id, caller);
		live?.leave();
		return live ? { status: 409, message: 'The session is already initialized.' } : unknownSession;
	}

	/** Ends every session and takes no more. */
	dispose(): Promise<void> {
		return this.#sessions.dispose();
	}

	/** Ends every session. */
	async endAll(): Promise<void> {
		await this.#sessions.removeAll();
	}

	/** Tells the clients of a connection that other tools are offered now, if they are there to hear of it. */
	toolsChanged(connection: string): void {
		for (const { http } of this.#of(connection)) http.toolsChanged().catch(() => undefined);
	}

	/** Ends the sessions of a connection. Calls that were running are still told why. */
	async end(connection: string): Promise<void> {
		const ending = this.#of(connection);
		const enough = new AbortController();
		const out = Promise.allSettled(ending.flatMap(({ answering }) => [...answering]));
		await Promise.race([out, this.#clock.sleep(lastAnswersMs, enough.signal).catch(() => undefined)]);
		enough.abort();
		await Promise.allSettled(ending.map(({ http }) => http.close()));
	}

	#of(connection: string | undefined): Owned[] {
		const all = this.#sessions.all();
		return connection === undefined ? all : all.filter(({ owner }) => owner.connection === connection);
	}

	async #initialize(
		caller: HttpCaller,
		request: IncomingMessage,
		response: ServerResponse,
		message: object,
	): Promise<Refusal | undefined> {
		const id = randomUUID();
		const closed = () => void this.#sessions.remove(id);
		const make = () => {
			const http = createHttpSession(id, caller.parts, this.#limits.keepAliveMs, closed);
			return { owner: caller, answering: new Set<Promise<void>>(), http, close: () => http.close() };
		};
		if (!this.#sessions.add(id, make)) return { status: 503, message: 'Too many sessions.' };
		try {
			return await this.#pass(id, caller, request, response, message);
		} finally {
			const session = this.#sessions.enter(id);
			session?.leave();
			if (session && !session.session.http.started) await this.#sessions.remove(id);
		}
	}

	async #pass(
		id: string,
		caller: HttpCaller,
		request: IncomingMessage,
		response: ServerResponse,
		message?: object,
	): Promise<Refusal | undefined> {
		const entered = this.#enter(id, caller);
		if (!entered) return unknownSession;
		whenOver(request, response, () => entered.leave());
		const { http, answering } = entered.session;
		const answered = http.handle(webRequest(request), message).then((reply) => sendReply(response, reply));
		if (message) answering.add(answered);
		try {
			await answered;
		} finally {
			answering.delete(answered);
		}
		return undefined;
	}

	#enter(id: string, { key }: HttpCaller): ReturnType<LiveSessions<Owned>['enter']> {
		const entered = this.#sessions.enter(id);
		if (!entered || entered.session.owner.key === key) return entered;
		entered.leave();
		return undefined;
	}
}
