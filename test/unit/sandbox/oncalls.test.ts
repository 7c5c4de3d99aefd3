import assert from 'node:assert/strict';
import { listAt, objectAt, textAt } from '../../support/json-schema.ts';
import { Account } from './account.ts';

describe('on-call in the sandbox', () => {
	let account: Account;
	beforeEach(async () => {
		account = await Account.start();
	});
	afterEach(() => account.close());

	const rows = async (query: string) => listAt(await account.get(`/oncalls?limit=100&${query}`), 'oncalls');
	const name = (row: unknown, key: string) => textAt(objectAt(row, key), 'summary');

	it('has the demo user on call now, on one policy, at the first level', async () => {
		const mine = await rows(`user_ids[]=${textAt(await account.me(), 'id')}`);
		assert.deepEqual(
			mine.map((row) => [
				name(row, 'escalation_policy'),
				objectAt({ row }, 'row')['escalation_level'],
				name(row, 'schedule'),
			]),
			[['Payments', 1, 'Payments Primary']],
		);
	});

	it('agrees with the final schedule, for every layered schedule and two weeks', async () => {
		const range = 'since=2026-10-20T00:00:00Z&until=2026-11-03T00:00:00Z';
		const schedules = listAt(await account.get('/schedules?limit=100'), 'schedules');
		assert.equal(schedules.length, 7);
		for (const schedule of schedules) {
			const id = textAt(schedule, 'id') ?? '';
			const policies = new Set(
				(await rows(`${range}&schedule_ids[]=${id}`)).map((row) => name(row, 'escalation_policy')),
			);
			const rendered = objectAt(
				await account.get(`/schedules/${id}?${range}&overflow=true&time_zone=Etc/UTC`),
				'schedule',
			);
			const entries = listAt(objectAt(rendered, 'final_schedule'), 'rendered_schedule_entries');
			assert.ok(entries.length > 0 && policies.size > 0, textAt(schedule, 'name'));
			for (const policy of policies) {
				const onCalls = (await rows(`${range}&schedule_ids[]=${id}`)).filter(
					(row) => name(row, 'escalation_policy') === policy,
				);
				assert.deepEqual(
					onCalls.map((row) => [name(row, 'user'), textAt(row, 'start'), textAt(row, 'end')]),
					entries.map((entry) => [name(entry, 'user'), textAt(entry, 'start'), textAt(entry, 'end')]),
					textAt(schedule, 'name'),
				);
			}
		}
	});

	it('agrees with the computed shifts of shift-based schedules', async () => {
		const list = listAt(await account.get('/v3/schedules?query=mobile'), 'schedules');
		const schedule = textAt(list[0], 'id') ?? '';
		const range = 'since=2026-10-28T09:00:00Z&until=2026-10-30T09:00:00Z';
		const body = objectAt(
			await account.get(`/v3/schedules/${schedule}?include[]=final_schedule&overflow=true&time_zone=Etc/UTC&${range}`),
			'schedule',
		);
		const shifts = listAt(objectAt(body, 'final_schedule'), 'computed_shift_assignments');
		const onCalls = await rows(`schedule_ids[]=${schedule}&${range}`);
		assert.ok(shifts.length > 4);
		assert.deepEqual(
			onCalls.map((row) => [textAt(objectAt(row, 'user'), 'id'), textAt(row, 'start'), textAt(row, 'end')]),
			shifts.map((shift) => [
				textAt(objectAt(shift, 'member'), 'user_id'),
				textAt(shift, 'start_time'),
				textAt(shift, 'end_time'),
			]),
		);
		assert.equal(textAt(objectAt(onCalls[0], 'schedule'), 'type'), 'schedule_v3_reference');
	});

	it('lists who is always on call without times and without a schedule', async () => {
		const always = await rows('schedule_ids[]=null');
		assert.ok(always.length > 5);
		for (const row of always) {
			const { start, end, schedule } = objectAt({ row }, 'row');
			assert.deepEqual([start, end, schedule], [null, null, null]);
		}
	});

	it('shows the earliest only, once per policy, level and user', async () => {
		const range = 'since=2026-10-28T09:00:00Z&until=2026-12-28T09:00:00Z';
		const policy = `escalation_policy_ids[]=${await account.idOf('escalation_policies', 'Payments')}`;
		const all = await rows(`${range}&${policy}`);
		const first = await rows(`${range}&${policy}&earliest=true`);
		const key = (row: unknown) => `${String(objectAt({ row }, 'row')['escalation_level'])} ${name(row, 'user') ?? ''}`;
		assert.ok(first.length < all.length);
		assert.deepEqual(new Set(first.map(key)).size, first.length);
		assert.deepEqual(new Set(all.map(key)), new Set(first.map(key)));
		const maya = first.find((row) => key(row) === '1 Maya Okafor');
		assert.deepEqual([textAt(maya, 'start'), textAt(maya, 'end')], ['2026-10-26T16:00:00Z', '2026-11-02T17:00:00Z']);
	});

	it('changes with an override at once', async () => {
		const id = await account.idOf('schedules', 'Payments Primary');
		const grace = await account.idOf('users', 'Grace Kimathi');
		const start = account.sandbox.clock.ms;
		account.sandbox.store.schedules.get(id)?.overrides.push({ id: 'QX', userId: grace, start, end: start + 3_600_000 });
		assert.deepEqual(
			(await rows(`schedule_ids[]=${id}`)).map((row) => name(row, 'user')),
			['Grace Kimathi'],
		);
		account.sandbox.clock.advance(3_600_000);
		assert.deepEqual(
			(await rows(`schedule_ids[]=${id}`)).map((row) => name(row, 'user')),
			['Maya Okafor'],
		);
	});

	it('tells who is next, and lists the users of a range', async () => {
		const id = await account.idOf('schedules', 'Fulfilment Daily');
		const liam = await account.idOf('users', 'Liam Hartigan');
		const schedule = objectAt(await account.get(`/schedules/${id}?include_next_oncall_for_user=${liam}`), 'schedule');
		const next = objectAt(schedule, 'next_oncall_for_user');
		assert.ok(Date.parse(textAt(next, 'end') ?? '') > account.sandbox.clock.ms);
		const users = await account.get(`/schedules/${id}/users?since=2026-10-28T09:00:00Z&until=2026-10-28T10:00:00Z`);
		assert.equal(listAt(users, 'users').length, 1);
	});

	it('lists layers top first, with entries only for a range', async () => {
		const id = await account.idOf('schedules', 'Storefront Weekdays and Weekends');
		const schedule = objectAt(await account.get(`/schedules/${id}`), 'schedule');
		const layers = listAt(schedule, 'schedule_layers');
		assert.deepEqual(
			layers.map((layer) => textAt(layer, 'name')),
			['Weekends', 'Weekdays'],
		);
		assert.deepEqual(listAt(objectAt(schedule, 'final_schedule'), 'rendered_schedule_entries'), []);
	});

	it('keeps the two kinds of schedules apart', async () => {
		const layered = await account.idOf('schedules', 'Payments Primary');
		const shiftBased = textAt(listAt(await account.get('/v3/schedules'), 'schedules')[0], 'id') ?? '';
		const wrong = await account.send('GET', `/schedules/${shiftBased}`);
		assert.deepEqual([wrong.status, wrong.text.includes('/v3/schedules')], [400, true]);
		assert.equal((await account.send('GET', `/v3/schedules/${layered}`)).status, 400);
	});
});
