import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import assert from 'node:assert/strict';
import * as z from 'zod';
import { LoopbackServer } from '../../src/mcp/http/loopback-server.ts';
import { PagerDutyClient } from '../../src/pagerduty/http/client.ts';
import { systemClock } from '../../src/pagerduty/http/clock.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { toolsets, type Policy } from '../../src/tools/core/access.ts';
import { Changes } from '../../src/tools/core/changes.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { calls } from '../contract/calls/all.ts';
import { CapturedLog, connect } from './support.ts';

describe('the real tools over HTTP', () => {
	let sandbox: Sandbox;
	let server: LoopbackServer;
	let log: CapturedLog;
	let policy: Policy;

	beforeEach(async () => {
		sandbox = await startSandbox();
		log = new CapturedLog();
		policy = { access: 'administer', toolsets };
		const clock = systemClock;
		const account = { apiUrl: sandbox.url, token: sandbox.token, kind: 'user' as const };
		const client = new PagerDutyClient({
			account: () => Promise.resolve(account),
			clock,
			log,
			userAgent: 'oncall-for-pagerduty/test',
		});
		const tools = new Toolbox({
			client,
			changes: new Changes(),
			clock,
			log,
			policy: () => policy,
			signIn: 'Sign in.',
		});
		server = await LoopbackServer.start({ tools, version: '1.2.3', log, clock });
	});

	afterEach(async () => {
		await server.dispose();
		await sandbox.close();
	});

	it('answer as their output schemas say', async () => {
		const { client } = await connect(server);
		const { tools } = await client.listTools();
		const { id } = await sandbox.trigger({ title: 'Disk full' });
		const answered: string[] = [];
		for (const { name } of tools) {
			const samples = (calls[name] ?? []).map((sample) => JSON.stringify(sample).replaceAll('$incident', id));
			const sample = samples.find((text) => !text.includes('$'));
			if (sample === undefined) continue;
			// The SDK's client checks the structured content against the output schema.
			const result = await client.callTool({
				name,
				arguments: z.record(z.string(), z.unknown()).parse(JSON.parse(sample)),
			});
			if (result.isError !== true) answered.push(name);
		}
		assert.ok(answered.length > tools.length / 2, answered.join(', '));
		const expected = [
			'list_incidents',
			'get_incident',
			'acknowledge_incidents',
			'list_oncalls',
			'list_services',
			'list_users',
		];
		for (const name of expected) assert.ok(answered.includes(name), `${name} among ${answered.join(', ')}`);
	});

	it('follow the policy: clients are told, lists are shorter, calls are refused', async () => {
		const { client } = await connect(server);
		const before = await client.listTools();
		const told: unknown[] = [];
		client.setNotificationHandler(ToolListChangedNotificationSchema, (notification) => void told.push(notification));
		policy = { access: 'read', toolsets: ['incidents'] };
		// The client opens its event stream a moment after it is connected.
		for (let tries = 0; told.length === 0 && tries < 1000; tries++) {
			server.toolsChanged();
			await client.ping();
		}
		assert.ok(told.length > 0);
		const after = await client.listTools();
		assert.ok(after.tools.length > 0 && after.tools.length < before.tools.length);
		assert.ok(after.tools.every(({ annotations }) => annotations?.readOnlyHint));
		const requests = sandbox.requests.length;
		for (const name of ['resolve_incidents', 'list_oncalls']) {
			const result = await client.callTool({ name, arguments: {} });
			assert.equal(result.isError, true);
			assert.match(JSON.stringify(result.content), /Only the person can change that/);
		}
		assert.equal(sandbox.requests.length, requests);
	});

	it('cancel what they asked PagerDuty', async () => {
		// Far longer than the test may take: only a client that leaves ends it sooner.
		const slow = { ms: 600_000, times: 1, match: /\/services/ };
		sandbox.faults.slow = slow;
		const { client } = await connect(server);
		const abort = new AbortController();
		const call = client.callTool({ name: 'list_services' }, undefined, { signal: abort.signal });
		const failed = assert.rejects(call);
		while (slow.times > 0) await client.ping();
		abort.abort();
		await failed;
		const left = () => sandbox.requests.some(({ path }) => path === '/services');
		while (!left()) await client.ping();
		assert.ok(!log.lines.some((line) => line.includes('list_services: done')));
	});

	it('log neither token nor bearer', async () => {
		const { client } = await connect(server);
		await client.callTool({ name: 'list_incidents' });
		sandbox.faults.unauthorizedJson = {};
		await client.callTool({ name: 'list_services' });
		await client.callTool({ name: 'list_incidents', arguments: { statusses: 'x' } });
		await client.close();
		await server.dispose();
		const text = log.lines.join('\n');
		assert.match(text, /list_incidents: done/);
		for (const secret of [sandbox.token, server.bearer]) assert.ok(!text.includes(secret));
	});
});
