import { apiUrls } from '../pagerduty/account.ts';
import { accessLevels, defaultToolsets, toolsets, type Access, type Policy, type Toolset } from '../tools/access.ts';
import { unknown, UsageError } from './usage-error.ts';

/** What `stdio` needs to know. */
export interface ServeSettings {
	readonly policy: Policy;
	readonly demo: boolean;
	readonly verbose: boolean;
	/** REST origin without a trailing slash. */
	readonly apiUrl: string;
	readonly token: string | undefined;
	readonly from: string | undefined;
}

type Flags = ReadonlyMap<string, string | undefined>;
type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {UsageError} */
export function serveSettings(flags: Flags, environment: Environment): ServeSettings {
	return {
		policy: { access: accessOf(flags.get('access')), toolsets: toolsetsOf(flags.get('toolsets')) },
		demo: flags.has('demo'),
		verbose: flags.has('verbose'),
		apiUrl: apiUrlOf(flags.get('region'), environment['PAGERDUTY_API_HOST']),
		token: text(environment['PAGERDUTY_API_TOKEN']) ?? text(environment['PAGERDUTY_USER_API_KEY']),
		from: fromOf(flags.get('from') ?? environment['PAGERDUTY_FROM_EMAIL']),
	};
}

/** Outside the editor nobody may be there to confirm a change, so changing anything has to be asked for. */
function accessOf(given: string | undefined): Access {
	return given === undefined ? 'read' : oneOf('access level', given, accessLevels);
}

function toolsetsOf(given: string | undefined): readonly Toolset[] {
	if (given === undefined) return defaultToolsets;
	if (given === 'all') return toolsets;
	return given.split(',').map((name) => oneOf('toolset', name.trim(), toolsets));
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

function fromOf(given: string | undefined): string | undefined {
	const address = text(given);
	if (address !== undefined && !/^[^\s@]+@[^\s@]+$/.test(address))
		throw new UsageError('The address for From must be an e-mail address.');
	return address;
}

function oneOf<Value extends string>(what: string, given: string, values: readonly Value[]): Value {
	const value = values.find((candidate) => candidate === given);
	if (value === undefined) throw unknown(what, given, values);
	return value;
}

function text(value: string | undefined): string | undefined {
	return value?.trim() || undefined;
}
