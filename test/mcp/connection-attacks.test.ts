import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terms } from '../../src/connections/connection.ts';
import { ConnectionFile } from '../../src/connections/connection-file.ts';
import { ConnectionStore } from '../../src/connections/connection-store.ts';
import { systemClock } from '../../src/pagerduty/http/clock.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { buildOnce, endAll, Running } from './command-line.ts';
import { initialize, send, startWithConnections } from './support.ts';

const terms: Terms = {
	name: 'Claude Code',
	client: 'claude-code',
	access: 'read',
	toolsets: ['incidents', 'services'],
};
const toolCall = (name: string, input: unknown = {}) =>
	JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name, arguments: input } });

describe('connections under pressure', () => {
	let folder: string;

	beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'connections-'))));
	afterEach(() => rm(folder, { recursive: true }));

	it('cross no answers in 300 sessions at once of which 44 had to give way', async () => {
		const { server, store } = await startWithConnections(folder);
		try {
			const secrets = await Promise.all(
				[1, 2, 3, 4].map(async (number) => (await store.create({ ...terms, name: `Client ${number}` }, false)).secret),
			);
			const sessions: { readonly secret: string; readonly id: string }[] = [];
			for (let round = 0; round < 12; round++) {
				const opened = Array.from({ length: 25 }, async (_, at) => {
					const secret = secrets[at % 4] ?? '';
					const reply = await send(server, { headers: { Authorization: `Bearer ${secret}` }, body: initialize });
					assert.equal(reply.status, 200);
					sessions.push({ secret, id: String(reply.headers['mcp-session-id']) });
				});
				await Promise.all(opened);
			}
			assert.equal(new Set(sessions.map(({ id }) => id)).size, 300);
			const replies = await Promise.all(
				sessions.map(({ secret, id }, at) =>
					send(server, {
						headers: { Authorization: `Bearer ${secret}`, 'Mcp-Session-Id': id },
						body: toolCall('echo_text', { text: `text ${at}` }),
					}),
				),
			);
			const answered = replies.flatMap(({ status, text }, at) => {
				assert.ok(status === 200 || status === 404, text);
				assert.deepEqual(new Set(text.match(/text \d+/g)), new Set(status === 200 ? [`text ${at}`] : []));
				return status === 200 ? [at] : [];
			});
			assert.equal(answered.length, 256);
			// Those used last are there.
			assert.ok(answered.every((at) => at >= 44));
		} finally {
			await server.dispose();
		}
	});

	it('take no two secrets in one request', async () => {
		const { server, store } = await startWithConnections(folder);
		const [one, two] = [await store.create(terms, false), await store.create(terms, false)];
		const twice = [one.secret, two.secret].map((secret) => `Bearer ${secret}`);
		for (const Authorization of [twice, twice.join(', '), [twice[0] ?? '', twice[0] ?? '']])
			assert.equal((await send(server, { headers: { Authorization }, body: initialize })).status, 401);
		await server.dispose();
	});

	describe('where the command line keeps no sessions', () => {
		let sandbox: Sandbox;
		let store: ConnectionStore;

		before(buildOnce);
		beforeEach(async () => {
			sandbox = await startSandbox();
			store = new ConnectionStore(new ConnectionFile(join(folder, 'connections.json'), systemClock), systemClock);
		});
		afterEach(async () => {
			endAll();
			await sandbox.close();
		});

		async function start() {
			const running = new Running(['http', '--port', '0', '--stateless'], {
				PAGERDUTY_API_HOST: sandbox.url,
				PAGERDUTY_MCP_CONNECTIONS: join(folder, 'connections.json'),
			});
			const [line = ''] = await running.lines(1);
			const url = /^URL: (\S+)$/.exec(line)?.[1] ?? '';
			return async (secret: string, token = sandbox.token) => {
				const reply = await fetch(url, {
					method: 'POST',
					headers: {
						'Content-Type': 'application/json',
						Accept: 'application/json, text/event-stream',
						Authorization: `Bearer ${secret}`,
						'X-PagerDuty-Token': token,
					},
					body: toolCall('list_services', { limit: 1 }),
				});
				return { status: reply.status, text: await reply.text() };
			};
		}

		/** Resolves when PagerDuty has been asked and lets the asker wait. */
		function waiting(): Promise<void> {
			const slow = { ms: 600_000, times: 1, match: /\/services/ };
			sandbox.faults.slow = slow;
			return new Promise((resolve) => {
				const look = () => (slow.times > 0 ? setImmediate(look) : resolve());
				look();
			});
		}

		it('end in the middle of a call, and others go on', async () => {
			const [one, two] = [await store.create(terms, false), await store.create(terms, false)];
			const ask = await start();
			const asked = waiting();
			const answer = ask(one.secret);
			await asked;
			await store.end(one.connection.id);
			assert.match((await answer).text, /This connection ended.*was cancelled/);
			assert.equal((await ask(one.secret)).status, 401);
			assert.match((await ask(two.secret)).text, /"returned":1/);
			// A secret is no token, and a token is no secret.
			assert.equal((await ask(sandbox.token)).status, 401);
			assert.ok(!sandbox.requests.some(({ headers }) => JSON.stringify(headers).includes('pdmcp_')));
		});

		it('end on time in the middle of a call', async () => {
			const ask = await start();
			const cut = async (seconds: number): Promise<string> => {
				const { secret } = await store.create({ ...terms, endsAt: Date.now() + seconds * 1000 }, false);
				const slow = { ms: 600_000, times: 1, match: /\/services/ };
				sandbox.faults.slow = slow;
				const { text } = await ask(secret);
				// It ended before PagerDuty was asked: a busy machine gets more time.
				if (slow.times > 0 && seconds < 30) return cut(seconds * 3);
				assert.equal((await ask(secret)).status, 401);
				return text;
			};
			assert.match(await cut(1), /This connection ended at .*was cancelled/);
		});
	});
});
