import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { buildOnce, endAll, Running } from './command-line.ts';
import { initialize } from './support.ts';

const Created = z.strictObject({
	id: z.string().regex(/^[0-9a-f]{8}$/),
	name: z.string(),
	client: z.string(),
	access: z.string(),
	toolsets: z.array(z.string()),
	tools: z.array(z.string()).optional(),
	within: z
		.object({ teams: z.array(z.object({ id: z.string(), name: z.string() })), services: z.array(z.unknown()) })
		.optional(),
	max_calls_per_minute: z.number().optional(),
	tunnel_host: z.string().optional(),
	secret_in_address: z.literal(true).optional(),
	second_secret_needed: z.boolean().optional(),
	created_at: z.iso.datetime(),
	last_used_at: z.iso.datetime().nullable(),
	ends_at: z.iso.datetime().nullable(),
	url: z.string().optional(),
	secret: z.string().optional(),
	second_secret: z.string().optional(),
	configuration: z.array(z.object({ kind: z.string(), text: z.string() })).optional(),
});

const hour = 3_600_000;

describe('connections of the command line', function () {
	this.timeout(90_000);

	let sandbox: Sandbox;
	let folder: string;
	let file: string;

	before(buildOnce);

	beforeEach(async () => {
		sandbox = await startSandbox();
		folder = mkdtempSync(join(tmpdir(), 'connections-'));
		file = join(folder, 'connections.json');
	});

	afterEach(async () => {
		endAll();
		rmSync(folder, { recursive: true });
		await sandbox.close();
	});

	const environment = () => ({
		PAGERDUTY_API_HOST: sandbox.url,
		PAGERDUTY_API_TOKEN: sandbox.token,
		PAGERDUTY_MCP_CONNECTIONS: file,
	});
	const run = (...args: string[]) => new Running(['connection', ...args], environment()).finished;
	const create = async (...args: string[]) => {
		const { code, stdout, stderr } = await run('create', ...args);
		assert.equal(code, 0, stderr);
		return Created.parse(JSON.parse(stdout));
	};
	const refused = async (told: string | RegExp, ...args: string[]) => {
		const { code, stdout, stderr } = await run(...args);
		assert.equal(code, 64, stderr);
		assert.equal(stdout, '');
		if (typeof told === 'string') assert.equal(stderr, `${told}\n`);
		else assert.match(stderr, told);
	};

	async function serve(...args: string[]) {
		const running = new Running(['http', '--port', '0', ...args], environment());
		const [line = ''] = await running.lines(1);
		const url = /^URL: (\S+)$/.exec(line)?.[1] ?? '';
		assert.ok(url, running.stderr);
		const knock = (secret: string | undefined) =>
			fetch(url, {
				method: 'POST',
				headers: {
					'Content-Type': 'application/json',
					Accept: 'application/json, text/event-stream',
					...(secret !== undefined && { Authorization: `Bearer ${secret}` }),
				},
				body: initialize,
			}).then(async (response) => {
				await response.body?.cancel();
				return response.status;
			});
		const open = async (secret: string) => {
			const client = new Client({ name: 'test', version: '0' });
			const requestInit = { headers: { Authorization: `Bearer ${secret}` } };
			await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
			return client;
		};
		return { running, knock, open };
	}

	it('are created, listed and ended, in JSON and without the secret afterwards', async () => {
		const before = Date.now();
		const made = await create('--name', 'Nightly', '--client', 'codex', '--access=respond', '--teams', 'storefront');
		assert.deepEqual([made.name, made.client, made.access], ['Nightly', 'codex', 'respond']);
		assert.deepEqual(
			made.within?.teams.map(({ name }) => name),
			['Storefront'],
		);
		assert.ok(Math.abs(Date.parse(made.ends_at ?? '') - before - 8 * hour) < hour);
		assert.match(made.secret ?? '', /^pdmcp_/);
		assert.match(
			made.configuration?.[0]?.text ?? '',
			/^\[mcp_servers\.pagerduty\]\nurl = "http:\/\/127\.0\.0\.1:8765\/mcp"/,
		);
		const listed = await run('list');
		const [row, ...others] = z.array(Created).parse(JSON.parse(listed.stdout));
		assert.deepEqual(others, []);
		assert.equal(row?.id, made.id);
		for (const kept of [listed.stdout, readFileSync(file, 'utf8')]) assert.ok(!kept.includes(made.secret ?? '-'));
		assert.ok(!listed.stdout.includes('Hash'));
		const ended = await run('end', 'Nightly');
		assert.equal(Created.parse(JSON.parse(ended.stdout)).id, made.id);
		assert.equal((await run('list')).stdout, '[]\n');
	});

	it('of clients on the web have their secret in the address, and another one if wanted', async () => {
		const made = await create(
			'--client=claude-web',
			'--tunnel-host',
			'https://ABC.example.com',
			'--second-secret',
			'--expires-at=never',
		);
		assert.equal(made.ends_at, null);
		assert.equal(made.tunnel_host, 'abc.example.com');
		assert.deepEqual(
			made.configuration?.map(({ text }) => text),
			[`https://abc.example.com/mcp/${made.secret ?? ''}`, `Authorization: Bearer ${made.second_secret ?? ''}`],
		);
	});

	it('are refused in one sentence where something is wrong', async () => {
		await refused('Say what to do: connection create, connection list or connection end NAME.');
		await refused('There is no command crate. Did you mean create?', 'crate');
		await refused('There is no client codecs. Did you mean codex?', 'create', '--client', 'codecs');
		await refused(/calls from the web: name the host of its tunnel with --tunnel-host/, 'create', '--client=chatgpt');
		await refused(/^--tunnel-host takes a name/, 'create', '--client=chatgpt', '--tunnel-host=localhost');
		await refused(/^--second-secret is for clients/, 'create', '--second-secret');
		await refused('--expires-at must be in the future.', 'create', '--expires-at=2020-01-01T00:00Z');
		await refused(/^There is no team Storefont\. Did you mean/, 'create', '--teams=Storefont');
		await refused('There are no connections.', 'end', 'Nightly');
		await refused('--stateless goes with http only.', 'create', '--stateless');
		writeFileSync(file, '{');
		const { code, stderr } = await run('list');
		assert.equal(code, 1);
		assert.match(stderr, /cannot be read\. Repair the file, or remove it: then all connections end\.$/m);
	});

	it('let clients into http with what was meant, while it runs', async () => {
		const first = await create('--toolsets=services', '--tools=get_current_user');
		const { running, knock, open } = await serve('--access=respond');
		const client = await open(first.secret ?? '');
		const names = (await client.listTools()).tools.map(({ name }) => name);
		assert.ok(names.includes('list_services') && names.includes('get_current_user'));
		assert.ok(!names.includes('list_incidents') && !names.includes('update_service'));
		const read = await client.callTool({ name: 'list_services', arguments: { limit: 1 } });
		assert.notEqual(read.isError, true);
		const answered = async (name: string) => {
			const { isError, content } = await client.callTool({ name, arguments: {} });
			assert.equal(isError, true);
			return JSON.stringify(content).replace(name, '');
		};
		const unknown = await answered('zzzz_qqqq');
		for (const other of ['set_team', 'trigger_event']) assert.equal(await answered(other), unknown, other);
		assert.doesNotMatch(client.getInstructions() ?? '', /Not offered/);
		// One that is made meanwhile counts, and one that ends does not.
		const second = await create('--access=respond');
		assert.equal(await knock(second.secret), 200);
		await run('end', first.id);
		assert.equal(await knock(first.secret), 401);
		await assert.rejects(client.listTools());
		// When the last one has ended, the server is not open to everybody either.
		await run('end', second.id);
		for (const secret of [second.secret, undefined, sandbox.token]) assert.equal(await knock(secret), 401);
		await client.close();
		running.process.kill();
		const { stderr } = await running.finished;
		for (const secret of [first.secret, second.secret, sandbox.token]) assert.ok(!stderr.includes(secret ?? '-'));
		assert.ok(!sandbox.requests.some(({ headers }) => JSON.stringify(headers).includes('pdmcp_')));
	});

	it('show only what is of their teams and services', async () => {
		const made = await create('--toolsets=services,incidents', '--access=administer', '--teams=Storefront');
		const { open } = await serve();
		const client = await open(made.secret ?? '');
		const Listed = z.object({
			services: z.array(z.object({ name: z.string(), teams: z.array(z.string()).optional() })),
		});
		const { structuredContent } = await client.callTool({
			name: 'list_services',
			arguments: { fields: ['all'], limit: 100 },
		});
		const names = Listed.parse(structuredContent).services.map(({ name }) => name);
		assert.ok(names.includes('Checkout'), names.join());
		assert.ok(!names.includes('Data Pipeline'), names.join());
		const elsewhere = await client.callTool({
			name: 'update_service',
			arguments: { service: 'Data Pipeline', description: 'Mine now' },
		});
		assert.equal(elsewhere.isError, true, JSON.stringify(elsewhere.content));
		await client.close();
	});

	it('protect http where other machines reach it', async () => {
		const refusedStart = new Running(['http', '--host=0.0.0.0', '--allowed-hosts=a.example'], environment());
		assert.match((await refusedStart.finished).stderr, /Make a connection with connection create/);
		const made = await create();
		const { running } = await serve('--host=0.0.0.0', '--allowed-hosts=a.example');
		assert.ok(made.secret);
		running.process.kill();
		assert.equal((await running.finished).code, 0);
	});

	it('never send the secret of an ended one to PagerDuty as a token', async () => {
		const made = await create();
		await run('end', made.id);
		const { knock } = await serve();
		assert.equal(await knock(made.secret), 401);
		assert.equal(await knock(undefined), 200);
	});

	it('ends at once with one sentence where they cannot be kept', async () => {
		writeFileSync(file, '{}');
		const paths = [folder, join(file, 'connections.json')];
		if (process.platform === 'linux') paths.push('/proc/nowhere/connections.json', '/dev/full', '/dev/zero');
		for (const path of paths) {
			const { code, stdout, stderr } = await new Running(['connection', 'create', '--connections', path]).finished;
			assert.deepEqual([code, stdout], [1, ''], path);
			assert.match(
				stderr,
				/^\S+ is no file: connections cannot be kept there\.\n$|^The connections cannot be kept in /,
			);
			assert.equal(stderr.trimEnd().split('\n').length, 1);
		}
	});
});
