import { DemoWindow } from '../../test/screen/demo-window.mjs';
import { Marks } from './marks.mjs';
import { middle } from './middle.mjs';

const opened = 6;

/**
 * From a click on a row until the incident's page shows it, which needs no request, and until it shows its timeline, for which PagerDuty
 * is asked: the demo account, within the extension's own process.
 * @param {import('../../tools/vscode-host/lifetime.mjs').Lifetime} lifetime
 * @returns {Promise<import('../../tools/vscode-host/bench.mjs').Figure[]>}
 */
export async function openingPages(lifetime) {
	const editor = await DemoWindow.open(lifetime, {
		// A tab that takes the place of another would be measured with the other's end.
		settings: { 'workbench.editor.enablePreview': false },
	});
	const { page } = editor;
	const marks = new Marks(page);
	await page.evaluate(() =>
		addEventListener('click', () => console.debug(`bench: ${performance.timeOrigin + performance.now()} click`), true),
	);
	await page.addInitScript(watchWebview);
	await editor.row(/Card authorisations/);
	const rows = page
		.locator('.sidebar .monaco-list-row')
		.and(page.getByRole('treeitem', { name: /Triggered|Acknowledged/ }));
	const count = Math.min(await rows.count(), opened);
	/** @type {{ heading: number, timeline: number }[]} */
	const times = [];
	for (let index = 0; index < count; index++) {
		marks.forget();
		await rows.nth(index).click();
		await marks.until((what) => what === 'timeline');
		const [click = NaN, heading = NaN, timeline = NaN] = ['click', 'heading', 'timeline'].map((what) => marks.at(what));
		times.push({ heading: heading - click, timeline: timeline - click });
	}
	const [first, ...others] = times;
	if (!first) throw new Error('There is no incident to click on.');
	const figures = [
		{ what: 'click on a row until its page shows the incident, the first one', value: first.heading, atMost: 300 },
		{ what: '… the middle of the next ones', value: middle(others.map(({ heading }) => heading)), atMost: 300 },
		{ what: 'click on a row until its page shows the timeline, the first one', value: first.timeline },
		{ what: '… the middle of the next ones', value: middle(others.map(({ timeline }) => timeline)) },
	];
	return figures.map((figure) => ({ ...figure, unit: 'ms' }));
}

/** Runs within each frame. The page itself is a frame within that of the webview, which shows it once it is loaded. */
function watchWebview() {
	if (!location.pathname.endsWith('/pre/index.html')) return;
	const told = new Set();
	const tell = (/** @type {string} */ what) => {
		if (told.has(what)) return;
		told.add(what);
		console.debug(`bench: ${performance.timeOrigin + performance.now()} ${what}`);
	};
	const look = () => {
		const page = document.querySelector('iframe#active-frame')?.contentDocument;
		if (page?.querySelector('main h1')) tell('heading');
		if (page?.querySelector('main .timeline')) tell('timeline');
		requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
}
