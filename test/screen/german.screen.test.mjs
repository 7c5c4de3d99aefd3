import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DemoWindow } from './demo-window.mjs';

/** @param {string} file @returns {Record<string, string>} */
const textsOf = (file) => JSON.parse(readFileSync(file, 'utf8'));

const files = ['l10n/bundle.l10n', 'package.nls'];
const german = new Set(files.flatMap((file) => Object.values(textsOf(`${file}.de.json`))));
/** What the editor itself says, without a language pack. */
const editors = ['Cancel'];
/** Our texts of words alone that are none in German. */
const english = files
	.flatMap((file) => Object.values(textsOf(`${file}.json`)))
	.filter((text) => !editors.includes(text) && !german.has(text) && !text.includes('{') && /\p{L}{3}/u.test(text));

/** What of our English can be read in texts: whole texts, and sentences inside longer ones. @param {readonly string[]} texts */
function englishIn(texts) {
	return texts.filter((text) =>
		english.some((ours) => text === ours || (ours.split(' ').length > 2 && text.includes(ours))),
	);
}

/** In one window, in the language of whose extensions the editor has no texts of its own. */
describe('A German editor', function () {
	this.timeout(180_000);
	/** @type {DemoWindow} */
	let editor;
	before(async function () {
		editor = await DemoWindow.open(this.lifetime, { demo: '', language: 'de' });
		await editor.widen(250);
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await editor.saveFailure(this.currentTest.title);
	});

	/** All that is written, or read by screen readers, in a part of the window. @param {string} part */
	const written = (part) =>
		editor.page
			.locator(part)
			.evaluateAll((parts) =>
				parts.flatMap((element) =>
					[element, ...element.querySelectorAll('*')].flatMap((one) => [
						...[...one.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ textContent }) => textContent ?? ''),
						one.getAttribute('aria-label') ?? '',
					]),
				),
			);

	it('says how to begin in German, on buttons that show all of their words', async () => {
		const buttons = editor.page.locator('.sidebar .welcome-view-content .monaco-button:visible');
		await buttons.filter({ hasText: 'Anmelden' }).first().waitFor();
		for (const button of await buttons.all())
			assert.ok(await button.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth));
		assert.deepEqual(englishIn(await written('.sidebar .welcome-view-content')), []);
	});

	it('shows incidents and who is on call in German, of whose rows the beginning can be read', async () => {
		await editor.window.runCommand('PagerDuty: Demokonto erkunden');
		await editor.row(/Ausgelöst/);
		// The person's own row is there at every hour; one that names a gap is not.
		await editor.row(/^Sie: /);
		for (const { label, shown } of await editor.looks())
			assert.ok(shown.length >= Math.min(label.length, 12), `${label} shows ${shown}`);
		assert.deepEqual(englishIn(await written('.part.sidebar .pane')), []);
	});

	it('tells all of an incident in German beside its row', async () => {
		const row = await editor.row(/Ausgelöst/);
		await row.hover();
		const hover = editor.page.locator('.monaco-hover:visible, .workbench-hover:visible');
		await hover
			.filter({ hasText: /Dringlichkeit|Dienst/ })
			.first()
			.waitFor();
		assert.deepEqual(englishIn(await written('.workbench-hover')), []);
	});

	it('says what has been done, and asks before it deletes, in German', async () => {
		const row = await editor.row(/Ausgelöst/);
		await row.click();
		await editor.page.keyboard.press('r');
		await editor.page.locator('.notification-toast').filter({ hasText: 'gelöst' }).first().waitFor();
		assert.deepEqual(englishIn(await written('.notification-toast')), []);
		await editor.window.runCommand('PagerDuty: Agentenaktivität löschen');
		const asked = editor.page.locator('.monaco-dialog-box');
		await asked.getByText('Aufzeichnung').first().waitFor();
		assert.deepEqual(englishIn(await written('.monaco-dialog-box')), []);
		const buttons = await asked.locator('.monaco-button').all();
		assert.ok(buttons.length > 0);
		for (const button of buttons)
			assert.ok(await button.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth));
		await editor.page.keyboard.press('Escape');
	});
});
