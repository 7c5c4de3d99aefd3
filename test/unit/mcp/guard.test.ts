import assert from 'node:assert/strict';
import { parseMessage } from '../../../src/mcp/http/body.ts';
import { hashOf, newSecret } from '../../../src/connections/secrets.ts';
import { whoseSecret, type Shown } from '../../../src/connections/whose-secret.ts';
import { showsBearer } from '../../../src/mcp/http/bearer.ts';
import { admissionOf, maximumBody, newBearer, type RequestHead } from '../../../src/mcp/http/guard.ts';

/** Mulberry32: the same numbers each time. */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const showsSecret = showsBearer('the-secret');
const refusalOf = (request: RequestHead) => {
	const admission = admissionOf(request, { port: 4711, whose: (shown) => (showsSecret(shown) ? 'them' : undefined) });
	return admission.ok ? undefined : admission.refusal;
};

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

const statusOf = (change: Parameters<typeof head>[0]) => refusalOf(head(change))?.status;

describe('guard', () => {
	it('lets a proper request pass', () => {
		assert.equal(statusOf({}), undefined);
		assert.equal(statusOf({ headers: { authorization: ['bearer  the-secret'] } }), undefined);
		assert.equal(statusOf({ method: 'GET', headers: { 'content-type': undefined } }), undefined);
	});

	it('lets nobody in by the name of a tunnel but its connection, also where the server goes by the same name', () => {
		const plate = { port: 4711, hosts: ['pd.example.com'] };
		const whose = (shown: Shown) => (showsSecret(shown) ? 'them' : undefined);
		const request = head({ headers: { host: ['pd.example.com'] } });
		assert.equal(admissionOf(request, { ...plate, whose }).ok, true);
		assert.equal(admissionOf(request, { ...plate, whose, tunnels: ['pd.example.com'] }).ok, false);
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
		const note = () => messages.push(refusalOf(head(wrong))?.message);
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
			'Unauthorized: the secret in the Authorization header is missing, wrong or no longer valid. Ask whoever runs this server for a new one.',
			'Content-Type must be application/json.',
			'The body is larger than 1 MiB.',
			undefined,
		]);
	});

	it('lets none of 10,000 random requests in that lacks the secret', () => {
		const secret = newSecret();
		const connection = {
			name: 'x',
			client: 'other' as const,
			access: 'read' as const,
			toolsets: [],
			id: '1',
			createdAt: 0,
		};
		const known = [
			{ ...connection, secretHash: hashOf(secret) },
			{
				...connection,
				secretHash: hashOf(secret),
				host: 'tunnel.example',
				secretInPath: true,
				secondHash: hashOf('second'),
			},
		];
		const random = randomFrom(42);
		function one<Value>(values: readonly [Value, ...Value[]]): Value {
			return values[Math.floor(random() * values.length)] ?? values[0];
		}
		const nearly = () => {
			const at = Math.floor(random() * secret.length);
			return one([
				secret.slice(0, at),
				`${secret.slice(0, at)}${secret.slice(at + 1)}`,
				`${secret.slice(0, at)}${String.fromCharCode(33 + Math.floor(random() * 93))}${secret.slice(at)}`,
				secret.toUpperCase(),
				`${secret} ${secret}`,
				encodeURIComponent(`${secret}\r\n`),
				Buffer.from(secret).toString('base64'),
				hashOf(secret),
				'',
			]);
		};
		const hosts: [string, ...string[]] = [
			'127.0.0.1:4711',
			'localhost:4711',
			'tunnel.example',
			'tunnel.example:443',
			'attacker.example',
			'',
		];
		for (let count = 0; count < 10_000; count++) {
			const authorization = one([
				`Bearer ${nearly()}`,
				`bearer  ${nearly()}`,
				`Basic ${secret}`,
				secret,
				'Bearer second',
				'',
			]);
			const request = head({
				method: one(['POST', 'GET', 'DELETE', 'PUT', 'post', '']),
				url: one(['/mcp', `/mcp/${nearly()}`, `/mcp/${secret}/`, `/mcp?secret=${secret}`, '/MCP', '*', '']),
				remoteAddress: one(['127.0.0.1', '::1', '10.0.0.1', '']),
				headers: {
					host: one([[one(hosts)], [one(hosts), one(hosts)], undefined]),
					'x-forwarded-host': one([[one(hosts)], undefined]),
					authorization: one([[authorization], [authorization, authorization], undefined]),
					origin: one([['null'], undefined]),
				},
			});
			const whose = (shown: Shown) => whoseSecret(known, shown)?.id;
			assert.equal(
				admissionOf(request, { port: 4711, tunnels: ['tunnel.example'], whose }).ok,
				false,
				JSON.stringify(request),
			);
		}
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
