import assert from 'node:assert/strict';
import { parseMessage } from '../../../src/mcp/http/body.ts';
import { maximumBody, newBearer, refusalOf, type RequestHead } from '../../../src/mcp/http/guard.ts';

const expected = { port: 4711, bearer: 'the-secret' };

function head(change: {
	method?: string;
	url?: string;
	remoteAddress?: string;
	headers?: Record<string, string[] | undefined>;
	rawHeaders?: string[];
}): RequestHead {
	return {
		method: change.method ?? 'POST',
		url: change.url ?? '/mcp',
		socket: { remoteAddress: change.remoteAddress ?? '127.0.0.1' },
		rawHeaders: change.rawHeaders ?? [],
		headersDistinct: {
			host: ['127.0.0.1:4711'],
			authorization: ['Bearer the-secret'],
			'content-type': ['application/json'],
			...change.headers,
		},
	};
}

const statusOf = (change: Parameters<typeof head>[0]) => refusalOf(head(change), expected)?.status;

describe('guard', () => {
	it('lets a proper request pass', () => {
		assert.equal(statusOf({}), undefined);
		assert.equal(statusOf({ headers: { authorization: ['bearer  the-secret'] } }), undefined);
		assert.equal(statusOf({ method: 'GET', headers: { 'content-type': undefined } }), undefined);
	});

	it('takes loopback addresses only', () => {
		for (const remoteAddress of ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])
			assert.equal(statusOf({ remoteAddress }), undefined, remoteAddress);
		for (const remoteAddress of ['10.0.0.1', '::ffff:10.0.0.1', '127.0.0.1.example', 'fe80::1', ''])
			assert.equal(statusOf({ remoteAddress }), 403, remoteAddress);
	});

	it('refuses a header that comes twice', () => {
		assert.equal(statusOf({ headers: { host: ['127.0.0.1:4711', 'attacker.example'] } }), 403);
		assert.equal(statusOf({ headers: { authorization: ['Bearer the-secret', 'Bearer x'] } }), 401);
		assert.equal(statusOf({ headers: { 'content-type': ['application/json', 'text/plain'] } }), 415);
	});

	it('refuses more than 100 headers', () => {
		const headers = (count: number) => Array.from({ length: count }, (_, index) => [`X-${index}`, '1']).flat();
		assert.equal(statusOf({ rawHeaders: headers(100) }), undefined);
		assert.equal(statusOf({ rawHeaders: headers(101) }), 431);
	});

	it('refuses bodies above the cap by their declared length', () => {
		assert.equal(statusOf({ headers: { 'content-length': [String(maximumBody)] } }), undefined);
		assert.equal(statusOf({ headers: { 'content-length': [String(maximumBody + 1)] } }), 413);
	});

	it('asks in order: machine, host, origin, path, method, secret, type, size', () => {
		const headers: Record<string, string[] | undefined> = {
			host: ['attacker.example'],
			origin: ['null'],
			authorization: ['Bearer x'],
			'content-type': ['text/plain'],
			'content-length': ['10000000'],
		};
		const wrong = { remoteAddress: '10.0.0.1', url: '/other', method: 'PUT', headers };
		const messages: (string | undefined)[] = [];
		const note = () => messages.push(refusalOf(head(wrong), expected)?.message);
		note();
		wrong.remoteAddress = '127.0.0.1';
		note();
		wrong.headers.host = ['localhost:4711'];
		note();
		wrong.headers.origin = undefined;
		note();
		wrong.url = '/mcp';
		note();
		wrong.method = 'POST';
		note();
		wrong.headers.authorization = ['Bearer the-secret'];
		note();
		wrong.headers['content-type'] = ['application/json'];
		note();
		wrong.headers['content-length'] = ['10'];
		note();
		assert.deepEqual(messages, [
			'Only this machine may connect.',
			'The Host header is wrong.',
			'Web pages may not connect.',
			'Not found.',
			'Method not allowed.',
			'Unauthorized.',
			'Content-Type must be application/json.',
			'The body is larger than 1 MiB.',
			undefined,
		]);
	});

	it('makes another secret each time', () => {
		assert.notEqual(newBearer(), newBearer());
		assert.match(newBearer(), /^[\w-]{43}$/);
	});
});

describe('reading a message', () => {
	it('takes one JSON object', () => {
		assert.deepEqual(parseMessage('{"method":"ping"}'), { ok: true, message: { method: 'ping' } });
	});

	it('refuses everything else with fixed words', () => {
		for (const text of ['', '{', '[]', '1', 'null', '"x"', '['.repeat(1000)]) {
			const result = parseMessage(text);
			if (result.ok) assert.fail(text);
			assert.equal(result.refusal.status, 400);
		}
	});
});
