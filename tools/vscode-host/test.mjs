import { randomBytes } from 'node:crypto';
import { cpSync, createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from './browser.mjs';
import { HostError, say } from './console.mjs';
import { installHost } from './install.mjs';
import { extensionRoot } from './paths.mjs';
import { startServer } from './server.mjs';
import { quietSettings } from './settings.mjs';
import { workbenchAddress } from './workbench.mjs';

const suites = 'out/test/host/host.main.js';
const exitCodes = { timedOut: 2, browserGone: 3 };

/**
 * Runs the suites of test/host inside a real VS Code and returns the exit code: 0 passed, 1 failed, 2 timed out,
 * 3 the browser ended. On failure the folder with the logs and a picture of the window is kept and named.
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 */
export async function runHostSuites(lifetime) {
	if (!existsSync(join(extensionRoot, suites))) {
		throw new HostError(`${suites} is missing: run "npm run test:host", which builds it.`);
	}
	await installHost(lifetime);
	const data = mkdtempSync(join(tmpdir(), 'host-test-'));
	let keep = Boolean(process.env['HOST_KEEP']);
	lifetime.defer(() => keep || rmSync(data, { recursive: true, force: true, maxRetries: 5 }));
	const workspace = join(data, 'workspace');
	cpSync(join(extensionRoot, 'test/host/fixture'), workspace, { recursive: true });

	const mark = `mocha-${randomBytes(6).toString('hex')}:`;
	const browser = await launchBrowser(lifetime);
	const settings = quietSettings;
	const server = await startServer(lifetime, { data, settings, testDriver: true, env: { HOST_TEST_MARK: mark } });
	say(`VS Code and ${browser.browserType().name()} ${browser.version()} are up`);

	const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	const workbenchLog = createWriteStream(join(data, 'workbench.log'));
	/** @type {string[]} */
	const workbenchErrors = [];
	let sawSuites = false;
	// The workbench passes on what extensions log, and the outcome of the suites' run(), to these two functions of the page.
	await page.exposeFunction('codeAutomationLog', (/** @type {string} */ level, /** @type {unknown[]} */ parts) => {
		const line = parts.join(' ');
		if (line.startsWith(mark)) {
			sawSuites = true;
			console.log(line.slice(mark.length));
		} else {
			workbenchLog.write(`${level} ${line}\n`);
			if (level === 'error') workbenchErrors.push(line);
		}
	});
	/** @type {Promise<number>} */
	const outcome = new Promise((resolve) => {
		const seconds = Number(process.env['HOST_TIMEOUT_SECONDS'] ?? 300);
		const timer = setTimeout(() => {
			say(`the suites did not end within ${seconds} s`);
			resolve(exitCodes.timedOut);
		}, seconds * 1000);
		lifetime.defer(() => clearTimeout(timer));
		page.on('crash', () => resolve(exitCodes.browserGone));
		browser.on('disconnected', () => resolve(exitCodes.browserGone));
		void page.exposeFunction('codeAutomationExit', resolve);
	});
	const remote = (/** @type {string} */ path) => `vscode-remote://${server.authority}${path}`;
	const address = workbenchAddress(server, workspace, {
		extensionDevelopmentPath: remote(extensionRoot),
		extensionTestsPath: remote(join(extensionRoot, suites)),
		skipWelcome: 'true',
	});
	await page.goto(address, { waitUntil: 'commit' });

	const code = await outcome;
	if (code !== 0 && !lifetime.signal.aborted) {
		keep = true;
		await page.screenshot({ path: join(data, 'failure.png'), timeout: 5000 }).catch(() => undefined);
		if (!sawSuites)
			say(`the suites never started; the workbench's last errors:\n${workbenchErrors.slice(-3).join('\n')}`);
		say(`logs and a picture of the window: ${data}`);
	}
	return code;
}
