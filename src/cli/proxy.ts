import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { ClientRequest } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Fetch } from '../pagerduty/http/transport.ts';
import { connectMs, directFetch, idleMs } from './direct.ts';
import type { Proxy } from './settings.ts';

/**
 * A `fetch` that goes through the proxy, but for the hosts that are reached without it.
 * @param patienceMs how long the proxy may take to connect
 */
export function fetchThrough({ address, noProxy }: Proxy, patienceMs = connectMs): Fetch {
	const tunnels = new Tunnels(new URL(address), patienceMs);
	const [through, past] = [directFetch({ http: tunnels, https: tunnels }), directFetch()];
	return (url, options) => (goesPast(url, noProxy) ? past : through)(url, options);
}

/** Whether NO_PROXY names a host: `*`, a name (with all below it) or an address, each also with a port. */
export function goesPast(url: URL, noProxy: string): boolean {
	const port = url.port || (url.protocol === 'http:' ? '80' : '443');
	return noProxy.split(/[\s,]+/).some((entry) => {
		// An IPv6 address may stand there without the brackets that it has in a URL.
		const whole = isIPv6(entry) ? `[${entry}]` : entry;
		const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(whole.toLowerCase()) ?? [];
		if (name === '' || (only !== undefined && only !== port)) return false;
		const domain = name.replace(/^\*?\./, '');
		return domain === '*' || url.hostname === domain || url.hostname.endsWith(`.${domain}`);
	});
}

/** Connections through a proxy, kept for the next requests. */
class Tunnels extends Agent {
	readonly #proxy: URL;
	readonly #headers: Record<string, string> = {};
	readonly #patienceMs: number;

	constructor(proxy: URL, patienceMs: number) {
		super({ keepAlive: true, timeout: idleMs });
		this.#patienceMs = patienceMs;
		const { username, password } = proxy;
		if (username || password) {
			const person = [username, password].map(decoded).join(':');
			this.#headers['Proxy-Authorization'] = `Basic ${Buffer.from(person).toString('base64')}`;
		}
		// The library writes the address of its proxy to a log when DEBUG asks for one.
		this.#proxy = Object.assign(new URL(proxy), { username: '', password: '' });
	}

	/** @throws {ProxyUnreachable}, or an error that names a proxy which refuses. */
	override async connect(request: ClientRequest, options: AgentConnectOpts): Promise<Duplex> {
		const ended = new AbortController();
		const timer = setTimeout(() => ended.abort(), this.#patienceMs);
		// Before it has a socket, a request that is given up tells nobody.
		const destroy = request.destroy.bind(request);
		request.destroy = (error) => {
			ended.abort();
			return destroy(error);
		};
		let verdict: number | undefined;
		request.once('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => (verdict = statusCode));
		try {
			// One for each connection, because each is given up at its own time: the library has no limit for that.
			const made = { keepAlive: true, headers: this.#headers, signal: ended.signal };
			const socket = await new HttpsProxyAgent(this.#proxy, made).connect(request, options);
			if (verdict === 200) return socket;
			socket.destroy();
		} catch (error) {
			throw verdict === undefined && !request.destroyed ? new ProxyUnreachable(error) : error;
		} finally {
			clearTimeout(timer);
			request.destroy = destroy;
		}
		throw new Error(`Proxy response (${verdict}) from ${this.#proxy.host}`);
	}
}

/** What stands in an address, where a lone `%` may be meant as it is. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** By its name in Chromium, so that it is told in the same words whoever made the connection. */
class ProxyUnreachable extends Error {
	override readonly name = 'ProxyUnreachable';
	readonly code = 'ERR_PROXY_CONNECTION_FAILED';

	constructor(cause: unknown) {
		super('The proxy cannot be reached.', { cause });
	}
}
