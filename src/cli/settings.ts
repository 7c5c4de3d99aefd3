import type { ServerIdentity } from '../mcp/server.ts';
import { apiUrls } from '../pagerduty/http/account.ts';
import type { Policy } from '../tools/core/access.ts';
import type { ConsentDoor } from '../tools/core/consent.ts';
import { consentOf, identityOf, limitsOf, logLevelOf, policyOf, type Limits, type LogLevel } from './terms.ts';
import { storeNames, type StoreName } from './store-names.ts';
import { findToken } from './token.ts';
import { oneOf, UsageError } from './usage-error.ts';

/** The way to PagerDuty where there is none without a proxy. */
export interface Proxy {
	/** May hold a password. */
	readonly address: string;
	/** Hosts that are reached without it, as in `NO_PROXY`. */
	readonly noProxy: string;
}

/** An app as it is registered with PagerDuty. */
export interface App {
	readonly clientId: string;
	readonly clientSecret: string | undefined;
	/** Of the address on this machine that it is registered with; undefined for the usual one. */
	readonly port: number | undefined;
}

/** The account, and the way to it. */
export interface AccountSettings {
	readonly demo: boolean;
	/** REST origin without a trailing slash. */
	readonly apiUrl: string;
	/** Somebody has named it; otherwise a sign-in that is kept knows its own. */
	readonly addressGiven: boolean;
	readonly token: string | undefined;
	/** Where the token comes from, in words. */
	readonly tokenSource: string | undefined;
	/** The app with which people sign in with a browser, if one is named. */
	readonly app: App | undefined;
	readonly from: string | undefined;
	readonly proxy: Proxy | undefined;
	/** The only place that counts of those where `login` keeps a sign-in; undefined for all. */
	readonly store: StoreName | undefined;
}

/** What every command that serves the tools needs to know. */
export interface ServeSettings extends AccountSettings {
	readonly policy: Policy;
	readonly limits: Limits;
	readonly identity: ServerIdentity;
	readonly consent: ConsentDoor;
	/** The file that every change is recorded in; undefined for none. */
	readonly record: string | undefined;
	readonly logLevel: LogLevel;
}

type Flags = ReadonlyMap<string, string | undefined>;
type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {UsageError} as `accountSettings` */
export async function serveSettings(flags: Flags, environment: Environment, folder: string): Promise<ServeSettings> {
	return {
		...accountSettings(flags, environment, folder),
		policy: await policyOf(flags),
		limits: await limitsOf(flags),
		identity: identityOf(flags),
		consent: consentOf(flags),
		record: flags.get('record'),
		logLevel: logLevelOf(flags),
	};
}

/**
 * Whom to ask, for whom, and how.
 * @param folder the working directory, whose `.env` may hold the token.
 * @throws {UsageError}
 */
export function accountSettings(flags: Flags, environment: Environment, folder: string): AccountSettings {
	const demo = flags.has('demo');
	const found = demo ? undefined : findToken(environment, folder);
	const [region, host] = [flags.get('region'), environment['PAGERDUTY_API_HOST']];
	const apiUrl = apiUrlOf(region, host);
	return {
		demo,
		apiUrl,
		addressGiven: region !== undefined || text(host) !== undefined,
		app: appOf(environment),
		token: found?.token,
		tokenSource: found?.source,
		from: fromOf(flags.get('from') ?? environment['PAGERDUTY_FROM_EMAIL']),
		// What is on this machine is never behind a proxy.
		proxy: demo || isLoopback(new URL(apiUrl)) ? undefined : proxyOf(environment),
		store: storeOf(flags.get('store')),
	};
}

function storeOf(given: string | undefined): StoreName | undefined {
	return given === undefined ? undefined : oneOf('store', given, storeNames);
}

/** The names that PagerDuty's own server has for it. */
function appOf(environment: Environment): App | undefined {
	const clientId = text(environment['PAGERDUTY_CLIENT_ID']);
	if (clientId === undefined) return undefined;
	const port = text(environment['PAGERDUTY_OAUTH_CALLBACK_PORT']);
	if (port !== undefined && !(/^\d{4,5}$/.test(port) && Number(port) >= 1024 && Number(port) <= 65_535))
		throw new UsageError('PAGERDUTY_OAUTH_CALLBACK_PORT must be a whole number from 1024 to 65535.');
	const clientSecret = text(environment['PAGERDUTY_CLIENT_SECRET']);
	return { clientId, clientSecret, port: port === undefined ? undefined : Number(port) };
}

/** The token goes to this address: only PagerDuty's own over TLS, or a sandbox on this machine. */
function apiUrlOf(region: string | undefined, host: string | undefined): string {
	if (region !== undefined) return apiUrls[oneOf('region', region, ['us', 'eu'] as const)];
	const given = text(host);
	if (given === undefined) return apiUrls.us;
	const address = /^[a-z]+:\/\//i.test(given) ? given : `https://${given}`;
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (!url || !isPlainOrigin(url) || !(isPagerDuty(url) || isLoopback(url)))
		throw new UsageError('PAGERDUTY_API_HOST must be an https address of pagerduty.com, or http on 127.0.0.1.');
	return url.origin;
}

function isPlainOrigin({ username, password, pathname, search, hash }: URL): boolean {
	return username + password + search + hash === '' && pathname === '/';
}

function isPagerDuty({ protocol, hostname, port }: URL): boolean {
	return protocol === 'https:' && hostname.endsWith('.pagerduty.com') && port === '';
}

function isLoopback({ protocol, hostname }: URL): boolean {
	return protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}

/** The names that other programs read too, the lower-case one first. */
function proxyOf(environment: Environment): Proxy | undefined {
	const read = (name: string) => text(environment[name.toLowerCase()]) ?? text(environment[name]);
	const name = ['HTTPS_PROXY', 'HTTP_PROXY'].find((candidate) => read(candidate) !== undefined);
	if (name === undefined) return undefined;
	const given = read(name) ?? '';
	const address = /^[a-z][a-z\d+.-]*:\/\//i.test(given) ? given : `http://${given}`;
	const url = URL.canParse(address) ? new URL(address) : undefined;
	// The value is not repeated: it may hold a password.
	if (!url || !['http:', 'https:'].includes(url.protocol))
		throw new UsageError(`${name} must be the address of an HTTP proxy, e.g. http://proxy.example.com:3128.`);
	return { address: url.href, noProxy: read('NO_PROXY') ?? '' };
}

function fromOf(given: string | undefined): string | undefined {
	const address = text(given);
	if (address !== undefined && !/^[^\s@]+@[^\s@]+$/.test(address))
		throw new UsageError('The value of --from or PAGERDUTY_FROM_EMAIL must be an e-mail address.');
	return address;
}

function text(value: string | undefined): string | undefined {
	return value?.trim() || undefined;
}
