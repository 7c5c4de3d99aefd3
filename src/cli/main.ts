import { setFlagsFromString } from 'node:v8';
import { version } from '../../package.json';
import { faultFlags } from '../sandbox/server/faults.ts';
import { readArguments, type FlagValue } from './arguments.ts';
import { helpText } from './help.ts';
import {
	accountOptions,
	connectionFlags,
	connectionPlaces,
	examinedOptions,
	flagsOf,
	httpOptions,
	loginOptions,
	recordOptions,
	serverOptions,
	withEnvironment,
} from './options.ts';
import type { CommandParts } from './login.ts';
import { accountSettings, serveSettings } from './settings.ts';
import { unknown, UsageError } from './usage-error.ts';

const always: readonly [string, FlagValue][] = [
	['help', 'none'],
	['version', 'none'],
];

/** The flags of each command. */
const commands: Readonly<Record<string, ReadonlyMap<string, FlagValue>>> = {
	stdio: new Map([...always, ...flagsOf(serverOptions)]),
	connection: new Map([...always, ...connectionFlags()]),
	http: new Map([...always, ...flagsOf(serverOptions), ...flagsOf(httpOptions)]),
	login: new Map([...always, ...flagsOf(accountOptions), ...flagsOf(loginOptions)]),
	logout: new Map([...always, ...flagsOf(accountOptions)]),
	whoami: new Map([...always, ...flagsOf(accountOptions)]),
	doctor: new Map([
		...always,
		...flagsOf([...examinedOptions, ...connectionPlaces]),
		['connection', 'text'],
		['json', 'none'],
	]),
	record: new Map([...always, ...flagsOf(recordOptions)]),
	sandbox: new Map([
		...always,
		['port', 'text'],
		['live', 'none'],
		['empty', 'none'],
		['incidents', 'text'],
		...faultFlags.map(({ name, value }): [string, FlagValue] => [name, flagValue(value)]),
	]),
};

function flagValue(value: (typeof faultFlags)[number]['value']): FlagValue {
	if (value === 'none') return 'none';
	return value === 'times' ? 'optional' : 'text';
}

/** Runs a command line and gives its exit code. @param keyring the program that asks the system keyring */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv, keyring: string): Promise<number> {
	try {
		return (await run(args, { environment, keyring, version })) ?? 0;
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : 'Failed.'}\n`);
		return error instanceof UsageError ? 64 : 1;
	}
}

/** Gives the exit code where it is not 0. */
async function run(args: readonly string[], parts: CommandParts): Promise<number | undefined> {
	const first = args[0]?.startsWith('-') === false ? args[0] : undefined;
	const command = first ?? 'stdio';
	const known = Object.hasOwn(commands, command) ? commands[command] : undefined;
	if (!known) throw unknown('command', command, Object.keys(commands));
	const { flags, words } = readArguments(first === undefined ? args : args.slice(1), known, (name) =>
		Object.keys(commands).filter((other) => commands[other]?.has(name)),
	);
	if (flags.has('help')) {
		print(helpText(faultFlags));
		return undefined;
	}
	if (flags.has('version')) {
		print(`${version}\n`);
		return undefined;
	}
	if (command === 'connection') {
		print(await withConnections(words, flags, parts));
		return undefined;
	}
	if (command === 'record') {
		const given = withEnvironment(flags, recordOptions, parts.environment);
		const settings = () => accountSettings(given, parts.environment, process.cwd());
		print(await (await import('./record.ts')).record(words, given.get('record'), settings, parts));
		return undefined;
	}
	if (words[0] !== undefined) throw unknown('command', words[0], Object.keys(commands));
	if (command === 'sandbox') {
		const { runSandbox } = await import('./sandbox.ts');
		await runSandbox(flags);
		return undefined;
	}
	const folder = process.cwd();
	const { environment } = parts;
	if (command === 'login' || command === 'logout' || command === 'whoami') {
		const given = withEnvironment(flags, [...accountOptions, ...loginOptions], environment);
		print(await withAccount(command, given, folder, parts));
		return undefined;
	}
	if (command === 'doctor') {
		const given = withEnvironment(flags, [...examinedOptions, ...connectionPlaces], environment);
		const { report, problem } = await (await import('./doctor.ts')).doctor(given, folder, parts);
		print(report);
		return problem ? 1 : undefined;
	}
	if (command === 'http') {
		const [{ httpSettings }, { serveHttp }] = await Promise.all([import('./http-settings.ts'), import('./http.ts')]);
		const given = withEnvironment(flags, [...serverOptions, ...httpOptions], environment);
		await serveHttp(await httpSettings(given, environment, folder), parts);
		return undefined;
	}
	const settings = await serveSettings(withEnvironment(flags, serverOptions, environment), environment, folder);
	stayLean();
	const { serve } = await import('./serve.ts');
	await serve(settings, parts);
	return undefined;
}

/** The commands about connections. PagerDuty is asked only where teams or services are named. */
async function withConnections(
	words: readonly string[],
	flags: ReadonlyMap<string, string | undefined>,
	parts: CommandParts,
): Promise<string> {
	const [{ connection }, { connectionStore }] = await Promise.all([
		import('./connection.ts'),
		import('./connection-file.ts'),
	]);
	const given = withEnvironment(flags, connectionPlaces, parts.environment);
	const store = connectionStore(given.get('connections'), parts.environment);
	return connection(words, given, store, async (names) => {
		const settings = accountSettings(given, parts.environment, process.cwd());
		return (await import('./within.ts')).findWithin(names, settings, parts);
	});
}

/** The commands about the account itself. */
async function withAccount(
	command: 'login' | 'logout' | 'whoami',
	flags: ReadonlyMap<string, string | undefined>,
	folder: string,
	parts: CommandParts,
): Promise<string> {
	const settings = accountSettings(flags, parts.environment, folder);
	if (command === 'login') return (await import('./login.ts')).login(settings, flags, parts);
	if (command === 'logout') return (await import('./logout.ts')).logout(settings, folder, parts);
	return (await import('./whoami.ts')).whoami(settings, folder, parts);
}

function print(text: string): void {
	process.stdout.write(text);
}

/**
 * Before the code of the server is loaded. One client's calls come one after another and their answers are small: memory that
 * grows with the first long list, and machine code optimized for loops that end before it is ready, would cost more than they
 * save.
 */
function stayLean(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
	setFlagsFromString('--optimize-for-size');
	setFlagsFromString('--no-opt');
}
