import assert from 'node:assert/strict';
import { incident } from '../../../src/pagerduty/api/incident.ts';
import type { PagerDutyApi } from '../../../src/pagerduty/http/request.ts';
import { Deadline } from '../../../src/pagerduty/http/limits/deadline.ts';
import { CallConsent } from '../../../src/tools/core/consent.ts';
import { Changes } from '../../../src/tools/core/changes.ts';
import type { ToolContext } from '../../../src/tools/core/context.ts';
import { AccountDirectory } from '../../../src/tools/names/account-directory.ts';
import { finders } from '../../../src/tools/finders.ts';
import { Claims } from '../../../src/tools/core/claims.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SignedIn } from '../../support/signed-in.ts';
import { heard } from '../../support/heard.ts';

/** A PagerDuty that takes a moment for its answer, and counts what it is asked. */
class Slow implements PagerDutyApi {
	readonly asked: string[] = [];
	readonly #answer: () => unknown;

	constructor(answer: () => unknown) {
		this.#answer = answer;
	}

	request: PagerDutyApi['request'] = async ({ operationId, reply }) => {
		this.asked.push(operationId);
		await new Promise(setImmediate);
		return reply.parse(this.#answer());
	};
}

const checkout = () => ({ services: [{ id: 'PCHECK1', name: 'Checkout' }], more: false });
const maya = () => ({ user: { id: 'PMAYA01', name: 'Maya Okafor', teams: [] } });

describe('the directory', () => {
	const clock = new FakeClock('2026-03-10T10:00:00Z');
	let directory: AccountDirectory;
	beforeEach(() => (directory = new AccountDirectory(clock, () => Promise.resolve(finders))));

	const context = (pagerduty: PagerDutyApi, signal = new AbortController().signal): ToolContext => ({
		pagerduty,
		unstopped: pagerduty,
		deadline: new Deadline(clock, 'person'),
		signal,
		clock,
		asked: clock,
		directory,
		log: { debug: heard, info: heard, warn: heard, error: heard },
		changes: new Changes(),
		claims: new Claims(),
		guide: { find: () => Promise.resolve([]), widen: undefined },
		progress: heard,
		person: undefined,
		via: undefined,
		consent: new CallConsent({ tool: { name: 'test' }, own: true, door: {}, agree: undefined }),
	});

	it('asks once for a name that several calls look up at the same time', async () => {
		const api = new Slow(checkout);
		const calls = ['Checkout', 'checkout', 'CHECKOUT'].map((name) => directory.resolve('service', name, context(api)));
		assert.deepEqual(new Set((await Promise.all(calls)).map(({ id }) => id)), new Set(['PCHECK1']));
		assert.deepEqual(api.asked, ['listServices']);
	});

	it('asks once who is signed in', async () => {
		const api = new Slow(maya);
		const calls = [directory.me(context(api)), directory.resolve('user', 'me', context(api))];
		assert.deepEqual(new Set((await Promise.all(calls)).map((user) => user?.id)), new Set(['PMAYA01']));
		assert.deepEqual(api.asked, ['getCurrentUser']);
	});

	it('knows a name, and its id, for five minutes', async () => {
		const api = new Slow(checkout);
		const resolve = (name: string) => directory.resolve('service', name, context(api));
		await resolve('Checkout');
		await resolve('PCHECK1');
		assert.equal(api.asked.length, 1);
		await clock.advance(5 * 60_000 + 1);
		await resolve('Checkout');
		assert.equal(api.asked.length, 2);
	});

	it('goes on for the others when the call that asked first is cancelled', async () => {
		const cancelled = new AbortController();
		const api = new Slow(checkout);
		const failing: PagerDutyApi = {
			request: () =>
				new Promise((_, reject) => {
					const end = () => reject(new Error('Cancelled'));
					// The request may begin only after the cancellation: what finds names is loaded first.
					if (cancelled.signal.aborted) end();
					else cancelled.signal.addEventListener('abort', end, { once: true });
				}),
		};
		const first = directory.resolve('service', 'Checkout', context(failing, cancelled.signal));
		const second = directory.resolve('service', 'Checkout', context(api));
		await new Promise(setImmediate);
		cancelled.abort();
		await assert.rejects(first, /Cancelled/);
		assert.equal((await second).id, 'PCHECK1');
	});

	it('lets nobody wait for what a poll waits for', async () => {
		const api = new Slow(checkout);
		const held: PagerDutyApi = { request: () => new Promise(() => undefined) };
		const poll: ToolContext = { ...context(held), deadline: new Deadline(clock, 'background') };
		void directory.resolve('service', 'Checkout', poll);
		assert.equal((await directory.resolve('service', 'Checkout', context(api))).id, 'PCHECK1');
		assert.equal((await directory.resolve('service', 'Checkout', poll)).id, 'PCHECK1');
		assert.deepEqual(api.asked, ['listServices']);
	});

	it('does not keep a failure', async () => {
		const failing: PagerDutyApi = { request: () => Promise.reject(new Error('No network')) };
		await assert.rejects(directory.resolve('service', 'Checkout', context(failing)), /No network/);
		const api = new Slow(checkout);
		const found = directory.resolve('service', 'Checkout', context(api));
		assert.equal((await found).id, 'PCHECK1');
	});

	it('keeps the choice of a person to the call that asked, also for calls under way', async () => {
		const twins = () => ({
			services: [
				{ id: 'PTWIN01', name: 'Twin' },
				{ id: 'PTWIN02', name: 'Twin' },
			],
			more: false,
		});
		const api = new Slow(twins);
		const asking = (chosen: string): ToolContext => ({
			...context(api),
			person: { choose: () => Promise.resolve(chosen) },
		});
		const resolve = (of: ToolContext) => directory.resolve('service', 'Twin', of);
		const first = resolve(asking('PTWIN01'));
		const second = resolve(asking('PTWIN02'));
		const third = assert.rejects(resolve(context(api)), /Several services are called "Twin"\./);
		assert.deepEqual([(await first).id, (await second).id], ['PTWIN01', 'PTWIN02']);
		await third;
		assert.deepEqual(api.asked, ['listServices']);
		assert.equal((await resolve(asking('PTWIN02'))).id, 'PTWIN02');
	});

	it('forgets one kind after a change, what is still under way included', async () => {
		const api = new Slow(checkout);
		const before = directory.resolve('service', 'Checkout', context(api));
		directory.forget('service');
		const after = directory.resolve('service', 'Checkout', context(api));
		await Promise.all([before, after]);
		assert.equal(api.asked.length, 2);
		await directory.resolve('service', 'Checkout', context(api));
		directory.forget('team');
		await directory.resolve('service', 'Checkout', context(api));
		assert.equal(api.asked.length, 2);
	});

	it('forgets the person signed in with users and with teams', async () => {
		const api = new Slow(maya);
		const me = () => directory.me(context(api));
		await me();
		for (const kind of ['service', 'user', 'team'] as const) {
			directory.forget(kind);
			await me();
		}
		assert.equal(api.asked.length, 3);
	});

	it('knows the thousand incidents that were read last by id and by number, and no more', () => {
		for (let number = 1; number <= 1001; number++)
			directory.incidents.remember(incident.parse({ id: `Q${number}`, incident_number: number }));
		for (const key of ['Q1', '1']) assert.equal(directory.incidents.find(key), undefined);
		for (const key of ['Q2', '2', 'Q1001', '1001']) assert.ok(directory.incidents.find(key), key);
	});

	it('costs two calls at the same time one request for a name', async () => {
		const account = await SignedIn.open();
		try {
			await Promise.all([1, 2].map(() => account.call('get_service', { service: 'Checkout' })));
			assert.equal(account.requests().filter((request) => request === 'GET /services').length, 1);
		} finally {
			await account.close();
		}
	});
});
