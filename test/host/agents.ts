import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as vscode from 'vscode';
import * as z from 'zod';
import { commandIds } from '../../src/vscode/ids.ts';
import { extensionId as id, until } from './support.ts';

const Configuration = z.object({
	mcpServers: z.object({
		pagerduty: z.object({ type: z.literal('http'), url: z.url(), headers: z.object({ Authorization: z.string() }) }),
	}),
});

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

export async function copiedConfiguration() {
	await vscode.commands.executeCommand(commandIds.copyMcpConfiguration);
	const text = await vscode.env.clipboard.readText();
	return Configuration.parse(JSON.parse(text)).mcpServers.pagerduty;
}

/** The SDK's own client, connected with what the command copied. */
export async function connect(): Promise<Client> {
	const { url, headers } = await copiedConfiguration();
	const client = new Client({ name: 'host-test', version: '1' });
	await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
	return client;
}

export async function setSetting(setting: string, value: unknown): Promise<void> {
	await vscode.workspace.getConfiguration().update(setting, value, vscode.ConfigurationTarget.Global);
}
