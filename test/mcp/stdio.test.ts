import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import assert from 'node:assert/strict';
import * as z from 'zod';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { buildOnce, cleanEnvironment, cli, emptyFolder, endAll, Running } from './command-line.ts';
import { Answer, initialize } from './support.ts';

const call = (id: number, name: string, args = {}) =>
	`${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } })}\n`;

const opened: Client[] = [];

async function connectStdio(args: readonly string[], environment: Record<string, string> = {}) {
	const client = new Client({ name: 'test', version: '0' });
	opened.push(client);
	const transport = new StdioClientTransport({
		command: process.execPath,
		args: [cli, ...args],
		env: cleanEnvironment(environment),
		cwd: emptyFolder,
		stderr: 'pipe',
	});
	let stderr = '';
	transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
	await client.connect(transport);
	return { client, stderr: () => stderr };
}

describe('MCP over stdio', () => {
	before(buildOnce);

	afterEach(async () => {
		await Promise.all(opened.splice(0).map((client) => client.close()));
		endAll();
	});

	it('offers what may be read, and refuses the rest', async () => {
		const { client } = await connectStdio(['--demo']);
		const { tools } = await client.listTools();
		assert.ok(tools.length > 0);
		assert.ok(tools.every(({ annotations }) => annotations?.readOnlyHint === true));
		const list = await client.callTool({ name: 'list_incidents', arguments: { limit: 2 } });
		const { returned } = z.looseObject({ returned: z.number() }).parse(list.structuredContent);
		assert.equal(returned, 2);
		const refused = await client.callTool({ name: 'acknowledge_incidents', arguments: { incidents: ['1'] } });
		assert.equal(refused.isError, true);
		assert.match(JSON.stringify(refused.content), /needs access/);
		await client.close();
	});

	it('offers changes when asked for', async () => {
		const { client } = await connectStdio(['stdio', '--demo', '--access', 'respond', '--toolsets=incidents']);
		const { tools } = await client.listTools();
		const names = tools.map(({ name }) => name);
		assert.ok(names.includes('acknowledge_incidents'));
		assert.ok(!names.includes('list_oncalls'));
		await client.close();
	});

	it('offers single tools and leaves others out, introduces itself, and counts calls', async () => {
		const { client } = await connectStdio(
			['--demo', '--tools=add_incident_note', '--exclude-tools=list_users', '--max-calls-per-minute', '1'],
			{ PAGERDUTY_MCP_ENVIRONMENT: 'staging', PAGERDUTY_MCP_DESCRIPTION: 'For trying things out.' },
		);
		const version = client.getServerVersion();
		assert.equal(version?.title, 'PagerDuty (staging)');
		assert.equal(version.description, 'For trying things out.');
		assert.match(client.getInstructions() ?? '', /^This server is PagerDuty \(staging\)\. .*For trying things out\./);
		const names = (await client.listTools()).tools.map(({ name }) => name);
		assert.ok(names.includes('add_incident_note') && !names.includes('list_users'));
		const first = await client.callTool({ name: 'list_users' });
		assert.match(JSON.stringify(first.content), /left out/);
		const second = await client.callTool({ name: 'list_services' });
		assert.match(JSON.stringify(second.content), /may make 1 call a minute/);
		await client.close();
	});

	it('starts without a token, and every call says what to do', async () => {
		const { client } = await connectStdio([]);
		const { tools } = await client.listTools();
		assert.ok(tools.length > 0);
		const result = await client.callTool({ name: 'list_incidents' });
		assert.equal(result.isError, true);
		assert.match(
			JSON.stringify(result.content),
			/oncall-for-pagerduty login in a terminal, or set PAGERDUTY_API_TOKEN/,
		);
		await client.close();
	});

	describe('with a token', () => {
		let sandbox: Sandbox;

		beforeEach(async () => {
			sandbox = await startSandbox();
		});

		afterEach(() => sandbox.close());

		it('asks PagerDuty nothing before the first call, whose token it is only for `me` and once, and logs no token', async () => {
			const environment = { PAGERDUTY_API_HOST: sandbox.url, PAGERDUTY_API_TOKEN: ` ${sandbox.token}\n` };
			const { client, stderr } = await connectStdio(['--verbose'], environment);
			await client.listTools();
			assert.equal(sandbox.requests.length, 0);
			await Promise.all([client.callTool({ name: 'list_services' }), client.callTool({ name: 'list_users' })]);
			await client.callTool({ name: 'list_services', arguments: { limit: 1 } });
			const whoAmI = () => sandbox.requests.filter(({ path }) => path === '/users/me').length;
			assert.equal(whoAmI(), 0);
			for (const limit of [1, 2])
				await client.callTool({ name: 'list_incidents', arguments: { scope: 'mine', limit } });
			assert.equal(whoAmI(), 1);
			await client.close();
			assert.match(stderr(), /list_services: done/);
			assert.ok(!stderr().includes(sandbox.token));
		});

		it('makes changes with an account-level key for the person named', async () => {
			const environment = { PAGERDUTY_API_HOST: sandbox.url, PAGERDUTY_USER_API_KEY: sandbox.accountToken };
			const from = [...sandbox.store.users.values()][0]?.email ?? '';
			const { id } = await sandbox.trigger();
			const { client } = await connectStdio(['--access=respond', '--from', from], environment);
			const result = await client.callTool({ name: 'acknowledge_incidents', arguments: { incidents: [id] } });
			assert.notEqual(result.isError, true, JSON.stringify(result.content));
			const change = sandbox.requests.find(({ method }) => method === 'PUT');
			assert.equal(change?.headers['from'], from);
			await client.close();
		});

		it('names the flag when an account-level key makes a change for nobody', async () => {
			const environment = { PAGERDUTY_API_HOST: sandbox.url, PAGERDUTY_USER_API_KEY: sandbox.accountToken };
			const { id } = await sandbox.trigger();
			const { client } = await connectStdio(['--access=respond'], environment);
			const result = await client.callTool({ name: 'acknowledge_incidents', arguments: { incidents: [id] } });
			assert.equal(result.isError, true);
			assert.match(JSON.stringify(result.content), /--from EMAIL.*PAGERDUTY_FROM_EMAIL/);
			await client.close();
		});

		it('says of a malformed key that the token is wrong, and of a proxy that it answered', async () => {
			const environment = { PAGERDUTY_API_HOST: sandbox.url, PAGERDUTY_API_TOKEN: 'not-a-key' };
			const { client } = await connectStdio([], environment);
			sandbox.faults.malformedKey = {};
			const malformed = await client.callTool({ name: 'list_services' });
			assert.match(JSON.stringify(malformed.content), /did not accept the token/);
			sandbox.faults.foreignPage = { status: 200 };
			const blocked = await client.callTool({ name: 'list_services' });
			assert.match(JSON.stringify(blocked.content), /Something other than PagerDuty answered/);
			await client.close();
		});

		it('says that a token is wrong, and tries again with the next call', async () => {
			sandbox.faults.unauthorizedJson = { times: 1 };
			const environment = { PAGERDUTY_API_HOST: sandbox.url, PAGERDUTY_API_TOKEN: sandbox.token };
			const { client } = await connectStdio([], environment);
			const first = await client.callTool({ name: 'list_services' });
			assert.match(JSON.stringify(first.content), /The token is wrong/);
			const second = await client.callTool({ name: 'list_services' });
			assert.notEqual(second.isError, true, JSON.stringify(second.content));
			await client.close();
		});

		it('answers what was asked before stdin closed, on a stdout that carries nothing else', async () => {
			sandbox.faults.slow = { ms: 50 };
			const environment = { PAGERDUTY_API_HOST: sandbox.url, PAGERDUTY_API_TOKEN: sandbox.token };
			const running = new Running(['--verbose'], environment);
			running.process.stdin.end(`${initialize}\nnot JSON\n${call(2, 'list_services')}`);
			const { code, stdout } = await running.finished;
			assert.equal(code, 0);
			const answers = stdout
				.trimEnd()
				.split('\n')
				.map((line) => Answer.parse(JSON.parse(line)));
			const told = answers.map(({ id, error }) => `${id} ${error?.code ?? 'ok'}`);
			assert.deepEqual(told.sort(), ['1 ok', '2 ok', 'null -32700']);
		});

		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			it(`ends on ${signal}, also while a call runs`, async function () {
				// Windows has no such signals between processes.
				if (process.platform === 'win32') this.skip();
				sandbox.faults.slow = { ms: 60_000 };
				const environment = { PAGERDUTY_API_HOST: sandbox.url, PAGERDUTY_API_TOKEN: sandbox.token };
				const running = new Running([], environment);
				running.process.stdin.write(`${initialize}\n${call(2, 'list_services')}`);
				await running.lines(1);
				running.process.kill(signal);
				const finished = await running.finished;
				assert.deepEqual([finished.code, finished.signal], [0, null]);
				assert.equal(finished.stdout.trimEnd().split('\n').length, 1);
			});
		}
	});
});
