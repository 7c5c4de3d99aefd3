import assert from 'node:assert/strict';
import { join } from 'node:path';
import { drawsAlike } from '../../tools/vscode-host/browser.mjs';
import { extensionRoot } from '../../tools/vscode-host/paths.mjs';
import { startAccount } from '../support/account-process.mjs';
import { assertPictureSoon } from '../support/compare-picture.mjs';
import { changeAll, pageSomebody } from './colleague.mjs';
import { DemoWindow } from './demo-window.mjs';

const stoppedClock = join(import.meta.dirname, 'stopped-clock');

/** Themes that the editor brings along, and the class of a window that wears one. */
const themes = /** @type {const} */ ({
	dark: ['Dark Modern', 'vs-dark'],
	light: ['Light Modern', 'vs'],
	'dark high contrast': ['Dark High Contrast', 'hc-black'],
	'light high contrast': ['Light High Contrast', 'hc-light'],
});
const themeNames = /** @type {const} */ (['dark', 'light', 'dark high contrast', 'light high contrast']);

/** One window on an account whose time stands still: each test begins where the one before it ends. */
describe('The side bar', function () {
	this.timeout(180_000);
	/** @type {DemoWindow} */
	let editor;
	/** @type {Awaited<ReturnType<typeof startAccount>>} */
	let account;
	before(async function () {
		account = await startAccount(this.lifetime, {}, [`file://${stoppedClock}/stop.mjs`]);
		editor = await DemoWindow.open(this.lifetime, {
			demo: '',
			extensions: [join(extensionRoot, 'test/chat/pagerduty-here'), stoppedClock],
			env: { PAGERDUTY_HERE: account.url, TZ: 'Europe/Berlin' },
			settings: { 'workbench.colorTheme': themes.dark[0], 'window.autoDetectColorScheme': false },
			forPictures: drawsAlike,
		});
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await editor.saveFailure(this.currentTest.title);
	});

	/** Compares a picture of a part of the window, where the browser draws alike. @param {string} name @param {string} part */
	async function pictured(name, part) {
		if (drawsAlike) await assertPictureSoon(join(import.meta.dirname, 'pictures'), name, () => editor.picture(part));
	}
	/** The same of the side bar and of the status bar. @param {string} name */
	async function looksLike(name) {
		await pictured(name, '.part.sidebar');
		await pictured(`${name}, status bar`, '.part.statusbar .left-items');
	}
	/** @param {keyof typeof themes} theme */
	const wear = (theme) => editor.wear(...themes[theme]);
	const refresh = () => editor.window.runCommand('PagerDuty: Refresh');

	it('says how to begin to whoever is signed out', async () => {
		await editor.widen(250);
		const buttons = editor.page.locator('.sidebar .welcome-view-content .monaco-button:visible');
		await buttons.first().waitFor();
		for (const button of await buttons.all()) {
			const cut = await button.evaluate((element) => element.scrollWidth > element.clientWidth);
			assert.ok(!cut, `“${await button.innerText()}” is cut off`);
		}
		await looksLike('signed out, dark, 250 px');
	});

	for (const width of [250, 300, 400])
		it(`shows priority and age of each incident when it is ${width} px wide`, async () => {
			if (width === 250) await editor.signInByToken(account.token);
			await editor.row(/Assigned to me/);
			await editor.row(/Maya Okafor \(you\)/);
			await editor.widen(width);
			const incidents = (await editor.looks()).filter(({ label }) => /^(P\d · )?\d+(m|h|d)\b/.test(label));
			assert.ok(incidents.length >= 8, `${incidents.length} incidents`);
			for (const { label, shown } of incidents) {
				const start = /^(P\d · )?\d+(m|h|d)( \d+m)? {1,2}\S+/.exec(label)?.[0] ?? label;
				assert.ok(shown.length >= start.length, `${label}: only “${shown}”`);
			}
			await looksLike(`triggered, dark, ${width} px`);
		});

	for (const theme of /** @type {const} */ (['light high contrast', 'light', 'dark high contrast']))
		it(`can be read in ${theme}`, async () => {
			await wear(theme);
			await editor.widen(300);
			await canBeRead();
			await looksLike(`triggered, ${theme}, 300 px`);
		});

	it('can be read in dark, and shows what was taken on', async () => {
		await wear('dark');
		await canBeRead();
		await changeAll(account, 'triggered', 'acknowledged');
		await refresh();
		await editor.row(/Card authorisations.*Acknowledged/);
		await editor.statusSays(/open incidents are assigned to you/);
		await looksLike('acknowledged, dark, 300 px');
	});

	it('says that nothing is open', async () => {
		await changeAll(account, 'acknowledged', 'resolved');
		await refresh();
		await editor.row(/Card authorisations/).then((row) => row.waitFor({ state: 'detached' }));
		await looksLike('nothing open, dark, 300 px');
	});

	for (const theme of themeNames)
		it(`tells in a toast who is paged, in ${theme}`, async () => {
			await wear(theme);
			await pageSomebody(account, 'Ledger writes are refused');
			await refresh();
			const toast = await editor.toast(/Ledger writes are refused/);
			await editor.statusSays(/triggered/i);
			await pictured(`a page, ${theme}`, '.notifications-toasts');
			await toast.getByRole('button', { name: 'Acknowledge' }).click();
			await toast.waitFor({ state: 'detached' });
		});

	it('says what to try first', async () => {
		await editor.window.runCommand('Welcome: Open Walkthrough...');
		await editor.answer('On-Call for PagerDuty');
		await editor.page.locator('.gettingStartedContainer .getting-started-step').first().waitFor();
		// In the theme of the last toast first: it takes the keyboard for itself until it is drawn.
		const [worn, ...others] = themeNames.toReversed();
		await pictured(`walkthrough, ${worn}`, '.gettingStartedContainer');
		for (const theme of others) {
			await wear(theme);
			await pictured(`walkthrough, ${theme}`, '.gettingStartedContainer');
		}
	});

	it('says that PagerDuty cannot be reached', async () => {
		await wear('dark');
		account.stop();
		await refresh();
		await editor.statusSays(/not (been )?(up to date|updated|refreshed) since/i);
		// What was read stays.
		await editor.row(/Maya Okafor \(you\)/);
		await looksLike('not reached, dark, 300 px');
		await wear('light high contrast');
		await looksLike('not reached, light high contrast, 300 px');
	});

	async function canBeRead() {
		const rows = await editor.looks();
		assert.ok(rows.length > 10);
		const [taken, burning] = [/^P2 · 38m/, /^P1 · 9m/].map((start) => rows.find(({ label }) => start.test(label)));
		assert.ok((taken?.contrast ?? 99) < (burning?.contrast ?? 0) - 1, 'acknowledged ones are dimmed');
		for (const { label, contrast } of rows) assert.ok(contrast >= 4.5, `${label}: ${contrast.toFixed(1)}`);
	}
});
