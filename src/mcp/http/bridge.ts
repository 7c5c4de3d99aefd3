import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { refuse } from './refusal.ts';

/** The headers that the protocol reads. The others, the bearer among them, end at the guard. */
const passedOn = ['accept', 'content-type', 'mcp-session-id', 'mcp-protocol-version'] as const;

/** A request of Node's server as the SDK's transport takes it. The body travels beside it, already parsed. */
export function webRequest(request: IncomingMessage): Request {
	const headers = new Headers();
	for (const name of passedOn) {
		const value = request.headers[name];
		if (typeof value === 'string') headers.set(name, value);
	}
	return new Request('http://127.0.0.1/mcp', { method: request.method ?? 'POST', headers });
}

/** The transport's own errors repeat parts of the request; these do not. */
const refusals: Readonly<Record<number, string>> = {
	400: 'This is not a valid MCP request.',
	404: 'Session not found.',
	406: 'The Accept header must name application/json and text/event-stream.',
	409: 'The session already has an event stream.',
};

/** Sends the transport's answer and returns when it is out or the client has gone. */
export async function sendReply(response: ServerResponse, reply: Response): Promise<void> {
	if (reply.status >= 400) {
		await reply.body?.cancel();
		refuse(response, { status: reply.status, message: refusals[reply.status] ?? 'The request failed.' });
		return;
	}
	for (const name of ['content-type', 'mcp-session-id']) {
		const value = reply.headers.get(name);
		if (value !== null) response.setHeader(name, value);
	}
	response.writeHead(reply.status);
	if (!reply.body) {
		response.end();
		return;
	}
	// A client that listens for events learns at once that it may; an answer brings its head along.
	if (response.req.method === 'GET') response.flushHeaders();
	await sendBody(reply.body, response);
}

/** Node's own adapters between the two kinds of streams cost more than the call. */
async function sendBody(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
	const reader = body.getReader();
	response.once('close', () => {
		reader.cancel().catch(() => undefined);
	});
	for (;;) {
		const { done, value } = await reader.read();
		if (done || response.destroyed) break;
		holdBack(response.socket);
		if (!response.write(value)) await drained(response);
	}
	response.end();
}

/**
 * The answer mostly ends right after its only event: head, event and end then leave in one write. The socket waits for that, not
 * the response: since Node 22 a response that ends while it is corked sends its closing chunk before what it has held back.
 */
function holdBack(socket: Socket | null): void {
	socket?.cork();
	setImmediate(() => socket?.uncork());
}

/** When there is room again or nobody to read it. */
async function drained(response: ServerResponse): Promise<void> {
	await new Promise<void>((resolve) => {
		const done = () => {
			response.off('drain', done).off('close', done);
			resolve();
		};
		response.on('drain', done).on('close', done);
	});
}
