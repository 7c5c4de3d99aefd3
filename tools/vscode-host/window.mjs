import { launchBrowser } from './browser.mjs';
import { startServer } from './server.mjs';
import { seedProfileStorage, workbenchAddress } from './workbench.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Locator} Locator
 */

/**
 * A window of a real VS Code, on a fresh user-data-dir, driven from outside: what the person sees and clicks.
 */
export class EditorWindow {
	/**
	 * @param {import('playwright-core').Page} page
	 * @param {import('./server.mjs').Server} server
	 * @param {string} workspace
	 */
	constructor(page, server, workspace) {
		this.page = page;
		this.server = server;
		this.workspace = workspace;
	}

	/**
	 * @param {import('./lifetime.mjs').Lifetime} lifetime
	 * @param {import('./server.mjs').ServerOptions & { workspace: string, size?: [number, number], language?: string, scale?: number, storage?: Record<string, string>, forPictures?: boolean }} options `language` the extensions' own, without what the editor itself says; `forPictures` to be drawn the same on each machine
	 */
	static async open(
		lifetime,
		{ workspace, size = [1280, 800], scale = 1, language, storage = {}, forPictures, ...serverOptions },
	) {
		const browser = await launchBrowser(lifetime, { forPictures });
		const server = await startServer(lifetime, serverOptions);
		const [width, height] = size;
		const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
		const page = await context.newPage();
		// What a language pack sets; without its texts, the editor's own stay English.
		if (language) await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)}`);
		await seedProfileStorage(page, server, storage);
		const window = new EditorWindow(page, server, workspace);
		await window.load();
		return window;
	}

	/** A second window of the same editor: an extension host of its own, and what is kept in common. */
	async another() {
		const window = new EditorWindow(await this.page.context().newPage(), this.server, this.workspace);
		await window.load();
		return window;
	}

	/** Loads the window, anew if it is there: the extensions start over. */
	async load() {
		await this.page.goto(workbenchAddress(this.server, this.workspace), { waitUntil: 'commit' });
		await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 90_000 });
	}

	/** Through the command palette. @param {string} title as the palette shows it, with its category */
	async runCommand(title) {
		// What is closing takes no text, and a key in that moment opens nothing.
		await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
		await this.page.keyboard.press('F1');
		const input = this.page.locator('.quick-input-widget input');
		await input.waitFor();
		await input.fill(`>${title}`);
		await this.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: title }).first().click();
	}

	/** Opens a container of the side bar by its icon in the activity bar. @param {string} title */
	async openSidebar(title) {
		const icon = this.page
			.locator('.activitybar .action-item')
			.filter({ has: this.page.locator(`[aria-label^="${title}"]`) });
		await icon.first().waitFor({ timeout: 60_000 });
		if (!(await icon.first().getAttribute('class'))?.includes('checked')) await icon.first().click();
		await this.page.locator('.sidebar .composite.title').filter({ hasText: title }).waitFor({ timeout: 30_000 });
	}

	/** The rows of the side bar's trees, as a screen reader reads them. @returns {Promise<string[]>} */
	async treeRows() {
		const rows = this.page.locator('.sidebar .monaco-list-row');
		return rows.evaluateAll((elements) => elements.map((row) => row.getAttribute('aria-label') ?? ''));
	}
}
