import { codeOf, panelHtml } from '../../out/test/pages/host.main.js';

/**
 * @typedef {Record<string, unknown>} Fields
 * @typedef {{ readonly name: 'incident' | 'oncall', readonly input: Fields, readonly result?: Fields, readonly answers: Record<string, Fields[]> }} Shown
 *    `result` is what the host tells by itself, `answers` are those of each tool, one after another and over again
 */

/** A page in a browser whose host has all answers ready, so that only the page itself takes time. */
export class PageAlone {
	/** @param {import('playwright-core').Page} page */
	constructor(page) {
		this.page = page;
	}

	/** @param {import('playwright-core').Browser} browser @param {Shown} shown */
	static async open(browser, shown) {
		const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, timezoneId: 'UTC' });
		const body = panelHtml(await codeOf[shown.name](), 'Page', {});
		await page.route('https://page.example/**', (route) => route.fulfill({ contentType: 'text/html', body }));
		await page.addInitScript(readyHost, shown);
		await page.goto('https://page.example/');
		return new PageAlone(page);
	}

	/**
	 * When a frame has been drawn in which there are so many of such elements.
	 * @param {readonly [selector: string, count: number][]} wanted
	 * @param {{ click?: string, tell?: object }} [act] what is done first, from when the time is taken; else from the page's beginning
	 * @returns {Promise<number[]>} milliseconds for each
	 */
	async until(wanted, act) {
		return this.page.evaluate(
			async ({ wanted, act }) => {
				const began = act ? performance.now() : 0;
				if (act?.tell) window.postMessage(act.tell);
				if (act?.click) document.querySelector(act.click).click();
				const seen = async (/** @type {string} */ selector, /** @type {number} */ count) => {
					while (document.querySelectorAll(selector).length < count) await new Promise(requestAnimationFrame);
					// The next one begins when this one has been drawn.
					await new Promise(requestAnimationFrame);
					return performance.now() - began;
				};
				return Promise.all(wanted.map(([selector, count]) => seen(selector, count)));
			},
			{ wanted, act },
		);
	}

	/** Milliseconds from the beginning of the page until something stood on it. */
	async firstPaint() {
		return this.page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN);
	}

	/** The longest time, in ms, for which the page could not react to anything, so far. */
	async longestBlock() {
		return this.page.evaluate(() => Math.max(0, ...globalThis.blocks));
	}

	/**
	 * Scrolls through the page, and gives the times between its frames, in ms, the shortest first.
	 * @param {number} pixels how far
	 */
	async scroll(pixels) {
		await this.page.evaluate(() => {
			globalThis.frames = [];
			const look = (/** @type {number} */ at) => {
				globalThis.frames?.push(at);
				if (globalThis.frames) requestAnimationFrame(look);
			};
			requestAnimationFrame(look);
		});
		const client = await this.page.context().newCDPSession(this.page);
		await client.send('Input.synthesizeScrollGesture', {
			x: 600,
			y: 450,
			yDistance: -pixels,
			speed: 3000,
			gestureSourceType: 'mouse',
		});
		const frames = await this.page.evaluate(() => globalThis.frames);
		return frames
			.slice(1)
			.map((at, index) => at - frames[index])
			.sort((a, b) => a - b);
	}

	close() {
		return this.page.close();
	}
}

/** Runs within the page. @param {Shown} shown */
function readyHost({ input, result, answers }) {
	globalThis.blocks = [];
	new PerformanceObserver((list) =>
		globalThis.blocks.push(...list.getEntries().map(({ duration }) => duration)),
	).observe({ type: 'longtask', buffered: true });
	const answered = (/** @type {object} */ output) => ({ structuredContent: output, content: [] });
	const tell = (/** @type {object} */ message) => window.postMessage({ jsonrpc: '2.0', ...message });
	const notify = (/** @type {string} */ name, /** @type {object} */ params) =>
		tell({ method: `ui/notifications/${name}`, params });
	globalThis.acquireVsCodeApi = () => ({
		setState: () => undefined,
		postMessage: ({ id, method, params }) => {
			if (method === 'ui/initialize') {
				const hostContext = { theme: 'dark', locale: 'en', timeZone: 'UTC', visible: true };
				tell({ id, result: { protocolVersion: '2026-01-26', hostContext } });
			} else if (method === 'ui/notifications/initialized') {
				notify('tool-input', { arguments: input });
				if (result) notify('tool-result', answered(result));
			} else if (method === 'tools/call') {
				const [first = {}, ...others] = answers[params.name] ?? [];
				answers[params.name] = [...others, first];
				tell({ id, result: answered(first) });
			}
		},
	});
}
