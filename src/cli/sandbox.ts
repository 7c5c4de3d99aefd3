import { parseFaults } from '../sandbox/server/faults.ts';
import { classicApp, scopedApp } from '../sandbox/oauth/app.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { notListening } from './not-listening.ts';
import { UsageError } from './usage-error.ts';

/** Keeps a PagerDuty account of its own on this machine until Ctrl+C. */
export async function runSandbox(flags: ReadonlyMap<string, string | undefined>): Promise<void> {
	const stopped = new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
	});
	const port = wholeNumber(flags, 'port', 65_535);
	const sandbox = await startSandbox({
		port,
		incidents: wholeNumber(flags, 'incidents', 100_000),
		live: flags.has('live'),
		account: flags.has('empty') ? 'empty' : 'full',
		faults: faultsOf(flags),
	}).catch((error: unknown) => {
		throw notListening(error, { host: '127.0.0.1', port }, 'port');
	});
	process.stdout.write(
		[
			`URL: ${sandbox.url}`,
			`Token: ${sandbox.token}`,
			`Account-level key: ${sandbox.accountToken}`,
			`Read-only key: ${sandbox.readOnlyToken}`,
			`OAuth app without a secret: ${classicApp.clientId}`,
			`OAuth app with a secret: ${scopedApp.clientId} ${scopedApp.clientSecret}`,
			'',
		].join('\n'),
	);
	await stopped;
	await sandbox.close();
}

function faultsOf(flags: ReadonlyMap<string, string | undefined>) {
	try {
		return parseFaults(flags);
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : 'A fault has a wrong value.');
	}
}

function wholeNumber(flags: ReadonlyMap<string, string | undefined>, name: string, max: number): number {
	const value = flags.get(name) ?? '0';
	if (!/^\d{1,9}$/.test(value) || Number(value) > max)
		throw new UsageError(`--${name} takes a whole number up to ${max}, not "${value}".`);
	return Number(value);
}
