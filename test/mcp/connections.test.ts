import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terms } from '../../src/connections/connection.ts';
import { newSecret } from '../../src/connections/secrets.ts';
import { connect, initialize, open, send, startWithConnections } from './support.ts';

const terms: Terms = { name: 'Claude Code', client: 'claude-code', access: 'read', toolsets: ['incidents', 'oncall'] };
const hour = 3_600_000;
const ping = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' });

describe('connections for other clients', () => {
	let folder: string;
	let started: Awaited<ReturnType<typeof startWithConnections>>;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'connections-'));
		started = await startWithConnections(folder);
	});

	afterEach(async () => {
		await started.server.dispose();
		await rm(folder, { recursive: true });
	});

	const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });
	const knock = (secret: string, more: Record<string, string> = {}, body = initialize) =>
		send(started.server, { headers: { ...bearer(secret), ...more }, body });
	const create = async (more: Partial<Terms> = {}, second = false) =>
		started.store.create({ ...terms, ...more }, second);
	const asClient = (secret: string) => connect({ url: started.server.url, bearer: secret });

	/** A session of a connection, with an open event stream. */
	async function listening(secret: string) {
		const session = String((await knock(secret)).headers['mcp-session-id']);
		const stream = open(started.server, 'GET', undefined, {
			...bearer(secret),
			Accept: 'text/event-stream',
			'Mcp-Session-Id': session,
		});
		stream.on('error', () => undefined);
		const response = await new Promise<IncomingMessage>((resolve) => stream.once('response', resolve).end());
		assert.equal(response.statusCode, 200);
		response.on('error', () => undefined).resume();
		return { session, ended: once(response, 'close') };
	}

	it('let in who has the secret, beside the client of the window', async () => {
		const { secret } = await create();
		const { client } = await asClient(secret);
		const names = (await client.listTools()).tools.map(({ name }) => name);
		assert.deepEqual(names, ['echo_text', 'fail_always', 'wait_forever']);
		await client.close();
		assert.equal((await knock(started.server.bearer)).status, 200);
	});

	it('are not told where the window works, as its own client is', async () => {
		const { secret } = await create();
		for (const [bearer, told] of [
			[secret, false],
			[started.server.bearer, true],
		] as const) {
			const { client } = await asClient(bearer);
			assert.equal((client.getInstructions() ?? '').includes('This repository belongs to the service'), told);
			await client.close();
		}
	});

	it('let nobody else in', async () => {
		const { secret } = await create();
		const gone = await create({ name: 'Gone' });
		await started.store.end(gone.connection.id);
		const last = secret.at(-1) === 'A' ? 'B' : 'A';
		const wrong = {
			'of an ended connection': gone.secret,
			'that nobody made': newSecret(),
			'that is one character off': `${secret.slice(0, -1)}${last}`,
			'in upper case': secret.toUpperCase(),
			'in lower case': secret.toLowerCase(),
			'that is too short': secret.slice(0, -1),
			'that is too long': `${secret}A`,
			'without its beginning': secret.slice(6),
		};
		for (const [which, other] of Object.entries(wrong)) {
			const { status, headers } = await knock(other);
			assert.equal(status, 401, which);
			assert.equal(headers['www-authenticate'], 'Bearer');
		}
	});

	it('have no tool above what was meant', async () => {
		const { secret, connection } = await create();
		const { client } = await asClient(secret);
		const refused = await client.callTool({ name: 'ask_person', arguments: {} });
		assert.equal(refused.isError, true);
		assert.match(JSON.stringify(refused.content), /There is no tool/);
		const changed = new Promise((resolve) => {
			client.setNotificationHandler(ToolListChangedNotificationSchema, resolve);
		});
		// The stream for events is open once a message came through it.
		await client.ping();
		await started.store.edit(connection.id, { ...terms, access: 'respond' });
		await changed;
		assert.ok((await client.listTools()).tools.some(({ name }) => name === 'ask_person'));
		assert.equal((await client.callTool({ name: 'ask_person', arguments: {} })).isError, undefined);
		await client.close();
	});

	it('have sessions of their own, which no other secret reaches', async () => {
		const [one, two] = [await create(), await create({ name: 'Other' })];
		const session = String((await knock(one.secret)).headers['mcp-session-id']);
		const header = { 'Mcp-Session-Id': session };
		assert.equal((await knock(one.secret, header, ping)).status, 200);
		assert.equal((await knock(two.secret, header, ping)).status, 404);
		assert.equal((await knock(started.server.bearer, header, ping)).status, 404);
		for (const method of ['GET', 'DELETE'])
			assert.equal((await send(started.server, { method, headers: { ...bearer(two.secret), ...header } })).status, 404);
		assert.equal((await knock(one.secret, header, ping)).status, 200);
	});

	it('end at once, with their sessions and with what runs, and with nothing of others', async () => {
		const [one, two] = [await create(), await create({ name: 'Other' })];
		const [first, second] = [await listening(one.secret), await listening(two.secret)];
		const { client } = await asClient(one.secret);
		const call = client.callTool({ name: 'wait_forever', arguments: {} });
		const waiting = started.given[0]?.tools.waiting;
		await waiting?.until(() => waiting.running === 1);
		await started.store.end(one.connection.id);
		const answer = await call;
		assert.equal(answer.isError, true);
		assert.match(JSON.stringify(answer.content), /This connection ended\. The call was running and was cancelled/);
		await first.ended;
		assert.equal((await knock(one.secret, { 'Mcp-Session-Id': first.session }, ping)).status, 401);
		assert.equal((await knock(two.secret, { 'Mcp-Session-Id': second.session }, ping)).status, 200);
		await client.close();
		assert.deepEqual(
			started.given.map(({ ended }) => ended),
			[true, false],
		);
	});

	it('begin no session by a body that comes after their end', async () => {
		const { secret, connection } = await create();
		const late = open(started.server, 'POST', undefined, {
			...bearer(secret),
			Accept: 'application/json, text/event-stream',
			'Content-Type': 'application/json',
			Expect: '100-continue',
		});
		const answered = new Promise<IncomingMessage>((resolve) => late.once('response', resolve));
		const admitted = once(late, 'continue');
		late.flushHeaders();
		await admitted;
		await started.store.end(connection.id);
		late.end(initialize);
		const answer = await answered;
		assert.equal(answer.statusCode, 401);
		answer.resume();
	});

	it('end on the second, in the middle of a call too', async () => {
		const endsAt = started.clock.now().getTime() + hour;
		const { secret } = await create({ endsAt });
		const { session, ended } = await listening(secret);
		const { client } = await asClient(secret);
		const call = client.callTool({ name: 'wait_forever', arguments: {} });
		const waiting = started.given[0]?.tools.waiting;
		await waiting?.until(() => waiting.running === 1);
		await started.clock.advance(hour - 1000);
		assert.equal((await knock(secret, { 'Mcp-Session-Id': session }, ping)).status, 200);
		await started.clock.advance(1000);
		// By itself: nobody has knocked since.
		assert.match(JSON.stringify((await call).content), /This connection ended at .*cancelled/);
		await ended;
		assert.equal((await knock(secret, { 'Mcp-Session-Id': session }, ping)).status, 401);
		await client.close();
		assert.deepEqual(await started.store.fresh(), []);
	});

	it('end when another process ends them', async () => {
		const { connection, secret } = await create();
		const { ended } = await listening(secret);
		await started.elsewhere().end(connection.id);
		// Whoever asks is refused at once, even before anybody has looked.
		assert.equal((await knock(secret)).status, 401);
		await ended;
		const other = await started.elsewhere().create(terms);
		assert.equal((await knock(other.secret)).status, 200);
		const again = await listening(other.secret);
		await started.elsewhere().end(other.connection.id);
		const gone = again.ended.then(() => true);
		while (!(await Promise.race([gone, started.clock.advance(1000).then(() => false)])));
	});

	it('leave their sessions behind when they get another secret', async () => {
		const { connection, secret } = await create();
		const { session, ended } = await listening(secret);
		const rotated = await started.store.rotate(connection.id);
		await ended;
		assert.equal((await knock(secret)).status, 401);
		assert.equal((await knock(rotated?.secret ?? '', { 'Mcp-Session-Id': session }, ping)).status, 404);
		assert.equal((await knock(rotated?.secret ?? '')).status, 200);
	});

	it('end earlier or later when that is changed', async () => {
		const now = started.clock.now().getTime();
		const { connection, secret } = await create({ endsAt: now + hour });
		const { ended } = await listening(secret);
		await started.store.edit(connection.id, { ...terms, endsAt: now + 3 * hour });
		await started.clock.advance(2 * hour);
		assert.equal((await knock(secret)).status, 200);
		await started.store.edit(connection.id, { ...terms, endsAt: now + 2 * hour });
		await ended;
		assert.equal((await knock(secret)).status, 401);
	});

	it('make as many calls a minute as was meant, over all their sessions', async () => {
		const { secret } = await create({ callsPerMinute: 3 });
		const clients = [await asClient(secret), await asClient(secret)].map(({ client }) => client);
		const call = (index: number) => clients[index % 2]?.callTool({ name: 'echo_text', arguments: { text: 'x' } });
		for (let made = 0; made < 3; made++) assert.equal((await call(made))?.isError, undefined);
		assert.match(JSON.stringify((await call(3))?.content), /may make 3 calls a minute/);
		await Promise.all(clients.map((client) => client.close()));
	});

	it('are noted to be used', async () => {
		const { secret } = await create();
		await knock(secret);
		const noted = started.clock.now().getTime();
		while ((await started.elsewhere().fresh())[0]?.lastUsedAt !== noted)
			await new Promise((resolve) => setImmediate(resolve));
	});

	it('serve 200 clients at once, each with its own', async () => {
		const made = await Promise.all(Array.from({ length: 20 }, (_, index) => create({ name: `Client ${index}` })));
		const clients = await Promise.all(made.flatMap(({ secret }) => Array.from({ length: 10 }, () => asClient(secret))));
		const answers = await Promise.all(
			clients.map(({ client }, index) => client.callTool({ name: 'echo_text', arguments: { text: `text ${index}` } })),
		);
		assert.deepEqual(
			answers.map(({ structuredContent }) => structuredContent),
			clients.map((_, index) => ({ text: `text ${index}`, count: `text ${index}`.length })),
		);
		assert.equal(started.given.length, 20);
		assert.equal((await knock(started.server.bearer)).status, 200);
		await Promise.all(clients.map(({ client }) => client.close()));
	});

	describe('whose secret stands in the address', () => {
		const host = 'abc-8764.euw.devtunnels.ms';
		const knockAt = (path: string, headers: Record<string, string> = {}, body = initialize) =>
			send(started.server, { path, headers: { Authorization: 'none', ...headers }, body });

		it('let in by their tunnel only', async () => {
			const { secret } = await create({ client: 'claude-web', host, secretInPath: true });
			const path = `/mcp/${secret}`;
			assert.equal((await knockAt(path, { Host: host })).status, 200);
			// The editor's port forwarding tells the host beside `localhost`.
			const { host: local } = new URL(started.server.url);
			assert.equal((await knockAt(path, { Host: local, 'X-Forwarded-Host': host })).status, 200);
			assert.equal((await knockAt(path)).status, 404);
			assert.equal((await knockAt(path, { Host: 'other.devtunnels.ms' })).status, 403);
			assert.equal((await knockAt(path, { Host: local, 'X-Forwarded-Host': 'other.devtunnels.ms' })).status, 404);
			assert.equal((await knockAt('/mcp', { Host: host, ...bearer(secret) })).status, 401);
			assert.equal((await knockAt(path, { Host: host, Origin: `https://${host}` })).status, 403);
			for (const wrong of [`${path}/`, `${path}?x=1`, `/mcp/${secret.slice(0, 10)}`, `/mcp//${secret}`])
				assert.equal((await knockAt(wrong, { Host: host })).status, 404, wrong);
			for (const wrong of [`${path}A`, `/mcp/${newSecret()}`, path.toLowerCase()])
				assert.equal((await knockAt(wrong, { Host: host })).status, 401, wrong);
		});

		it('keep everybody else out of it', async () => {
			await create({ client: 'claude-web', host, secretInPath: true });
			const other = await create();
			assert.equal((await knockAt('/mcp', { Host: host, ...bearer(other.secret) })).status, 401);
			assert.equal((await knockAt('/mcp', { Host: host, ...bearer(started.server.bearer) })).status, 401);
			assert.equal((await knockAt(`/mcp/${other.secret}`, { Host: host })).status, 401);
			assert.equal((await knockAt(`/mcp/${started.server.bearer}`, { Host: host })).status, 401);
		});

		it('are useless without the second secret, where there is one', async () => {
			const { secret, second } = await create({ client: 'chatgpt', host, secretInPath: true }, true);
			const path = `/mcp/${secret}`;
			assert.equal((await knockAt(path, { Host: host })).status, 401);
			assert.equal((await knockAt(path, { Host: host, ...bearer(secret) })).status, 401);
			assert.equal((await knockAt(path, { Host: host, ...bearer(second ?? '') })).status, 200);
		});

		it('go with their host', async () => {
			const { connection, secret } = await create({ client: 'claude-web', host, secretInPath: true });
			assert.equal((await knockAt(`/mcp/${secret}`, { Host: host })).status, 200);
			await started.store.end(connection.id);
			assert.equal((await knockAt(`/mcp/${secret}`, { Host: host })).status, 403);
		});
	});

	it('leave no secret in the log or in the file', async () => {
		const host = 'abc.example.com';
		const plain = await create();
		const path = await create({ host, secretInPath: true }, true);
		await knock(plain.secret);
		await knock('pdmcp_wrong');
		await send(started.server, {
			path: `/mcp/${path.secret}`,
			headers: { Host: host, ...bearer(path.second ?? '') },
			body: initialize,
		});
		await send(started.server, { path: `/mcp/${path.secret}`, headers: { Host: host }, body: initialize });
		await started.store.end(plain.connection.id);
		const told = `${started.log.lines.join('\n')}\n${await readFile(join(folder, 'connections.json'), 'utf8')}`;
		assert.match(told, /POST \/mcp\/… 200/);
		for (const secret of [plain.secret, path.secret, path.second ?? '', started.server.bearer])
			for (const form of [secret, secret.slice(6), Buffer.from(secret).toString('base64').slice(4, -4)])
				assert.ok(!told.includes(form));
	});

	it('let in where the server listens besides', async () => {
		const { secret } = await create();
		const more = await started.server.listenAt(0);
		assert.notEqual(more.url, started.server.url);
		const { client } = await connect({ url: more.url, bearer: secret });
		assert.equal((await client.listTools()).tools.length, 3);
		await client.close();
		await more.dispose();
		await assert.rejects(connect({ url: more.url, bearer: secret }));
		assert.equal((await knock(secret)).status, 200);
		await assert.rejects(started.server.listenAt(Number(new URL(started.server.url).port)), { code: 'EADDRINUSE' });
	});
});
