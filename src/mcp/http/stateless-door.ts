import type { IncomingMessage, ServerResponse } from 'node:http';
import { readMessage } from './body.ts';
import { sendReply, webRequest } from './bridge.ts';
import { whenOver } from './open-sockets.ts';
import { createHttpSession, type HttpSession } from './http-session.ts';
import type { Refusal } from './refusal.ts';
import type { HttpCaller } from './session-door.ts';

/** Serves each request by itself: nothing of it is kept, so any process may serve the next one. */
export class StatelessDoor {
	readonly #keepAliveMs: number;
	readonly #open = new Set<HttpSession>();

	constructor(keepAliveMs: number) {
		this.#keepAliveMs = keepAliveMs;
	}

	async serve(request: IncomingMessage, response: ServerResponse, { parts }: HttpCaller): Promise<Refusal | undefined> {
		if (request.method !== 'POST')
			return { status: 405, message: 'There are no sessions here: use POST.', headers: { Allow: 'POST' } };
		if (request.headers.expect !== undefined) response.writeContinue();
		const body = await readMessage(request);
		if (!body.ok) return body.refusal;
		// There is nobody to tell of changes.
		const session = createHttpSession(
			undefined,
			{ ...parts, news: undefined, stateless: true },
			this.#keepAliveMs,
			() => this.#open.delete(session),
		);
		this.#open.add(session);
		// Nobody can come back for the answer later: whoever leaves cancels.
		whenOver(request, response, () => void session.close());
		await sendReply(response, await session.handle(webRequest(request), body.message));
		return undefined;
	}

	/** Whoever asks for the tools gets them as they are. */
	toolsChanged(): void {
		// There is nobody to tell.
	}

	/** What runs for a connection is cancelled by its tools, and told so. */
	end(): Promise<void> {
		return Promise.resolve();
	}

	/** As there is nothing but what runs. */
	dispose(): Promise<void> {
		return this.endAll();
	}

	/** Cancels what runs. */
	async endAll(): Promise<void> {
		await Promise.allSettled([...this.#open].map((session) => session.close()));
	}
}
