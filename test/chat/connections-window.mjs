import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionRoot } from '../../tools/vscode-host/paths.mjs';
import { freePort } from '../../tools/vscode-host/server.mjs';
import { demoSettings } from '../../tools/vscode-host/settings.mjs';
import { EditorWindow } from '../../tools/vscode-host/window.mjs';
import { WindowLeaks } from '../support/window-leaks.mjs';

/** A window on the demo account in which somebody has the view of connections open, and does everything by clicks and keys. */
export class ConnectionsWindow {
	#leaks;

	/** @param {EditorWindow} window @param {WindowLeaks} leaks */
	constructor(window, leaks) {
		this.window = window;
		this.#leaks = leaks;
		leaks.see(window.page);
	}

	/** @param {import('../../tools/vscode-host/lifetime.mjs').Lifetime} lifetime */
	static async open(lifetime) {
		const data = mkdtempSync(join(tmpdir(), 'connections-test-'));
		lifetime.defer(() => rmSync(data, { recursive: true, force: true, maxRetries: 5 }));
		const workspace = join(extensionRoot, 'test/host/fixture');
		const leaks = new WindowLeaks(lifetime, [data, workspace]);
		const window = await EditorWindow.open(lifetime, {
			data,
			workspace,
			extensions: [extensionRoot, leaks.extension],
			// The person who runs this may have an editor of their own at the usual port.
			settings: { ...demoSettings, 'pagerduty.mcp.port': await freePort() },
			env: { PAGERDUTY_DEMO: '1', ...leaks.environment },
		});
		// What is copied can be pasted, too.
		await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		return new ConnectionsWindow(window, leaks).#ready();
	}

	/** A second window of the same editor. */
	async another() {
		return new ConnectionsWindow(await this.window.another(), this.#leaks).#ready();
	}

	async #ready() {
		await this.window.openSidebar('PagerDuty');
		await this.#unfold();
		return this;
	}

	/** The editor may fold the view again while it takes in how its views were left. */
	async #unfold() {
		const header = this.page.locator('.pane-header').filter({ hasText: /^Connections/ });
		if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
	}

	get page() {
		return this.window.page;
	}

	get #pane() {
		return this.page.locator('.pane').filter({ has: this.page.locator('.pane-header', { hasText: /^Connections/ }) });
	}

	get #question() {
		return this.page.locator('.quick-input-widget:visible');
	}

	/** The names of the connections that are shown. @returns {Promise<string[]>} */
	async names() {
		const rows = this.#pane.locator('.monaco-list-row');
		const labels = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
		return labels.map((label) => label.replace(/:.*$/s, '')).sort();
	}

	/** Waits for the view to show these, and nothing else. @param {readonly string[]} wanted */
	async shows(wanted) {
		const expected = [...wanted].sort().join();
		for (let attempt = 0; attempt < 150 && (await this.names()).join() !== expected; attempt++) {
			await this.#unfold();
			await this.page.waitForTimeout(100);
		}
		return (await this.names()).join() === expected;
	}

	/** A new connection with another name, all else as it is offered. Gives the address and the secret that were copied. @param {string} name */
	async create(name) {
		await this.window.runCommand('PagerDuty: New connection');
		// Up to the page of all terms.
		while ((await this.#row('Create').count()) === 0) await this.#press('Enter');
		await this.#rename(name, 'Create');
		return this.#copied();
	}

	/** @param {string} from @param {string} to */
	async rename(from, to) {
		await this.#pane.locator('.monaco-list-row').filter({ hasText: from }).click({ button: 'right' });
		await this.page.getByRole('menuitem', { name: 'Edit connection' }).hover();
		// By key: the editor's menus take no click in the first tenth of a second.
		await this.page.keyboard.press('Enter');
		await this.#row('Save').waitFor();
		await this.#rename(to, 'Save');
		await this.#question.waitFor({ state: 'hidden' });
	}

	/** By the button in its row and the modal question. @param {string} name @param {string} answer the button that is clicked */
	async rotate(name, answer = 'New secret') {
		await this.#act(name, 'Give connection a new secret', answer);
		return answer === 'New secret' ? this.#copied() : undefined;
	}

	/** @param {string} name @param {string} answer */
	async end(name, answer = 'End connection') {
		await this.#act(name, 'End connection', answer);
	}

	/** @param {string} name @param {string} action @param {string} answer */
	async #act(name, action, answer) {
		const row = this.#pane.locator('.monaco-list-row').filter({ hasText: name });
		const dialog = this.page.locator('.monaco-dialog-box');
		const asks = () =>
			dialog.waitFor({ timeout: 5_000 }).then(
				() => true,
				() => false,
			);
		do {
			// While the editor draws what another window changed, a click hits nothing, or a list asks which row is meant.
			await this.page.keyboard.press('Escape');
			await row.hover();
			await row.locator(`.action-label[aria-label^="${action}"]`).click();
		} while (!(await asks()));
		await dialog.getByRole('button', { name: answer, exact: true }).click();
		await dialog.waitFor({ state: 'hidden' });
	}

	/** @param {string} name @param {string} agree */
	async #rename(name, agree) {
		await this.#row('Name').click();
		const box = this.#question.locator('input[type="text"]:visible').first();
		await this.#row(agree).waitFor({ state: 'hidden' });
		await box.fill(name);
		await box.press('Enter');
		await this.#row(agree).waitFor();
		await this.#row(agree).click();
	}

	/** @param {string} label */
	#row(label) {
		return this.#question
			.locator('.monaco-list-row')
			.filter({ hasText: new RegExp(`^\\s*${label}`) })
			.first();
	}

	/** @param {string} key */
	async #press(key) {
		await this.#question.waitFor();
		await this.page.keyboard.press(key);
		await this.page.waitForTimeout(150);
	}

	/** Copies what a client needs, and reads it as the client would. */
	async #copied() {
		await this.#row('Copy command').click();
		await this.#question.getByText('copied').first().waitFor();
		await this.page.keyboard.press('Enter');
		await this.#question.waitFor({ state: 'hidden' });
		const text = await this.page.evaluate(() => navigator.clipboard.readText());
		const [, url = '', secret = ''] = /(http:\S+) --header "Authorization: Bearer (\S+)"$/.exec(text) ?? [];
		return { url, secret };
	}

	/** Keeps a picture of the window beside the results. @param {string} title */
	async saveFailure(title) {
		const path = join(extensionRoot, `out/results/connections failure, ${title}.png`);
		await this.page.screenshot({ path });
		console.error(`The window when the test failed: ${path}`);
	}
}
