import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, ServerParts } from '../server.ts';
import { readMessage } from './body.ts';
import { sendReply, webRequest } from './bridge.ts';
import { whenOver } from './open-sockets.ts';
import { sessionOf } from './http-host.ts';
import { createHttpSession, type HttpSession } from './http-session.ts';
import { LiveSessions, sessionLimits, type Closable, type SessionLimits } from './live-sessions.ts';
import type { Refusal } from './refusal.ts';

/** Whoever sends a request, and what is served to them. */
export interface HttpCaller {
	/** The same for all requests with the same credentials, and for no others. */
	readonly key: string;
	readonly parts: ServerParts;
}

export interface DoorLimits extends SessionLimits {
	/** Between two signs of life on an open event stream. */
	readonly keepAliveMs: number;
}

export const doorLimits: DoorLimits = { ...sessionLimits, keepAliveMs: 25_000 };

interface Owned extends Closable {
	/** Whose session it is: for others it does not exist. */
	readonly owner: string;
	readonly http: HttpSession;
}

const unknownSession: Refusal = { status: 404, message: 'Session not found.' };
const noSession: Refusal = { status: 400, message: 'The header Mcp-Session-Id is missing.' };

/** Serves requests in sessions, which begin with `initialize`. */
export class SessionDoor {
	readonly #limits: DoorLimits;
	readonly #sessions: LiveSessions<Owned>;

	constructor(clock: Clock, limits: DoorLimits = doorLimits) {
		this.#limits = limits;
		this.#sessions = new LiveSessions(clock, limits);
	}

	all(): HttpSession[] {
		return this.#sessions.all().map(({ http }) => http);
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
			return { owner: caller.key, http, close: () => http.close() };
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
		await sendReply(response, await entered.session.http.handle(webRequest(request), message));
		return undefined;
	}

	#enter(id: string, { key }: HttpCaller): ReturnType<LiveSessions<Owned>['enter']> {
		const entered = this.#sessions.enter(id);
		if (!entered || entered.session.owner === key) return entered;
		entered.leave();
		return undefined;
	}
}
