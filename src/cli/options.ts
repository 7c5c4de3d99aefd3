import { clientKinds } from '../connections/client-kinds.ts';
import { longestWaitSeconds } from '../tools/core/patience.ts';
import { consentKinds } from '../tools/core/consent.ts';
import { defaultToolsets } from '../tools/core/access.ts';
import type { FlagValue } from './arguments.ts';
import { unknown, UsageError } from './usage-error.ts';

type Flags = ReadonlyMap<string, string | undefined>;
type Environment = Readonly<Record<string, string | undefined>>;

/** An option of a command that serves the tools. */
interface ServerOption {
	readonly name: string;
	/** What stands for its value in the help; a switch has none. */
	readonly value?: string;
	readonly description: string;
}

/** Options of every command that asks PagerDuty. */
export const accountOptions: readonly ServerOption[] = [
	{ name: 'region', value: 'REGION', description: 'us (default) or eu' },
	{
		name: 'from',
		value: 'EMAIL',
		description: 'In whose name to make changes; an account-level API key needs it',
	},
	{
		name: 'store',
		value: 'STORE',
		description:
			'Where login keeps the sign-in: keyring or file. Default: the keyring; a file counts too if it is there',
	},
];

/** What `login` takes besides. */
export const loginOptions: readonly ServerOption[] = [
	{ name: 'oauth', description: 'Sign in with the browser; so does PAGERDUTY_CLIENT_ID alone' },
	{ name: 'no-browser', description: 'The same where the browser is on another computer: paste where it ends up' },
	{ name: 'scopes', value: 'LIST', description: 'What to ask for with the browser. Default: read,write' },
];

/** Options of every command that serves the tools. */
export const serverOptions: readonly ServerOption[] = [
	{
		name: 'access',
		value: 'LEVEL',
		description: 'read (default), respond (acknowledge, resolve, note …) or administer (configuration, people)',
	},
	{
		name: 'toolsets',
		value: 'LIST',
		description: `Areas to offer, separated by commas, or all, or none. Default: ${defaultToolsets.join(',')}`,
	},
	{ name: 'tools', value: 'LIST', description: 'Single tools to offer too, whatever their area and access level' },
	{ name: 'exclude-tools', value: 'LIST', description: 'Single tools to leave out' },
	{
		name: 'expires-at',
		value: 'TIME',
		description: 'When it all ends: 8h, 7d, or a time such as 2026-01-31T18:00+01:00',
	},
	{ name: 'max-calls-per-minute', value: 'N', description: 'The most calls of tools in a minute' },
	{
		name: 'max-wait',
		value: 'SECONDS',
		description: `The longest that a call waits for PagerDuty, from 1 to ${longestWaitSeconds}. Default: 30`,
	},
	{
		name: 'yes-to',
		value: 'LIST',
		description: `What agents may do without asking you each time: ${consentKinds.join(', ')}`,
	},
	{ name: 'record', value: 'FILE', description: 'Where to keep a record of every change, as lines of JSON' },
	{ name: 'name', value: 'NAME', description: 'What clients call this server, instead of PagerDuty' },
	{ name: 'description', value: 'TEXT', description: 'What this server is for, for agents to read' },
	{ name: 'environment', value: 'NAME', description: 'Such as staging; stands in the title and in what agents read' },
	...accountOptions,
	{ name: 'demo', description: 'Use a made-up company on this machine; nobody is paged' },
	{ name: 'log-level', value: 'LEVEL', description: 'error, warning, info (default) or debug, on stderr' },
	{ name: 'verbose', description: 'The same as --log-level debug' },
];

const ofOffer = ['access', 'toolsets', 'tools', 'exclude-tools'];

/** What says which tools are offered. */
export const offerOptions: readonly ServerOption[] = serverOptions.filter(({ name }) => ofOffer.includes(name));

/** Options of `doctor`, but for its own. */
export const examinedOptions: readonly ServerOption[] = [
	...accountOptions,
	...offerOptions,
	...serverOptions.filter(({ name }) => name === 'demo'),
];

/** What `http` takes besides. */
export const httpOptions: readonly ServerOption[] = [
	{ name: 'host', value: 'ADDRESS', description: 'Address to listen on. Default: 127.0.0.1' },
	{ name: 'port', value: 'N', description: 'Port to listen on, 0 for any free one. Default: 8765' },
	{
		name: 'stateless',
		description: 'Keep nothing between requests; each brings its own token in X-PagerDuty-Token or Authorization',
	},
	{
		name: 'secret',
		value: 'SECRET',
		description:
			'What clients must send as Authorization: Bearer SECRET. Better in the environment: others see options',
	},
	{
		name: 'allowed-hosts',
		value: 'LIST',
		description: 'Names by which clients call this server, with or without a port',
	},
	{ name: 'connections', value: 'FILE', description: 'Where connections are kept, instead of your own settings' },
	{
		name: 'trust-proxy',
		value: 'LIST',
		description: 'Proxies in front, as addresses or networks, whose X-Forwarded-For, -Host and -Proto count',
	},
	{ name: 'metrics-port', value: 'N', description: 'Port at which /metrics shows figures for Prometheus' },
	{ name: 'metrics-host', value: 'ADDRESS', description: 'Address of that port. Default: 127.0.0.1' },
	{ name: 'tls-cert', value: 'FILE', description: 'Certificate in PEM' },
	{ name: 'tls-key', value: 'FILE', description: 'Its key in PEM' },
];

const ofTerms = [...ofOffer, 'expires-at', 'max-calls-per-minute', 'name'];

/** What `record` takes: where the record is, and whose account to take something back in. */
export const recordOptions: readonly ServerOption[] = [
	...accountOptions,
	...serverOptions.filter(({ name }) => name === 'record'),
];

/** What `connection` takes from the environment, too: where connections are, and whom to ask for names. */
export const connectionPlaces: readonly ServerOption[] = [
	...accountOptions,
	...httpOptions.filter(({ name }) => name === 'connections'),
];

/** What `connection create` takes besides those of the server that narrow what a client may do. */
export const connectionOptions: readonly ServerOption[] = [
	{ name: 'client', value: 'CLIENT', description: `${clientKinds.join(', ')}. Default: other` },
	{ name: 'teams', value: 'LIST', description: 'Only what belongs to these teams, by name or id' },
	{ name: 'services', value: 'LIST', description: 'Only these services, too, and what belongs to them' },
	{ name: 'url', value: 'URL', description: 'Where clients find the server. Default: http://127.0.0.1:8765/mcp' },
	{ name: 'tunnel-host', value: 'HOST', description: 'The host by which a tunnel calls, for this connection alone' },
	{ name: 'second-secret', description: 'For claude-web and chatgpt: the address alone is useless' },
];

/** All flags of `connection`. */
export function connectionFlags(): [string, FlagValue][] {
	const terms = serverOptions.filter(({ name }) => ofTerms.includes(name) || name === 'demo');
	return flagsOf([...terms, ...connectionPlaces, ...connectionOptions]);
}

/** The flags of a command with these options. */
export function flagsOf(options: readonly ServerOption[]): [string, FlagValue][] {
	return options.map(({ name, value }) => [name, value === undefined ? 'none' : 'text']);
}

const prefix = 'PAGERDUTY_MCP_';

/** `PAGERDUTY_MCP_LOG_LEVEL`. */
export function variableOf({ name }: Pick<ServerOption, 'name'>): string {
	return `${prefix}${name.toUpperCase().replaceAll('-', '_')}`;
}

/**
 * The flags, with those of the command's options that are only in the environment. The prefix is ours alone, so that what
 * other programs call PAGERDUTY_… never stands in the way.
 * @throws {UsageError} for a variable with our prefix that no command knows.
 */
export function withEnvironment(flags: Flags, options: readonly ServerOption[], environment: Environment): Flags {
	const known = [...serverOptions, ...httpOptions, ...loginOptions].map(variableOf);
	for (const name of Object.keys(environment))
		if (name.toUpperCase().startsWith(prefix) && !known.includes(name))
			throw unknown('environment variable', name, known);
	const given = options.flatMap((option): [string, string | undefined][] => {
		const value = environment[variableOf(option)]?.trim();
		if (value === undefined || value === '') return [];
		if (option.value !== undefined) return [[option.name, value]];
		if (/^(1|true|yes|on)$/i.test(value)) return [[option.name, undefined]];
		if (/^(0|false|no|off)$/i.test(value)) return [];
		throw new UsageError(`${variableOf(option)} must be true or false.`);
	});
	return new Map([...given, ...flags]);
}
