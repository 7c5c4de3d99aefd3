// Secrets as they go over HTTP in this process: in headers, in addresses, and in what OAuth asks and answers.
import diagnostics from 'node:diagnostics_channel';

/**
 * @typedef {object} Noted
 * @property {(secret: unknown) => void} use          a secret
 * @property {(header: string) => void} useHeader     what a header holds that lets somebody in
 */

const headerNames = ['authorization', 'x-pagerduty-token'];
const parameters = ['code', 'client_secret', 'refresh_token', 'code_verifier'];
const inJson = /"(?:access_token|refresh_token|id_token|client_secret)"\s*:\s*"([^"]+)"/g;

/** Tells of each from now on. @param {Noted} noted */
export function noteRequests({ use, useHeader }) {
	/** Secrets that stand in the address. @param {unknown} path */
	const notePath = (path) => {
		const { pathname, searchParams } = new URL(String(path), 'http://localhost');
		use(/^\/mcp\/(.+)$/.exec(pathname)?.[1]);
		for (const name of parameters) use(searchParams.get(name));
	};
	diagnostics.subscribe('http.server.request.start', (event) => {
		const request = part(event, 'request');
		for (const name of headerNames) {
			const value = part(part(request, 'headers'), name);
			if (value !== undefined) useHeader(String(value));
		}
		const path = String(part(request, 'url'));
		notePath(path);
		if (!path.startsWith('/oauth/')) return;
		readAlong(request, 'push', (text) => {
			const form = new URLSearchParams(text);
			for (const name of parameters) use(form.get(name));
		});
		const read = (/** @type {string} */ text) => {
			for (const [, secret] of text.matchAll(inJson)) use(secret);
		};
		for (const name of ['write', 'end']) readAlong(part(event, 'response'), name, read);
	});
	diagnostics.subscribe('http.client.request.start', (event) => {
		const request = part(event, 'request');
		if (!(request instanceof Object) || !('getHeader' in request) || typeof request.getHeader !== 'function') return;
		for (const name of headerNames) useHeader(String(request.getHeader(name) ?? ''));
		notePath(part(request, 'path'));
	});
	diagnostics.subscribe('undici:request:create', (event) => {
		const request = part(event, 'request');
		const headers = part(request, 'headers');
		const lines = Array.isArray(headers)
			? headers.flatMap((name, at) => (at % 2 === 0 ? [`${String(name)}: ${String(headers[at + 1])}`] : []))
			: String(headers ?? '').split('\r\n');
		for (const line of lines) {
			const [name = '', ...value] = line.split(':');
			if (headerNames.includes(name.trim().toLowerCase())) useHeader(value.join(':'));
		}
		notePath(part(request, 'path'));
	});
}

/** Hears the text that a method of an object is called with. @param {unknown} object @param {string} method @param {(text: string) => void} hear */
function readAlong(object, method, hear) {
	const original = part(object, method);
	if (!(object instanceof Object) || typeof original !== 'function') return;
	Reflect.set(object, method, (/** @type {unknown[]} */ ...args) => {
		if (typeof args[0] === 'string' || args[0] instanceof Uint8Array) hear(Buffer.from(args[0]).toString());
		return Reflect.apply(original, object, args);
	});
}

/** @param {unknown} value @param {string} name @returns {unknown} */
function part(value, name) {
	return value instanceof Object ? Reflect.get(value, name) : undefined;
}
