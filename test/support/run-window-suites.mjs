import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { HostError } from '../../tools/vscode-host/console.mjs';
import { installHost } from '../../tools/vscode-host/install.mjs';
import { runToExit } from '../../tools/vscode-host/lifetime.mjs';
import { extensionRoot } from '../../tools/vscode-host/paths.mjs';

/**
 * Runs suites that drive windows of a real VS Code from outside, and exits with 1 when a test fails. HOST_TEST_GREP picks tests by
 * their titles. Counts stand in out/results/<name>.json.
 * @param {string} name of the npm script, after `test:`
 * @param {readonly string[]} files the suites; each finds what ends with the run as `this.lifetime`
 */
export async function runWindowSuites(name, files) {
	await runToExit(async (lifetime) => {
		if (!existsSync(join(extensionRoot, 'dist/extension.js'))) {
			throw new HostError(`dist/extension.js is missing: run "npm run test:${name}", which builds it.`);
		}
		await installHost(lifetime);
		const mocha = new Mocha({ reporter: 'spec', grep: process.env['HOST_TEST_GREP'] });
		mocha.suite.ctx['lifetime'] = lifetime;
		for (const file of files) mocha.addFile(file);
		await mocha.loadFilesAsync();
		return new Promise((resolve) => {
			const runner = mocha.run((failed) => {
				const { passes, failures, pending } = runner.stats ?? {};
				const results = join(extensionRoot, 'out/results');
				mkdirSync(results, { recursive: true });
				writeFileSync(join(results, `${name}.json`), JSON.stringify({ passes, failures, pending }));
				resolve(failed ? 1 : 0);
			});
		});
	});
}
