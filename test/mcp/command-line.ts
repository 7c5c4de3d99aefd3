import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The built command line, as it ships. */
export const cli = resolve('dist/cli.js');

/** A working directory without a `.env` of the developer's own. */
export const emptyFolder = resolve('out');

/** A folder for what programs keep, where nobody has kept anything. */
const nobody = resolve('out', 'nobody');

/** Builds the product if nobody has. */
export function buildOnce(): void {
	if (existsSync(cli)) return;
	const { status, stderr } = spawnSync(process.execPath, ['esbuild.mjs'], { encoding: 'utf8' });
	if (status !== 0) throw new Error(stderr);
}

/** The environment without a PagerDuty of the developer's own, be it in a variable, in their keyring or in a file. */
export function cleanEnvironment(more: Record<string, string> = {}): Record<string, string> {
	const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PAGERDUTY_'));
	return {
		...Object.fromEntries(inherited.map(([name, value]) => [name, value ?? ''])),
		XDG_CONFIG_HOME: nobody,
		APPDATA: nobody,
		PAGERDUTY_MCP_STORE: 'file',
		...more,
	};
}

export interface Finished {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
	readonly stdout: string;
	readonly stderr: string;
}

const processes = new Set<ChildProcessWithoutNullStreams>();

/** Ends what a failed test has left running. */
export function endAll(): void {
	for (const child of processes) child.kill('SIGKILL');
}

/** A running command line: its output so far, and how it ends. */
export class Running {
	readonly process: ChildProcessWithoutNullStreams;
	readonly finished: Promise<Finished>;
	stdout = '';
	stderr = '';

	/** @param program another installation of the command line */
	constructor(
		args: readonly string[],
		environment: Record<string, string> = {},
		folder = emptyFolder,
		program: string = cli,
	) {
		this.process = spawn(process.execPath, [program, ...args], { env: cleanEnvironment(environment), cwd: folder });
		const { process: child } = this;
		processes.add(child);
		child.once('close', () => processes.delete(child));
		this.process.stdout.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
		this.process.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
		// What a test writes may come too late for a process that has ended already.
		this.process.stdin.on('error', () => undefined);
		this.finished = new Promise((resolve) => {
			this.process.once('close', (code, signal) => resolve({ code, signal, stdout: this.stdout, stderr: this.stderr }));
		});
	}

	/** Resolves when stdout has so many lines, or the process has ended. */
	async lines(count: number): Promise<string[]> {
		const read = () => this.stdout.split('\n').slice(0, -1);
		while (read().length < count) {
			const more = new Promise((resolve) => this.process.stdout.once('data', resolve));
			const ended = await Promise.race([more.then(() => false), this.finished.then(() => true)]);
			if (ended) break;
		}
		return read();
	}
}
