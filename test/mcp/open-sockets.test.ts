import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import type { LoopbackServer } from '../../src/mcp/http/loopback-server.ts';
import { goodHeaders, initialize, listeningSession, newSession, send, startServer } from './support.ts';

const ping = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' });

/** A request as it goes over the wire. */
function wire(server: LoopbackServer, body: string, headers: Record<string, string> = {}, version = '1.1'): string {
	const all = {
		Host: new URL(server.url).host,
		...goodHeaders(server),
		...headers,
		'Content-Length': String(Buffer.byteLength(body)),
	};
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
	return [`POST /mcp HTTP/${version}`, ...lines, '', body].join('\r\n');
}

const sockets: Socket[] = [];

function dial(server: LoopbackServer): Socket {
	const socket = connectSocket(Number(new URL(server.url).port), '127.0.0.1');
	socket.on('error', () => undefined);
	sockets.push(socket);
	return socket;
}

/** Sends everything at once; gives the status of each answer when the server has closed the connection. */
async function pipeline(server: LoopbackServer, ...requests: string[]): Promise<number[]> {
	const socket = dial(server);
	let text = '';
	socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
	socket.write(requests.join(''));
	await once(socket, 'close');
	return [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));
}

describe('connections of the loopback server', () => {
	let started: Awaited<ReturnType<typeof startServer>>;

	beforeEach(async () => {
		started = await startServer();
	});

	afterEach(async () => {
		for (const socket of sockets.splice(0)) socket.destroy();
		await started.server.dispose();
	});

	const last: Record<string, (server: LoopbackServer, session: Record<string, string>) => string> = {
		'a request from a web page': (server) => wire(server, ping, { Origin: 'https://attacker.example' }),
		'a wrong bearer': (server) => wire(server, ping, { Authorization: 'Bearer x' }),
		'a body that is no JSON': (server) => wire(server, 'not JSON'),
		'an unknown session': (server) => wire(server, ping, { 'Mcp-Session-Id': '0'.repeat(36) }),
		'a client that wants to close': (server, session) => wire(server, ping, { ...session, Connection: 'close' }),
		'a client of HTTP 1.0': (server, session) => wire(server, ping, session, '1.0'),
	};
	for (const [name, first] of Object.entries(last)) {
		it(`serve nothing behind the last answer: ${name}`, async () => {
			const { server, tools } = started;
			const session = { 'Mcp-Session-Id': await newSession(server) };
			const call = (id: number) =>
				JSON.stringify({
					jsonrpc: '2.0',
					id,
					method: 'tools/call',
					params: { name: 'echo_text', arguments: { text: '' } },
				});
			for (let round = 0; round < 17; round++) {
				const behind = [wire(server, initialize), wire(server, call(round), session), wire(server, initialize)];
				assert.equal((await pipeline(server, first(server, session), ...behind)).length, 1);
			}
			assert.equal(tools.called, 0);
			assert.equal((await send(server, { body: initialize })).status, 200);
			assert.equal((await send(server, { headers: session, body: call(20) })).status, 200);
		});
	}

	it('serve what comes together in its order', async () => {
		const { server } = started;
		const session = { 'Mcp-Session-Id': await newSession(server) };
		const end = { ...session, Connection: 'close' };
		assert.deepEqual(
			await pipeline(server, wire(server, ping, session), wire(server, ping, session), wire(server, ping, end)),
			[200, 200, 200],
		);
	});

	it('do not keep the sessions of clients that have gone', async () => {
		const { server } = started;
		for (let round = 0; round < 40; round++) {
			const socket = dial(server);
			await once(socket, 'connect');
			socket.write(wire(server, initialize).repeat(3));
			if (round % 2) await once(socket, 'data');
			socket.destroy();
		}
		let status = 503;
		for (let tries = 0; status === 503 && tries < 1000; tries++)
			({ status } = await send(server, { body: initialize }));
		assert.equal(status, 200);
	});

	for (const [name, header] of [
		['behind', (server: LoopbackServer, filler: object) => wire(server, initialize, { ...filler, Origin: 'null' })],
		['before', (server: LoopbackServer, filler: object) => wire(server, initialize, { Origin: 'null', ...filler })],
		['without', (server: LoopbackServer, filler: object) => wire(server, initialize, { ...filler })],
	] as const) {
		it(`refuse 150 headers, ${name} an Origin`, async () => {
			const filler = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`X-${index}`, '1']));
			assert.deepEqual(await pipeline(started.server, header(started.server, filler)), [431]);
		});
	}

	it('refuse a head that is too large', async () => {
		assert.deepEqual(
			await pipeline(started.server, wire(started.server, ping, { 'X-Large': 'x'.repeat(20_000) })),
			[431],
		);
	});

	const idle: Record<string, (server: LoopbackServer) => string> = {
		'say nothing': () => '',
		'stop amid the head': () => 'POST /mcp HTTP/1.1\r\nHost: x\r\n',
		'announce a body without the bearer': (server) =>
			`POST /mcp HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n`,
	};
	for (const [name, said] of Object.entries(idle)) {
		it(`give way when they ${name}`, async () => {
			const { server } = started;
			const { id, stream, response } = await listeningSession(started);
			let ended = false;
			response.once('close', () => (ended = true));
			const opened = Array.from({ length: 400 }, () => dial(server));
			await Promise.all(opened.map((socket) => once(socket, 'connect')));
			for (const socket of opened) socket.write(said(server));
			assert.equal((await send(server, { body: initialize })).status, 200);
			assert.equal((await send(server, { headers: { 'Mcp-Session-Id': id }, body: ping })).status, 200);
			assert.equal(ended, false);
			stream.destroy();
		});
	}

	it('of strangers give way before that of a client which asks nothing for the moment', async () => {
		const small = await startServer({ connections: 8 });
		const session = { 'Mcp-Session-Id': await newSession(small.server) };
		const client = dial(small.server);
		const answered = async () => {
			client.write(wire(small.server, ping, session));
			const chunk = await new Promise<Buffer>((resolve) => client.once('data', resolve));
			assert.match(String(chunk), /^HTTP\/1\.1 200/);
		};
		await answered();
		const strangers = Array.from({ length: 20 }, () => dial(small.server));
		await Promise.all(strangers.map((socket) => once(socket, 'connect')));
		assert.equal((await send(small.server, { body: initialize })).status, 200);
		await answered();
		await small.server.dispose();
	});

	it('keep those that are in use, and refuse another one then', async () => {
		const small = await startServer({ connections: 2 });
		const streams = [await listeningSession(small), await listeningSession(small)];
		await assert.rejects(send(small.server, { body: initialize }), { code: 'ECONNRESET' });
		for (const { response } of streams) assert.equal(response.closed, false);
		for (const { stream } of streams) stream.destroy();
		await small.server.dispose();
	});
});
