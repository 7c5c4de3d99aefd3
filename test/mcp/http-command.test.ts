import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server, type ServerResponse } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { selfSigned } from '../support/certificate.ts';
import { buildOnce, endAll, Running } from './command-line.ts';
import { initialize } from './support.ts';

const secret = 'Only-for-These-Tests-42';

const call = (name: string, args = {}) =>
	JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name, arguments: args } });

const Answer = z.looseObject({
	services: z.array(z.unknown()).optional(),
	next_cursor: z.string().optional(),
	confirm: z.string().optional(),
});

const LogLine = z.looseObject({ time: z.string(), level: z.string(), message: z.string() });

describe('the HTTP server of the command line', () => {
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

	async function start(args: readonly string[], environment: Record<string, string> = {}) {
		const running = new Running(['http', '--port', '0', ...args], { PAGERDUTY_API_HOST: sandbox.url, ...environment });
		const [line = ''] = await running.lines(1);
		const url = /^URL: (\S+)$/.exec(line)?.[1] ?? '';
		assert.ok(url, running.stderr);
		const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
			running.process.kill(signal);
			const { code } = await running.finished;
			await assert.rejects(post(url, {}, initialize), { code: 'ECONNREFUSED' });
			return code;
		};
		const log = () =>
			running.stderr
				.trimEnd()
				.split('\n')
				.map((text) => LogLine.parse(JSON.parse(text)));
		return { running, url, stop, log };
	}

	async function open(url: string, headers: Record<string, string> = {}) {
		const client = new Client({ name: 'test', version: '0' });
		clients.push(client);
		const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
		await client.connect(transport);
		return { client, transport };
	}

	interface Reply {
		readonly status: number;
		readonly headers: Record<string, unknown>;
		readonly text: string;
	}

	function post(
		url: string,
		headers: Record<string, string | string[]>,
		body?: string,
		method = 'POST',
	): Promise<Reply> {
		return new Promise((resolve, reject) => {
			const all = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...headers };
			const sent = (url.startsWith('https') ? secureRequest : request)(url, {
				method,
				headers: all,
				agent: false,
				...(url.startsWith('https') && { rejectUnauthorized: false }),
			});
			sent.once('error', reject);
			sent.once('response', (response) => {
				let text = '';
				response.on('data', (chunk: Buffer) => (text += chunk.toString()));
				response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
				response.once('error', reject);
			});
			sent.end(body);
		});
	}

	it('serves sessions with the token of its environment, and logs JSON without it', async () => {
		const { url, stop, log, running } = await start(['--environment', 'staging', '--log-level=debug'], {
			PAGERDUTY_API_TOKEN: sandbox.token,
		});
		assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
		const { client, transport } = await open(url);
		assert.equal(client.getServerVersion()?.title, 'PagerDuty (staging)');
		assert.ok(transport.sessionId);
		const result = await client.callTool({ name: 'list_incidents', arguments: { limit: 1 } });
		assert.notEqual(result.isError, true);
		assert.equal(await stop(), 0);
		const done = log().find(({ message }) => message.startsWith('list_incidents: done'));
		assert.match(String(done?.['caller']), /^[0-9a-f]{8}$/);
		assert.ok(log().some(({ message, path, status }) => message === 'request' && path === '/mcp' && status === 200));
		assert.ok(!running.stderr.includes(sandbox.token));
	});

	it('keeps each of 50 callers without sessions to their own account, at once and with the same process', async () => {
		const accounts = await startAccounts(50);
		const { url, stop, running, log } = await start(['--stateless', '--toolsets=services'], {
			PAGERDUTY_API_HOST: accounts.url,
		});
		const ways = [
			(token: string) => ({ 'X-PagerDuty-Token': token }),
			(token: string) => ({ Authorization: `Bearer ${token}` }),
			(token: string) => ({ Authorization: `Token token=${token}` }),
		];
		const opened = await Promise.all(
			accounts.tokens.map(async (token, at) => {
				const way = ways[at % ways.length];
				assert.ok(way);
				const { client, transport } = await open(url, way(token));
				assert.equal(transport.sessionId, undefined);
				return { client, token };
			}),
		);
		for (const round of [1, 2, 3]) {
			await Promise.all(
				opened.map(async ({ client, token }) => {
					const result = await client.callTool({ name: 'list_services', arguments: { limit: round } });
					const text = JSON.stringify(result.structuredContent);
					assert.ok(text.includes(`Service of ${token}`), text);
					for (const other of accounts.tokens)
						if (other !== token) assert.ok(!text.includes(`Service of ${other}"`), `${token} sees ${other}`);
				}),
			);
		}
		assert.equal(await stop(), 0);
		assert.ok(log().length > 50);
		for (const token of accounts.tokens) assert.ok(!running.stderr.includes(token));
		await accounts.close();
	});

	it('takes nobody without a token of their own where nothing is kept, not even with one in the environment', async () => {
		const { url } = await start(['--stateless'], { PAGERDUTY_API_TOKEN: sandbox.token });
		const nobody = await post(url, {}, call('list_services'));
		assert.equal(nobody.status, 401);
		assert.match(nobody.text, /X-PagerDuty-Token/);
		assert.equal(nobody.headers['www-authenticate'], 'Bearer');
		const two = { 'X-PagerDuty-Token': sandbox.token, Authorization: `Bearer ${sandbox.accountToken}` };
		const refused = await post(url, two, call('list_services'));
		assert.equal(refused.status, 400);
		assert.match(refused.text, /two different credentials/);
		assert.ok(!refused.text.includes(sandbox.token));
		const one = await post(url, { 'X-PagerDuty-Token': sandbox.token }, call('list_services', { limit: 1 }));
		assert.equal(one.status, 200);
		assert.match(one.text, /"returned":1/);
		assert.equal((await post(url, { 'X-PagerDuty-Token': sandbox.token }, undefined, 'GET')).status, 405);
		assert.equal(sandbox.requests.filter(({ path }) => path === '/services').length, 1);
	});

	it('makes changes with an account-level key of a request only in the name that the request gives', async () => {
		const { url } = await start(['--stateless', '--access=respond', '--from', 'somebody@else.example']);
		const { id } = await sandbox.trigger();
		const from = [...sandbox.store.users.values()][0]?.email ?? '';
		const acknowledge = call('acknowledge_incidents', { incidents: [id] });
		const headers = { 'X-PagerDuty-Token': sandbox.accountToken };
		assert.match((await post(url, headers, acknowledge)).text, /X-PagerDuty-From/);
		assert.doesNotMatch((await post(url, { ...headers, 'X-PagerDuty-From': from }, acknowledge)).text, /isError/);
		const changes = sandbox.requests.filter(({ method }) => method === 'PUT');
		assert.equal(changes.at(-1)?.headers['from'], from);
		assert.ok(changes.every((change) => change.headers['from'] !== 'somebody@else.example'));
	});

	it('goes on in one process with what another has begun, where nothing is kept', async () => {
		const [first, second] = [
			await start(['--stateless', '--access=administer', '--yes-to=configuration']),
			await start(['--stateless', '--access=administer', '--yes-to=configuration']),
		];
		const at = async ({ url }: { readonly url: string }) => {
			const { client } = await open(url, { 'X-PagerDuty-Token': sandbox.token });
			return async (name: string, args: Record<string, unknown>) => {
				const { structuredContent, content } = await client.callTool({ name, arguments: args });
				assert.ok(structuredContent, JSON.stringify(content));
				return Answer.parse(structuredContent);
			};
		};
		const [one, other] = [await at(first), await at(second)];
		const page = await one('list_services', { limit: 1 });
		const next = await other('list_services', { limit: 1, cursor: page.next_cursor });
		assert.notDeepEqual(next.services, page.services);
		await one('set_team', { name: 'Short-lived' });
		const { confirm } = await one('delete_team', { team: 'Short-lived' });
		assert.ok(confirm);
		await other('delete_team', { team: 'Short-lived', confirm });
		assert.ok(sandbox.requests.some(({ method, path }) => method === 'DELETE' && path.startsWith('/teams/')));
	});

	it('does not let one caller into the session of another', async () => {
		const { url } = await start([], { PAGERDUTY_API_TOKEN: sandbox.token });
		const { transport } = await open(url, { 'X-PagerDuty-Token': sandbox.readOnlyToken });
		const session = { 'Mcp-Session-Id': transport.sessionId ?? '' };
		const others: Record<string, string>[] = [{}, { 'X-PagerDuty-Token': sandbox.accountToken }];
		for (const headers of others)
			for (const method of ['POST', 'DELETE'])
				assert.equal(
					(await post(url, { ...session, ...headers }, method === 'POST' ? call('list_services') : undefined, method))
						.status,
					404,
				);
		const own = await post(url, { ...session, 'X-PagerDuty-Token': sandbox.readOnlyToken }, call('list_services'));
		assert.equal(own.status, 200);
	});

	it('lets in only who has the secret, to the letter', async () => {
		const { url, running } = await start([], { PAGERDUTY_API_TOKEN: sandbox.token, PAGERDUTY_MCP_SECRET: secret });
		const wrong: Record<string, string>[] = [
			{},
			{ Authorization: `Bearer ${secret.slice(0, -1)}3` },
			{ Authorization: `Bearer ${secret.slice(1)}` },
			{ Authorization: `Bearer ${secret}x` },
			{ Authorization: `Bearer ${secret.toLowerCase()}` },
			{ Authorization: `Bearer ${sandbox.token}` },
			{ 'X-PagerDuty-Token': sandbox.token },
		];
		for (const headers of wrong)
			assert.equal((await post(url, headers, initialize)).status, 401, JSON.stringify(headers));
		const { client } = await open(url, { Authorization: `Bearer ${secret}` });
		assert.notEqual((await client.callTool({ name: 'list_services' })).isError, true);
		assert.ok(!running.stderr.includes(secret));
	});

	it('answers only to its names, and to no web page', async () => {
		const { url } = await start(['--host', '0.0.0.0', '--stateless', '--allowed-hosts', 'pd.example,10.0.0.5:99']);
		const local = url.replace('0.0.0.0', '127.0.0.1');
		const { port } = new URL(local);
		const status = async (headers: Record<string, string>) =>
			(await post(local, { 'X-PagerDuty-Token': sandbox.token, ...headers }, initialize)).status;
		for (const host of ['pd.example', `PD.example:${port}`, 'pd.example:443', '10.0.0.5:99'])
			assert.equal(await status({ Host: host }), 200, host);
		for (const host of [
			`127.0.0.1:${port}`,
			'localhost',
			'10.0.0.5',
			'10.0.0.5:98',
			'pd.example.attacker.example',
			'a',
		])
			assert.equal(await status({ Host: host }), 403, host);
		assert.equal(await status({ Host: 'pd.example', Origin: 'https://pd.example' }), 403);
	});

	it('does not start where others could use it unasked, or where the port is taken', async () => {
		const open = new Running(['http', '--host', '0.0.0.0', '--port', '0', '--allowed-hosts', 'a.example'], {
			PAGERDUTY_API_TOKEN: sandbox.token,
		});
		const { code, stderr } = await open.finished;
		assert.equal(code, 64);
		assert.match(stderr, /^Other machines can reach 0\.0\.0\.0\. Make a connection/);
		const taken = await new Running(['http', '--port', new URL(sandbox.url).port]).finished;
		assert.equal(taken.code, 1);
		assert.match(taken.stderr, /^Port \d+ is taken\. Choose another one with --port\.$/m);
	});

	/** A server with a session and little time left: a busy machine gets more of it. */
	async function openBeforeItsEnd(
		seconds = 3,
	): Promise<Awaited<ReturnType<typeof start>> & Awaited<ReturnType<typeof open>>> {
		const started = await start(['--expires-at', new Date(Date.now() + seconds * 1000).toISOString()], {
			PAGERDUTY_API_TOKEN: sandbox.token,
		});
		try {
			return { ...started, ...(await open(started.url)) };
		} catch (error) {
			await started.stop();
			if (seconds > 20) throw error;
			return openBeforeItsEnd(seconds * 3);
		}
	}

	it('ends sessions and answers 401 when its time is over, also to a call that runs', async () => {
		sandbox.faults.slow = { ms: 30_000 };
		const { url, stop, client, transport } = await openBeforeItsEnd();
		const headers = { 'Mcp-Session-Id': transport.sessionId ?? '' };
		const running = await client.callTool({ name: 'list_services' });
		assert.match(JSON.stringify(running.content), /This connection ended at .* was cancelled/);
		const after = await post(url, headers, call('list_services'));
		assert.equal(after.status, 401);
		assert.match(after.text, /This connection ended at/);
		assert.equal((await post(url, {}, initialize)).status, 401);
		assert.equal((await post(url.replace('/mcp', '/healthz'), {}, undefined, 'GET')).status, 503);
		assert.equal(await stop(), 0);
	});

	for (const mode of ['with sessions', 'without sessions']) {
		const args = mode === 'without sessions' ? ['--stateless'] : [];
		const headers = { 'X-PagerDuty-Token': 'u+TestTestTestTest01' };

		it(`finishes a call that runs when it is told to stop, ${mode}`, async function () {
			if (process.platform === 'win32') this.skip();
			await withGate(async (gate) => {
				const { url, running, log } = await start(args, { PAGERDUTY_API_HOST: gate.url });
				const { client } = await open(url, headers);
				const call = client.callTool({ name: 'list_services' });
				await gate.asked;
				running.process.kill('SIGTERM');
				while (!running.stderr.includes('Told to stop')) await once(running.process.stderr, 'data');
				await assert.rejects(post(url, {}, initialize), { code: 'ECONNREFUSED' });
				gate.open();
				assert.notEqual((await call).isError, true);
				assert.equal((await running.finished).code, 0);
				assert.equal(log().at(-1)?.message, 'MCP server: ended');
			});
		});

		it(`cancels a call that runs when it is told to stop twice, ${mode}`, async function () {
			if (process.platform === 'win32') this.skip();
			await withGate(async (gate) => {
				const { url, stop, running } = await start(args, { PAGERDUTY_API_HOST: gate.url });
				const { client } = await open(url, headers);
				const call = client.callTool({ name: 'list_services' }).catch(() => 'cancelled');
				await gate.asked;
				running.process.kill('SIGINT');
				while (!running.stderr.includes('Told to stop')) await once(running.process.stderr, 'data');
				assert.equal(await stop('SIGINT'), 0);
				await client.close();
				assert.equal(await call, 'cancelled');
				await gate.left;
			});
		});
	}

	it('cancels a call without a session when its caller leaves', async () => {
		await withGate(async (gate) => {
			const { url, stop } = await start(['--stateless'], { PAGERDUTY_API_HOST: gate.url });
			const body = call('list_services');
			const { port, host } = new URL(url);
			const socket = connect(Number(port), '127.0.0.1');
			socket.write(
				`POST /mcp HTTP/1.1\r\nHost: ${host}\r\nX-PagerDuty-Token: x\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
			);
			await gate.asked;
			socket.destroy();
			await gate.left;
			assert.equal(await stop(), 0);
		});
	});

	it('refuses a header that goes on in another line', async () => {
		const { url } = await start(['--stateless']);
		const { port, host } = new URL(url);
		const body = call('list_services');
		for (const end of ['\r\n', '\n', '\r']) {
			const socket = connect(Number(port), '127.0.0.1');
			let answer = '';
			socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
			socket.write(
				`POST /mcp HTTP/1.1\r\nHost: ${host}\r\nX-PagerDuty-Token: one${end} two\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
			);
			await once(socket, 'close');
			assert.match(answer, /^HTTP\/1\.1 400 /, JSON.stringify(end));
		}
		assert.equal(sandbox.requests.length, 0);
	});

	it('asks for both the secret and a token where it keeps nothing and has a secret', async () => {
		const { url, log } = await start(['--stateless'], { PAGERDUTY_MCP_SECRET: secret });
		const own = { 'X-PagerDuty-Token': sandbox.token };
		const list = call('list_services', { limit: 1 });
		assert.equal((await post(url, own, list)).status, 401);
		const said = log().map(({ message }) => message);
		assert.ok(
			said.some((line) => line.startsWith('Each request needs a secret in Authorization, PAGERDUTY_MCP_SECRET, and')),
		);
		const demo = await start(['--stateless', '--demo'], { PAGERDUTY_MCP_SECRET: secret });
		assert.ok(!demo.log().some(({ message }) => message.includes('X-PagerDuty-Token')));
		const secretOnly = await post(url, { Authorization: `Bearer ${secret}` }, list);
		assert.equal(secretOnly.status, 401);
		assert.match(secretOnly.text, /header X-PagerDuty-Token\./);
		assert.match((await post(url, { Authorization: `Bearer ${secret}`, ...own }, list)).text, /"returned":1/);
	});

	it('tells load balancers that it is there, and nothing else', async () => {
		const { url } = await start([], { PAGERDUTY_MCP_SECRET: secret });
		const health = url.replace('/mcp', '/healthz');
		const reply = await post(health, { Host: 'whatever' }, undefined, 'GET');
		assert.deepEqual([reply.status, reply.text], [200, '{"status":"ok"}']);
		assert.equal((await post(health, {}, undefined, 'HEAD')).status, 200);
		assert.equal((await post(health, {}, '{}')).status, 405);
		assert.equal((await post(`${health}?x`, { Authorization: `Bearer ${secret}` }, undefined, 'GET')).status, 404);
	});

	it('speaks TLS', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'tls-'));
		const { cert, key } = selfSigned('localhost');
		const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
		writeFileSync(files.cert, cert);
		writeFileSync(files.key, key);
		const { url, stop } = await start(['--demo', '--tls-cert', files.cert, '--tls-key', files.key]);
		assert.match(url, /^https:/);
		assert.equal((await post(url, {}, initialize)).status, 200);
		await assert.rejects(post(url.replace('https', 'http'), {}, initialize));
		rmSync(folder, { recursive: true });
		assert.equal(await stop('SIGINT'), 0);
	});
});

interface Gate {
	readonly url: string;
	/** Resolves with the first request. */
	readonly asked: Promise<void>;
	/** Resolves when whoever asked has gone without an answer. */
	readonly left: Promise<void>;
	/** Answers, from now on. */
	open(): void;
}

/** A PagerDuty that answers when it is told to. */
async function withGate(use: (gate: Gate) => Promise<void>): Promise<void> {
	const waiting: ServerResponse[] = [];
	const events = new EventEmitter();
	const asked = once(events, 'asked').then(() => undefined);
	const left = once(events, 'left').then(() => undefined);
	const server = createServer((_request, response) => {
		waiting.push(response);
		response.once('close', () => response.writableFinished || events.emit('left'));
		events.emit('asked');
	});
	const answer = (response: ServerResponse) =>
		response
			.setHeader('Content-Type', 'application/json')
			.end(JSON.stringify({ services: [], limit: 100, offset: 0, more: false, total: null }));
	const url = await listening(server);
	try {
		await use({
			url,
			asked,
			left,
			open() {
				for (const response of waiting) answer(response);
			},
		});
	} finally {
		await closed(server);
	}
}

async function listening(server: Server): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

async function closed(server: Server): Promise<void> {
	await new Promise<void>((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}

/** Several accounts behind one address, as PagerDuty has them: what is seen depends on the token. */
async function startAccounts(count: number) {
	const tokens = Array.from({ length: count }, (_, at) => `u+Account${String(at).padStart(3, '0')}Key`);
	const server: Server = createServer((asked, response) => {
		const token = /^Token token=(\S+)$/.exec(asked.headers.authorization ?? '')?.[1] ?? '';
		const services = tokens.includes(token)
			? [1, 2, 3].map((number) => ({
					id: `PSERVI${number}`,
					type: 'service',
					name: `Service of ${token}`,
					status: 'active',
				}))
			: [];
		response.setHeader('Content-Type', 'application/json');
		response.end(JSON.stringify({ services, limit: 100, offset: 0, more: false, total: null }));
	});
	return { url: await listening(server), tokens, close: () => closed(server) };
}
