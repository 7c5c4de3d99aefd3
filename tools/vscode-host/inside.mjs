import { randomBytes } from 'node:crypto';
import { cpSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from './browser.mjs';
import { say } from './console.mjs';
import { installHost } from './install.mjs';
import { extensionRoot } from './paths.mjs';
import { startServer } from './server.mjs';
import { quietSettings } from './settings.mjs';
import { workbenchAddress } from './workbench.mjs';

const exitCodes = { timedOut: 2, browserGone: 3 };

/**
 * @typedef {object} Outcome
 * @property {number} code            0 passed, 1 failed, 2 timed out, 3 the browser ended
 * @property {boolean} told           whether the program said anything
 * @property {string[]} errors        of the workbench
 *
 * @typedef {import('../../test/support/window-leaks.mjs').WindowLeaks} Leaks
 *
 * @typedef {object} Program
 * @property {string} path            of the built program, from the extension's folder
 * @property {(line: string) => void} tell   gets each line that it marks
 * @property {number} [seconds]       it may take
 */

/** A real VS Code, in whose windows programs of ours run beside the extension. */
export class EditorInside {
	/**
	 * @param {import('./lifetime.mjs').Lifetime} lifetime
	 * @param {string} data   the folder with its logs
	 * @param {string} mark   what the lines of programs begin with
	 * @param {import('./server.mjs').Server} server
	 * @param {import('playwright-core').Browser} browser
	 * @param {Leaks} [leaks]
	 */
	constructor(lifetime, data, mark, server, browser, leaks) {
		this.lifetime = lifetime;
		this.data = data;
		this.mark = mark;
		this.server = server;
		this.browser = browser;
		this.leaks = leaks;
		this.keep = Boolean(process.env['HOST_KEEP']);
	}

	/**
	 * @param {import('./lifetime.mjs').Lifetime} lifetime
	 * @param {Record<string, string>} [env] reaches the programs
	 * @param {(data: string) => Leaks} [watch] makes what looks for secrets in the folder with the logs, and in the windows
	 */
	static async start(lifetime, env = {}, watch) {
		await installHost(lifetime);
		const data = mkdtempSync(join(tmpdir(), 'host-test-'));
		/** @type {EditorInside | undefined} */
		let editor;
		lifetime.defer(() => editor?.keep || rmSync(data, { recursive: true, force: true, maxRetries: 5 }));
		const leaks = watch?.(data);
		cpSync(join(extensionRoot, 'test/host/fixture'), join(data, 'workspace'), { recursive: true });
		const mark = `told-${randomBytes(6).toString('hex')}:`;
		const browser = await launchBrowser(lifetime);
		const server = await startServer(lifetime, {
			data,
			settings: quietSettings,
			testDriver: true,
			env: { ...env, ...leaks?.environment, HOST_TEST_MARK: mark },
			...(leaks && { extensions: [leaks.extension] }),
		});
		say(`VS Code and ${browser.browserType().name()} ${browser.version()} are up`);
		editor = new EditorInside(lifetime, data, mark, server, browser, leaks);
		return editor;
	}

	/** Runs a program in a new window, on a profile of its own, to its end. @param {Program} program @returns {Promise<Outcome>} */
	async run({ path, tell, seconds = Number(process.env['HOST_TIMEOUT_SECONDS'] ?? 300) }) {
		const page = await this.browser.newPage({ viewport: { width: 1280, height: 800 } });
		this.leaks?.see(page);
		const workbenchLog = createWriteStream(join(this.data, 'workbench.log'), { flags: 'a' });
		/** @type {string[]} */
		const errors = [];
		let told = false;
		// The workbench passes on what extensions log, and the outcome of the program's run(), to these two functions of the page.
		await page.exposeFunction('codeAutomationLog', (/** @type {string} */ level, /** @type {unknown[]} */ parts) => {
			const line = parts.join(' ');
			if (line.startsWith(this.mark)) {
				told = true;
				tell(line.slice(this.mark.length));
			} else {
				workbenchLog.write(`${level} ${line}\n`);
				if (level === 'error') errors.push(line);
			}
		});
		/** @type {Promise<number>} */
		const outcome = new Promise((resolve) => {
			const timer = setTimeout(() => {
				say(`${path} did not end within ${seconds} s`);
				resolve(exitCodes.timedOut);
			}, seconds * 1000);
			this.lifetime.defer(() => clearTimeout(timer));
			page.on('crash', () => resolve(exitCodes.browserGone));
			this.browser.on('disconnected', () => resolve(exitCodes.browserGone));
			void page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => {
				clearTimeout(timer);
				resolve(code);
			});
		});
		const remote = (/** @type {string} */ file) => `vscode-remote://${this.server.authority}${file}`;
		const address = workbenchAddress(this.server, join(this.data, 'workspace'), {
			extensionDevelopmentPath: remote(extensionRoot),
			extensionTestsPath: remote(join(extensionRoot, path)),
			skipWelcome: 'true',
		});
		await page.goto(address, { waitUntil: 'commit' });
		const code = await outcome;
		if (code !== 0 && !this.lifetime.signal.aborted) {
			this.keep = true;
			await page.screenshot({ path: join(this.data, 'failure.png'), timeout: 5000 }).catch(() => undefined);
		}
		if (code !== exitCodes.browserGone) {
			await this.leaks?.seeKept(page);
			await page.close();
		}
		return { code, told, errors };
	}
}
