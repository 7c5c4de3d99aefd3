import assert from 'node:assert/strict';
import { faultFlags, parseFaults } from '../../../src/sandbox/server/faults.ts';
import { Account, codeOf } from './account.ts';

describe('faults of the sandbox', () => {
	let account: Account;
	beforeEach(async () => {
		account = await Account.start({ account: 'empty', rateLimit: 5 });
	});
	afterEach(() => account.close());

	const status = async (target = '/users/me', method = 'GET') => (await account.send(method, target)).status;

	it('count requests down and refuse the one too many', async () => {
		const budget = async () => {
			const { headers, status } = await account.send('GET', '/abilities');
			return [status, ...['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`))];
		};
		assert.deepEqual(await budget(), [200, '5', '4', '60']);
		account.sandbox.clock.advance(15_000);
		assert.deepEqual(await budget(), [200, '5', '3', '45']);
		for (let i = 0; i < 3; i++) await budget();
		const refused = await account.send('GET', '/abilities');
		assert.deepEqual([refused.status, codeOf(refused)], [429, 2020]);
		assert.equal(refused.headers.get('ratelimit-remaining'), '0');
		// Another key has a budget of its own.
		const other = await account.send('GET', '/abilities', { token: account.sandbox.accountToken });
		assert.equal(other.status, 200);
		account.sandbox.clock.advance(45_000);
		assert.deepEqual(await budget(), [200, '5', '4', '60']);
	});

	it('answer 429 with and without headers', async () => {
		account.sandbox.faults.rateLimited = { times: 1, resetSeconds: 7 };
		const limited = await account.send('GET', '/abilities');
		assert.deepEqual([limited.status, limited.headers.get('ratelimit-reset')], [429, '7']);
		account.sandbox.faults.rateLimitedBare = { times: 1 };
		const bare = await account.send('GET', '/abilities');
		assert.deepEqual([bare.status, bare.headers.get('ratelimit-reset')], [429, null]);
		assert.match(bare.text, /<html>/);
		assert.equal(await status(), 200);
	});

	it('fail so many times, then recover', async () => {
		account.sandbox.faults.serverError = { status: 503, times: 2 };
		assert.deepEqual([await status(), await status(), await status()], [503, 503, 200]);
	});

	it('hit only what matches', async () => {
		account.sandbox.faults.serverError = { status: 500, match: /^GET \/users\?.*offset=25/ };
		assert.deepEqual([await status('/users'), await status('/users?limit=25&offset=25')], [200, 500]);
	});

	it('cut the connection before or after the work is done', async () => {
		await account.close();
		account = await Account.start();
		const { id } = await account.sandbox.trigger();
		const note = () => account.send('POST', `/incidents/${id}/notes`, { body: { note: { content: 'x' } } });
		account.sandbox.faults.dropBefore = { times: 1, match: /^POST .*\/notes/ };
		await assert.rejects(note());
		assert.equal(account.sandbox.store.notes.of(id).length, 0);
		account.sandbox.faults.dropAfter = { times: 1, match: /^POST .*\/notes/ };
		await assert.rejects(note());
		assert.equal(account.sandbox.store.notes.of(id).length, 1);
		assert.deepEqual(
			account.sandbox.requests.map(({ status }) => status),
			[0, 0],
		);
	});

	it('answer reads as of before the latest change', async () => {
		await account.close();
		account = await Account.start();
		const { id } = await account.sandbox.trigger();
		const notes = async () => (await account.send('GET', `/incidents/${id}/notes`)).body['notes'];
		const write = (content: string) => account.send('POST', `/incidents/${id}/notes`, { body: { note: { content } } });
		const texts = async () => JSON.stringify(await notes()).match(/"content":"[^"]*"/g) ?? [];
		await write('first');
		account.sandbox.faults.staleReads = { times: 2, match: /notes/ };
		await write('second');
		assert.deepEqual([(await texts()).length, (await texts()).length, (await texts()).length], [1, 1, 2]);

		account.sandbox.faults.staleReads = { times: 1, match: /teams/ };
		const made = await account.send('POST', '/teams', { body: { team: { type: 'team', name: 'Fresh' } } });
		const teamId = /"id":"(\w+)"/.exec(made.text)?.[1] ?? '';
		assert.deepEqual([await status(`/teams/${teamId}`), await status(`/teams/${teamId}`)], [404, 200]);
	});

	it('take their time', async () => {
		account.sandbox.faults.slow = { ms: 600_000, times: 1 };
		const answered: string[] = [];
		const waiting = status('/abilities').then(
			() => answered.push('slow'),
			() => answered.push('cut'),
		);
		while (account.sandbox.faults.slow.times === 1) await new Promise((resolve) => setImmediate(resolve));
		await status();
		answered.push('fast');
		await account.close();
		await waiting;
		assert.deepEqual(answered, ['fast', 'cut']);
	});

	it('refuse keys, as text and as JSON', async () => {
		const wrong = await account.send('GET', '/users/me', { token: 'wrong' });
		assert.deepEqual([wrong.status, wrong.headers.get('content-type')], [401, 'text/plain']);
		assert.equal((await account.send('GET', '/users/me', { bare: true })).status, 401);
		account.sandbox.faults.unauthorizedText = { times: 1 };
		assert.equal((await account.send('GET', '/users/me')).text, 'Unauthorized');
		account.sandbox.faults.unauthorizedJson = { times: 1 };
		assert.equal(codeOf(await account.send('GET', '/users/me')), 2006);
		assert.equal(await status(), 200);
	});

	it('refuse a key as malformed, and let something in between answer', async () => {
		account.sandbox.faults.malformedKey = { match: /users\/me/ };
		const refused = await account.send('GET', '/users/me');
		assert.deepEqual([refused.status, refused.headers.get('content-type')], [404, 'text/html']);
		account.sandbox.faults.malformedKey = undefined;
		await account.close();
		account = await Account.start();
		account.sandbox.faults.foreignPage = { match: /^PUT/ };
		const { id } = await account.sandbox.trigger();
		const body = { incidents: [{ id, type: 'incident_reference', status: 'resolved' }] };
		const blocked = await account.send('PUT', '/incidents', { body });
		assert.deepEqual([blocked.status, blocked.headers.get('content-type')], [403, 'text/html']);
		account.sandbox.faults.foreignPage = { status: 200, match: /^PUT/ };
		assert.equal((await account.send('PUT', '/incidents', { body })).status, 200);
		assert.equal(account.sandbox.store.incidents.find((incident) => incident.id === id)?.status, 'triggered');
	});

	it('take a scope away for one path', async () => {
		account.sandbox.faults.scopeMissing = parseFaults(new Map([['fault-403-path', '^GET /users']])).scopeMissing;
		assert.deepEqual([await status('/users/me'), await status('/teams')], [403, 200]);
	});

	it('take rights away', async () => {
		account.sandbox.faults.readOnly = { times: 1 };
		assert.equal(await status('/incidents', 'PUT'), 403);
		account.sandbox.faults.accountToken = { times: 1 };
		const me = await account.send('GET', '/users/me');
		assert.deepEqual([me.status, typeof me.body['error']], [400, 'string']);
		account.sandbox.faults.scopeMissing = { times: 1 };
		assert.match((await account.send('GET', '/users')).text, /"required_scopes":"users.read"/);
		account.sandbox.faults.abilityMissing = { times: 1 };
		assert.equal(codeOf(await account.send('GET', '/teams')), 2014);
	});

	it('know paths and methods that do not exist', async () => {
		assert.deepEqual([await status('/nonsense'), await status('/abilities', 'DELETE')], [404, 405]);
		assert.equal(codeOf(await account.send('GET', '/users/PNOSUCH')), 2100);
	});

	it('are read from the command line', () => {
		const given = new Map([
			['fault-error', '503x2'],
			['fault-429', undefined],
			['fault-slow', '250'],
			['fault-match', '^POST'],
		]);
		assert.deepEqual(parseFaults(given), {
			serverError: { status: 503, times: 2, match: /^POST/ },
			rateLimited: { match: /^POST/ },
			slow: { ms: 250, match: /^POST/ },
		});
		assert.deepEqual(parseFaults(new Map([['fault-page', '407']])), { foreignPage: { status: 407 } });
		assert.throws(() => parseFaults(new Map([['fault-page', 'often']])), /403/);
		assert.throws(() => parseFaults(new Map([['fault-error', '404']])), /503/);
		assert.throws(() => parseFaults(new Map([['fault-drop-after', 'often']])), /whole number/);
		assert.equal(new Set(faultFlags.map(({ name }) => name)).size, faultFlags.length);
	});

	it('leave a record of every request', async () => {
		await account.send('PUT', '/incidents?x=1', { body: { incidents: [] } });
		const [request] = account.sandbox.requests;
		assert.ok(request);
		const { method, path, query, body, reply } = request;
		assert.deepEqual(
			[method, path, query, body, reply],
			['PUT', '/incidents', 'x=1', '{"incidents":[]}', '{"incidents":[]}'],
		);
		assert.match(request.headers['authorization'] ?? '', /^Token token=/);
	});
});
