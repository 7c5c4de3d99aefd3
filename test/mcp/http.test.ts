import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { newBearer } from '../../src/mcp/http/guard.ts';
import { connect, goodHeaders, initialize, listeningSession, newSession, open, send, startServer } from './support.ts';

type Started = Awaited<ReturnType<typeof startServer>>;

const ping = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' });

describe('the guard of the loopback server', () => {
	let started: Started;

	beforeEach(async () => {
		started = await startServer();
	});

	afterEach(() => started.server.dispose());

	it('lets a proper request pass, uncached', async () => {
		const { status, headers } = await send(started.server, { body: initialize });
		assert.equal(status, 200);
		assert.equal(headers['cache-control'], 'no-store');
		assert.equal(headers['x-content-type-options'], 'nosniff');
		assert.equal(headers['access-control-allow-origin'], undefined);
	});

	it('listens on 127.0.0.1 with a secret of 32 bytes', () => {
		assert.match(started.server.url, /^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
		assert.equal(Buffer.from(started.server.bearer, 'base64url').length, 32);
	});

	for (const host of [
		'attacker.example',
		'attacker.example:PORT',
		'127.0.0.1',
		'localhost:1',
		'127.0.0.1.nip.io:PORT',
	]) {
		it(`refuses the Host ${host}`, async () => {
			const { port } = new URL(started.server.url);
			const headers = { Host: host.replace('PORT', port) };
			assert.equal((await send(started.server, { headers, body: initialize })).status, 403);
		});
	}

	it('takes the Host localhost with our port', async () => {
		const headers = { Host: `LOCALHOST:${new URL(started.server.url).port}` };
		assert.equal((await send(started.server, { headers, body: initialize })).status, 200);
	});

	for (const origin of ['https://attacker.example', 'null', 'http://127.0.0.1', 'vscode-file://vscode-app', '']) {
		it(`refuses the Origin "${origin}"`, async () => {
			const { status, headers } = await send(started.server, { headers: { Origin: origin }, body: initialize });
			assert.equal(status, 403);
			assert.equal(headers['access-control-allow-origin'], undefined);
		});
	}

	for (const path of ['/', '/mcp/', '/mcp?x=1', '/MCP', '/%6dcp', '//mcp', 'http://attacker.example/mcp']) {
		it(`does not know the path ${path}`, async () => {
			assert.equal((await send(started.server, { path, body: initialize })).status, 404);
		});
	}

	for (const method of ['PUT', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE']) {
		it(`does not allow ${method}`, async () => {
			const { status, headers } = await send(started.server, { method });
			assert.equal(status, 405);
			assert.equal(headers.allow, 'POST, GET, DELETE');
		});
	}

	const wrong: Record<string, (bearer: string) => string | string[]> = {
		'no bearer': () => [],
		'a shorter one': (bearer) => `Bearer ${bearer.slice(1)}`,
		'a longer one': (bearer) => `Bearer ${bearer}A`,
		'an empty one': () => 'Bearer ',
		'another of the same length': () => `Bearer ${newBearer()}`,
		'another scheme': (bearer) => `Basic ${bearer}`,
		'the secret alone': (bearer) => bearer,
		'another letter case': (bearer) => `Bearer ${bearer.toLowerCase()}`,
	};
	for (const [name, authorization] of Object.entries(wrong)) {
		it(`does not let ${name} in`, async () => {
			const headers = { Authorization: authorization(started.server.bearer) };
			for (const method of ['POST', 'GET', 'DELETE']) {
				const reply = await send(started.server, { method, headers, ...(method === 'POST' && { body: initialize }) });
				assert.equal(reply.status, 401);
				assert.equal(reply.headers['www-authenticate'], 'Bearer');
			}
		});
	}

	for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'text/json', '']) {
		it(`refuses the Content-Type "${type}"`, async () => {
			assert.equal((await send(started.server, { headers: { 'Content-Type': type }, body: initialize })).status, 415);
		});
	}

	it('takes a Content-Type with parameters', async () => {
		const headers = { 'Content-Type': 'Application/JSON; charset=utf-8' };
		assert.equal((await send(started.server, { headers, body: initialize })).status, 200);
	});

	it('refuses 10 MB by their declared length, without reading them', async () => {
		const headers = { ...goodHeaders(started.server), 'Content-Length': '10000000' };
		const request = open(started.server, 'POST', undefined, headers);
		request.on('error', () => undefined);
		request.flushHeaders();
		const status = await new Promise((resolve) => request.once('response', ({ statusCode }) => resolve(statusCode)));
		assert.equal(status, 413);
		request.destroy();
	});

	it('asks for no body that it will refuse', async () => {
		const headers = { ...goodHeaders(started.server), 'Content-Length': '10000000', Expect: '100-continue' };
		const request = open(started.server, 'POST', undefined, headers);
		request.on('error', () => undefined);
		let continued = false;
		request.once('continue', () => (continued = true));
		request.flushHeaders();
		const status = await new Promise((resolve) => request.once('response', ({ statusCode }) => resolve(statusCode)));
		assert.equal(status, 413);
		assert.equal(continued, false);
		request.destroy();
	});

	it('asks for a body that it wants', async () => {
		const headers = { ...goodHeaders(started.server), Expect: '100-continue' };
		const request = open(started.server, 'POST', undefined, headers);
		request.flushHeaders();
		await once(request, 'continue');
		request.end(initialize);
		const status = await new Promise((resolve) => request.once('response', ({ statusCode }) => resolve(statusCode)));
		assert.equal(status, 200);
		request.destroy();
	});

	it('stops reading 10 MB that come in pieces', async () => {
		const request = open(started.server, 'POST', undefined, goodHeaders(started.server));
		const closed = new Promise((resolve) => request.once('close', resolve));
		let status: number | undefined;
		request.on('error', () => undefined);
		request.once('response', (response) => {
			status = response.statusCode;
			response.resume();
		});
		const piece = Buffer.alloc(64 * 1024, ' ');
		let written = 0;
		const write = () => {
			while (!request.destroyed && status === undefined && written < 10_000_000) {
				written += piece.length;
				if (!request.write(piece)) {
					request.once('drain', write);
					return;
				}
			}
			if (status === undefined) request.end();
			else request.destroy();
		};
		write();
		await closed;
		assert.ok(status === 413 || status === undefined, String(status));
		assert.ok(
			started.log.lines.some((line) => line.includes(' 413 ')),
			started.log.lines.join('\n'),
		);
	});

	it('refuses what is not one JSON-RPC message, and repeats none of it', async () => {
		const id = await newSession(started.server);
		const bodies = [
			'',
			'{"secret-text":',
			'secret-text',
			'"secret-text"',
			'[]',
			`[${ping}]`,
			'null',
			'{"secret-text":1}',
		];
		for (const body of [...bodies, '['.repeat(500_000), '{"a":'.repeat(100_000)]) {
			const reply = await send(started.server, { headers: { 'Mcp-Session-Id': id }, body });
			assert.equal(reply.status, 400, body.slice(0, 40));
			assert.doesNotMatch(reply.text, /secret-text/);
		}
		assert.equal((await send(started.server, { headers: { 'Mcp-Session-Id': id }, body: ping })).status, 200);
	});

	it('survives deeply nested arguments', async () => {
		const { client } = await connect(started.server);
		const headers = { 'Mcp-Session-Id': await newSession(started.server) };
		const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
		const body = `{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"echo_text","arguments":${deep}}}`;
		const { text } = await send(started.server, { headers, body });
		assert.match(text, /There is no argument/);
		await client.ping();
	});

	it('answers wrong parameters without a look inside', async () => {
		const headers = { 'Mcp-Session-Id': await newSession(started.server) };
		const body = JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 5 } });
		const { text } = await send(started.server, { headers, body });
		assert.match(text, /"code":-32602,"message":"tools\/call needs the name of a tool"/);
		const unknown = JSON.stringify({ jsonrpc: '2.0', id: 4, method: 'roots/list' });
		assert.match(
			(await send(started.server, { headers, body: unknown })).text,
			/"code":-32601,"message":"Method not found"/,
		);
	});

	it('leaves arguments of any shape to the tool', async () => {
		const headers = { 'Mcp-Session-Id': await newSession(started.server) };
		const calling = (args: unknown) =>
			JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'echo_text', arguments: args } });
		const asText = await send(started.server, { headers, body: calling('{"text":"Hello"}') });
		assert.match(asText.text, /"structuredContent":{"text":"Hello","count":5}/);
		const asList = await send(started.server, { headers, body: calling([1]) });
		assert.match(asList.text, /must be one object of named values/);
	});

	it('refuses clients that take no event stream, and unknown protocol versions, in its own words', async () => {
		const id = await newSession(started.server);
		const session = { 'Mcp-Session-Id': id };
		const noStream = await send(started.server, { headers: { ...session, Accept: 'application/json' }, body: ping });
		assert.equal(noStream.status, 406);
		const version = { ...session, 'Mcp-Protocol-Version': 'secret-text' };
		const unknown = await send(started.server, { headers: version, body: ping });
		assert.equal(unknown.status, 400);
		assert.doesNotMatch(unknown.text, /secret-text/);
	});

	it('cuts off slow headers', async () => {
		const { server } = await startServer({ headersMs: 100 });
		const socket = connectSocket(Number(new URL(server.url).port), '127.0.0.1');
		socket.on('error', () => undefined);
		socket.write('POST /mcp HTTP/1.1\r\nHost: x\r\n');
		socket.resume();
		await once(socket, 'close');
		await server.dispose();
	});

	it('cuts off slow bodies', async () => {
		const { server } = await startServer({ headersMs: 50, bodyMs: 100 });
		const request = open(server, 'POST', undefined, { ...goodHeaders(server), 'Content-Length': '100' });
		request.on('error', () => undefined);
		request.on('response', (response) => response.resume());
		request.write('{');
		await once(request, 'close');
		await server.dispose();
	});

	it('takes no more connections than it should', async () => {
		const { server } = await startServer({ connections: 2 });
		const port = Number(new URL(server.url).port);
		const sockets = [0, 1, 2].map(() => connectSocket(port, '127.0.0.1'));
		for (const socket of sockets) socket.on('error', () => undefined).resume();
		await Promise.race(sockets.map((socket) => once(socket, 'close')));
		assert.equal(sockets.filter(({ closed }) => closed).length, 1);
		for (const socket of sockets) socket.destroy();
		await server.dispose();
	});

	it('logs neither the secret nor what was sent', async () => {
		const { client } = await connect(started.server);
		await client.callTool({ name: 'echo_text', arguments: { text: 'a private note' } });
		await send(started.server, { path: '/mcp?token=secret-token', body: initialize });
		await send(started.server, { headers: { Authorization: 'Bearer secret-token' } });
		await send(started.server, { headers: { 'Mcp-Session-Id': 'secret-token' }, body: ping });
		await client.close();
		await started.server.dispose();
		const log = started.log.lines.join('\n');
		assert.match(log, /POST \/mcp 200 0 ms session [0-9a-f]{8}/);
		assert.doesNotMatch(log, /secret-token|private note/);
		assert.ok(!log.includes(started.server.bearer));
	});
});

describe('sessions of the loopback server', () => {
	let started: Started;

	beforeEach(async () => {
		started = await startServer();
	});

	afterEach(() => started.server.dispose());

	const statusOf = async (id: string) =>
		(await send(started.server, { headers: { 'Mcp-Session-Id': id }, body: ping })).status;

	it('need an initialize request first', async () => {
		assert.equal((await send(started.server, { body: ping })).status, 400);
		for (const method of ['GET', 'DELETE']) assert.equal((await send(started.server, { method })).status, 400);
	});

	it('are unknown once they ended', async () => {
		const unknown = '00000000-0000-4000-8000-000000000000';
		assert.equal(await statusOf(unknown), 404);
		assert.equal(await statusOf('../../etc/passwd'), 404);
		const headers = { 'Mcp-Session-Id': unknown };
		for (const method of ['GET', 'DELETE']) assert.equal((await send(started.server, { method, headers })).status, 404);
		assert.equal((await send(started.server, { headers, body: initialize })).status, 404);
		const id = await newSession(started.server);
		assert.equal((await send(started.server, { method: 'DELETE', headers: { 'Mcp-Session-Id': id } })).status, 200);
		assert.equal(await statusOf(id), 404);
	});

	it('are initialized once', async () => {
		const headers = { 'Mcp-Session-Id': await newSession(started.server) };
		assert.equal((await send(started.server, { headers, body: initialize })).status, 409);
	});

	it('do not start with a malformed initialize request, which takes no place from those there are', async () => {
		const id = await newSession(started.server);
		for (let tries = 0; tries < 20; tries++) {
			const reply = await send(started.server, { body: '{"jsonrpc":"2.0","id":1,"method":"initialize"}' });
			assert.equal(reply.status, 400);
			assert.equal(reply.headers['mcp-session-id'], undefined);
		}
		assert.equal(await statusOf(id), 200);
		assert.equal((await send(started.server, { body: initialize })).status, 200);
	});

	it('have random ids', async () => {
		const ids = new Set(await Promise.all(Array.from({ length: 8 }, () => newSession(started.server))));
		assert.equal(ids.size, 8);
		for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	});

	it('are sixteen at most: the longest unused gives way to the seventeenth', async () => {
		const ids: string[] = [];
		for (let count = 0; count < 16; count++) {
			ids.push(await newSession(started.server));
			await started.clock.advance(1000);
		}
		assert.equal(await statusOf(ids[0]!), 200);
		await started.clock.advance(1000);
		const last = await newSession(started.server);
		assert.equal(await statusOf(ids[1]!), 404);
		for (const id of [ids[0]!, ids[2]!, last]) assert.equal(await statusOf(id), 200);
	});

	it('are not taken from clients that listen: the seventeenth has to wait', async () => {
		const clients = await Promise.all(Array.from({ length: 16 }, () => listeningSession(started)));
		const refused = await send(started.server, { body: initialize });
		assert.equal(refused.status, 503);
		const gone = clients[3]!;
		gone.stream.destroy();
		await once(gone.stream, 'close');
		let status = 503;
		for (let tries = 0; status === 503 && tries < 1000; tries++)
			status = (await send(started.server, { body: initialize })).status;
		assert.equal(status, 200);
		assert.equal(await statusOf(gone.id), 404);
	});

	it('end after half an hour without a sign of life, but not while somebody listens', async () => {
		const quiet = await newSession(started.server);
		const { id: listening, stream } = await listeningSession(started);
		await started.clock.advance(29 * 60_000);
		assert.equal(await statusOf(quiet), 200);
		await started.clock.advance(29 * 60_000);
		assert.equal(await statusOf(quiet), 200);
		await started.clock.advance(31 * 60_000);
		assert.equal(await statusOf(quiet), 404);
		assert.equal(await statusOf(listening), 200);
		stream.destroy();
	});

	it('have one event stream each', async () => {
		const { id, stream } = await listeningSession(started);
		const headers = { 'Mcp-Session-Id': id };
		assert.equal((await send(started.server, { method: 'GET', headers })).status, 409);
		stream.destroy();
	});

	it('keep their event stream alive', async () => {
		const quick = await startServer({ keepAliveMs: 10 });
		const { response, stream } = await listeningSession(quick);
		const chunk: unknown = await new Promise((resolve) => response.once('data', resolve));
		assert.equal(String(chunk), ': keepalive\n\n');
		stream.destroy();
		await quick.server.dispose();
	});

	it('end with the server: event streams and running calls too', async () => {
		const { response } = await listeningSession(started);
		response.resume();
		const ended = once(response, 'end');
		const { client } = await connect(started.server);
		const { waiting } = started.tools;
		const call = assert.rejects(client.callTool({ name: 'wait_forever' }));
		await waiting.until(() => waiting.running === 1);
		const first = started.server.dispose();
		assert.equal(started.server.dispose(), first);
		await first;
		await ended;
		await waiting.until(() => waiting.running === 0);
		await client.close();
		await call;
		await assert.rejects(send(started.server, { body: initialize }), { code: 'ECONNREFUSED' });
	});
});
