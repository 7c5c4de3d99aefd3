import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import * as z from 'zod';

const extensionId = 'oncall-for-pagerduty.oncall-for-pagerduty';

describe('the extension in the editor', () => {
	before(async () => {
		const extension = vscode.extensions.getExtension(extensionId);
		assert.ok(extension);
		await extension.activate();
	});

	it('registers each command it contributes, and no other', async () => {
		const manifest: unknown = vscode.extensions.getExtension(extensionId)?.packageJSON;
		const contributed = z
			.object({ contributes: z.object({ commands: z.array(z.object({ command: z.string() })) }) })
			.parse(manifest)
			.contributes.commands.map(({ command }) => command);
		const all = await vscode.commands.getCommands(true);
		const generated = /^pagerduty\.(incidents|oncall)\./; // the editor's own, for each view
		const registered = all.filter((id) => id.startsWith('pagerduty.') && !generated.test(id));
		assert.deepEqual(registered.sort(), contributed.sort());
	});

	describe('on the demo account', () => {
		before(async () => {
			await vscode.commands.executeCommand('pagerduty.exploreDemo');
			await startMcpServer();
		});

		it('offers its tools to agents through the editor’s MCP client', () => {
			const names = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('mcp_pagerduty_'));
			assert.ok(names.length >= 16, names.join());
		});

		it('acknowledges an incident that an agent names by its number', async () => {
			const [incident] = await triggeredIncidents();
			assert.ok(incident);
			await invoke('acknowledge_incidents', { incidents: [`#${incident.number}`] });
			const left = await triggeredIncidents();
			assert.ok(!left.some(({ number }) => number === incident.number));
		});
	});
});

/** The editor starts an MCP server when a chat first needs it; here nobody chats. */
async function startMcpServer(): Promise<void> {
	for (let attempt = 0; attempt < 100; attempt++) {
		await vscode.commands.executeCommand('workbench.mcp.startServer', `${extensionId}/PagerDuty`, {
			waitForLiveTools: true,
		});
		if (vscode.lm.tools.some(({ name }) => name === 'mcp_pagerduty_list_incidents')) return;
		await sleep(100);
	}
	assert.fail('The editor did not get the tools.');
}

async function triggeredIncidents(): Promise<{ number: number }[]> {
	const answer = await invoke('list_incidents', { statuses: ['triggered'] });
	return z.object({ incidents: z.array(z.object({ number: z.number() })) }).parse(JSON.parse(answer)).incidents;
}

async function invoke(tool: string, input: object): Promise<string> {
	const { content } = await vscode.lm.invokeTool(`mcp_pagerduty_${tool}`, { input, toolInvocationToken: undefined });
	return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
