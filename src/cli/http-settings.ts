import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { ConnectionStore } from '../connections/connection-store.ts';
import { connectionStore } from './connection-file.ts';
import { serveSettings, type ServeSettings } from './settings.ts';
import { TrustedProxies } from './trusted-proxies.ts';
import { UsageError } from './usage-error.ts';

type Flags = ReadonlyMap<string, string | undefined>;
type Environment = Readonly<Record<string, string | undefined>>;

/** What `http` needs to know. */
export interface HttpSettings extends ServeSettings {
	readonly host: string;
	readonly port: number;
	/** Other machines can reach that address. */
	readonly open: boolean;
	readonly stateless: boolean;
	readonly secret: string | undefined;
	/** Has been read. */
	readonly connections: ConnectionStore;
	readonly allowedHosts: readonly string[];
	readonly trustedProxies: TrustedProxies | undefined;
	/** Where the figures for Prometheus are shown, if they are. */
	readonly metrics: { readonly host: string; readonly port: number } | undefined;
	readonly tls: { readonly cert: string; readonly key: string } | undefined;
}

const defaultPort = 8765;

/** @throws {UsageError} also for an address that others reach without anything that protects it. */
export async function httpSettings(flags: Flags, environment: Environment, folder: string): Promise<HttpSettings> {
	const host = hostOf('host', flags.get('host') ?? '127.0.0.1');
	const open = !(host === '::1' || /^127\./.test(host));
	const [stateless, secret] = [flags.has('stateless'), secretOf(flags.get('secret'))];
	const allowedHosts = hostsOf(flags.get('allowed-hosts'));
	const trusted = flags.get('trust-proxy');
	const connections = await readConnections(flags.get('connections'), environment);
	if (open && secret === undefined && !stateless && connections.live.length === 0)
		throw new UsageError(
			`Other machines can reach ${host}. Make a connection with connection create, set a secret with PAGERDUTY_MCP_SECRET, or let each request bring its own token with --stateless.`,
		);
	if (open && allowedHosts.length === 0)
		throw new UsageError(
			`Other machines can reach ${host}. Name the hosts by which they call this server with --allowed-hosts.`,
		);
	return {
		...(await serveSettings(flags, environment, folder)),
		host,
		port: portOf('port', flags.get('port') ?? String(defaultPort)),
		open,
		stateless,
		secret,
		connections,
		allowedHosts,
		trustedProxies: trusted === undefined ? undefined : new TrustedProxies(trusted),
		metrics: metricsOf(flags),
		tls: tlsOf(flags.get('tls-cert'), flags.get('tls-key')),
	};
}

async function readConnections(file: string | undefined, environment: Environment): Promise<ConnectionStore> {
	const store = connectionStore(file, environment);
	await store.fresh();
	return store;
}

function hostOf(flag: string, given: string): string {
	const host = given === 'localhost' ? '127.0.0.1' : given.replace(/^\[(.*)\]$/, '$1');
	if (isIP(host) === 0)
		throw new UsageError(`--${flag} takes an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::.`);
	return host;
}

function portOf(flag: string, given: string): number {
	if (!/^\d{1,5}$/.test(given) || Number(given) > 65_535)
		throw new UsageError(`--${flag} takes a whole number up to 65535, not "${given}".`);
	return Number(given);
}

function metricsOf(flags: Flags): HttpSettings['metrics'] {
	const [host, port] = [flags.get('metrics-host'), flags.get('metrics-port')];
	if (port === undefined && host !== undefined) throw new UsageError('--metrics-host needs --metrics-port.');
	if (port === undefined) return undefined;
	return { host: hostOf('metrics-host', host ?? '127.0.0.1'), port: portOf('metrics-port', port) };
}

/** The value is not repeated. */
function secretOf(given: string | undefined): string | undefined {
	if (given !== undefined && !/^[\x21-\x7e]{16,512}$/.test(given))
		throw new UsageError('--secret takes 16 to 512 letters, digits and signs, without spaces.');
	return given;
}

function hostsOf(given: string | undefined): string[] {
	return (given ?? '')
		.split(',')
		.map((host) => host.trim().toLowerCase())
		.filter((host) => host !== '')
		.map((host) => {
			if (!/^(?:[a-z\d.-]+|\[[\da-f:]+\])(?::\d{1,5})?$/.test(host))
				throw new UsageError(
					`--allowed-hosts takes names such as pagerduty.example.com or 10.0.0.5:8765, not "${host}".`,
				);
			return host;
		});
}

function tlsOf(certPath: string | undefined, keyPath: string | undefined): HttpSettings['tls'] {
	if (certPath === undefined && keyPath === undefined) return undefined;
	if (certPath === undefined || keyPath === undefined)
		throw new UsageError('--tls-cert and --tls-key belong together: name both files.');
	const [cert, key] = [pem('tls-cert', certPath), pem('tls-key', keyPath)];
	try {
		createSecureContext({ cert, key });
	} catch {
		throw new UsageError('The files of --tls-cert and --tls-key are no certificate and its key in PEM.');
	}
	return { cert, key };
}

function pem(flag: string, path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		throw new UsageError(`The file of --${flag} cannot be read.`);
	}
}
