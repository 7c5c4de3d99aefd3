import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { sendReply } from '../../src/mcp/http/bridge.ts';

/** What a client gets on the wire, taken apart strictly: nothing is forgiven that a browser would forgive. */
interface OnTheWire {
	readonly status: string;
	readonly headers: ReadonlyMap<string, string>;
	readonly chunks: readonly string[];
}

/** @throws when the bytes are not exactly one chunked answer of HTTP/1.1. */
function parseChunked(bytes: Buffer): OnTheWire {
	const headEnd = bytes.indexOf('\r\n\r\n');
	assert.ok(headEnd > 0, 'the head ends');
	const [status = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
	const headers = new Map(
		lines.map((line): [string, string] => {
			const [name = '', ...value] = line.split(':');
			return [name.toLowerCase(), value.join(':').trim()];
		}),
	);
	assert.equal(headers.get('transfer-encoding'), 'chunked');
	const chunks: string[] = [];
	let rest = bytes.subarray(headEnd + 4);
	for (;;) {
		const lineEnd = rest.indexOf('\r\n');
		const size = /^[0-9a-f]+$/i.exec(rest.subarray(0, Math.max(lineEnd, 0)).toString('latin1'))?.[0];
		assert.ok(size !== undefined, `a chunk begins with its size, not ${JSON.stringify(rest.toString().slice(0, 60))}`);
		const length = Number.parseInt(size, 16);
		const chunk = rest.subarray(lineEnd + 2, lineEnd + 2 + length);
		assert.equal(chunk.length, length, 'the whole chunk is there');
		assert.equal(rest.subarray(lineEnd + 2 + length, lineEnd + 4 + length).toString(), '\r\n');
		rest = rest.subarray(lineEnd + 4 + length);
		if (length > 0) chunks.push(chunk.toString());
		else break;
	}
	assert.equal(rest.length, 0, 'nothing follows the closing chunk');
	return { status, headers, chunks };
}

/** A body that the test writes to, event by event. */
class Events {
	cancelled = false;
	#controller: ReadableStreamDefaultController<Uint8Array> | undefined;
	readonly body = new ReadableStream<Uint8Array>({
		start: (controller) => {
			this.#controller = controller;
		},
		cancel: () => {
			this.cancelled = true;
		},
	});

	send(text: string): void {
		this.#controller?.enqueue(Buffer.from(text));
	}

	end(): void {
		this.#controller?.close();
	}
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('an answer on the wire', () => {
	let http: Server;
	let events: Events;
	let socket: Socket;
	let received: Buffer[];
	let sent: Promise<void>;

	beforeEach(async () => {
		events = new Events();
		received = [];
		http = createServer((_request, response) => {
			sent = sendReply(response, new Response(events.body, { headers: { 'content-type': 'text/event-stream' } }));
		});
		http.listen(0, '127.0.0.1');
		await once(http, 'listening');
		const address = http.address();
		assert.ok(typeof address === 'object' && address !== null);
		socket = connect(address.port, '127.0.0.1');
		socket.on('data', (data: Buffer) => void received.push(data));
		await once(socket, 'connect');
	});

	afterEach(() => {
		socket.destroy();
		http.closeAllConnections();
		http.close();
	});

	async function ask(method: string): Promise<void> {
		socket.write(`${method} /mcp HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
		await once(http, 'request');
	}

	async function whole(): Promise<OnTheWire> {
		await once(socket, 'end');
		await sent;
		return parseChunked(Buffer.concat(received));
	}

	it('of one event leaves with its head and its end in one write', async () => {
		await ask('POST');
		events.send('data: only\n\n');
		events.end();
		const { status, headers, chunks } = await whole();
		assert.equal(status, 'HTTP/1.1 200 OK');
		assert.equal(headers.get('content-type'), 'text/event-stream');
		assert.deepEqual(chunks, ['data: only\n\n']);
		assert.equal(received.length, 1);
	});

	it('of several events at once keeps their order and closes after the last', async () => {
		await ask('POST');
		events.send('data: 1\n\n');
		events.send('data: 2\n\n');
		events.send('data: 3\n\n');
		events.end();
		assert.deepEqual((await whole()).chunks.join(''), 'data: 1\n\ndata: 2\n\ndata: 3\n\n');
	});

	// The last event comes in the same turn as the end, after events that have left already: progress and then the answer.
	it('that follows earlier events closes after it', async () => {
		await ask('POST');
		events.send('data: progress\n\n');
		await once(socket, 'data');
		assert.match(Buffer.concat(received).toString(), /data: progress/);
		await nextTurn();
		events.send('data: answer\n\n');
		events.end();
		assert.deepEqual((await whole()).chunks, ['data: progress\n\n', 'data: answer\n\n']);
	});

	it('arrives event by event, each without waiting for the next', async () => {
		await ask('POST');
		for (const event of ['data: a\n\n', 'data: b\n\n', 'data: c\n\n']) {
			events.send(event);
			while (!Buffer.concat(received).includes(event)) await once(socket, 'data');
		}
		events.end();
		assert.equal((await whole()).chunks.length, 3);
	});

	it('has a head at once for a client that listens, before any event', async () => {
		await ask('GET');
		await once(socket, 'data');
		assert.match(Buffer.concat(received).toString(), /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n$/);
		events.end();
		assert.deepEqual((await whole()).chunks, []);
	});

	it('waits for a slow reader and loses nothing', async () => {
		await ask('POST');
		socket.pause();
		const large = `data: ${'x'.repeat(1024 * 1024)}\n\n`;
		for (let count = 0; count < 8; count++) events.send(large);
		events.send('data: last\n\n');
		events.end();
		for (let turn = 0; turn < 20; turn++) await nextTurn();
		socket.resume();
		const text = (await whole()).chunks.join('');
		assert.equal(text.length, 8 * large.length + 'data: last\n\n'.length);
		assert.ok(text.endsWith('data: last\n\n'));
	});

	it('ends quietly and stops its source when the client goes in between', async () => {
		await ask('POST');
		events.send('data: 1\n\n');
		await once(socket, 'data');
		socket.destroy();
		await sent;
		assert.ok(events.cancelled);
	});

	it('that nobody reads any more ends although it was waiting for room', async () => {
		await ask('POST');
		socket.pause();
		const large = `data: ${'x'.repeat(1024 * 1024)}\n\n`;
		for (let count = 0; count < 16; count++) events.send(large);
		for (let turn = 0; turn < 20; turn++) await nextTurn();
		socket.destroy();
		await sent;
		assert.ok(events.cancelled);
	});
});
