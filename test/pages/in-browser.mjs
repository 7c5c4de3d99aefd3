import assert from 'node:assert/strict';
import { drawsAlike, launchBrowser } from '../../tools/vscode-host/browser.mjs';
import { ShownPage } from './shown-page.mjs';

/** One browser for all suites of a run. @type {WeakMap<object, ReturnType<typeof launchBrowser>>} */
const browsers = new WeakMap();

/** @param {import('../../tools/vscode-host/lifetime.mjs').Lifetime} lifetime */
function browserOf(lifetime) {
	const running = browsers.get(lifetime) ?? launchBrowser(lifetime, { forPictures: drawsAlike });
	browsers.set(lifetime, running);
	return running;
}

/**
 * Pages in a browser, for the tests of one suite: each opens its own, which is closed after it. A test fails where the browser
 * complained. To be called within `describe`.
 * @param {Parameters<typeof ShownPage.open>[1]} defaults
 */
export function inBrowser(defaults) {
	/** @type {import('playwright-core').Browser} */
	let browser;
	/** @type {ShownPage | undefined} */
	let shown;
	const close = async () => {
		const complaints = shown?.complaints ?? [];
		await shown?.close();
		shown = undefined;
		assert.deepEqual(complaints, []);
	};
	before(async function () {
		browser = await browserOf(this.lifetime);
	});
	afterEach(close);
	return {
		/** Opens a page; whichever was open before is closed. @param {Parameters<typeof ShownPage.open>[1]} [options] */
		async open(options) {
			await close();
			shown = await ShownPage.open(browser, { ...defaults, ...options });
			return shown;
		},
	};
}
