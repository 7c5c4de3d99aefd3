import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionRoot } from '../../tools/vscode-host/paths.mjs';
import { demoSettings } from '../../tools/vscode-host/settings.mjs';
import { EditorWindow } from '../../tools/vscode-host/window.mjs';
import { WindowLeaks } from '../support/window-leaks.mjs';
import { rowLooks } from './legibility.mjs';

const row = '.sidebar .monaco-list-row';

/** A window of the editor, as a person sees it. */
export class DemoWindow {
	/** @param {EditorWindow} window */
	constructor(window) {
		this.window = window;
	}

	/**
	 * @param {import('../../tools/vscode-host/lifetime.mjs').Lifetime} lifetime
	 * @param {{ demo?: string, settings?: Record<string, unknown>, extensions?: string[], env?: Record<string, string>, language?: string, forPictures?: boolean }} [options] `demo` as PAGERDUTY_DEMO; empty for nobody signed in
	 */
	static async open(
		lifetime,
		{ demo = '1', settings = {}, extensions = [], env = {}, language = 'en', forPictures = false } = {},
	) {
		const data = mkdtempSync(join(tmpdir(), 'screen-test-'));
		lifetime.defer(() => rmSync(data, { recursive: true, force: true, maxRetries: 5 }));
		const workspace = join(extensionRoot, 'test/host/fixture');
		const leaks = new WindowLeaks(lifetime, [data, workspace]);
		const window = await EditorWindow.open(lifetime, {
			data,
			workspace,
			extensions: [extensionRoot, leaks.extension, ...extensions],
			settings: { ...demoSettings, ...settings },
			env: { PAGERDUTY_DEMO: demo, ...leaks.environment, ...env },
			language,
			forPictures,
		});
		leaks.see(window.page);
		await window.openSidebar('PagerDuty');
		return new DemoWindow(window);
	}

	get page() {
		return this.window.page;
	}

	/** @param {string} theme as the editor lists it @param {string} kind the class of a window in such a theme */
	async wear(theme, kind) {
		await this.window.runCommand('Preferences: Color Theme');
		const choices = this.page.locator('.quick-input-widget .monaco-list-row');
		await choices.first().waitFor();
		await this.page.locator('.quick-input-widget input').fill(theme);
		await choices.getByText(theme, { exact: true }).first().click();
		await this.page.locator(`.monaco-workbench.${kind}`).waitFor({ timeout: 30_000 });
	}

	/** Draws the side bar's edge until it is so wide. @param {number} width in px */
	async widen(width) {
		const box = await this.page.locator('.part.sidebar').boundingBox();
		if (!box) throw new Error('The side bar is not shown.');
		const y = box.y + box.height / 2;
		await this.page.mouse.move(box.x + box.width, y);
		await this.page.mouse.down();
		await this.page.mouse.move(box.x + width, y, { steps: 4 });
		await this.page.mouse.up();
		await this.page.mouse.move(box.x + width + 200, y);
	}

	/** Waits for a row whose label for screen readers is so. @param {RegExp} label */
	async row(label) {
		const found = this.page.locator(row).and(this.page.getByRole('treeitem', { name: label }));
		await found.first().waitFor({ timeout: 60_000 });
		return found.first();
	}

	/** What can be read of the rows that one sees. */
	looks() {
		return rowLooks(this.page, row);
	}

	/** A picture of a part of the window, with nothing pointed at and nothing that moves. @param {string} part its selector */
	async picture(part) {
		await this.page.mouse.move(900, 300);
		const clip = await this.page.locator(part).first().boundingBox();
		if (!clip) throw new Error(`${part} is not shown.`);
		return this.page.screenshot({ animations: 'disabled', caret: 'hide', clip });
	}

	/** The row that the keyboard is on, as a screen reader reads it. */
	async focusedRow() {
		return (await this.page.locator(`${row}.focused`).first().getAttribute('aria-label')) ?? '';
	}

	get #status() {
		return this.page.locator('.statusbar-item[id*="oncall-for-pagerduty"]').first();
	}

	/** The status bar's entry, as a screen reader reads it. */
	async statusLabel() {
		return (await this.#status.getAttribute('aria-label')) ?? '';
	}

	/** Waits until the status bar's entry, or its label for screen readers, is so. @param {RegExp} text */
	async statusSays(text) {
		await this.#status.and(this.page.getByLabel(text)).waitFor({ timeout: 60_000 });
	}

	/** Types into what the editor asks, and sends it off. @param {string} text */
	async answer(text) {
		const input = this.page
			.locator('.quick-input-widget:visible input[type="text"]:visible, .quick-input-widget:visible input.input')
			.first();
		await input.fill(text);
		await input.press('Enter');
	}

	/** Waits for the editor to offer a choice that is so. @param {RegExp} label */
	async choices(label) {
		await this.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: label }).first().waitFor();
	}

	/** @param {string} token */
	async signInByToken(token) {
		await this.window.runCommand('PagerDuty: Sign in');
		await this.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: /token/i }).first().click();
		await this.page.locator('.quick-input-widget').getByPlaceholder('API token').waitFor();
		await this.answer(token);
	}

	/** Another window of the same editor, for the same person. */
	async anotherWindow() {
		const other = await this.window.another();
		await other.openSidebar('PagerDuty');
		return new DemoWindow(other);
	}

	/** Waits for the status bar to tell in passing. @param {RegExp} text */
	async told(text) {
		await this.page.locator('.statusbar-item').filter({ hasText: text }).first().waitFor({ timeout: 60_000 });
	}

	/** @param {RegExp} text */
	async toast(text) {
		const toast = this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
		await toast.waitFor({ timeout: 60_000 });
		return toast;
	}

	/** Keeps a picture of the window beside the results. @param {string} title */
	async saveFailure(title) {
		const path = join(extensionRoot, `out/results/screen failure, ${title}.png`);
		await this.page.screenshot({ path });
		console.error(`The window when the test failed: ${path}`);
	}
}
