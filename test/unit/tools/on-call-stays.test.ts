import assert from 'node:assert/strict';
import * as z from 'zod';
import type { Person } from '../../../src/tools/core/conversation.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Turns = z.array(z.looseObject({ user: z.string(), start: z.string(), end: z.string().optional() }));
const Shown = z.looseObject({ shifts: Turns });
const Done = z.looseObject({
	outcome: z.string().optional(),
	note: z.string().optional(),
	on_call: z.object({
		before: z.array(z.string()),
		now: z.array(z.object({ user: z.string(), until: z.string().optional() })),
		next: Turns,
		from_start: Turns.optional(),
	}),
});

/** Tuesday, 10 March 2026, 10:00 UTC; of Payments Primary Maya has the turn until Monday, then Diego, Ben and Ethan. */
describe('whoever is on call', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const at = async (schedule: string, ...moments: string[]) => {
		const range = { schedule, since: '2026-03-01', until: '2026-05-15', limit: 100 };
		const { shifts } = Shown.parse(await account.call('get_schedule', range));
		return moments.map((moment) =>
			shifts
				.filter(
					({ start, end }) => start && Date.parse(start) <= Date.parse(moment) && Date.parse(moment) < Date.parse(end!),
				)
				.map(({ user }) => user)
				.join(),
		);
	};
	const change = async (tool: string, input: object) => Done.parse(await account.call(tool, input));
	const set = (input: object) => change('set_rotation', { schedule: 'Payments Primary', ...input });
	const refused = (input: object) => account.fail('set_rotation', { schedule: 'Payments Primary', ...input });
	const asked = (input: object) => account.ask('set_rotation', { schedule: 'Payments Primary', ...input });
	const writes = () => account.requests().filter((request) => !request.startsWith('GET'));
	const mondays = ['2026-03-10', '2026-03-17', '2026-03-24', '2026-03-31', '2026-04-07', '2026-04-14'].map(
		(day) => `${day}T12:00:00Z`,
	);
	const [ethan, maya, diego, ben, grace] = [
		'Ethan Caldwell',
		'Maya Okafor',
		'Diego Fuentes',
		'Ben Ostrowski',
		'Grace Kimathi',
	] as const;
	const store = () => account.sandbox.store;
	const idOf = (name: string) => [...store().users.values()].find((user) => user.name === name)!.id;

	it('keeps the turn when somebody is added to a layer, and the order goes on', async () => {
		await open();
		const order = await at('Payments Primary', ...mondays);
		assert.deepEqual(order.slice(0, 5), [maya, diego, ben, ethan, maya]);
		const { on_call: oncall } = await set({ users: [ethan, maya, diego, ben, grace] });
		assert.deepEqual(await at('Payments Primary', ...mondays), [maya, diego, ben, grace, ethan, maya]);
		assert.deepEqual(oncall.before, [maya]);
		assert.deepEqual(oncall.now, [{ user: maya, until: '2026-03-16T09:00:00-07:00' }]);
		assert.deepEqual(oncall.next[0], {
			user: diego,
			start: '2026-03-16T09:00:00-07:00',
			end: '2026-03-23T09:00:00-07:00',
		});
	});

	for (const [what, input, order] of [
		['somebody joins', { add_users: [grace] }, [maya, diego, grace, ben, ethan, maya]],
		['somebody else leaves', { remove_users: [diego] }, [maya, ben, ethan, maya, ben, ethan]],
		['one comes for another', { add_users: [grace], remove_users: [ben] }, [maya, diego, grace, ethan, maya, diego]],
		['others change places', { users: [maya, ben, diego, ethan] }, [maya, ben, diego, ethan, maya, ben]],
		[
			'turns get longer',
			{ users: [ethan, maya, diego, ben, grace], turn: '14d' },
			[maya, maya, diego, diego, ben, ben],
		],
		['it begins later', { users: [grace, ethan, maya, diego, ben], start: '2026-03-12' }, [maya, diego, ben, grace]],
		[
			'it begins with a turn',
			{ users: [ethan, maya, diego, ben, grace], start: '2026-03-16T09:00' },
			[maya, diego, ben],
		],
		['the next one leaves', { users: [ethan, maya, ben], start: '2026-03-16T09:00' }, [maya, ben, ethan]],
		['the next one leaves alone', { remove_users: [diego], start: '2026-03-16T09:00' }, [maya, ben, ethan]],
	] as const) {
		it(`keeps the turn when ${what}`, async () => {
			await open();
			await set(input);
			assert.deepEqual((await at('Payments Primary', ...mondays)).slice(0, order.length), order);
		});
	}

	it('keeps the turn also half-way through somebody’s hours, and while nobody is on duty', async () => {
		for (const time of ['2026-03-10T18:00:00+05:30', '2026-03-10T23:00:00+05:30']) {
			await open();
			account.sandbox.clock.set(new Date(time));
			const schedule = 'Data Business Hours';
			const moments = ['2026-03-11T06:00:00Z', '2026-03-18T06:00:00Z', '2026-03-25T06:00:00Z'];
			const before = await at(schedule, ...moments);
			const { on_call: oncall } = await set({ schedule, add_users: [grace] });
			assert.equal(oncall.now.length, time.includes('T18') ? 1 : 0);
			const [turn, joined, after] = await at(schedule, ...moments);
			assert.deepEqual([turn, joined, after], [before[0], grace, before[1]]);
			await account.close();
		}
		await open();
	});

	it('keeps each of the turns of somebody who has two', async () => {
		await open();
		await set({ users: [maya, diego, maya, ben], first: maya });
		assert.deepEqual(await at('Payments Primary', ...mondays), [maya, diego, maya, ben, maya, diego]);
		account.sandbox.clock.set(new Date(mondays[2]!));
		await set({ add_users: [grace] });
		assert.deepEqual(await at('Payments Primary', ...mondays), [maya, diego, maya, ben, grace, maya]);
	});

	for (const rotation of ['Days', 'Nights']) {
		it(`keeps the turn in a shift-based schedule when somebody joins: ${rotation}`, async () => {
			const schedule = 'Mobile Shifts';
			const event = () =>
				[...store().shiftSchedules.values()]
					.find(({ name }) => name === schedule)!
					.rotations.flatMap(({ events }) => events)
					.findLast(({ name }) => name === rotation)!;
			for (const days of [0, 3, 5]) {
				await open();
				account.sandbox.clock.advance(days * 86_400_000 + 5 * 3_600_000);
				const moments = Array.from({ length: 10 }, (_, index) =>
					new Date(account.clock.now().getTime() + index * 43_200_000).toISOString(),
				);
				const before = await at(schedule, ...moments);
				const users = event().strategy.userIds;
				await set({ schedule, rotation, users: [...users, idOf(grace)] });
				assert.equal(event().strategy.userIds.length, 3);
				const after = await at(schedule, ...moments);
				const same = moments.filter((_, index) => before[index] === after[index]);
				// Both have a week each: the new one follows the one after the next hand-off.
				assert.deepEqual(same, moments);
				await account.close();
			}
			await open();
		});
	}

	it('is named before they are taken off, and nothing happens without a yes', async () => {
		await open();
		const before = await at('Payments Primary', ...mondays);
		const { note, confirm } = await asked({ users: [ben, diego] });
		assert.match(
			note,
			/Nothing changed yet.*ends the turn of "Maya Okafor".*2026-03-16T09:00.*"Ben Ostrowski" would be/,
		);
		assert.match(note, /If that is what the person wants, call again with confirm: "Maya Okafor"\.$/);
		assert.equal(confirm, maya);
		assert.match((await refused({ users: [ben], confirm: diego })).message, /about "Maya Okafor"/);
		assert.deepEqual(writes(), []);
		assert.deepEqual(await at('Payments Primary', ...mondays), before);
		const { on_call: oncall } = await set({ users: [ben, diego], confirm: maya });
		assert.deepEqual([oncall.before, oncall.now[0]?.user, oncall.next[0]?.user], [[maya], ben, diego]);
	});

	for (const [what, schedule, input] of [
		['leaves', 'Payments Primary', { remove_users: [maya] }],
		['leaves later, in the middle of a turn', 'Payments Primary', { remove_users: [maya], start: '+1d' }],
		['is not the first', 'Payments Primary', { first: ben }],
		['has a layer above', 'Payments Primary', { new_rotation: 'Freeze', users: [ben] }],
		['is in a layer that ends', 'Payments Primary', { until: 'now' }],
		['has other hours', 'Payments Primary', { hours: ['12:00-20:00'] }],
		['has half a day', 'Identity Day and Night', { first: ben, turn: '4h', handoff: '05:00' }],
		['leaves shifts', 'Incident Command', { remove_users: ['Oliver Bramwell'] }],
		['leaves shifts later', 'Incident Command', { users: [ben], start: '2026-03-11T12:00:00Z' }],
		['is in a rotation that ends', 'Incident Command', { until: 'now' }],
		['has shifts at other hours', 'Incident Command', { hours: ['Mon-Fri 12:00-19:00'] }],
		['takes turns instead of all at once', 'Incident Command', { all_at_once: false }],
	] as const) {
		it(`is asked about when somebody ${what}`, async () => {
			await open();
			const { note, confirm } = await asked({ schedule, ...input });
			assert.match(note, /Nothing changed yet. This (ends the turn of|puts)/);
			assert.deepEqual(writes(), []);
			await set({ schedule, ...input, confirm });
			assert.ok(writes().length > 0);
		});
	}

	it('is asked about also when hours get longer at once, or a schedule moves to another zone', async () => {
		await open();
		await set({ hours: ['09:00-17:00'], confirm: maya });
		assert.match((await asked({ hours: ['00:00-23:00'] })).note, /puts "Maya Okafor" on call/);
		const zone = { schedule: 'Data Business Hours', time_zone: 'America/Denver' };
		const { note, confirm } = await account.ask('update_schedule', zone);
		assert.match(note, /ends the turn of .* Nobody would take over/);
		const { on_call: oncall } = await change('update_schedule', { ...zone, confirm });
		assert.deepEqual([oncall.before.length, oncall.now.length], [1, 0]);
	});

	it('is looked up again after the person was asked', async () => {
		const questions: string[] = [];
		const choose: Person['choose'] = (question) => {
			questions.push(question);
			// Meanwhile it is Diego's turn.
			account.sandbox.clock.set(new Date('2026-03-16T17:00:00Z'));
			return Promise.resolve('yes');
		};
		await open({ person: { choose } });
		const { on_call: oncall } = await set({ users: [grace] });
		assert.match(questions[0]!, /turn of "Maya Okafor"/);
		assert.match(questions[1]!, /turn of "Diego Fuentes"/);
		assert.deepEqual(oncall.before, [diego]);
	});

	it('is asked about again when somebody else would take over than the person was told', async () => {
		const questions: string[] = [];
		const choose: Person['choose'] = (question) => {
			questions.push(question);
			for (const schedule of store().schedules.values()) {
				if (schedule.name !== 'Payments Primary') continue;
				for (const layer of schedule.layers)
					layer.userIds = layer.userIds.map((id) => (id === idOf(diego) ? idOf(grace) : id));
			}
			return Promise.resolve('yes');
		};
		await open({ person: { choose } });
		const { on_call: oncall } = await set({ remove_users: [maya] });
		assert.match(questions[0]!, /"Diego Fuentes" would be on call instead/);
		assert.match(questions[1]!, /"Grace Kimathi" would be on call instead/);
		assert.deepEqual(
			oncall.now.map(({ user }) => user),
			[grace],
		);
	});

	it('stays when the person says no', async () => {
		await open({ person: { choose: () => Promise.resolve('no') } });
		assert.match((await refused({ users: [grace] })).message, /Nothing was changed: the person was asked and said no/);
		assert.deepEqual(writes(), []);
	});

	it('is told with the first turns of a change that begins later', async () => {
		await open();
		const { on_call: oncall } = await set({ add_users: [grace], start: '2026-04-20T09:00', turn: '14d' });
		assert.deepEqual([oncall.before, oncall.now[0]?.user], [[maya], maya]);
		assert.equal(oncall.from_start?.[0]?.start, '2026-04-20T09:00:00-07:00');
		assert.equal(oncall.from_start.length, 3);
	});

	it('refuses who cannot be added, removed or first', async () => {
		await open();
		for (const [input, message] of [
			[{ add_users: [maya] }, /"Maya Okafor" already takes turns in this rotation/],
			[{ remove_users: [grace] }, /"Grace Kimathi" takes no turns/],
			[{ remove_users: [maya, diego, ben, ethan] }, /nobody would be left/],
			[{ first: grace }, /does not take turns/],
			[{ users: [maya], add_users: [grace] }, /either all `users`, or only those/],
			[{ new_rotation: 'X', add_users: [grace] }, /takes all its `users`/],
		] as const)
			assert.match((await refused(input)).message, message);
		assert.deepEqual(writes(), []);
	});

	it('hands over at the start of a new rotation, so that its first turn is whole', async () => {
		await open();
		for (const [kind, turn, start, ends] of [
			['layers', 'weekly', '2026-03-18T12:00', '2026-03-25T12:00:00+01:00'],
			['shifts', 'weekly', '2026-03-18T12:00', '2026-03-25T12:00:00+01:00'],
			['layers', '3d', '2026-03-18T07:30', '2026-03-21T07:30:00+01:00'],
			['shifts', 'daily', '2026-03-18T22:15', '2026-03-19T22:15:00+01:00'],
		] as const) {
			const name = `${kind} ${turn}`;
			const plan = { name, kind, turn, start, users: [maya, ben], time_zone: 'Europe/Berlin' };
			const { on_call: oncall } = await change('create_schedule', plan);
			const first = oncall.from_start?.[0];
			assert.deepEqual([first?.user, first?.end], [maya, ends], name);
		}
	});

	for (const schedule of ['Payments Primary', 'Mobile Shifts']) {
		it(`shows who takes turns and is deleted, and takes them out: ${schedule}`, async () => {
			await open();
			const gone = schedule === 'Mobile Shifts' ? 'Chloe Nguyen' : ben;
			Object.assign(store().users.get(idOf(gone))!, { deleted: true, deletedAt: account.clock.now().getTime() });
			const shown = JSON.stringify(
				await account.call('get_schedule', { schedule, include: ['rotations'], until: '+60d' }),
			);
			assert.ok(shown.includes(`${gone} (deleted)`), shown.slice(0, 500));
			assert.ok(!shown.replaceAll(`${gone} (deleted)`, '').includes(gone));
			const rotation = schedule === 'Mobile Shifts' ? { rotation: 'Days' } : {};
			const asked = { schedule, ...rotation, remove_users: [gone], confirm: `${gone} (deleted)` };
			await set(asked);
			assert.doesNotMatch(JSON.stringify((await at(schedule, ...mondays)).slice(1)), new RegExp(gone));
		});
	}

	it('is told how much of a shift is swapped, and what is not', async () => {
		await open();
		account.sandbox.clock.set(new Date('2026-03-14T22:00:00Z'));
		const schedule = 'Payments Primary';
		await account.call('create_overrides', { schedule, user: ben, start: '2026-03-19T09:00', end: '2026-03-19T17:00' });
		const swap = { schedule, user: 'me', with_user: diego };
		const {
			note,
			on_call: oncall,
			overrides,
		} = Done.extend({
			overrides: z.array(z.looseObject({ user: z.string(), hours: z.number(), now: z.boolean().optional() })),
		}).parse(await account.call('swap_shifts', swap));
		assert.deepEqual(
			overrides.map(({ user, hours, now = false }) => [user, hours, now]),
			[
				[diego, 42, true],
				[maya, 72, false],
			],
		);
		assert.match(note!, /the rest of the shift under way of "Maya Okafor" has 42 h, the shift of "Diego .*" has 72 h/);
		assert.match(note!, /not swapped: "Diego Fuentes" from 2026-03-19T17:00:00-07:00 to 2026-03-23T09:00:00-07:00/);
		assert.deepEqual([oncall.before, oncall.now[0]?.user], [[maya], diego]);
		assert.equal(oncall.next[0]?.user, maya);
	});

	it('is told what else of an overridden shift of a shift-based schedule is not swapped', async () => {
		await open();
		const schedule = 'Incident Command';
		const grace = 'Grace Kimathi';
		const lunch = { start: '2026-03-11T12:00', end: '2026-03-11T13:00' };
		await account.call('create_overrides', { schedule, user: ben, instead_of: grace, ...lunch });
		const swap = { schedule, user: grace, shift: '2026-03-11T08:00', with_user: 'Oliver Bramwell' };
		const { note } = await change('swap_shifts', { ...swap, with_shift: '2026-03-12T08:00' });
		assert.match(note!, /not swapped: "Grace Kimathi" from 2026-03-11T13:00:00Z to 2026-03-11T19:00:00Z/);
	});

	for (const [schedule, instead] of [
		['Payments Primary', {}],
		['Incident Command', { instead_of: 'Grace Kimathi' }],
	] as const) {
		it(`is told around overrides of ${schedule}, and what they lie over`, async () => {
			await open();
			const order = { schedule, ...instead, start: 'now', end: '+2h' };
			const first = await change('create_overrides', { ...order, user: ben });
			const before = schedule === 'Payments Primary' ? [maya] : ['Grace Kimathi', 'Oliver Bramwell'];
			assert.deepEqual(first.on_call.before.toSorted(), before);
			assert.ok(first.on_call.now.some(({ user }) => user === ben));
			assert.equal(first.on_call.now.length, before.length);
			assert.doesNotMatch(JSON.stringify(first), /"over"/);
			const onTop = { ...order, end: '+1h', ...(schedule === 'Incident Command' && { instead_of: ben }) };
			const second = await change('create_overrides', { ...onTop, user: diego });
			assert.match(JSON.stringify(second['overrides']), /"over":\["\\"Ben Ostrowski\\" from 2026-03-10T.* to .*\)"\]/);
			const now = JSON.stringify(await at(schedule, '2026-03-10T10:30:00Z', '2026-03-10T11:30:00Z'));
			assert.match(now, /Diego Fuentes.*Ben Ostrowski/);
			const [one] = z.array(z.looseObject({ id: z.string() })).parse(second['overrides']);
			const removed = await change('delete_override', { schedule, override: one!.id });
			assert.ok(removed.on_call.before.includes(diego));
			assert.ok(removed.on_call.now.some(({ user }) => user === ben));
		});
	}

	it('is told around the move of a service to another policy', async () => {
		await open();
		const moved = await account.call('update_service', { service: 'Payments Gateway', escalation_policy: 'Identity' });
		const people = z.array(z.object({ user: z.string(), level: z.int() }));
		const { before, now } = z.object({ before: people, now: people }).parse(moved['on_call']);
		assert.deepEqual(before[0], { user: maya, level: 1 });
		assert.ok(now.length > 0 && now[0]?.user !== maya);
	});
});
