import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { bundledChromium } from './chromium.mjs';
import { HostError } from './console.mjs';

/** @typedef {{ path: string, args: string[], env: Record<string, string> }} Browser */

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** Whether there is a browser that draws the same on each such machine. */
export const drawsAlike = process.platform === 'linux' && process.arch === 'x64';

/** Letters without regard to the points of a screen, and what the browser itself writes in one language. */
const alike = { args: ['--font-render-hinting=none', '--disable-lcd-text'], env: { LC_ALL: 'en_US.UTF-8' } };

/**
 * A headless browser that ends with `lifetime`: CHROME_PATH, else one on the PATH, else the npm package's.
 * HOST_BUNDLED_CHROMIUM=1 takes the npm package's at once.
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 * @param {{ forPictures?: boolean }} [options] `forPictures` for one that draws the same on each machine
 */
export async function launchBrowser(lifetime, { forPictures = false } = {}) {
	const browser = (forPictures ? undefined : chosenBrowser()) ?? (await bundledChromium(lifetime));
	// Not imported at the top: on the first run it is installed after this module is loaded.
	const { chromium } = await import('playwright-core');
	const running = await chromium.launch({
		executablePath: browser.path,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-dev-shm-usage',
			...(forPictures ? alike.args : []),
			...browser.args,
		],
		env: { ...process.env, ...browser.env, ...(forPictures && alike.env) },
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
	});
	lifetime.defer(() => running.close());
	lifetime.signal.throwIfAborted();
	return running;
}

/** @returns {Browser | undefined} */
function chosenBrowser() {
	const asked = process.env['CHROME_PATH'];
	if (asked && !existsSync(asked))
		throw new HostError(`CHROME_PATH is ${asked}, which does not exist: mend or unset it.`);
	const path = asked || (process.env['HOST_BUNDLED_CHROMIUM'] ? undefined : browserOnPath());
	return path ? { path, args: [], env: {} } : undefined;
}

function browserOnPath() {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return commands.flatMap((command) => folders.map((folder) => join(folder, command))).find((file) => existsSync(file));
}
