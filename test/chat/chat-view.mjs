import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {import('../../tools/vscode-host/window.mjs').Page} Page
 * @typedef {import('../../tools/vscode-host/window.mjs').Locator} Locator
 */

/** The chat view of an editor window, used as a person uses it. */
export class ChatView {
	#page;
	#root;

	/** @param {Page} page */
	constructor(page) {
		this.#page = page;
		this.#root = page.locator('.interactive-session').first();
	}

	get #input() {
		return this.#root.locator('.chat-input-container .monaco-editor').first();
	}

	/** The mode is Agent from the start; the chat takes a few seconds to learn of the model. @param {string} model */
	async ready(model) {
		await this.#root.locator('.chat-input-toolbars').getByText(model).first().waitFor({ timeout: 120_000 });
	}

	/** @param {string} question */
	async ask(question) {
		await this.#input.click();
		await this.#page.keyboard.type(question);
		await this.#page.keyboard.press('Enter');
	}

	/** Gives the agent a resource of the server as context. @param {RegExp} title */
	async attachResource(title) {
		await this.#root.locator('[aria-label^="Add Context"]').first().click();
		await this.#choose(/^MCP Resources/);
		await this.#choose(title);
		await this.#root.locator('.chat-attached-context-attachment').first().waitFor();
	}

	/**
	 * Asks by a prompt of the server; each argument is chosen from what is suggested for it.
	 * @param {string} name @param {readonly string[]} values beginnings of the arguments, empty for one that is left out
	 */
	async prompt(name, values) {
		await this.#input.click();
		await this.#page.keyboard.type(`/mcp.PagerDuty.${name}`);
		const suggested = this.#page
			.locator('.suggest-widget.visible .monaco-list-row')
			.filter({ hasText: `mcp.PagerDuty.${name}` });
		await suggested.first().click();
		for (const value of values) {
			const input = this.#page.locator('.quick-input-widget:visible input[type="text"]:visible').first();
			await input.fill(value);
			if (value) await this.#choose(new RegExp(`^\\W*${value}`));
			else await input.press('Enter');
		}
		// What the prompt makes of them takes the place of its name.
		await this.#input.filter({ hasText: /\w/, hasNotText: `mcp.PagerDuty.${name}` }).waitFor();
		await this.#input.click();
		await this.#page.keyboard.press('Enter');
	}

	/** Chooses a row of what the editor asks. @param {RegExp} label */
	async #choose(label) {
		await this.#page
			.locator('.quick-input-widget:visible .monaco-list-row')
			.filter({ has: this.#page.locator('.label-name', { hasText: label }) })
			.first()
			.click({ timeout: 30_000 });
	}

	/** Stops what the agent does. */
	async stop() {
		await this.#root.locator('.chat-execute-toolbar .action-label[aria-label^="Cancel"]').first().click();
	}

	async text() {
		const text = await this.#root.innerText().catch(() => '');
		return text.replaceAll('\u00a0', ' ');
	}

	/** Answers stream in: this waits for a whole pattern. @param {RegExp} pattern */
	async waitFor(pattern, seconds = 60) {
		const deadline = Date.now() + seconds * 1000;
		for (;;) {
			const text = await this.text();
			if (pattern.test(text)) return text;
			if (Date.now() > deadline)
				throw new Error(`The chat did not show ${pattern} within ${seconds} s; it shows:\n${text}`);
			await sleep(150);
		}
	}

	/** The dialog in which the editor asks the person to approve a tool call. */
	get confirmation() {
		return new ToolConfirmation(this.#page, this.#root);
	}

	async hasConfirmation() {
		return (await this.#root.locator('.chat-confirmation-widget-buttons').count()) > 0;
	}
}

class ToolConfirmation {
	#page;
	#buttons;
	#widget;

	/** @param {Page} page @param {Locator} root */
	constructor(page, root) {
		this.#page = page;
		this.#buttons = root.locator('.chat-confirmation-widget-buttons').last();
		this.#widget = root.locator('.chat-confirmation-widget2, .chat-confirmation-widget').last();
	}

	/** What the person reads before deciding. */
	async text() {
		await this.#buttons.waitFor({ timeout: 60_000 });
		return (await this.#widget.innerText()).replaceAll('\u00a0', ' ');
	}

	async allowOnce() {
		await this.#buttons.locator('[aria-label="More Actions..."]').click({ timeout: 60_000 });
		const choice = this.#page.locator('.monaco-menu .action-menu-item').filter({ hasText: 'Allow Once' });
		// A menu ignores the mouse for a moment after it has opened.
		await choice.waitFor();
		for (let attempt = 0; attempt < 10 && (await choice.isVisible()); attempt++) {
			await choice.click({ timeout: 2000 }).catch(() => undefined);
			await sleep(300);
		}
	}

	async allowInThisSession() {
		await this.#buttons.getByText('Allow in this Session', { exact: true }).click({ timeout: 60_000 });
	}

	async skip() {
		await this.#buttons.getByText('Skip', { exact: true }).click({ timeout: 60_000 });
	}
}
