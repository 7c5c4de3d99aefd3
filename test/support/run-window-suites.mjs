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
 * @param {readonly string[]} files the suites; tests and hooks find what ends with their test or suite as `this.lifetime`
 */
export async function runWindowSuites(name, files) {
	await runToExit(async (lifetime) => {
		if (!existsSync(join(extensionRoot, 'dist/extension.js'))) {
			throw new HostError(`dist/extension.js is missing: run "npm run test:${name}", which builds it.`);
		}
		await installHost(lifetime);
		const mocha = new Mocha({ reporter: 'spec', grep: process.env['HOST_TEST_GREP'] });
		for (const file of files) mocha.addFile(file);
		await mocha.loadFilesAsync();
		giveLifetimes(mocha.suite, lifetime);
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

const endingMs = 60_000;

/**
 * What a test has opened ends with it, and what a suite has opened before its tests ends with the suite: a window that nobody needs any
 * more still takes its share of the machine.
 * @param {Mocha.Suite} root @param {import('../../tools/vscode-host/lifetime.mjs').Lifetime} lifetime of the run
 */
function giveLifetimes(root, lifetime) {
	/** @type {Map<Mocha.Suite, typeof lifetime>} */
	const ofSuites = new Map();
	for (const suite of root.suites) {
		const own = lifetime.nested();
		ofSuites.set(suite, own);
		suite.ctx['lifetime'] = own;
		suite.afterAll(function () {
			this.timeout(endingMs);
			return own.end();
		});
	}
	root.beforeEach(function () {
		const suite = suiteOf(this.currentTest);
		if (suite) suite.ctx['lifetime'] = ofSuites.get(suite)?.nested();
	});
	root.afterEach(async function () {
		this.timeout(endingMs);
		const suite = suiteOf(this.currentTest);
		if (!suite) return;
		const ofTest = suite.ctx['lifetime'];
		suite.ctx['lifetime'] = ofSuites.get(suite);
		await ofTest.end();
	});
}

/** The outermost suite that a test is in. @param {Mocha.Test | undefined} test */
function suiteOf(test) {
	let suite = test?.parent;
	while (suite?.parent && !suite.parent.root) suite = suite.parent;
	return suite;
}
