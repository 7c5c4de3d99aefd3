import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionRoot, vscodeServer } from '../../tools/vscode-host/paths.mjs';
import { demoSettings } from '../../tools/vscode-host/settings.mjs';
import { EditorWindow } from '../../tools/vscode-host/window.mjs';
import { WindowLeaks } from '../support/window-leaks.mjs';
import { ChatView } from './chat-view.mjs';
import { ScriptedModel } from './scripted-model.mjs';

/** The chat's settings for a model of one's own, without a sign-in. */
const chatSettings = {
	...demoSettings,
	'chat.byokUtilityModelDefault': 'mainAgent',
	'chat.viewSessions.enabled': false,
	'workbench.secondarySideBar.defaultVisibility': 'visible',
};

/** Without it the bundled Copilot stays disabled, and the chat asks for a sign-in. */
const chatEnabled = { builtinChatExtensionEnablementMigration: 'true' };

/**
 * An editor window on the demo account whose agent chat runs on a scripted model. The person's consent is asked as in
 * daily use: the extension is an installed one, not one under test.
 * @param {import('../../tools/vscode-host/lifetime.mjs').Lifetime} lifetime
 * @param {{ settings?: Record<string, unknown>, size?: [number, number], scale?: number, demo?: string, workspace?: string, storage?: Record<string, string> }} [options]
 */
export async function openAgentWindow(
	lifetime,
	{ settings, size = [1500, 1400], scale, demo = '1', workspace, storage } = {},
) {
	// Copilot unpacks its tools into its own folder; without them each run starts from the same state.
	rmSync(join(vscodeServer, 'extensions/copilot/node_modules'), { recursive: true, force: true });
	const data = mkdtempSync(join(tmpdir(), 'chat-test-'));
	lifetime.defer(() => rmSync(data, { recursive: true, force: true, maxRetries: 5 }));
	const folder = workspace ?? join(extensionRoot, 'test/host/fixture');
	const leaks = new WindowLeaks(lifetime, [data, folder]);
	const model = await ScriptedModel.start();
	lifetime.defer(() => model.stop());
	const window = await EditorWindow.open(lifetime, {
		data,
		workspace: folder,
		extensions: [extensionRoot, leaks.extension],
		settings: { ...chatSettings, ...settings },
		files: { 'chatLanguageModels.json': JSON.stringify(model.configuration) },
		storage: { ...chatEnabled, ...storage },
		env: { PAGERDUTY_DEMO: demo, ...leaks.environment },
		size,
		...(scale && { scale }),
	});
	leaks.see(window.page);
	return new AgentWindow(window, model);
}

export class AgentWindow {
	/** @param {EditorWindow} window @param {ScriptedModel} model */
	constructor(window, model) {
		this.window = window;
		this.model = model;
		this.chat = new ChatView(window.page);
	}

	/** Starts over: a new chat in which nothing is allowed yet, the demo account as it was, the sidebar open. */
	async startOver() {
		await this.window.load();
		await this.chat.ready('Scripted Model');
		await this.window.openSidebar('PagerDuty');
	}

	/** For whoever wants to look at it: a picture in the folder PICTURES. @param {string} name */
	async picture(name) {
		const folder = process.env['PICTURES'];
		if (folder) await this.window.page.screenshot({ path: join(folder, `${name}.png`) });
	}

	/** Keeps a picture of the window beside the results. @param {string} title */
	async saveFailure(title) {
		const path = join(extensionRoot, `out/results/chat failure, ${title}.png`);
		await this.window.page.screenshot({ path });
		console.error(`The window when the test failed: ${path}`);
	}
}
