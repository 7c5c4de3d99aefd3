import assert from 'node:assert/strict';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import * as vscode from 'vscode';
import * as z from 'zod';
import type { TestAccess } from '../../src/extension.ts';
import { apiUrls } from '../../src/pagerduty/http/account.ts';
import { systemClock } from '../../src/pagerduty/http/clock.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { toolsets } from '../../src/tools/core/access.ts';
import { catalogue } from '../../src/tools/catalogue.ts';
import { commandIds, settingIds } from '../../src/vscode/ids.ts';
import { settledWithin } from '../../src/vscode/commands/shared/slow-action.ts';
import { samplesOf, type Sampled } from '../support/sample-calls.ts';
import { callTool, connect, setSetting, startMcpServer, toolNamed } from './agents.ts';
import { access, until } from './support.ts';

/** The editor's own Node, its own MCP client and its own way to call tools: what works in plain Node can hang here. */
describe('Agents in the editor', () => {
	let parts: TestAccess;
	let sandbox: Sandbox;
	let client: Client;

	before(async function () {
		this.timeout(60_000);
		parts = await access();
		sandbox = await startSandbox({ rateLimit: 1_000_000 });
		parts.urls.us = sandbox.url;
		await parts.account.signIn({ region: 'us', token: sandbox.token, kind: 'user', name: 'Maya Okafor' });
		await setSetting(settingIds.agentAccess, 'administer');
		await setSetting(settingIds.toolsets, [...toolsets]);
		await startMcpServer();
		await until('VS Code knows every tool', () => catalogue.every(({ name }) => toolNamed(name)));
		client = await connect();
	});

	after(async () => {
		await client.close();
		await setSetting(settingIds.agentAccess, undefined);
		await setSetting(settingIds.toolsets, undefined);
		await vscode.commands.executeCommand(commandIds.signOut);
		await sandbox.close();
		Object.assign(parts.urls, apiUrls);
	});

	it('get an answer of a tool that reports progress meanwhile', async () => {
		const text = await callTool('count_incidents', { by: 'service', date_range: 'all' });
		assert.ok('counts' in structured(text));
	});

	it('get an answer of a tool that asks the person, who agrees', async () => {
		const before = parts.incidents.open.filter(({ status }) => status === 'triggered').length;
		assert.ok(before > 0);
		const calling = callTool('acknowledge_incidents', { scope: 'account' });
		await answerUntil(calling, 'quickInput.last');
		assert.equal(structured(await calling)['changed'], before);
		await vscode.commands.executeCommand(commandIds.refresh);
		assert.equal(parts.incidents.open.filter(({ status }) => status === 'triggered').length, 0);
	});

	for (const { name, access: level, output } of catalogue) {
		it(`get an answer of ${name}`, async function () {
			// All tools together send more requests than the extension allows itself in a minute.
			this.timeout(120_000);
			const [sample = {}] = await samplesOf(account(), name);
			const text = await answerOf(name, sample);
			assert.doesNotMatch(text, /went wrong inside|Internal error/);
			// What the account may refuse is a change; a reading tool answers with what its schema says.
			if (level !== 'read') return;
			const answer = structured(text);
			assert.ok(
				Object.keys(output.shape).some((property) => property in answer),
				text,
			);
		});
	}

	/**
	 * The samples' dates are past on the editor's clock: what cannot be set up for a sample, or only after a question, is missing,
	 * and its tool says so.
	 */
	function account(): Sampled {
		const nothing = { overrides: [], rotations: [] };
		return {
			sandbox,
			call: async (name, input) => ({
				...nothing,
				...z.looseObject({}).parse((await client.callTool({ name, arguments: { ...input } })).structuredContent ?? {}),
			}),
		};
	}
});

/** What a tool answers in the end: the minute may have to pass first. */
async function answerOf(name: string, input: object): Promise<string> {
	for (;;) {
		const calling = callTool(name, input);
		await answerUntil(calling, 'quickInput.first');
		const text = await calling;
		const seconds = /try again in (\d+) seconds/.exec(text)?.[1];
		if (seconds === undefined) return text;
		await systemClock.sleep(Number(seconds) * 1000);
	}
}

/** VS Code passes on the structured content of a result where there is one; a failure is plain text. */
function structured(text: string): Record<string, unknown> {
	assert.match(text, /^\{/, text);
	return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

/**
 * Answers whatever VS Code asks meanwhile with one of the choices that it offers, until the call has its answer: the first one is
 * always safe, the last one agrees.
 */
async function answerUntil(calling: Promise<unknown>, choice: 'quickInput.first' | 'quickInput.last'): Promise<void> {
	const nothingAsked = () => undefined;
	while (!(await settledWithin(calling, 100, systemClock))) {
		await vscode.commands.executeCommand('notifications.showList');
		await vscode.commands.executeCommand('notification.acceptPrimaryAction').then(undefined, nothingAsked);
		// The list of choices comes up meanwhile.
		if (await settledWithin(calling, 300, systemClock)) return;
		await vscode.commands.executeCommand(choice).then(undefined, nothingAsked);
		await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
	}
}
