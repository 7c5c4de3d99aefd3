import { codeOf, openHost, pageHtml, pages, panelHtml } from '../../out/test/pages/host.main.js';

/**
 * The editor's own colours in some of its themes.
 * @type {Record<string, { theme: 'light' | 'dark', colors: Record<string, string> }>}
 */
export const themes = {
	dark: {
		theme: 'dark',
		colors: {
			'background-primary': '#1f1f1f',
			'background-inverse': '#cccccc',
			'text-primary': '#cccccc',
			'text-secondary': '#9d9d9d',
			'text-inverse': '#1f1f1f',
			'text-info': '#4daafc',
			'text-danger': '#f85149',
			'text-success': '#73c991',
			'text-warning': '#cca700',
			'ring-primary': '#0078d4',
		},
	},
	light: {
		theme: 'light',
		colors: {
			'background-primary': '#ffffff',
			'background-inverse': '#3b3b3b',
			'text-primary': '#3b3b3b',
			'text-secondary': '#3b3b3b',
			'text-inverse': '#ffffff',
			'text-info': '#005fb8',
			'text-danger': '#f85149',
			'text-success': '#73c991',
			'text-warning': '#bf8803',
			'ring-primary': '#005fb8',
		},
	},
	'high contrast': {
		theme: 'dark',
		colors: {
			'background-primary': '#000000',
			'background-inverse': '#ffffff',
			'text-primary': '#ffffff',
			'text-secondary': '#ffffff',
			'text-inverse': '#000000',
			'text-info': '#21a6ff',
			'text-danger': '#f48771',
			'text-success': '#73c991',
			'text-warning': '#ffd700',
			'ring-primary': '#f38518',
		},
	},
};

/** What a panel of the editor gives a page. */
const panelDoor = `globalThis.toPage = (message) => window.postMessage(message);
globalThis.acquireVsCodeApi = () => ({
	postMessage: (message) => void globalThis.sendToHost(message),
	setState: (state) => void (globalThis.keptState = state),
});`;

/** A chat, as far as a page sees it: the window around its frame. */
const chat = `<!DOCTYPE html><html lang="en"><title>Chat</title><body><script>
	globalThis.show = (html) => {
		const frame = document.createElement('iframe');
		frame.title = 'MCP App';
		frame.sandbox = 'allow-scripts';
		frame.style = 'width: 100%; height: 700px; border: 0';
		globalThis.toPage = (message) => frame.contentWindow.postMessage(message, '*');
		window.addEventListener('message', ({ data, source }) => {
			if (source === frame.contentWindow) void globalThis.sendToHost(data);
		});
		frame.srcdoc = html;
		document.body.append(frame);
	};
</script></body></html>`;

/** A page in a real browser, on an account of its own. */
export class ShownPage {
	/**
	 * @param {import('playwright-core').Page} page
	 * @param {import('../../out/test/pages/host.main.js').ShownPage} host
	 * @param {string} id of the incident
	 */
	constructor(page, host, id) {
		this.page = page;
		this.host = host;
		this.id = id;
		/** Where the page is drawn. @type {import('playwright-core').Page | import('playwright-core').FrameLocator} */
		this.view = page;
		/** What the browser refused or what threw. @type {string[]} */
		this.complaints = [];
	}

	/**
	 * @param {import('playwright-core').Browser} browser
	 * @param {{ theme?: string, width?: number, locale?: string, page?: 'incident' | 'oncall' | 'report' | 'service', input?: object, tool?: string, timeZone?: string, find?: (account: import('../support/signed-in.ts').SignedIn) => { id: string }, told?: boolean, options?: object, replace?: Function, offered?: readonly string[], asks?: readonly string[], door?: 'panel' | 'chat' }} [options]
	 */
	static async open(
		browser,
		{
			theme = 'dark',
			width = 800,
			locale = 'en',
			page: name = 'incident',
			input = {},
			tool,
			timeZone = 'Europe/Berlin',
			find = triggered,
			told = true,
			options = {},
			replace,
			offered,
			asks,
			door = 'panel',
		} = {},
	) {
		const context = await browser.newContext({
			viewport: { width, height: 900 },
			reducedMotion: 'reduce',
			locale: 'en-US',
			timezoneId: timeZone,
		});
		const page = await context.newPage();
		const { theme: kind, colors } = themes[theme] ?? themes['dark'];
		const variables = Object.fromEntries(Object.entries(colors).map(([name, color]) => [`--color-${name}`, color]));
		const post = (message) => void page.evaluate((sent) => globalThis.toPage(sent), message).catch(() => undefined);
		let shown;
		const host = await openHost(
			options,
			() => ({ theme: kind, styles: { variables }, locale, timeZone, visible: true }),
			post,
			({ host: pageHost }) => {
				if (tool) void host.show(tool, input);
				else if (name !== 'incident') pageHost.sendInput(input);
				else if (told) void host.tell(shown.id);
				else pageHost.sendInput({ incident: shown.id });
			},
		);
		const { id } = name === 'incident' ? find(host.account) : { id: '' };
		shown = new ShownPage(page, host, id);
		if (replace) host.replace = replace;
		host.offered = offered;
		host.asks = asks;
		page.on('pageerror', (error) => shown.complaints.push(String(error)));
		page.on('console', (message) => message.type() === 'error' && shown.complaints.push(message.text()));
		await page.clock.setFixedTime(host.account.clock.now());
		await page.exposeFunction('sendToHost', (message) => host.host.receive(message));
		const inChat = door === 'chat';
		await page.addInitScript(inChat ? '' : panelDoor);
		const body = inChat
			? chat
			: panelHtml(await codeOf[name](), 'Page', { ...(id && { incident: id }), account: 'demo' });
		await page.route('https://page.example/**', (route) => route.fulfill({ contentType: 'text/html', body }));
		await page.goto('https://page.example/');
		if (inChat)
			await page.evaluate(
				(html) => globalThis.show(html),
				await pageHtml(pages.find(({ uri }) => uri.endsWith(`/${name}.html`))),
			);
		shown.view = inChat ? page.frameLocator('iframe') : page;
		return shown;
	}

	async close() {
		await this.page.context().close();
		await this.host.close();
	}

	/** A picture of all of it, with nothing pointed at and nothing that moves. */
	async picture() {
		const { page } = this;
		await page.mouse.move(0, 0);
		const size = page.viewportSize();
		// What is not in sight is not drawn, and may have another height once it is.
		for (let seen = 0, tall = 1; seen !== tall;) {
			seen = tall;
			tall = await page.evaluate(() => {
				// What is said of something hangs out of the page.
				const parts = [document.body, ...document.querySelectorAll('[role=tooltip]')];
				return Math.ceil(Math.max(...parts.map((part) => part.getBoundingClientRect().bottom)));
			});
			await page.setViewportSize({ ...size, height: tall });
			await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
		}
		return page.screenshot({ animations: 'disabled', caret: 'hide' });
	}

	/** Requests that PagerDuty got. */
	requests(mark = 0) {
		return this.host.account.requests(mark);
	}
}

/** The newest incident of the person that waits, with alerts. */
export function triggered({ sandbox }) {
	const found = sandbox.store.incidents.find(({ status, title }) => status === 'triggered' && /card/i.test(title));
	if (!found) throw new Error('No such incident.');
	return found;
}
