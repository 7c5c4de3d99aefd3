import assert from 'node:assert/strict';
import * as z from 'zod';
import type { Person } from '../../../src/tools/core/conversation.ts';
import { agreeable } from '../../support/agreeable.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Shown = z.looseObject({
	shifts: z.array(z.looseObject({ user: z.string(), start: z.string(), end: z.string() })),
});
const Outcome = z.looseObject({ outcome: z.string(), note: z.string().optional() });

/** Tuesday, 10 March 2026, 10:00 UTC. */
describe('changing rotations', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open({ person: agreeable, ...options }));
	afterEach(() => account.close());

	const show = async (schedule: string, since = '2026-03-09', until = '2026-05-09') =>
		Shown.parse(await account.call('get_schedule', { schedule, since, until, limit: 100 })).shifts;
	const at = async (schedule: string, ...moments: string[]) => {
		const shifts = await show(schedule);
		return moments.map((moment) =>
			shifts
				.filter(({ start, end }) => Date.parse(start) <= Date.parse(moment) && Date.parse(moment) < Date.parse(end))
				.map(({ user }) => user)
				.join(),
		);
	};
	const set = async (input: object) => Outcome.parse(await account.call('set_rotation', input));
	const people = ['Maya Okafor', 'Ben Ostrowski'];

	describe('of layers', () => {
		it('lets the first person begin also when turns are shorter than the time since the last hand-off', async () => {
			await open();
			const plan = { users: people, turn: '12h', handoff: '08:00', start: '2026-03-16T22:00' };
			const preview = await account.call('preview_schedule', { ...plan, time_zone: 'UTC' });
			assert.deepEqual(
				Shown.parse(preview)
					.shifts.slice(0, 2)
					.map(({ user, end }) => [user, end]),
				[
					['Maya Okafor', '2026-03-17T08:00:00Z'],
					['Ben Ostrowski', '2026-03-17T20:00:00Z'],
				],
			);
			await account.call('create_schedule', { name: 'Fresh', ...plan, time_zone: 'UTC' });
			assert.deepEqual(await at('Fresh', '2026-03-16T23:00:00Z', '2026-03-17T08:01:00Z'), people);
		});

		it('leaves the turn to whoever has it when turns get shorter or their hand-off moves', async () => {
			await open();
			const [before] = await at('Payments Primary', '2026-03-10T12:00:00Z');
			await set({ schedule: 'Payments Primary', turn: '12h' });
			assert.deepEqual(await at('Payments Primary', '2026-03-10T12:00:00Z'), [before]);
			await set({ schedule: 'Payments Primary', handoff: '11:00' });
			assert.deepEqual(await at('Payments Primary', '2026-03-10T12:00:00Z'), [before]);
		});

		it('restores nothing but an earlier version of the same rotation, and nothing else besides', async () => {
			await open();
			const schedule = 'Payments Primary';
			const signal = new AbortController().signal;
			const refused = async (input: object) => {
				const order = { schedule, ...input };
				const result = await account.toolbox.call('set_rotation', order, { signal, priority: 'person' });
				return result.ok ? '' : result.failure.message;
			};
			assert.match(await refused({ restore: 'PXXXXXX' }), /is no version of ".+" that PagerDuty still tells of/);
			assert.match(await refused({ restore: 'PXXXXXX', turn: '2d' }), /restore/);
		});

		it('keeps the phase of long turns when their hand-off moves', async () => {
			await open();
			const plan = { users: people, turn: '14d', handoff: 'Mon 09:00', start: '2026-03-02T09:00:00Z' };
			account.sandbox.clock.set(new Date('2026-03-02T09:00:00Z'));
			await account.call('create_schedule', { name: 'Fresh', ...plan, time_zone: 'UTC' });
			account.sandbox.clock.set(new Date('2026-03-10T10:00:00Z'));
			await set({ schedule: 'Fresh', handoff: 'Mon 11:00' });
			assert.deepEqual(await at('Fresh', '2026-03-16T10:59:00Z', '2026-03-16T11:01:00Z'), people);
		});

		it('does not bring back a layer that ends before the change', async () => {
			await open();
			const schedule = 'Payments Primary';
			await set({ schedule, until: '2026-03-20T00:00:00Z' });
			const before = await show(schedule);
			const change = { schedule, users: ['Ben Ostrowski'], start: '2026-03-25T00:00:00Z' };
			const { message } = await account.fail('set_rotation', change);
			assert.match(message, /ends at \S+, before the change begins/);
			assert.deepEqual(await show(schedule), before);
			await set({ ...change, until: '2026-04-01T00:00:00Z' });
			assert.deepEqual(await at(schedule, '2026-03-19T12:00:00Z', '2026-03-22T12:00:00Z', '2026-03-26T12:00:00Z'), [
				(await at(schedule, '2026-03-17T20:00:00Z'))[0],
				'',
				'Ben Ostrowski',
			]);
		});

		for (const change of [{ handoff: '11:00' }, { start: '2026-03-18T09:00', hours: ['08:00-20:00'] }]) {
			it(`does not take a lost change for made: ${JSON.stringify(change)}`, async () => {
				await open();
				const schedule = 'Payments Primary';
				const coming = { users: people, start: '2026-03-20T09:00', hours: ['08:00-20:00'] };
				await set({ schedule, new_rotation: 'Coming', ...coming });
				account.sandbox.faults.dropBefore = { match: /PUT / };
				const { next } = await account.fail('set_rotation', { schedule, rotation: 'Coming', ...change });
				assert.match(next ?? '', /does not seem to have been carried out/);
			});
		}

		it('says what it changed also when the schedule cannot be read afterwards', async () => {
			await open({
				meanwhile: ({ method }, { faults }) => {
					if (method === 'PUT') faults.serverError = { status: 500, match: /^GET/ };
					return Promise.resolve();
				},
			});
			const changed = await set({ schedule: 'Payments Primary', users: people });
			assert.equal(changed.outcome, 'changed');
			assert.equal(changed['rotations'], undefined);
			assert.match(changed.note ?? '', /could not be read/);
			assert.deepEqual(account.announced, [{ oncall: true }]);
		});
	});

	describe('of shifts', () => {
		const schedule = 'Incident Command';
		const stored = (name = schedule) =>
			[...account.sandbox.store.shiftSchedules.values()].find((one) => one.name === name)!;
		const event = (name = schedule) => stored(name).rotations[0]!.events.at(-1)!;
		const idOf = (name: string) => [...account.sandbox.store.users.values()].find((user) => user.name === name)!.id;
		/** From Monday, 2 March 2026, 09:00 UTC on; then it is Tuesday of the week after. */
		const twoWeeks = async (more: object) => {
			await open();
			account.sandbox.clock.set(new Date('2026-03-02T08:30:00Z'));
			const times = { turn: '14d', start: '2026-03-02T09:00', time_zone: 'UTC', ...more };
			await account.call('create_schedule', { name: 'Fresh', kind: 'shifts', users: people, ...times });
			account.sandbox.clock.set(new Date('2026-03-10T10:00:00Z'));
		};
		/** A call takes a minute between its requests. */
		const slowly: SignedInOptions = {
			meanwhile: ({ method }, { clock }) => {
				if (method === 'POST') clock.advance(60_000);
				return Promise.resolve();
			},
		};

		it('keeps the people on call when PagerDuty forbids the change', async () => {
			await open(slowly);
			const before = await show(schedule);
			account.sandbox.faults.readOnly = { match: /POST .*events/ };
			const { message } = await account.fail('set_rotation', { schedule, users: ['Ben Ostrowski'] });
			assert.match(message, /The rotation is as it was/);
			assert.deepEqual(await show(schedule), before);
		});

		it('keeps the people on call also when a person thinks for minutes before the change fails', async () => {
			const choose: Person['choose'] = (_, [, second]) => {
				account.sandbox.clock.advance(300_000);
				return Promise.resolve(second?.value);
			};
			await open({ person: { choose } });
			account.sandbox.store.users.get(idOf('Diego Fuentes'))!.name = 'Ben Ostrowski';
			const before = await show(schedule);
			account.sandbox.faults.readOnly = { match: /POST .*events/ };
			const { message } = await account.fail('set_rotation', { schedule, users: ['Ben Ostrowski'] });
			assert.match(message, /The rotation is as it was/);
			assert.deepEqual(await show(schedule), before);
		});

		it('keeps the people on call when PagerDuty refuses the change', async () => {
			await open(slowly);
			for (const [day, user] of Object.entries({
				20: 'Ben Ostrowski',
				22: 'Maya Okafor',
				24: 'Ben Ostrowski',
				26: 'Maya Okafor',
			}))
				await set({ schedule, users: [user], start: `2026-04-${day}T00:00:00Z` });
			const before = await show(schedule);
			const { message, details } = await account.fail('set_rotation', { schedule, users: ['Diego Fuentes'] });
			assert.match(message, /The rotation is as it was/);
			assert.match(String(details), /at most 5 events/);
			assert.deepEqual(await show(schedule), before);
		});

		it('says from when on a change applies, and which part of the rotation follows', async () => {
			await open();
			const first = await set({ schedule, users: ['Ben Ostrowski'] });
			assert.match(first.note ?? '', /begins at 2026-03-10T10:02:00Z/);
			assert.doesNotMatch(first.note ?? '', /follows/);
			await set({ schedule, users: ['Diego Fuentes'], start: '2026-03-23T00:00:00Z' });
			account.sandbox.clock.advance(3_600_000);
			const { note } = await set({ schedule, users: ['Maya Okafor'] });
			assert.match(note ?? '', /Another part of the rotation follows at 2026-03-23T00:00:00Z/);
			assert.equal((await set({ schedule, users: ['Maya Okafor'], start: '+20d' })).note, undefined);
		});

		it('can be changed twice within a minute', async () => {
			await open();
			for (const user of people) await set({ schedule, users: [user] });
			assert.deepEqual(await at(schedule, '2026-03-10T12:00:00Z'), ['Ben Ostrowski']);
			assert.equal(stored().rotations[0]!.events.length, 2);
		});

		it('leaves the turn to whoever is stood in for all of it', async () => {
			await open();
			const name = 'Mobile Shifts';
			const [rotation] = stored(name).rotations;
			const moment = '2026-03-12T02:00:00Z';
			const scheduled = (await at(name, moment))[0]!.split(',').find((user) => !/Tomasz|Sofia/.test(user))!;
			stored(name).overrides.push({
				id: 'O',
				rotationId: rotation!.id,
				overriddenUserId: idOf(scheduled),
				overridingUserId: idOf('Ben Ostrowski'),
				start: Date.parse('2026-03-08T00:00:00Z'),
				end: Date.parse('2026-03-20T00:00:00Z'),
			});
			await set({ schedule: name, rotation: 'Days', hours: '09:00-21:00' });
			assert.match((await at(name, moment))[0]!, /Ben Ostrowski/);
		});

		it('does not bring back a rotation that ends before the change', async () => {
			await open();
			await set({ schedule, until: '2026-03-20T00:00:00Z' });
			const before = await show(schedule);
			const change = { schedule, users: ['Ben Ostrowski'], start: '2026-03-25T00:00:00Z' };
			const { message } = await account.fail('set_rotation', change);
			assert.match(message, /ends at 2026-03-20T00:00:00Z, before the change begins/);
			assert.deepEqual(await show(schedule), before);
			await set({ ...change, until: '2026-04-01T00:00:00Z' });
			assert.deepEqual(await at(schedule, '2026-03-23T12:00:00Z', '2026-03-26T12:00:00Z'), ['', 'Ben Ostrowski']);
		});

		for (const change of [{ users: people }, { hours: ['08:00-10:00'] }, { handoff: 'Wed 09:00' }]) {
			it(`lets a rotation begin earlier than it was to: ${JSON.stringify(change)}`, async () => {
				await open();
				const coming = { users: people, hours: ['09:00-10:00'], start: '2026-04-01T00:00:00Z' };
				await set({ schedule, new_rotation: 'Coming', ...coming });
				await set({ schedule, rotation: 'Coming', start: '2026-03-14T00:00:00Z', ...change });
				assert.deepEqual(await at(schedule, '2026-03-14T09:30:00Z'), ['Maya Okafor']);
			});
		}

		it('does not take a lost change for made when only the length of turns changes', async () => {
			await open();
			const coming = { users: people, hours: ['18:00-22:00'], start: '2026-03-20T09:00' };
			await set({ schedule, new_rotation: 'Coming', ...coming });
			account.sandbox.faults.dropBefore = { match: /PUT / };
			const { next } = await account.fail('set_rotation', { schedule, rotation: 'Coming', turn: '14d' });
			assert.match(next ?? '', /does not seem to have been carried out/);
		});

		it('says that nothing follows when it is unclear whether the old part ended', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /PUT / };
			account.sandbox.faults.serverError = { match: /GET .*schedules\/\w+$/, status: 500 };
			const failure = await account.fail('set_rotation', { schedule, users: ['Ben Ostrowski'] });
			assert.match(failure.message, /unclear whether .* ends at 2026-03-10T10:02:00Z; nothing follows it/);
			assert.deepEqual(
				account.requests().filter((request) => request.startsWith('POST')),
				[],
			);
		});

		for (const [what, before, change] of [
			['hours of days', { hours: ['09:00-17:00'] }, { hours: ['10:00-18:00'] }],
			['hours of nights', { hours: ['20:00-08:00'] }, { hours: ['19:00-09:00'] }],
			['days', { hours: ['Mon-Fri 09:00-17:00'] }, { hours: ['Tue-Sun 08:00-16:00'] }],
			['hand-off', {}, { handoff: 'Mon 12:00' }],
			['hand-off of days', { hours: ['09:00-17:00'] }, { handoff: 'Mon 09:00' }],
		] as const) {
			it(`keeps the phase of long turns when only the ${what} changes`, async () => {
				await twoWeeks(before);
				await set({ schedule: 'Fresh', ...change });
				const moments = ['2026-03-11', '2026-03-17', '2026-03-26', '2026-03-31'];
				assert.deepEqual(
					await at('Fresh', ...moments.map((day) => `${day}T${what === 'hours of nights' ? '23' : '13'}:00:00Z`)),
					['Maya Okafor', 'Ben Ostrowski', 'Ben Ostrowski', 'Maya Okafor'],
				);
			});
		}

		it('leaves the turn to whoever has it when turns get shorter', async () => {
			await twoWeeks({ hours: ['09:00-17:00'] });
			await set({ schedule: 'Fresh', turn: '3d' });
			const [now, soon] = await at('Fresh', '2026-03-10T13:00:00Z', '2026-03-13T13:00:00Z');
			assert.deepEqual([now, soon], people);
		});

		it('leaves the next turn to the next person when the new hours end the one before', async () => {
			await twoWeeks({ turn: 'weekly', hours: ['09:00-17:00'] });
			account.sandbox.clock.set(new Date('2026-03-14T18:00:00Z'));
			await set({ schedule: 'Fresh', hours: ['Mon-Fri 09:00-17:00'] });
			assert.deepEqual(await at('Fresh', '2026-03-15T13:00:00Z', '2026-03-16T13:00:00Z'), ['', 'Maya Okafor']);
		});

		it('leaves the weekend to whoever has it when it gets longer', async () => {
			await twoWeeks({ turn: 'weekly', hours: ['Sat,Sun 10:00-18:00'] });
			const before = await at('Fresh', '2026-03-14T13:00:00Z', '2026-03-21T13:00:00Z');
			await set({ schedule: 'Fresh', hours: ['Fri 18:00 - Mon 08:00'] });
			assert.deepEqual(await at('Fresh', '2026-03-13T19:00:00Z', '2026-03-21T13:00:00Z'), before);
		});

		it('covers added days at once, by whoever had the turn before them', async () => {
			await twoWeeks({ turn: 'weekly', hours: ['Mon-Fri 09:00-17:00'] });
			account.sandbox.clock.set(new Date('2026-03-14T10:00:00Z'));
			await set({ schedule: 'Fresh', hours: ['09:00-17:00'] });
			assert.deepEqual(await at('Fresh', '2026-03-14T13:00:00Z', '2026-03-15T13:00:00Z', '2026-03-16T13:00:00Z'), [
				'Ben Ostrowski',
				'Ben Ostrowski',
				'Maya Okafor',
			]);
		});

		it('hands over on the given day of the hours, or refuses it', async () => {
			await open();
			const plan = { kind: 'shifts', users: people, start: '2026-03-16T00:00', time_zone: 'UTC' };
			const days = { ...plan, hours: ['Mon-Fri 09:00-17:00'] };
			await account.call('create_schedule', { ...days, name: 'Fresh', handoff: 'Wed 09:00' });
			const moments = ['2026-03-17T12:00:00Z', '2026-03-18T12:00:00Z', '2026-03-24T12:00:00Z', '2026-03-25T12:00:00Z'];
			const turns = ['Maya Okafor', 'Ben Ostrowski', 'Ben Ostrowski', 'Maya Okafor'];
			assert.deepEqual(await at('Fresh', ...moments), turns);
			for (const handoff of ['Sat 09:00', '10:00']) {
				const { message } = await account.fail('create_schedule', { ...days, name: 'Other', handoff });
				assert.match(message, /^handoff: /);
				await account.fail('set_rotation', { schedule: 'Fresh', handoff });
			}
			const { start, recurrence } = event('Fresh');
			await set({ schedule: 'Fresh', users: people.toReversed(), start: '2026-03-18T00:00:00Z' });
			assert.deepEqual(await at('Fresh', ...moments), turns);
			assert.deepEqual([event('Fresh').start, event('Fresh').recurrence], [start, recurrence]);
			await set({ schedule: 'Fresh', handoff: 'Thu 09:00', start: '2026-03-24T18:00:00Z' });
			assert.deepEqual(await at('Fresh', '2026-03-25T12:00:00Z', '2026-03-26T12:00:00Z', '2026-04-02T12:00:00Z'), [
				'Ben Ostrowski',
				'Maya Okafor',
				'Ben Ostrowski',
			]);
		});

		it('keeps left-out dates while the times stay, and says so when they no longer apply', async () => {
			await open();
			const dates = 'EXDATE;TZID=Europe/London:20260403T070000';
			event().recurrence.push(dates);
			const { recurrence, start, end } = event();
			assert.doesNotMatch((await set({ schedule, users: ['Ben Ostrowski'] })).note ?? '', /EXDATE/);
			assert.deepEqual([event().recurrence, event().start, event().end], [recurrence, start, end]);
			const change = { schedule, hours: ['Mon-Fri 10:00-18:00'], start: '+1d' };
			assert.match((await set(change)).note ?? '', /no longer .*EXDATE/);
			assert.deepEqual(event().recurrence, ['RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR']);
		});

		describe("with a turn that is nobody's", () => {
			const weeks = ['2026-03-12', '2026-03-19', '2026-03-26', '2026-04-02'].map((day) => `${day}T12:00:00Z`);
			const Rotations = z.looseObject({
				rotations: z.array(z.looseObject({ users: z.array(z.string()), user_ids: z.array(z.string()) })),
			});
			/** Maya has the turn on Tuesday, 10 March; nobody in the week after, then Ben. */
			const vacant = async () => {
				await open();
				account.sandbox.clock.set(new Date('2026-03-09T08:30:00Z'));
				const users = ['Maya Okafor', 'Diego Fuentes', 'Ben Ostrowski'];
				const plan = { turn: 'weekly', handoff: 'Mon 09:00', start: '2026-03-09T09:00', time_zone: 'UTC' };
				await account.call('create_schedule', { name: 'Fresh', kind: 'shifts', users, ...plan });
				event('Fresh').strategy.userIds[1] = '';
				account.sandbox.clock.set(new Date('2026-03-10T10:00:00Z'));
			};

			it('shows it among the turns, and nobody on call in its time', async () => {
				await vacant();
				assert.deepEqual(await at('Fresh', ...weeks), ['Maya Okafor', '', 'Ben Ostrowski', 'Maya Okafor']);
				const shown = await account.call('get_schedule', { schedule: 'Fresh', include: ['rotations'] });
				const [rotation] = Rotations.parse(shown).rotations;
				assert.deepEqual(rotation?.users, ['Maya Okafor', 'nobody', 'Ben Ostrowski']);
				assert.deepEqual(rotation.user_ids, [idOf('Maya Okafor'), idOf('Ben Ostrowski')]);
			});

			const others = ['Maya Okafor', '', 'Ben Ostrowski'];
			for (const [change, expected] of [
				[{ add_users: ['Diego Fuentes'] }, [...others, 'Diego Fuentes']],
				[{ hours: ['08:00-20:00'] }, [...others, 'Maya Okafor']],
				[{ remove_users: ['Maya Okafor'] }, ['', 'Ben Ostrowski', '']],
				[{ remove_users: ['nobody'] }, ['Maya Okafor', 'Ben Ostrowski', 'Maya Okafor', 'Ben Ostrowski']],
				[
					{ users: ['Maya Okafor', 'Diego Fuentes', 'Ben Ostrowski'] },
					['Maya Okafor', 'Diego Fuentes', 'Ben Ostrowski'],
				],
			] as const) {
				it(`leaves the others their weeks: ${JSON.stringify(change)}`, async () => {
					await vacant();
					await set({ schedule: 'Fresh', ...change });
					assert.deepEqual((await at('Fresh', ...weeks)).slice(0, expected.length), expected);
				});
			}

			it('is put back as it was by an earlier version', async () => {
				await vacant();
				const { id } = event('Fresh');
				await set({ schedule: 'Fresh', users: ['Diego Fuentes'] });
				account.sandbox.clock.advance(3_600_000);
				await set({ schedule: 'Fresh', restore: id });
				assert.deepEqual(await at('Fresh', ...weeks), [...others, 'Maya Okafor']);
			});

			it('puts nobody on call and takes nobody off when somebody joins in its time', async () => {
				await vacant();
				account.sandbox.clock.set(new Date('2026-03-17T10:00:00Z'));
				const outcome = await set({ schedule: 'Fresh', add_users: ['Diego Fuentes'] });
				const { before, now } = z.looseObject({ before: z.unknown(), now: z.unknown() }).parse(outcome['on_call']);
				assert.deepEqual([before, now], [[], []]);
				assert.match(
					(await account.fail('set_rotation', { schedule: 'Fresh', remove_users: [...people, 'Diego Fuentes'] }))
						.message,
					/nobody would be left/,
				);
			});
		});

		it('does not guess whose turn it is', async () => {
			await open();
			const order = { schedule, users: people, all_at_once: false };
			event().recurrence = ['RRULE:FREQ=MONTHLY;BYMONTHDAY=1'];
			const { message } = await account.fail('set_rotation', order);
			assert.match(message, /does not say whose turn it is/);
			await set({ ...order, users: ['Ben Ostrowski'] });
			event().strategy.userIds.push(idOf('Maya Okafor'));
			const anew = { schedule, turn: 'weekly', hours: ['09:00-17:00'], start: '+1d' };
			assert.match((await account.fail('set_rotation', anew)).next ?? '', /`users`/);
			await set({ ...anew, users: people });
			assert.deepEqual(await at(schedule, '2026-03-12T12:00:00Z'), ['Maya Okafor']);
		});

		it('lets the first person begin also where our words do not say how times recur', async () => {
			for (const days of [0, 1]) {
				await open();
				event().recurrence = ['RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=500'];
				account.sandbox.clock.advance(days * 86_400_000);
				await set({ schedule, users: people, all_at_once: false });
				assert.match(event().recurrence.join(), /COUNT=500/);
				assert.deepEqual(await at(schedule, `2026-03-1${days}T12:00:00Z`, `2026-03-1${days + 1}T12:00:00Z`), people);
				await account.close();
			}
		});
	});
});
