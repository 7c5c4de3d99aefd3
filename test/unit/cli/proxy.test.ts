import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import * as z from 'zod';
import { fetchThrough, goesPast } from '../../../src/cli/proxy.ts';
import { systemClock } from '../../../src/pagerduty/http/clock.ts';
import { PagerDutyError } from '../../../src/pagerduty/http/errors.ts';
import { Transport } from '../../../src/pagerduty/http/transport.ts';
import { accountSettings } from '../../../src/cli/settings.ts';
import { textOf } from './support.ts';

const Connecting = z.tuple([z.object({ headers: z.record(z.string(), z.unknown()) })]).rest(z.unknown());

describe('a fetch through a proxy', () => {
	let target: Server;
	let proxy: Server;
	let asked: number;
	/** How the proxy answers a wish for a tunnel. */
	let verdict: number;
	const open: Socket[] = [];

	const portOf = (server: Server) => {
		const address = server.address();
		return typeof address === 'object' && address !== null ? address.port : 0;
	};

	beforeEach(async () => {
		asked = 0;
		verdict = 200;
		target = createServer((request, response) => response.end(request.url));
		proxy = createServer();
		proxy.on('connect', (_request, socket: Socket) => {
			asked++;
			if (verdict !== 200) {
				socket.end(`HTTP/1.1 ${verdict} No\r\nContent-Length: 0\r\n\r\n`);
				return;
			}
			const other = connect(portOf(target), '127.0.0.1');
			open.push(socket, other);
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			socket.pipe(other).pipe(socket);
		});
		for (const server of [target, proxy]) {
			server.listen(0, '127.0.0.1');
			await once(server, 'listening');
		}
	});

	afterEach(() => {
		for (const socket of open.splice(0)) socket.destroy();
		for (const server of [target, proxy]) {
			server.close();
			server.closeAllConnections();
		}
	});

	async function get(noProxy: string): Promise<number> {
		const fetch = fetchThrough({ address: `http://127.0.0.1:${portOf(proxy)}`, noProxy });
		const options = { method: 'GET', headers: {}, body: undefined, redirect: 'manual' } as const;
		const url = new URL(`http://127.0.0.1:${portOf(target)}/path`);
		const response = await fetch(url, { ...options, signal: new AbortController().signal });
		assert.equal(await textOf(response), '/path');
		return asked;
	}

	for (const noProxy of ['', 'example.com', '127.0.0.1:1', '7.0.0.1'])
		it(`asks the proxy with NO_PROXY="${noProxy}"`, async () => assert.equal(await get(noProxy), 1));

	for (const noProxy of ['127.0.0.1', '*', 'example.com, 127.0.0.1', '127.0.0.1:PORT'])
		it(`goes past the proxy with NO_PROXY="${noProxy}"`, async () =>
			assert.equal(await get(noProxy.replace('PORT', String(portOf(target)))), 0));

	it('lets go of a proxy that takes too long', async () => {
		const silent = createServer();
		const gone = new Promise((resolve) =>
			silent.once('connect', (_request, socket: Socket) =>
				resolve(once(socket.resume(), 'end').then(() => socket.end())),
			),
		);
		silent.listen(0, '127.0.0.1');
		await once(silent, 'listening');
		const { message } = await failure(portOf(silent), '', 500);
		assert.match(message, /cannot be reached: the proxy does not answer\.$/);
		await gone;
		silent.close();
	});

	it('lets go of a proxy as soon as the request is given up', async () => {
		const silent = createServer();
		const given = new AbortController();
		const gone = new Promise((resolve) =>
			silent.once('connect', (_request, socket: Socket) => {
				resolve(once(socket.resume(), 'end').then(() => socket.end()));
				given.abort();
			}),
		);
		silent.listen(0, '127.0.0.1');
		await once(silent, 'listening');
		const fetch = fetchThrough({ address: `http://127.0.0.1:${portOf(silent)}`, noProxy: '' }, 60_000);
		const options = { method: 'GET', headers: {}, body: undefined, redirect: 'manual' } as const;
		const url = new URL(`http://127.0.0.1:${portOf(target)}/path`);
		await assert.rejects(fetch(url, { ...options, signal: given.signal }), { name: 'AbortError' });
		await gone;
		silent.close();
	});

	for (const [person, sent] of [
		['some%40body:s3%25cret', 'some@body:s3%cret'],
		['somebody:s3%cret', 'somebody:s3%cret'],
	] as const)
		it(`signs in to it as ${sent}, written ${person}`, async () => {
			const asking = once(proxy, 'connect');
			verdict = 407;
			await failure(portOf(proxy), `${person}@`);
			const [{ headers }] = Connecting.parse(await asking);
			assert.equal(headers['proxy-authorization'], `Basic ${Buffer.from(sent).toString('base64')}`);
		});

	it('keeps a connection through the proxy for the next requests', async () => {
		const fetch = fetchThrough({ address: `http://127.0.0.1:${portOf(proxy)}`, noProxy: '' });
		const options = { method: 'GET', headers: {}, body: undefined, redirect: 'manual' } as const;
		for (let at = 0; at < 3; at++) {
			const url = new URL(`http://127.0.0.1:${portOf(target)}/${at}`);
			assert.equal(await textOf(await fetch(url, { ...options, signal: new AbortController().signal })), `/${at}`);
		}
		assert.equal(asked, 1);
	});

	/** What is told of a change that could not be sent. */
	async function failure(port = portOf(proxy), person = '', patienceMs?: number): Promise<PagerDutyError> {
		const fetch = fetchThrough({ address: `http://${person}127.0.0.1:${port}`, noProxy: '' }, patienceMs);
		const transport = new Transport({ clock: systemClock, userAgent: 'test', fetch });
		const account = { apiUrl: `http://127.0.0.1:${portOf(target)}`, token: 'the-token', kind: 'user' } as const;
		const request = { operationId: 'createIncident', method: 'POST', path: ['incidents'], body: {} } as const;
		try {
			await transport.send(account, request, { signal: new AbortController().signal, mostMs: 10_000 });
		} catch (error) {
			assert.ok(error instanceof PagerDutyError);
			return error;
		}
		return assert.fail('should not have reached PagerDuty');
	}

	for (const [status, said] of [
		[403, 'does not let requests through to PagerDuty: it answers 403.'],
		[407, 'wants a user name and a password before it lets requests through to PagerDuty.'],
	] as const) {
		it(`says which proxy answered ${status}, and that nothing was sent`, async () => {
			verdict = status;
			const { message, kind, unclear } = await failure();
			assert.equal(message, `The proxy 127.0.0.1:${portOf(proxy)} ${said}`);
			assert.deepEqual([kind, unclear], ['proxy', false]);
		});
	}

	it('names a proxy without its password', async () => {
		verdict = 407;
		const { message, cause } = await failure(portOf(proxy), 'somebody:s3cret@');
		assert.doesNotMatch(`${message} ${String(cause)}`, /somebody|s3cret/);
	});

	it('tries a proxy again that has trouble itself', async () => {
		verdict = 502;
		const { message, kind } = await failure();
		assert.equal(message, `127.0.0.1:${portOf(target)} cannot be reached: the proxy refuses it.`);
		assert.equal(kind, 'network');
	});

	it('says that the proxy does not answer', async () => {
		const gone = portOf(proxy);
		proxy.close();
		const { message, unclear } = await failure(gone);
		assert.match(message, /cannot be reached: the proxy does not answer\.$/);
		assert.equal(unclear, false);
	});
});

describe('NO_PROXY', () => {
	for (const [noProxy, past] of [
		['', false],
		['pagerduty.com', true],
		['.pagerduty.com', true],
		['*.PagerDuty.com:443', true],
		['api.eu.pagerduty.com', true],
		['example.com *', true],
		['pagerduty.com:80', false],
		['duty.com', false],
		['api.pagerduty.com', false],
	] as const)
		it(`${past ? 'covers' : 'leaves out'} api.eu.pagerduty.com where it is "${noProxy}"`, () =>
			assert.equal(goesPast(new URL('https://api.eu.pagerduty.com/incidents'), noProxy), past));

	for (const noProxy of ['::1', '[::1]', '[::1]:8443'])
		it(`covers an IPv6 address where it is "${noProxy}"`, () =>
			assert.ok(goesPast(new URL('https://[::1]:8443/incidents'), noProxy)));
});

describe('the proxy of the command line', () => {
	const proxyOf = (environment: Record<string, string>, flags: [string, undefined][] = []) =>
		accountSettings(new Map(flags), environment, '/nowhere').proxy;

	it('is that of the environment, the lower-case name first', () => {
		assert.equal(proxyOf({}), undefined);
		assert.equal(proxyOf({ HTTPS_PROXY: ' ' }), undefined);
		const both = { HTTPS_PROXY: 'http://upper:1', https_proxy: 'lower:2', HTTP_PROXY: 'http://other:3', no_proxy: 'x' };
		assert.deepEqual(proxyOf(both), { address: 'http://lower:2/', noProxy: 'x' });
		assert.deepEqual(proxyOf({ HTTP_PROXY: 'https://other:3' }), { address: 'https://other:3/', noProxy: '' });
	});

	it('is none for the demo and for what is on this machine', () => {
		const environment = { HTTPS_PROXY: 'http://upper:1' };
		assert.equal(proxyOf(environment, [['demo', undefined]]), undefined);
		assert.equal(proxyOf({ ...environment, PAGERDUTY_API_HOST: 'http://127.0.0.1:4711' }), undefined);
	});
});
