import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as vscode from 'vscode';
import { access, extensionId as id, until } from './support.ts';

/** Has VS Code's own MCP client connect, and waits for the tools. */
export async function startMcpServer(): Promise<void> {
	await until('VS Code knows the tools', () => {
		void vscode.commands.executeCommand('workbench.mcp.startServer', `${id}/PagerDuty`, { waitForLiveTools: true });
		return toolNamed('list_incidents');
	});
}

export function toolNamed(name: string): vscode.LanguageModelToolInformation | undefined {
	return vscode.lm.tools.find((tool) => tool.name === `mcp_pagerduty_${name}`);
}

/** What an agent gets to read when VS Code calls the tool for it. */
export async function callTool(name: string, input: object): Promise<string> {
	const tool = toolNamed(name);
	assert.ok(tool, name);
	const result = await vscode.lm.invokeTool(tool.name, { input, toolInvocationToken: undefined });
	return result.content
		.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : JSON.stringify(part)))
		.join('\n');
}

/** The SDK's own client, let in by the key of the window, as VS Code's own is. */
export async function connect(): Promise<Client> {
	const { url, bearer } = await (await access()).mcp.running();
	return connectWith(url, bearer);
}

/** The SDK's own client, let in by a secret. */
export async function connectWith(url: string, secret: string): Promise<Client> {
	const client = new Client({ name: 'host-test', version: '1' });
	const headers = { Authorization: `Bearer ${secret}` };
	await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
	return client;
}

export async function setSetting(setting: string, value: unknown): Promise<void> {
	await vscode.workspace.getConfiguration().update(setting, value, vscode.ConfigurationTarget.Global);
}
