import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { PromptListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import assert from 'node:assert/strict';
import { LoopbackServer } from '../../src/mcp/http/loopback-server.ts';
import { PagerDutyClient } from '../../src/pagerduty/http/client.ts';
import { systemClock } from '../../src/pagerduty/http/clock.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { defaultToolsets, type Policy } from '../../src/tools/core/access.ts';
import { Changes } from '../../src/tools/core/changes.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { buildOnce, cleanEnvironment, cli, emptyFolder, endAll, Running } from './command-line.ts';
import { CapturedLog, connect } from './support.ts';

/** What every door must do with prompts. */
async function checkPrompts(client: Client): Promise<void> {
	const { prompts } = await client.listPrompts();
	assert.ok(prompts.some(({ name }) => name === 'triage'));
	const ref = { type: 'ref/prompt' as const, name: 'triage' };
	const { completion } = await client.complete({ ref, argument: { name: 'incident', value: '' } });
	const [incident = ''] = completion.values;
	const [number] = /^#\d+/.exec(incident) ?? [];
	assert.ok(number, incident);
	const { messages } = await client.getPrompt({ name: 'triage', arguments: { incident } });
	const text = JSON.stringify(messages);
	assert.ok(text.includes('get_incident') && text.includes(`\\"number\\":${number.slice(1)}`), text);
	await assert.rejects(client.getPrompt({ name: 'triage' }), /-32602: Prompt triage: `incident` is missing/);
}

describe('prompts', () => {
	let sandbox: Sandbox;
	const clients: Client[] = [];

	before(buildOnce);

	beforeEach(async () => {
		sandbox = await startSandbox();
	});

	afterEach(async () => {
		await Promise.allSettled(clients.splice(0).map((client) => client.close()));
		endAll();
		await sandbox.close();
	});

	it('are there over stdio', async () => {
		const client = new Client({ name: 'test', version: '0' });
		clients.push(client);
		const [command, args] = [process.execPath, [cli, '--demo']];
		await client.connect(
			new StdioClientTransport({ command, args, env: cleanEnvironment(), cwd: emptyFolder, stderr: 'ignore' }),
		);
		await checkPrompts(client);
	});

	for (const [mode, args, headers] of [
		['in sessions', [], false],
		['without sessions', ['--stateless'], true],
	] as const)
		it(`are there over HTTP ${mode}`, async () => {
			const running = new Running(['http', '--port', '0', ...args], {
				PAGERDUTY_API_HOST: sandbox.url,
				...(!headers && { PAGERDUTY_API_TOKEN: sandbox.token }),
			});
			const [line = ''] = await running.lines(1);
			const client = new Client({ name: 'test', version: '0' });
			clients.push(client);
			const transport = new StreamableHTTPClientTransport(new URL(line.replace('URL: ', '')), {
				...(headers && { requestInit: { headers: { 'X-PagerDuty-Token': sandbox.token } } }),
			});
			await client.connect(transport);
			assert.equal(transport.sessionId === undefined, headers);
			await checkPrompts(client);
		});

	it('follow the policy of the window, and tell its clients', async () => {
		let policy: Policy = { access: 'respond', toolsets: defaultToolsets };
		const [log, clock] = [new CapturedLog(), systemClock];
		const account = { apiUrl: sandbox.url, token: sandbox.token, kind: 'user' as const };
		const tools = new Toolbox({
			client: new PagerDutyClient({ account: () => Promise.resolve(account), clock, log, userAgent: 'test' }),
			changes: new Changes(),
			clock,
			log,
			policy: () => policy,
			signIn: 'Sign in.',
		});
		const server = await LoopbackServer.start({ tools, version: '1.2.3', log, clock });
		try {
			const { client } = await connect(server);
			clients.push(client);
			await checkPrompts(client);
			let told = 0;
			client.setNotificationHandler(PromptListChangedNotificationSchema, () => {
				told++;
			});
			policy = { access: 'read', toolsets: ['oncall'] };
			// The client opens its event stream a moment after it is connected.
			for (let tries = 0; told === 0 && tries < 1000; tries++) {
				server.toolsChanged();
				await client.ping();
			}
			assert.ok(told > 0);
			const { prompts } = await client.listPrompts();
			assert.deepEqual(
				prompts.map(({ name }) => name),
				['who_is_on_call', 'coverage_review'],
			);
		} finally {
			await server.dispose();
		}
	});
});
