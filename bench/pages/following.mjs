import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { extensionRoot } from '../../tools/vscode-host/paths.mjs';
import { retitle } from '../../test/screen/colleague.mjs';
import { DemoWindow } from '../../test/screen/demo-window.mjs';
import { startAccount } from '../../test/support/account-process.mjs';
import { Marks } from './marks.mjs';
import { middle } from './middle.mjs';

const changes = 6;

/**
 * What others change in PagerDuty while a page is open, in a real VS Code: from the end of PagerDuty's answer to the look that brings the
 * change until the page shows it.
 * @param {import('../../tools/vscode-host/lifetime.mjs').Lifetime} lifetime
 * @returns {Promise<import('../../tools/vscode-host/bench.mjs').Figure[]>}
 */
export async function followingPages(lifetime) {
	const account = await startAccount(lifetime);
	const answers = new Answers(account.url);
	lifetime.defer(() => answers.end());
	const editor = await DemoWindow.open(lifetime, {
		demo: '',
		extensions: [join(extensionRoot, 'test/chat/pagerduty-here')],
		env: { PAGERDUTY_HERE: await answers.listen() },
		settings: { 'pagerduty.refreshInterval': 5 },
	});
	const { page } = editor;
	const titles = new Marks(page);
	await page.addInitScript(watchHeading);
	await editor.signInByToken(account.token);
	await (await editor.row(/Card authorisations/)).click();
	let title = await titles.until((title) => title.includes('Card authorisations'));
	const times = [];
	for (let index = 1; index <= changes; index++) {
		// What the page itself reads after a change must not bring the next one: a look later it has long been read.
		await answers.next();
		const next = `Renamed ${index}`;
		await retitle(account, title.replace(/^#\d+ /, ''), next);
		title = await titles.until((title) => title.includes(next));
		times.push(titles.at(title) - (answers.with(next) ?? NaN));
	}
	return [
		{
			what: 'PagerDuty’s answer with a change until the page shows it, the middle one',
			value: middle(times),
			atMost: 50,
		},
		{ what: '… the longest', value: Math.max(...times) },
	].map((figure) => ({ ...figure, unit: 'ms' }));
}

/** Stands between the extension and PagerDuty, and keeps when each list of incidents ended: that is what a look reads. */
class Answers {
	/** @type {{ text: string, at: number }[]} */
	#given = [];
	/** @type {() => void} */
	#told = () => undefined;
	#server;

	/** @param {string} url of PagerDuty */
	constructor(url) {
		this.#server = createServer((asked, given) => {
			const { method, headers } = asked;
			const sent = request(new URL(asked.url ?? '/', url), { method, headers }, async (reply) => {
				const chunks = [];
				for await (const chunk of reply) chunks.push(chunk);
				const body = Buffer.concat(chunks);
				given.writeHead(reply.statusCode ?? 502, reply.headers).end(body, () => {
					if (!/^\/incidents\?/.test(asked.url ?? '')) return;
					this.#given.push({ text: body.toString(), at: performance.timeOrigin + performance.now() });
					this.#told();
				});
			});
			asked.pipe(sent);
		});
	}

	/** @returns {Promise<string>} its own address */
	listen() {
		return new Promise((resolve) => {
			this.#server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${this.#server.address().port}`));
		});
	}

	/** Waits for the next of them. @returns {Promise<void>} */
	next() {
		return new Promise((resolve) => (this.#told = resolve));
	}

	/** When the first of them with such a text ended, in ms since 1970. @param {string} text */
	with(text) {
		return this.#given.find((answer) => answer.text.includes(text))?.at;
	}

	end() {
		this.#server.close();
		this.#server.closeAllConnections();
	}
}

/** Runs within each frame. The page itself is a frame within that of the webview, which shows it once it is loaded. */
function watchHeading() {
	if (!location.pathname.endsWith('/pre/index.html')) return;
	let told = '';
	const look = () => {
		const heading = document.querySelector('iframe#active-frame')?.contentDocument?.querySelector('main h1');
		const title = heading?.textContent ?? '';
		if (title !== told) console.debug(`bench: ${performance.timeOrigin + performance.now()} ${title}`);
		told = title;
		requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
}
