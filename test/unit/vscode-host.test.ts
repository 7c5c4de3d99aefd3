import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

describe('the VS Code that npm start and the suites bring along', () => {
	let folder: string;
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'checkout-'))));
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	for (const character of ['#', '%', '?']) {
		it(`is not fetched into a path with "${character}", which it could not use`, function () {
			if (process.platform !== 'linux') return;
			const host = join(folder, `my ${character} checkout`, 'tools/vscode-host');
			const source = join(process.cwd(), 'tools/vscode-host');
			cpSync(source, host, { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
			const { status, stderr, stdout } = spawnSync(process.execPath, [join(host, 'host.mjs'), 'install'], {
				encoding: 'utf8',
			});
			assert.notEqual(status, 0);
			assert.match(stderr + stdout, new RegExp(`path has a "\\${character}", which VS Code's server cannot handle`));
			assert.ok(!existsSync(join(host, 'node_modules')));
		});
	}
});
