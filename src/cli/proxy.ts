import { buildConnector, EnvHttpProxyAgent, fetch, Pool } from 'undici';
import type { Fetch } from '../pagerduty/http/transport.ts';
import type { Proxy } from './settings.ts';

/** A `fetch` that goes through the proxy, but for the hosts that are reached without it. */
export function fetchThrough({ address, noProxy }: Proxy): Fetch {
	const connect = buildConnector({});
	const dispatcher = new EnvHttpProxyAgent({
		httpProxy: address,
		httpsProxy: address,
		noProxy,
		clientFactory: (origin, options) =>
			new Pool(origin, {
				...options,
				connect: (to, done) =>
					connect(to, (...[error, socket]) => (error ? done(new ProxyUnreachable(error), null) : done(null, socket))),
			}),
	});
	const { host } = new URL(address);
	// Node's own `fetch` is made of the same parts, but of another version, which takes no dispatcher of this one.
	return (url, options) => fetch(url, { ...options, dispatcher }).catch((error: unknown) => named(error, host));
}

/** Throws a failure again; a proxy's refusal with the name of the proxy. @param host without user name and password */
function named(error: unknown, host: string): never {
	let cause = error;
	let refusal: string | undefined;
	while (cause instanceof Error && refusal === undefined) {
		refusal = /^Proxy response \(\d+\)/.exec(cause.message)?.[0];
		cause = cause.cause;
	}
	throw refusal === undefined ? error : new Error(`${refusal} from ${host}`, { cause: error });
}

/** By its name in Chromium, so that it is told in the same words whoever made the connection. */
class ProxyUnreachable extends Error {
	override readonly name = 'ProxyUnreachable';
	readonly code = 'ERR_PROXY_CONNECTION_FAILED';

	constructor(cause: Error) {
		super('The proxy cannot be reached.', { cause });
	}
}
