import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Oncalls = z.object({
	oncalls: z.array(
		z.looseObject({
			user: z.string(),
			escalation_policy: z.string(),
			level: z.number(),
			schedule: z.string().optional(),
			start: z.string().optional(),
			end: z.string().optional(),
		}),
	),
	returned: z.number(),
	more: z.boolean(),
	note: z.string().optional(),
	next_cursor: z.string().optional(),
	contacts: z.array(z.object({ user: z.string(), contact_methods: z.array(z.string()) })).optional(),
});

/** Tuesday, 10 March 2026, 10:00 UTC. */
describe('who is on call', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());
	const ask = async (input: object) => Oncalls.parse(await account.call('list_oncalls', input));

	it('names escalation policies, schedules and people, not just ids', async () => {
		await open();
		const { oncalls } = await ask({ services: 'Payments Gateway' });
		assert.ok(oncalls.some(({ user, schedule }) => user === 'Maya Okafor' && schedule === 'Payments Primary'));
	});

	it('keeps an escalation policy filter as it is, whoever asks', async () => {
		await open();
		const { oncalls } = await ask({ escalation_policies: 'Storefront', limit: 100 });
		assert.ok(oncalls.length > 0);
		assert.ok(oncalls.every(({ escalation_policy: policy }) => policy === 'Storefront'));
	});

	it('is told for a moment in the future', async () => {
		await open();
		const at = '2026-03-18T12:00:00Z';
		const { oncalls } = await ask({ schedules: 'Payments Primary', at });
		assert.equal(new Set(oncalls.map(({ user }) => user)).size, 1);
		assert.ok(
			oncalls.every(
				({ start, end }) => Date.parse(start ?? '') <= Date.parse(at) && Date.parse(at) < Date.parse(end ?? ''),
			),
		);
		assert.ok(oncalls.every(({ user }) => user !== 'Maya Okafor'));
	});

	it('is told up to 90 days ahead, whichever end is given', async () => {
		await open();
		for (const input of [{ until: '+100d' }, { since: '-40d', until: '+60d' }, { since: '2026-03-12', until: '+120d' }])
			assert.match((await account.fail('list_oncalls', input)).message, /at most 90 days/);
		for (const input of [{ at: '+100d' }, { since: '+60d', until: '+120d' }])
			assert.match((await account.fail('list_oncalls', input)).message, /next 90 days/);
		assert.match((await account.fail('list_oncalls', { until: '-1d' })).message, /`since` must be before `until`/);
		assert.match((await account.fail('list_shifts', { since: '+60d', until: '+120d' })).message, /next 90 days/);
		assert.ok((await ask({ until: '+90d', limit: 1 })).more);
	});

	it('is told for a start without an end: that moment, or up to now', async () => {
		await open();
		const window = () => new URLSearchParams(account.sandbox.requests.at(-1)?.query);
		await ask({ since: '+1d' });
		assert.deepEqual([window().get('since'), window().get('until')], ['2026-03-11T10:00:00Z', '2026-03-11T10:00:00Z']);
		await ask({ since: '-1d' });
		assert.deepEqual([window().get('since'), window().get('until')], ['2026-03-09T10:00:00Z', '2026-03-10T10:00:00Z']);
	});

	it('is told of a team by its policies, and of a team without any it is nobody, not everybody', async () => {
		await open();
		const { oncalls } = await ask({ teams: 'Payments', limit: 100 });
		assert.deepEqual([...new Set(oncalls.map(({ escalation_policy: policy }) => policy))], ['Payments']);
		// Every filter narrows.
		assert.equal((await ask({ teams: 'Payments', services: 'Payments Gateway', limit: 100 })).returned, oncalls.length);
		assert.equal((await ask({ teams: 'Mobile & Fulfilment', services: 'Payments Gateway' })).returned, 0);
		for (const policy of account.sandbox.store.policies.values()) policy.teamIds = [];
		const none = await ask({ teams: 'Payments' });
		assert.deepEqual([none.returned, none.more], [0, false]);
		assert.match(none.note ?? '', /No escalation policy/);
	});

	it('is told of who comes next, one turn after the present one', async () => {
		await open();
		const now = (await ask({ schedules: 'Payments Primary' })).oncalls[0]!;
		const { oncalls } = await ask({ schedules: 'Payments Primary', next: true });
		assert.equal(oncalls.length, 1);
		assert.equal(oncalls[0]!.start, now.end);
		assert.notEqual(oncalls[0]!.user, now.user);
		const levels = await ask({ escalation_policies: 'Payments', next: true });
		assert.deepEqual([...new Set(levels.oncalls.map(({ level }) => level))].sort(), [1, 2]);
		assert.ok(levels.oncalls.every(({ start }) => Date.parse(start ?? '') > account.clock.now().getTime()));
		const both = await ask({ schedules: 'Incident Command', next: true });
		assert.equal(new Set(both.oncalls.map(({ user }) => user)).size, 2);
	});

	it('shows how to reach people only when asked', async () => {
		await open();
		const plain = await ask({ schedules: 'Payments Primary' });
		assert.equal(plain.contacts, undefined);
		assert.doesNotMatch(JSON.stringify(plain), /555|@/);
		const { contacts } = await ask({ schedules: 'Payments Primary', contact_methods: true });
		assert.deepEqual(
			contacts?.map(({ user }) => user),
			['Maya Okafor'],
		);
		assert.match(contacts[0]?.contact_methods.join() ?? '', /email: maya\.okafor@/);
	});

	it('refuses what contradicts itself', async () => {
		await open();
		for (const input of [
			{ at: 'now', since: '-1d' },
			{ at: 'tomorrow' },
			{ next: true, until: '+1d' },
			{ next: true, earliest: true },
			{ since: '+2d', until: '+1d' },
			{ since: 'now', until: '+91d' },
			{ teams: 'No such team' },
			{ schedule: 'Payments Primary' },
			{ users: 'null' },
		]) {
			await account.fail('list_oncalls', input);
		}
		assert.ok(!account.requests().includes('GET /oncalls'));
	});
});
