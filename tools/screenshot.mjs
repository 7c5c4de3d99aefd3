// Pictures of the product, for looking at it while developing and for the README. A script says what to do:
//
//   // /tmp/look.mjs, run with `node /tmp/look.mjs` after `npm run build`
//   import { takePictures } from '…/tools/screenshot.mjs';
//   await takePictures({ folder: '/tmp/pictures', theme: 'dark', size: [1280, 800] }, async (editor) => {
//     await editor.openSidebar('PagerDuty');
//     await editor.hoverRow('#42');
//     await editor.shot('tooltip');
//     await editor.runCommand('PagerDuty: Acknowledge');
//     await editor.setTheme('light');
//     await editor.shot('light');
//   });
//
// `editor.page` is playwright's page, for everything else. With `chat: true` the chat is open and runs on a scripted
// model: `editor.model.follow(scenario)`, `editor.chat.ask('…')`, as in test/chat.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AgentWindow, openAgentWindow } from '../test/chat/agent-window.mjs';
import { say } from './vscode-host/console.mjs';
import { installHost } from './vscode-host/install.mjs';
import { runToExit } from './vscode-host/lifetime.mjs';

/**
 * @typedef {'dark' | 'light'} Theme
 * @typedef {object} PictureOptions
 * @property {string} folder           where the pictures go
 * @property {Theme} [theme]           dark unless given
 * @property {[number, number]} [size] of the window
 * @property {number} [scale]          2 for sharp pictures on dense screens
 * @property {string} [demo]           PAGERDUTY_DEMO; `live` lets new incidents appear
 * @property {boolean} [chat]          with the chat open, on a scripted model
 * @property {Record<string, unknown>} [settings]
 */

/** Follows the system's colours, which the browser decides. */
const pictureSettings = {
	'chat.tips.enabled': false,
	'window.autoDetectColorScheme': true,
	'workbench.preferredDarkColorTheme': 'Dark 2026',
	'workbench.preferredLightColorTheme': 'Light 2026',
};

/** What only a window in a browser shows in its status bar. */
const hiddenStatus = ['status.workbench.keyboardLayout', 'status.forwardedPorts', 'status.host'];

/**
 * Opens the editor on the demo account, runs the steps and ends the process.
 * @param {PictureOptions} options
 * @param {(editor: PictureEditor) => Promise<unknown>} steps
 */
export async function takePictures(options, steps) {
	await runToExit(async (lifetime) => {
		await installHost(lifetime);
		const editor = await openWorkbench(lifetime, options);
		await steps(editor).catch(async (error) => {
			await editor.shot('failure');
			throw error;
		});
		return 0;
	});
}

/**
 * @param {import('./vscode-host/lifetime.mjs').Lifetime} lifetime
 * @param {PictureOptions} options
 */
export async function openWorkbench(lifetime, options) {
	const { folder, theme = 'dark', size = [1280, 800], scale, demo, chat = false, settings } = options;
	const { window, model } = await openAgentWindow(lifetime, {
		size,
		...(scale && { scale }),
		...(demo && { demo }),
		workspace: join(import.meta.dirname, 'demo-workspace'),
		storage: { 'workbench.statusbar.hidden': JSON.stringify(hiddenStatus) },
		settings: {
			...pictureSettings,
			'workbench.secondarySideBar.defaultVisibility': chat ? 'visible' : 'hidden',
			...settings,
		},
	});
	const editor = new PictureEditor(window, model, folder);
	await editor.setTheme(theme);
	if (chat) await editor.chat.ready('Scripted Model');
	return editor;
}

class PictureEditor extends AgentWindow {
	#folder;

	/**
	 * @param {AgentWindow['window']} window
	 * @param {AgentWindow['model']} model
	 * @param {string} folder
	 */
	constructor(window, model, folder) {
		super(window, model);
		this.#folder = resolve(folder);
	}

	get page() {
		return this.window.page;
	}

	/** Saves the window, or one part of it. @param {string} name @param {string} [selector] */
	async shot(name, selector) {
		mkdirSync(this.#folder, { recursive: true });
		const path = join(this.#folder, `${name}.png`);
		await this.page.waitForTimeout(600); // animations
		await (selector ? this.page.locator(selector).first() : this.page).screenshot({ path });
		say(`saved ${path}`);
	}

	/** @param {string} title a command's title in the palette, with its category */
	async runCommand(title) {
		await this.window.runCommand(title);
	}

	/** @param {string} title */
	async openSidebar(title) {
		await this.window.openSidebar(title);
	}

	/** A tree's row, by a part of its label. @param {string} text */
	row(text) {
		return this.page.locator('.sidebar .monaco-list-row').filter({ hasText: text }).first();
	}

	/** Shows a row's tooltip. @param {string} text */
	async hoverRow(text) {
		await this.row(text).hover();
		await this.page.locator('.workbench-hover').first().waitFor({ timeout: 10_000 });
	}

	/** @param {Theme} theme */
	async setTheme(theme) {
		await this.page.emulateMedia({ colorScheme: theme });
		await this.page
			.locator(theme === 'dark' ? '.monaco-workbench.vs-dark' : '.monaco-workbench.vs')
			.waitFor({ timeout: 15_000 });
	}
}
