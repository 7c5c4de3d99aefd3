import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
	ResourceListChangedNotificationSchema,
	ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import assert from 'node:assert/strict';
import { LoopbackServer } from '../../src/mcp/http/loopback-server.ts';
import { newsOfChanges } from '../../src/mcp/resources/news.ts';
import { PagerDutyClient } from '../../src/pagerduty/http/client.ts';
import { systemClock } from '../../src/pagerduty/http/clock.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { defaultToolsets, type Policy } from '../../src/tools/core/access.ts';
import { Changes } from '../../src/tools/core/changes.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { buildOnce, cleanEnvironment, cli, emptyFolder, endAll, Running } from './command-line.ts';
import { CapturedLog, connect } from './support.ts';

/** What every door must do with resources. Gives the address of an open incident. */
async function checkResources(client: Client): Promise<string> {
	const { resources } = await client.listResources();
	assert.equal(resources[0]?.uri, 'pagerduty://me');
	const { resourceTemplates } = await client.listResourceTemplates();
	const [uriTemplate = ''] = resourceTemplates.map((one) => one.uriTemplate).filter((uri) => uri.endsWith('{id}'));
	assert.equal(uriTemplate, 'pagerduty://incident/{id}');
	const ref = { type: 'ref/resource' as const, uri: uriTemplate };
	const { completion } = await client.complete({ ref, argument: { name: 'id', value: '' } });
	const [incident = ''] = completion.values;
	const [, number] = /^#(\d+) /.exec(incident) ?? [];
	assert.ok(number, incident);
	const uri = uriTemplate.replace('{id}', encodeURIComponent(incident));
	const { contents } = await client.readResource({ uri });
	assert.match(JSON.stringify(contents), new RegExp(`\\\\"number\\\\":${number},`));
	await assert.rejects(client.readResource({ uri: 'pagerduty://nothing' }), /-32002: There is no resource/);
	return uri;
}

/** That a client hears of what a tool changes. */
async function checkSubscription(client: Client, uri: string): Promise<void> {
	let told = 0;
	client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => {
		if (params.uri === uri) told++;
	});
	await client.subscribeResource({ uri });
	const [incident = ''] = /#\d+/.exec(decodeURIComponent(uri)) ?? [];
	// The client opens its event stream a moment after it is connected.
	for (let tries = 0; told === 0 && tries < 20; tries++) {
		const { isError } = await client.callTool({
			name: 'add_incident_note',
			arguments: { incident, note: `Try ${tries}` },
		});
		assert.notEqual(isError, true);
		await client.ping();
	}
	assert.ok(told > 0);
}

describe('resources', () => {
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

	it('are there over stdio, and tell of changes', async () => {
		const client = new Client({ name: 'test', version: '0' });
		clients.push(client);
		const [command, args] = [process.execPath, [cli, '--demo', '--access', 'respond']];
		await client.connect(
			new StdioClientTransport({ command, args, env: cleanEnvironment(), cwd: emptyFolder, stderr: 'ignore' }),
		);
		await checkSubscription(client, await checkResources(client));
	});

	for (const [mode, args, headers] of [
		['in sessions, and tell of changes', [], false],
		['without sessions, where nobody can be told', ['--stateless'], true],
	] as const)
		it(`are there over HTTP ${mode}`, async () => {
			const running = new Running(['http', '--port', '0', '--access', 'respond', ...args], {
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
			assert.equal(client.getServerCapabilities()?.resources?.subscribe === true, !headers);
			const uri = await checkResources(client);
			if (headers) await assert.rejects(client.subscribeResource({ uri }), /-32601|not support/);
			else await checkSubscription(client, uri);
		});

	it('follow the policy of the window: what may no longer be read is no longer heard of either', async () => {
		let policy: Policy = { access: 'respond', toolsets: defaultToolsets };
		const [log, clock, changes] = [new CapturedLog(), systemClock, new Changes()];
		const account = { apiUrl: sandbox.url, token: sandbox.token, kind: 'user' as const };
		const tools = new Toolbox({
			client: new PagerDutyClient({ account: () => Promise.resolve(account), clock, log, userAgent: 'test' }),
			changes,
			clock,
			log,
			policy: () => policy,
			signIn: 'Sign in.',
		});
		const server = await LoopbackServer.start({ tools, news: newsOfChanges(changes), version: '1.2.3', log, clock });
		try {
			const { client } = await connect(server);
			clients.push(client);
			const uri = await checkResources(client);
			await checkSubscription(client, uri);
			let listed = 0;
			const updated: string[] = [];
			client.setNotificationHandler(ResourceListChangedNotificationSchema, () => {
				listed++;
			});
			client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void updated.push(params.uri));
			await client.subscribeResource({ uri: 'pagerduty://oncall/now' });
			policy = { access: 'respond', toolsets: ['oncall'] };
			server.toolsChanged();
			changes.announce({ unknown: true });
			for (let tries = 0; updated.length === 0 && tries < 1000; tries++) await client.ping();
			assert.deepEqual(updated, ['pagerduty://oncall/now']);
			assert.equal(listed, 1);
			policy = { access: 'respond', toolsets: defaultToolsets };
			changes.announce({ unknown: true });
			for (let tries = 0; updated.length === 1 && tries < 1000; tries++) await client.ping();
			assert.deepEqual(updated, ['pagerduty://oncall/now', 'pagerduty://oncall/now']);
		} finally {
			await server.dispose();
		}
	});
});
