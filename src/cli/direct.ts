import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Fetch, Fetched } from '../pagerduty/http/transport.ts';

/** As those of Node's `fetch`. */
export const connectMs = 10_000;
export const idleMs = 4_000;

/** What makes and keeps connections, by the protocol of what is reached. */
export interface Agents {
	readonly http: HttpAgent;
	readonly https: HttpAgent;
}

/**
 * A `fetch` of Node's plain HTTP client. The one that Node has brings along a second HTTP client, with a parser in WebAssembly:
 * a fifth of all the memory that the command line needs.
 * @param agents by default, ones that connect without a proxy
 */
export function directFetch(agents: Agents = direct()): Fetch {
	const plain = { send: httpRequest, agent: agents.http };
	const secure = { send: httpsRequest, agent: agents.https };
	return (url, { method, headers, body, signal }) =>
		new Promise((resolve, reject) => {
			const { send, agent } = url.protocol === 'http:' ? plain : secure;
			const accepted = { 'accept-encoding': 'gzip', ...headers };
			const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
			const request = send(url, { method, headers: { ...accepted, ...length }, agent, signal });
			request.on('response', (response) => resolve(fetched(response)));
			request.on('error', reject);
			request.on('socket', (socket) => {
				if (!socket.connecting) return;
				const late = setTimeout(() => request.destroy(new ConnectTimeout()), connectMs);
				const settled = () => clearTimeout(late);
				socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', settled).once('close', settled);
			});
			request.end(body);
		});
}

function direct(): Agents {
	const options = { keepAlive: true, timeout: idleMs };
	return { http: new HttpAgent(options), https: new HttpsAgent(options) };
}

function fetched(response: IncomingMessage): Fetched {
	const { statusCode = 0, headersDistinct } = response;
	const bytes = unpacked(response);
	const chunks: AsyncIterator<unknown> = bytes[Symbol.asyncIterator]();
	const cancel = () => {
		bytes.destroy();
		response.destroy();
		return Promise.resolve();
	};
	return {
		status: statusCode,
		headers: { get: (name) => headersDistinct[name.toLowerCase()]?.join(', ') ?? null },
		body: { cancel, getReader: () => ({ read: () => chunks.next(), cancel }) },
	};
}

function unpacked(response: IncomingMessage): Readable {
	if (response.headers['content-encoding'] !== 'gzip') return response;
	// Whoever reads hears of a connection that breaks: the pipeline hands it on.
	return pipeline(response, createGunzip(), () => undefined);
}

/** By its name in Node's `fetch`, so that it is told in the same words. */
class ConnectTimeout extends Error {
	override readonly name = 'ConnectTimeout';
	readonly code = 'UND_ERR_CONNECT_TIMEOUT';

	constructor() {
		super('There was no connection in time.');
	}
}
