import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { directFetch } from '../../../src/cli/direct.ts';
import { systemClock } from '../../../src/pagerduty/http/clock.ts';
import { PagerDutyClient } from '../../../src/pagerduty/http/client.ts';
import { PagerDutyError } from '../../../src/pagerduty/http/errors.ts';
import { getIncident } from '../../../src/pagerduty/api/incidents.ts';
import { createIncidentNote } from '../../../src/pagerduty/api/notes.ts';
import { selfSigned } from '../../support/certificate.ts';
import { textOf } from './support.ts';
import { heard } from '../../support/heard.ts';

describe('the HTTP client of the command line', () => {
	let server: Server;
	let origin: string;
	let handle: (request: IncomingMessage, response: ServerResponse) => void;
	let connections: number;

	beforeEach(async () => {
		connections = 0;
		server = createServer((request, response) => handle(request, response));
		server.on('connection', () => connections++);
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const address = server.address();
		assert.ok(typeof address === 'object' && address);
		origin = `http://127.0.0.1:${address.port}`;
	});

	afterEach(() => {
		server.close();
		server.closeAllConnections();
	});

	const options = { method: 'GET', headers: {}, body: undefined, redirect: 'manual' } as const;

	function person(signal = new AbortController().signal) {
		const client = new PagerDutyClient({
			account: () => Promise.resolve({ apiUrl: origin, token: 'u+secretToken1234567', kind: 'user' }),
			clock: systemClock,
			log: { debug: heard, info: heard, warn: heard, error: heard },
			userAgent: 'test',
			fetch: directFetch(),
		});
		return client.for(signal, 'person');
	}

	async function failure(call: Promise<unknown>): Promise<PagerDutyError> {
		const error: unknown = await call.then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
		assert.ok(error instanceof PagerDutyError);
		return error;
	}

	it('sends what is asked, and reads the reply with its headers', async () => {
		const seen: unknown[] = [];
		handle = (request, response) => {
			request.setEncoding('utf8').on('data', (text: string) => seen.push(request.method, request.url, text));
			request.on('end', () => response.writeHead(201, { 'RateLimit-Remaining': '7', 'X-Two': ['a', 'b'] }).end('ü'));
		};
		const { signal } = new AbortController();
		const body = '{"note":"ü"}';
		const reply = await directFetch()(new URL(`${origin}/a%2Fb?c[]=d`), { ...options, method: 'POST', body, signal });
		assert.equal(await textOf(reply), 'ü');
		assert.deepEqual(seen, ['POST', '/a%2Fb?c[]=d', body]);
		assert.equal(reply.status, 201);
		assert.deepEqual(
			['ratelimit-remaining', 'x-two', 'none'].map((name) => reply.headers.get(name)),
			['7', 'a, b', null],
		);
	});

	it('reads packed replies, and uses a connection again', async () => {
		handle = (request, response) => {
			assert.equal(request.headers['accept-encoding'], 'gzip');
			response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify({ incident: { id: 'Q1' } })));
		};
		const pagerduty = person();
		for (let time = 0; time < 3; time++) assert.equal((await getIncident(pagerduty, 'Q1')).id, 'Q1');
		assert.equal(connections, 1);
	});

	it('does not follow a redirect', async () => {
		let asked = 0;
		handle = (_request, response) => {
			asked++;
			response.writeHead(302, { location: 'http://127.0.0.1:1/incidents' }).end();
		};
		assert.equal((await failure(getIncident(person(), 'Q1'))).kind, 'reply');
		assert.equal(asked, 1);
	});

	const packed = gzipSync(JSON.stringify({ note: { id: 'P1' } }));
	for (const [when, headers, part] of [
		['before the reply', undefined, undefined],
		['in the middle of the reply', { 'content-length': 100 }, '{"note":'],
		[
			'in the middle of a packed reply',
			{ 'content-encoding': 'gzip', 'content-length': packed.length },
			packed.subarray(0, 20),
		],
	] as const) {
		it(`does not know whether a change was made when the connection breaks ${when}`, async () => {
			let asked = 0;
			handle = (request, response) => {
				asked++;
				if (!headers) request.socket.destroy();
				else response.writeHead(200, headers).write(part, () => request.socket.destroy());
			};
			const { kind, unclear } = await failure(createIncidentNote(person(), 'Q1', 'Hi'));
			assert.deepEqual([kind, unclear, asked], ['network', true, 1]);
		});
	}

	it('knows that a closed port got nothing', async () => {
		server.close();
		const { kind, unclear, message } = await failure(createIncidentNote(person(), 'Q1', 'Hi'));
		assert.deepEqual([kind, unclear], ['network', false]);
		assert.match(message, /the connection was refused/);
	});

	it('trusts no certificate that nobody has vouched for', async () => {
		const untrusted = createTlsServer(selfSigned('api.pagerduty.com'));
		untrusted.listen(0, '127.0.0.1');
		await once(untrusted, 'listening');
		const address = untrusted.address();
		assert.ok(typeof address === 'object' && address);
		origin = `https://127.0.0.1:${address.port}`;
		const { unclear, message } = await failure(createIncidentNote(person(), 'Q1', 'Hi'));
		untrusted.close();
		assert.match(message, /its certificate is not trusted here/);
		assert.equal(unclear, false);
	});

	it('ends a request that nobody waits for any more', async () => {
		const caller = new AbortController();
		const closed = new Promise<void>((resolve) => {
			handle = (request) => {
				request.socket.on('close', resolve);
				caller.abort(new Error('enough'));
			};
		});
		await assert.rejects(getIncident(person(caller.signal), 'Q1'), /enough/);
		await closed;
	});
});
