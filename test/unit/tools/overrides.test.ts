import assert from 'node:assert/strict';
import * as z from 'zod';
import { schedule } from '../../../src/pagerduty/api/schedules.ts';
import { turnsOfLayers } from '../../../src/tools/schedules/read-schedule.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Shift = z.looseObject({ user: z.string(), start: z.string(), end: z.string() });
const Override = Shift.extend({ id: z.string(), instead_of: z.string().optional() });
const Shown = z.looseObject({
	shifts: z.array(Shift),
	overrides: z.array(Override.extend({ kind: z.string() })).default([]),
	rotations: z.array(z.looseObject({ name: z.string(), users: z.array(z.string()) })).default([]),
});
const Made = z.object({
	schedule: z.string(),
	overrides: z.array(Override),
	refused: z.array(z.looseObject({ errors: z.array(z.string()) })).default([]),
	note: z.string().optional(),
});

/** The account's time is Tuesday, 10 March 2026, 10:00 UTC; Maya Okafor is signed in and on Payments Primary. */
describe('overrides', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const show = async (schedule: string, input: object = {}) =>
		Shown.parse(
			await account.call('get_schedule', { schedule, include: ['overrides', 'rotations'], limit: 100, ...input }),
		);
	const range = { since: '2026-03-10T10:00:00Z', until: '2026-05-10T10:00:00Z', limit: 100 };
	const create = async (input: object) => Made.parse(await account.call('create_overrides', input));
	const writes = (mark: number) => account.requests(mark).filter((request) => !request.startsWith('GET'));
	const at = (shifts: readonly z.output<typeof Shift>[], moment: string) =>
		shifts
			.filter(({ start, end }) => Date.parse(start) <= Date.parse(moment) && Date.parse(moment) < Date.parse(end))
			.map(({ user }) => user);

	it('put somebody on call instead, in one request, and it shows at once', async () => {
		await open();
		const mark = account.sandbox.requests.length;
		const user = [...account.sandbox.store.users.values()].find(({ name }) => name.startsWith('Ben'))!.name;
		const made = await create({
			schedule: 'Payments Primary',
			user,
			start: '2026-03-12T09:00',
			end: '2026-03-12T17:00',
			time_zone: 'America/Los_Angeles',
		});
		assert.equal(made.overrides[0]?.start, '2026-03-12T09:00:00-07:00');
		assert.deepEqual(writes(mark).length, 1);
		const shown = await show('Payments Primary');
		assert.deepEqual(at(shown.shifts, '2026-03-12T18:00:00Z'), [user]);
		assert.deepEqual(at(shown.shifts, '2026-03-13T01:00:00Z'), ['Maya Okafor']);
		assert.equal(shown.overrides[0]?.id, made.overrides[0].id);
		assert.deepEqual(account.announced, [{ oncall: true }]);
	});

	it('repeat at the same wall-clock time across a clock change', async () => {
		await open();
		const { overrides } = await create({
			schedule: 'Storefront Weekdays and Weekends',
			user: 'me',
			start: '2026-03-27T08:00',
			end: '2026-03-27T10:00',
			time_zone: 'Europe/Berlin',
			repeat: 'daily',
			times: 4,
		});
		assert.deepEqual(
			overrides.map(({ start }) => start),
			['27T08:00:00+01:00', '28T08:00:00+01:00', '29T08:00:00+02:00', '30T08:00:00+02:00'].map(
				(day) => `2026-03-${day}`,
			),
		);
		assert.equal(writes(0).length, 1);
	});

	for (const schedule of ['Payments Primary', 'Mobile Shifts']) {
		it(`are on the wall clock of ${schedule} unless a time zone is given, repetitions included`, async () => {
			await open();
			const order = {
				schedule,
				user: 'me',
				start: '2026-10-30T09:00',
				end: '2026-10-30T11:00',
				repeat: 'daily',
				times: 3,
			};
			const { overrides } = await create(order);
			const zone = [...account.sandbox.store.schedules.values(), ...account.sandbox.store.shiftSchedules.values()].find(
				({ name }) => name === schedule,
			)!.timeZone;
			for (const { start, end } of overrides) {
				const wall = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' });
				assert.deepEqual([wall.format(new Date(start)), wall.format(new Date(end))], ['09:00', '11:00']);
				assert.equal(start.slice(11, 16), '09:00');
			}
			// The clocks of the zone go back in this time.
			assert.equal(new Set(overrides.map(({ start }) => start.slice(19))).size, zone === 'America/Los_Angeles' ? 2 : 1);
		});
	}

	it('keep their wall-clock time after a first day on which the clocks skip it', async () => {
		await open();
		const { overrides } = await create({
			schedule: 'Storefront Weekdays and Weekends',
			user: 'me',
			start: '2026-03-29T02:30',
			end: '2026-03-29T05:00',
			time_zone: 'Europe/Berlin',
			repeat: 'daily',
			times: 2,
		});
		assert.deepEqual(
			overrides.map(({ start, end }) => [start, end]),
			[
				['2026-03-29T03:30:00+02:00', '2026-03-29T05:00:00+02:00'],
				['2026-03-30T02:30:00+02:00', '2026-03-30T05:00:00+02:00'],
			],
		);
	});

	it('repeat a whole day even where it has 25 hours, and none that is longer', async () => {
		await open();
		const order = { schedule: 'Payments Primary', user: 'me', start: '2026-10-31T09:00', repeat: 'daily', times: 2 };
		const { overrides } = await create({ ...order, end: '2026-11-01T09:00' });
		assert.deepEqual(
			overrides.map(({ start, end }) => [start, end]),
			[
				['2026-10-31T09:00:00-07:00', '2026-11-01T09:00:00-08:00'],
				['2026-11-01T09:00:00-08:00', '2026-11-02T09:00:00-08:00'],
			],
		);
		const failure = await account.fail('create_overrides', { ...order, end: '2026-11-01T09:30' });
		assert.match(failure.message, /may last at most a day/);
	});

	it('are swapped and shown by dates on the wall clock of the schedule', async () => {
		await open();
		// Whole, although only the end of it is after midnight of the 16th.
		const shown = await show('Payments Primary', { since: '2026-03-16', until: '2026-03-24' });
		assert.equal(shown.shifts[0]?.start, '2026-03-09T09:00:00-07:00');
		// Half past eight in Los Angeles is before the hand-off at nine; in UTC it would be long past it.
		const [mine, theirs] = ['2026-03-16T08:30', '2026-03-16T09:30'];
		const { overrides } = Made.parse(
			await account.call('swap_shifts', {
				schedule: 'Payments Primary',
				user: 'me',
				with_user: 'Diego Fuentes',
				shift: mine,
				with_shift: theirs,
			}),
		);
		assert.deepEqual(
			overrides.map(({ start }) => start),
			['2026-03-10T03:00:00-07:00', '2026-03-16T09:00:00-07:00'],
		);
	});

	it('that PagerDuty refuses inside a 201 are told as refused', async () => {
		// Two hours pass on the way: the first span is over when it arrives.
		await open({
			meanwhile: ({ method, path }, sandbox) => {
				if (method === 'POST' && path.endsWith('/overrides')) sandbox.clock.advance(2 * 3_600_000);
				return Promise.resolve();
			},
		});
		const order = { schedule: 'Identity Day and Night', user: 'me', start: 'now', end: '+1h' };
		const made = await create({ ...order, repeat: 'daily', times: 2 });
		assert.equal(made.overrides.length, 1);
		assert.match(made.refused[0]?.errors.join() ?? '', /must end in the future/);
		assert.match(made.note ?? '', /Only 1 of 2/);
		const failure = await account.fail('create_overrides', order);
		assert.match(failure.message, /refused the override: nothing changed/);
		assert.match(failure.details?.join() ?? '', /must end in the future/);
		assert.equal(account.announced.length, 1);
	});

	it('are looked for before anything is said when no answer comes, and never sent twice', async () => {
		await open();
		account.sandbox.faults.dropAfter = { match: /POST .*overrides/, times: 1 };
		const { overrides } = await create({ schedule: 'Payments Primary', user: 'me', start: '+1d', end: '+2d' });
		assert.ok(overrides[0]?.id);
		assert.equal(writes(0).length, 1);
		account.sandbox.faults.dropBefore = { match: /POST .*overrides/, times: 1 };
		const failure = await account.fail('create_overrides', {
			schedule: 'Payments Primary',
			user: 'me',
			start: '+3d',
			end: '+4d',
		});
		assert.match(failure.next ?? '', /does not seem to have been carried out/);
	});

	it('of the past are refused before anything is written, and one under way starts now', async () => {
		await open();
		const failure = await account.fail('create_overrides', {
			schedule: 'Payments Primary',
			user: 'me',
			start: '-3h',
			end: '-1h',
		});
		assert.match(failure.message, /the past cannot be changed/);
		assert.deepEqual(writes(0), []);
		const { overrides } = await create({ schedule: 'Payments Primary', user: 'me', start: '-3h', end: '+1h' });
		assert.equal(overrides[0]?.start, '2026-03-10T03:00:00-07:00');
	});

	it('take over a turn of a shift-based schedule', async () => {
		await open();
		const before = await show('Mobile Shifts');
		const turn = before.shifts.find(({ start }) => Date.parse(start) > account.clock.now().getTime())!;
		const { overrides } = await create({
			schedule: 'Mobile Shifts',
			user: 'me',
			start: turn.start,
			end: turn.end,
			instead_of: turn.user,
		});
		assert.deepEqual(
			overrides.map(({ user, instead_of }) => [user, instead_of]),
			[['Maya Okafor', turn.user]],
		);
		const after = await show('Mobile Shifts');
		assert.ok(at(after.shifts, turn.start).includes('Maya Okafor'));
		assert.ok(!at(after.shifts, turn.start).includes(turn.user));
		assert.equal(after.overrides[0]?.instead_of, turn.user);
	});

	it('take a turn over from whoever stands in for somebody, in the name of whom the rotation has', async () => {
		await open();
		const schedule = 'Mobile Shifts';
		const turn = (await show(schedule)).shifts.find(({ start }) => Date.parse(start) > account.clock.now().getTime())!;
		const { start, end } = turn;
		await create({ schedule, user: 'me', start, end, instead_of: turn.user });
		const { overrides } = await create({ schedule, user: 'Ben Ostrowski', start, end, instead_of: 'me' });
		assert.deepEqual(
			overrides.map(({ user, instead_of }) => [user, instead_of]),
			[['Ben Ostrowski', 'Maya Okafor']],
		);
		const after = await show(schedule);
		const now = at(after.shifts, start);
		assert.ok(now.includes('Ben Ostrowski') && !now.includes('Maya Okafor') && !now.includes(turn.user));
		assert.deepEqual(
			after.overrides.map(({ user, instead_of }) => [user, instead_of]),
			[
				['Maya Okafor', turn.user],
				['Ben Ostrowski', turn.user],
			],
		);
	});

	it('leave out repetitions in which the person is on call anyway, and say which', async () => {
		await open();
		const order = { schedule: 'Incident Command', start: '2026-03-14T10:00:00Z', end: '2026-03-14T12:00:00Z' };
		await create({ ...order, user: 'Ben Ostrowski' });
		const repeated = { ...order, user: 'Ben Ostrowski', repeat: 'daily', times: 2 };
		const { overrides, note } = await create(repeated);
		assert.deepEqual(
			overrides.map(({ start }) => start.slice(0, 10)),
			['2026-03-15'],
		);
		assert.match(note ?? '', /"Ben Ostrowski" is already on call on "Incident Command" then: 2026-03-14T/);
		assert.doesNotMatch(note ?? '', /2026-03-15/);
		assert.match((await account.fail('create_overrides', repeated)).message, /already on call .* then/);
	});

	it('of a layered schedule name whom they replace, and are refused where it is somebody else’s turn', async () => {
		await open();
		const order = { schedule: 'Payments Primary', user: 'Ben Ostrowski', start: '+1h', end: '+2h' };
		const { overrides } = await create({ ...order, instead_of: 'Maya Okafor' });
		assert.equal(overrides.length, 1);
		const failure = await account.fail('create_overrides', { ...order, end: '+3h', instead_of: 'Maya Okafor' });
		assert.match(failure.message, /"Maya Okafor" is not on call on "Payments Primary" all that time/);
		assert.deepEqual(
			failure.candidates?.map(({ name }) => name),
			['Ben Ostrowski', 'Maya Okafor'],
		);
		const later = { ...order, start: '2026-04-07T00:00:00Z', end: '2026-04-07T01:00:00Z' };
		const there = at((await show('Payments Primary', range)).shifts, later.start);
		assert.equal((await create({ ...later, instead_of: there[0] })).overrides.length, 1);
	});

	it('leave out repetitions in which the one to replace is not on call, and say which', async () => {
		await open();
		const { shiftSchedules } = account.sandbox.store;
		const command = [...shiftSchedules.values()].find(({ name }) => name === 'Incident Command')!;
		const order = { schedule: command.name, user: 'Ben Ostrowski', instead_of: 'Oliver Bramwell' };
		const friday = { start: '2026-03-13T10:00:00Z', end: '2026-03-13T11:00:00Z', repeat: 'daily' };
		const { overrides, note } = await create({ ...order, ...friday, times: 4 });
		assert.deepEqual(
			overrides.map(({ start }) => start.slice(0, 10)),
			['2026-03-13', '2026-03-16'],
		);
		assert.match(
			note ?? '',
			/"Oliver Bramwell" is not on call on "Incident Command" then: 2026-03-14T\S+, 2026-03-15T\S+\.$/,
		);
	});

	it('of one person’s turn say so when the asked time goes beyond it', async () => {
		await open();
		const schedule = 'Incident Command';
		const order = { schedule, user: 'Ben Ostrowski', instead_of: 'Oliver Bramwell' };
		const wide = await create({ ...order, start: '2026-03-11T18:00:00Z', end: '2026-03-11T23:00:00Z' });
		assert.equal(wide.overrides.length, 1);
		assert.match(wide.note ?? '', /"Oliver Bramwell" is on call for only a part of that time/);
		const narrow = await create({ ...order, start: '2026-03-12T10:00:00Z', end: '2026-03-12T11:00:00Z' });
		assert.equal(narrow.note, undefined);
	});

	it('of no turn are shown and ended whole when they have begun', async () => {
		await open();
		const schedule = 'Incident Command';
		const span = { start: '2026-03-14T10:00:00Z', end: '2026-03-14T12:00:00Z' };
		const [shift] = (await create({ schedule, user: 'me', ...span })).overrides;
		account.sandbox.clock.set(new Date('2026-03-14T11:00:00Z'));
		const [shown] = (await show(schedule)).overrides;
		assert.equal(Date.parse(shown!.start), Date.parse(span.start));
		const removed = await account.call('delete_override', { schedule, override: shift!.id });
		assert.equal(removed['outcome'], 'ended_now');
	});

	it('fill a gap of a shift-based schedule with a custom shift', async () => {
		await open();
		const { overrides } = await create({
			schedule: 'Incident Command',
			user: 'me',
			start: '2026-03-14T10:00:00Z',
			end: '2026-03-14T12:00:00Z',
		});
		assert.equal(overrides[0]?.instead_of, undefined);
		const shown = await show('Incident Command');
		assert.deepEqual(at(shown.shifts, '2026-03-14T11:00:00Z'), ['Maya Okafor']);
		assert.equal(shown.overrides[0]?.kind, 'custom_shift');
		await account.call('delete_override', { schedule: 'Incident Command', override: shown.overrides[0].id });
		assert.deepEqual(at((await show('Incident Command')).shifts, '2026-03-14T11:00:00Z'), []);
	});

	it('ask whom to replace where several people are on call at once', async () => {
		await open();
		const order = {
			schedule: 'Incident Command',
			user: 'me',
			start: '2026-03-11T09:00:00Z',
			end: '2026-03-11T11:00:00Z',
		};
		const failure = await account.fail('create_overrides', order);
		assert.match(failure.message, /Several people/);
		assert.equal(failure.candidates?.length, 2);
		const made = await create({ ...order, instead_of: failure.candidates[0]!.name });
		assert.equal(made.overrides.length, 1);
		assert.match(
			(await account.fail('create_overrides', { ...order, instead_of: 'Chloe Tremblay' })).message,
			/not on call|no user/,
		);
	});

	it('of a layered schedule are changed by a new one that takes the place of the old', async () => {
		await open();
		const schedule = 'Payments Primary';
		const [old] = (await create({ schedule, user: 'me', start: '+7d', end: '+8d' })).overrides;
		const mark = account.sandbox.requests.length;
		const change = { schedule, replaces: old!.id, user: 'Ben Ostrowski', start: '+7d', end: '+9d' };
		const changed = await create(change);
		assert.match(changed.note ?? '', /old override .* is removed/);
		assert.deepEqual(
			writes(mark).map((request) => request.split(' ')[0]),
			['POST', 'DELETE'],
		);
		const shown = await show(schedule, range);
		assert.deepEqual(
			shown.overrides.map(({ id, user }) => [id, user]),
			[[changed.overrides[0]!.id, 'Ben Ostrowski']],
		);
		// One under way ends, and the past stays.
		account.sandbox.clock.advance(7.5 * 86_400_000);
		const going = { ...change, replaces: changed.overrides[0]!.id, user: 'me', start: 'now', end: '+1d' };
		assert.match((await create(going)).note ?? '', /ends now/);
		assert.equal((await show(schedule, { ...range, since: '-1d' })).overrides.length, 2);
		assert.match((await account.fail('create_overrides', going)).message, /is over/);
	});

	it('are told apart when the new one is there and the old one cannot be removed, or the new one is refused', async () => {
		await open();
		const schedule = 'Payments Primary';
		const [old] = (await create({ schedule, user: 'me', start: '+7d', end: '+8d' })).overrides;
		const change = { schedule, replaces: old!.id, user: 'Ben Ostrowski', start: '+7d', end: '+8d' };
		account.sandbox.faults.serverError = { match: /DELETE .*overrides/, status: 500 };
		account.announced.length = 0;
		const failure = await account.fail('create_overrides', change);
		assert.match(failure.message, /new override .* is there, but the old one .* could not be removed/);
		assert.ok(account.announced.some(({ oncall }) => oncall));
		account.sandbox.faults.serverError = { match: /POST .*overrides/, status: 500 };
		await account.fail('create_overrides', change);
		assert.ok((await show(schedule, range)).overrides.some(({ id }) => id === old!.id));
	});

	it('of a shift-based schedule are changed in one request, and once when the answer gets lost', async () => {
		await open();
		const schedule = 'Mobile Shifts';
		const turn = (await show(schedule)).shifts.find(({ start }) => Date.parse(start) > Date.parse('2026-03-12'))!;
		const { start, end, user } = turn;
		const [made] = (await create({ schedule, user: 'me', start, end, instead_of: user })).overrides;
		const half = new Date((Date.parse(start) + Date.parse(end)) / 2).toISOString();
		const mark = account.sandbox.requests.length;
		account.sandbox.faults.dropAfter = { match: /PUT .*overrides/ };
		const changed = await create({ schedule, replaces: made!.id, user: 'Ben Ostrowski', start, end: half });
		account.sandbox.faults.dropAfter = undefined;
		assert.deepEqual(
			changed.overrides.map((one) => [one.id, one.user, one.instead_of]),
			[[made!.id, 'Ben Ostrowski', user]],
		);
		assert.deepEqual(new Set(writes(mark).map((request) => request.split(' ')[0])), new Set(['PUT']));
		const shown = await show(schedule);
		assert.ok(at(shown.shifts, start).includes('Ben Ostrowski'));
		assert.ok(at(shown.shifts, half).includes(user));
		assert.ok(shown.overrides[0]?.['rotation_id']);
		account.sandbox.faults.dropBefore = { match: /PUT .*overrides/ };
		const lost = await account.fail('create_overrides', { schedule, replaces: made!.id, user: 'me', start, end });
		assert.match(lost.next ?? '', /does not seem to have been carried out/);
	});

	it('that have begun change their end only', async () => {
		await open();
		const schedule = 'Incident Command';
		const span = { start: '2026-03-14T10:00:00Z', end: '2026-03-14T12:00:00Z' };
		const [shift] = (await create({ schedule, user: 'me', ...span })).overrides;
		const change = { schedule, replaces: shift!.id, user: 'Ben Ostrowski', ...span };
		assert.equal((await create(change)).overrides[0]?.user, 'Ben Ostrowski');
		account.sandbox.clock.set(new Date('2026-03-14T11:00:00Z'));
		assert.match(
			(await account.fail('create_overrides', { ...change, user: 'me' })).message,
			/only its end can change/,
		);
		const longer = await create({ ...change, end: '2026-03-14T15:00:00Z' });
		assert.equal(Date.parse(longer.overrides[0]!.start), Date.parse(span.start));
		assert.deepEqual(at((await show(schedule, { since: '-2h' })).shifts, '2026-03-14T14:30:00Z'), ['Ben Ostrowski']);
		assert.match(
			(await account.fail('create_overrides', { ...change, start: '+1h', end: '+2h' })).message,
			/only its end can change/,
		);
	});

	it('are removed when they are to come, cut when under way, and kept when past', async () => {
		await open();
		const [coming] = (await create({ schedule: 'Payments Primary', user: 'me', start: '+1d', end: '+2d' })).overrides;
		const removed = await account.call('delete_override', { schedule: 'Payments Primary', override: coming!.id });
		assert.equal(removed['outcome'], 'deleted');
		const [going] = (await create({ schedule: 'Payments Primary', user: 'me', start: 'now', end: '+4h' })).overrides;
		account.sandbox.clock.advance(3_600_000);
		const cut = await account.call('delete_override', { schedule: 'Payments Primary', override: going!.id });
		assert.equal(cut['outcome'], 'ended_now');
		account.sandbox.clock.advance(3_600_000);
		const failure = await account.fail('delete_override', { schedule: 'Payments Primary', override: going!.id });
		assert.match(failure.message, /is over: PagerDuty keeps it/);
		assert.match(
			(await account.fail('delete_override', { schedule: 'Payments Primary', override: 'PNOSUCH' })).message,
			/has no override PNOSUCH/,
		);
	});

	it('are gone when the answer to the removal got lost', async () => {
		await open();
		const [coming] = (await create({ schedule: 'Payments Primary', user: 'me', start: '+1d', end: '+2d' })).overrides;
		account.sandbox.faults.dropAfter = { match: /DELETE/, times: 1 };
		const removed = await account.call('delete_override', { schedule: 'Payments Primary', override: coming!.id });
		assert.equal(removed['outcome'], 'deleted');
	});

	for (const schedule of ['Payments Primary', 'Mobile Shifts']) {
		it(`swap two people's shifts on ${schedule} with one write`, async () => {
			await open();
			const before = (await show(schedule, range)).shifts;
			const mine = before.find(({ start }) => Date.parse(start) > Date.parse('2026-03-11T00:00:00Z'))!;
			const theirs = before.find(({ user, start }) => user !== mine.user && Date.parse(start) >= Date.parse(mine.end))!;
			const mark = account.sandbox.requests.length;
			const { overrides } = Made.parse(
				await account.call('swap_shifts', {
					schedule,
					user: mine.user,
					with_user: theirs.user,
					shift: mine.start,
					with_shift: theirs.start,
				}),
			);
			assert.deepEqual(
				overrides.map(({ user, instead_of }) => [user, instead_of]),
				[
					[theirs.user, mine.user],
					[mine.user, theirs.user],
				],
			);
			assert.equal(writes(mark).length, 1);
			const after = (await show(schedule, range)).shifts;
			assert.ok(at(after, mine.start).includes(theirs.user));
			assert.ok(at(after, theirs.start).includes(mine.user));
			assert.ok(!at(after, mine.start).includes(mine.user));
		});
	}

	it('swap a shift that somebody has taken over from somebody else', async () => {
		await open();
		const schedule = 'Mobile Shifts';
		const before = (await show(schedule, range)).shifts;
		const first = before.find(({ start }) => Date.parse(start) > Date.parse('2026-03-11T00:00:00Z'))!;
		const theirs = before.find(({ user, start }) => user !== first.user && Date.parse(start) >= Date.parse(first.end))!;
		await create({ schedule, user: 'me', start: first.start, end: first.end, instead_of: first.user });
		const { overrides } = Made.parse(
			await account.call('swap_shifts', { schedule, user: 'me', with_user: theirs.user, with_shift: theirs.start }),
		);
		assert.deepEqual(
			overrides.map(({ user, instead_of }) => [user, instead_of]),
			[
				[theirs.user, 'Maya Okafor'],
				['Maya Okafor', theirs.user],
			],
		);
		const after = (await show(schedule, range)).shifts;
		assert.ok(at(after, first.start).includes(theirs.user));
		assert.ok(at(after, theirs.start).includes('Maya Okafor'));
		assert.ok(!at(after, first.start).includes('Maya Okafor') && !at(after, first.start).includes(first.user));
	});

	it('take a turn over that is in no rotation', async () => {
		await open();
		const order = { schedule: 'Incident Command', start: '2026-03-14T10:00:00Z', end: '2026-03-14T12:00:00Z' };
		await create({ ...order, user: 'me' });
		const { overrides } = await create({ ...order, user: 'Ben Ostrowski' });
		assert.equal(overrides[0]?.instead_of, 'Maya Okafor');
		assert.deepEqual(at((await show(order.schedule)).shifts, '2026-03-14T11:00:00Z'), ['Ben Ostrowski']);
		const again = await create({ ...order, user: 'Diego Fuentes' });
		assert.equal(again.overrides[0]?.instead_of, 'Ben Ostrowski');
		assert.deepEqual(at((await show(order.schedule)).shifts, '2026-03-14T11:00:00Z'), ['Diego Fuentes']);
	});

	it('swap the current or next shifts when no times are given, and nothing for strangers', async () => {
		await open();
		const { overrides } = Made.parse(
			await account
				.call('swap_shifts', { schedule: 'Payments Primary', user: 'me', with_user: 'Diego Morales' })
				.catch(async () =>
					account.call('swap_shifts', {
						schedule: 'Payments Primary',
						user: 'me',
						with_user: (await show('Payments Primary', range)).shifts.find(({ user }) => user !== 'Maya Okafor')!.user,
					}),
				),
		);
		assert.equal(overrides[0]?.instead_of, 'Maya Okafor');
		assert.equal(Date.parse(overrides[0].start), Date.parse('2026-03-10T10:00:00Z'));
		assert.match(
			(await account.fail('swap_shifts', { schedule: 'Payments Primary', user: 'me', with_user: 'me' })).message,
			/cannot swap with/,
		);
		const stranger = (await show('Mobile Shifts')).shifts[0]!.user;
		assert.match(
			(await account.fail('swap_shifts', { schedule: 'Payments Primary', user: 'me', with_user: stranger })).message,
			/no shift on "Payments Primary"/,
		);
	});

	it('swap both shifts or none: half a swap is taken back', async () => {
		// Two hours pass on the way: the first shift is over when it arrives.
		await open({
			meanwhile: ({ method, path }, sandbox) => {
				if (method === 'POST' && path.endsWith('/overrides')) sandbox.clock.advance(2 * 3_600_000);
				return Promise.resolve();
			},
		});
		const schedule = 'Identity Day and Night';
		const [first, second] = (await show(schedule, range)).shifts;
		const failure = await account.fail('swap_shifts', { schedule, user: first!.user, with_user: second!.user });
		assert.match(failure.message, /nothing has changed/);
		assert.deepEqual((await show(schedule, range)).overrides, []);
		assert.deepEqual(account.announced, []);
	});

	for (const [what, fault] of [
		['also when the call is cancelled by then', undefined],
		['or is named and announced when it cannot be', { match: /^DELETE/, status: 500 }],
	] as const) {
		it(`swap both shifts or none: half a swap is taken back, ${what}`, async () => {
			const cancel = new AbortController();
			await open({
				meanwhile: ({ method, path }, sandbox) => {
					if (method === 'POST' && path.endsWith('/overrides')) sandbox.clock.advance(2 * 3_600_000);
					if (method === 'DELETE' && !fault) cancel.abort(new Error('Cancelled'));
					return Promise.resolve();
				},
			});
			const schedule = 'Identity Day and Night';
			const [first, second] = (await show(schedule, range)).shifts;
			const swap = { schedule, user: first!.user, with_user: second!.user };
			account.sandbox.faults.serverError = fault;
			if (fault) {
				const failure = await account.fail('swap_shifts', swap);
				account.sandbox.faults.serverError = undefined;
				const [left] = (await show(schedule, range)).overrides;
				assert.match(failure.message, new RegExp(`could not be taken back: override ${left?.id} `));
				assert.deepEqual(account.announced[0], { oncall: true });
			} else {
				await account.call('swap_shifts', swap, cancel.signal).catch(() => undefined);
				assert.ok(cancel.signal.aborted);
				assert.deepEqual((await show(schedule, range)).overrides, []);
			}
		});
	}

	it('tell what was made and what was not when only a part of it works', async () => {
		await open();
		account.sandbox.faults.readOnly = { match: /POST .*custom_shifts/ };
		const { overrides, refused, note } = await create({
			schedule: 'Incident Command',
			user: 'me',
			instead_of: 'Oliver Bramwell',
			start: '2026-03-11T18:00:00Z',
			end: '2026-03-11T19:00:00Z',
		});
		assert.deepEqual([overrides.length, refused.length, note], [1, 0, undefined]);
		const schedule = [...account.sandbox.store.shiftSchedules.values()].find(
			({ name }) => name === 'Incident Command',
		)!;
		schedule.rotations[0]!.events[0]!.strategy.userIds.pop();
		const mixed = await create({
			schedule: 'Incident Command',
			user: 'Ben Ostrowski',
			start: '2026-03-12T18:00:00Z',
			end: '2026-03-12T21:00:00Z',
		});
		assert.deepEqual([mixed.overrides.length, mixed.refused.length], [1, 1]);
		assert.match(mixed.note ?? '', /Only 1 of 2/);
	});

	it('refuse bad input before anything is written', async () => {
		await open();
		const good = { schedule: 'Payments Primary', user: 'me', start: '+1h', end: '+2h' };
		for (const [tool, input] of [
			['create_overrides', { ...good, end: '+30m', start: '+1h' }],
			['create_overrides', { ...good, end: '2026-13-01' }],
			['create_overrides', { ...good, end: '+100d' }],
			['create_overrides', { ...good, time_zone: 'Berlin/Europe' }],
			['create_overrides', { ...good, times: 3 }],
			['create_overrides', { ...good, times: 61, repeat: 'daily' }],
			['create_overrides', { ...good, repeat: 'hourly' }],
			['create_overrides', { ...good, user: 'null' }],
			['create_overrides', { ...good, user: '' }],
			['create_overrides', { ...good, user_id: 'PX' }],
			['create_overrides', { ...good, schedule: 'No such schedule' }],
			['create_overrides', { ...good, instead_of: 'Ben Ostrowski' }],
			['create_overrides', { ...good, replaces: 'PNOSUCH' }],
			['create_overrides', { ...good, replaces: 'PX', repeat: 'daily' }],
			['delete_override', { schedule: 'Payments Primary' }],
			['delete_override', { schedule: 'Payments', override: 'undefined' }],
			['swap_shifts', { schedule: 'Payments Primary', user: 'me', with_user: 'Nobody Such' }],
			['swap_shifts', { schedule: 'Payments Primary', user: 'me', with_user: 'me', shift: '-1d' }],
			['get_schedule', { schedule: 'Payments Primary', since: '+2d', until: '+1d' }],
			['get_schedule', { schedule: 'Payments Primary', until: '+93d' }],
			['get_schedule', { schedule: 'Payments Primary', include: ['layers'] }],
			['get_schedule', { schedule: 'Payments Primary', cursor: 'x' }],
			['list_shifts', { until: '+91d' }],
			['list_shifts', { users: ['Nobody Such'] }],
			['list_shifts', { time_zone: 'Mars' }],
		] as const) {
			await account.fail(tool, input);
		}
		assert.deepEqual(writes(0), []);
	});
});

describe('shifts', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const List = z.object({
		shifts: z.array(
			z.looseObject({
				user: z.string(),
				schedule: z.string().optional(),
				start: z.string().optional(),
				end: z.string().optional(),
				now: z.boolean().optional(),
				escalation_policies: z.array(z.string()).optional(),
			}),
		),
		more: z.boolean(),
		note: z.string().optional(),
		next_cursor: z.string().optional(),
	});
	const list = async (input: object = {}) => List.parse(await account.call('list_shifts', input));

	it('are mine unless told otherwise, each once with its policies, in order of time', async () => {
		await open();
		const { shifts } = await list({ until: '+60d' });
		assert.ok(shifts.length > 2);
		assert.ok(shifts.every(({ user }) => user === 'Maya Okafor'));
		const keys = shifts.map(({ schedule, start }) => `${schedule ?? ''} ${start ?? ''}`);
		assert.equal(new Set(keys).size, keys.length);
		const starts = shifts.map(({ start }) => Date.parse(start ?? '1970-01-01T00:00:00Z'));
		assert.deepEqual(
			starts,
			starts.toSorted((a, b) => a - b),
		);
		assert.ok(shifts.some(({ now }) => now));
		assert.equal(account.requests().length, 2);
	});

	it('of a schedule or team are rendered ones, of both kinds, first who is on now and then who is next', async () => {
		await open();
		const { shifts } = await list({ schedules: ['Payments Primary', 'Mobile Shifts'], until: '+20d', limit: 100 });
		assert.deepEqual(new Set(shifts.map(({ schedule }) => schedule)), new Set(['Payments Primary', 'Mobile Shifts']));
		const payments = shifts.filter(({ schedule }) => schedule === 'Payments Primary');
		assert.equal(payments[0]?.now, true);
		assert.equal(payments[0].user, 'Maya Okafor');
		assert.notEqual(payments[1]?.user, 'Maya Okafor');
		const team = await list({ teams: 'Payments', limit: 100 });
		assert.deepEqual(
			new Set(team.shifts.map(({ schedule }) => schedule)),
			new Set(['Payments Primary', 'Payments Secondary']),
		);
	});

	it('agree between the two ways of asking', async () => {
		await open();
		const times = ({ shifts }: z.output<typeof List>) =>
			shifts
				.filter(
					({ schedule, start }) =>
						schedule === 'Payments Primary' && Date.parse(start ?? '') > account.clock.now().getTime(),
				)
				.map(({ start, user }) => `${user} ${start ?? ''}`);
		const byPerson = times(await list({ users: 'me', until: '+80d', limit: 100 }));
		const bySchedule = times(await list({ users: 'me', schedules: 'Payments Primary', until: '+80d', limit: 100 }));
		assert.deepEqual(byPerson, bySchedule);
		assert.ok(byPerson.length > 0);
	});

	it('of a policy are shown to the last one, page by page', async () => {
		await open();
		const all = await list({ escalation_policies: 'Payments', until: '+80d', limit: 100 });
		assert.ok(all.shifts.every(({ escalation_policies: names }) => names?.includes('Payments')));
		const walked: unknown[] = [];
		let cursor: string | undefined;
		do {
			const page = await list({ escalation_policies: 'Payments', until: '+80d', limit: 4, ...(cursor && { cursor }) });
			walked.push(...page.shifts);
			cursor = page.next_cursor;
		} while (cursor);
		assert.deepEqual(walked, all.shifts);
		const { next_cursor: other } = await list({ escalation_policies: 'Payments', until: '+80d', limit: 1 });
		assert.match((await account.fail('list_shifts', { users: 'me', cursor: other })).message, /other filters/);
	});

	it('say on request which of them were taken over, and where that could not be read', async () => {
		await open();
		const ask = (input: object = {}) => list({ users: 'me', until: '+30d', limit: 100, ...input });
		assert.ok((await ask()).shifts.every((shift) => !('override' in shift)));
		await account.call('create_overrides', {
			schedule: 'Payments Secondary',
			user: 'me',
			start: '+3d',
			end: '+4d',
		});
		const { shifts } = await ask({ mark_overrides: true });
		const taken = shifts.filter(({ override }) => override === true);
		assert.ok(taken.some(({ schedule }) => schedule === 'Payments Secondary'));
		assert.ok(shifts.some(({ override }) => override === false));
		account.sandbox.faults.serverError = { status: 503, match: /overrides/ };
		const unread = await ask({ mark_overrides: true });
		assert.ok(unread.shifts.every((shift) => !('override' in shift)));
		assert.match(unread.note ?? '', /overrides could not be read/);
	});

	it('without a person signed in need a filter', async () => {
		await open({ key: 'account' });
		assert.match((await account.fail('list_shifts')).message, /account-level key/);
		assert.ok((await list({ schedules: 'Payments Primary' })).shifts.length > 0);
	});

	it('of a layered schedule are the final ones of the asked span: who is on call next week', async () => {
		await open();
		const week = { schedule: 'Payments Primary', since: '2026-03-16T16:00:00Z', until: '2026-03-23T16:00:00Z' };
		const shown = Shown.parse(await account.call('get_schedule', week));
		assert.deepEqual(
			shown.shifts.map(({ user, start, end }) => [user, start, end]),
			[['Diego Fuentes', '2026-03-16T09:00:00-07:00', '2026-03-23T09:00:00-07:00']],
		);
		const berlin = Shown.parse(await account.call('get_schedule', { ...week, time_zone: 'Europe/Berlin' }));
		assert.equal(berlin.shifts[0]?.start, '2026-03-16T17:00:00+01:00');
	});

	it('say of a layered schedule, too, which of them are overrides', async () => {
		await open();
		const override = { user: 'Ethan Caldwell', start: '2026-03-11T09:00', end: '2026-03-11T17:00' };
		await account.call('create_overrides', { schedule: 'Payments Primary', ...override });
		for (const [tool, input] of [
			['get_schedule', { schedule: 'Payments Primary' }],
			['list_shifts', { schedules: ['Payments Primary'] }],
		] as const) {
			const { shifts } = Shown.parse(await account.call(tool, input));
			assert.deepEqual(
				shifts.slice(0, 3).map(({ user, override }) => [user, override]),
				[
					['Maya Okafor', undefined],
					['Ethan Caldwell', true],
					['Maya Okafor', undefined],
				],
				tool,
			);
		}
	});

	it('of a schedule come with who takes turns and when nobody does, on demand', async () => {
		await open();
		const input = { schedule: 'Data Business Hours', until: '+36h', time_zone: 'UTC', include: ['gaps', 'people'] };
		const mark = account.sandbox.requests.length;
		const { people, gaps } = await account.call('get_schedule', input);
		assert.deepEqual(gaps, [
			{ start: '2026-03-10T13:30:00Z', end: '2026-03-11T03:30:00Z', hours: 14 },
			{ start: '2026-03-11T13:30:00Z', end: '2026-03-11T22:00:00Z', hours: 8.5 },
		]);
		assert.deepEqual(
			z
				.array(z.object({ id: z.string(), name: z.string() }))
				.parse(people)
				.map(({ name }) => name),
			['Arjun Mehta', 'Inês Duarte', 'Priya Raghunathan'],
		);
		assert.equal(account.requests(mark).filter((request) => /schedules\/\w/.test(request)).length, 1);
	});

	it('of people who are gone are shown by their id', async () => {
		await open();
		const schedule = [...account.sandbox.store.shiftSchedules.values()].find(
			({ name }) => name === 'Incident Command',
		)!;
		const { id, events } = schedule.rotations[0]!;
		schedule.overrides.push({
			id: 'ODD',
			rotationId: id,
			start: Date.parse('2026-03-11T09:00:00Z'),
			end: Date.parse('2026-03-11T12:00:00Z'),
			overriddenUserId: events[0]!.strategy.userIds[0]!,
			overridingUserId: 'PGHOST1',
		});
		const shown = Shown.parse(await account.call('get_schedule', { schedule: 'Incident Command' }));
		assert.ok(shown.shifts.some(({ user }) => user === 'PGHOST1'));
		assert.ok(shown.shifts.some(({ user }) => user === 'Oliver Bramwell'));
	});

	it('of a schedule come with its rotations on demand', async () => {
		await open();
		const shown = await account.call('get_schedule', {
			schedule: 'Payments Primary',
			until: '+30d',
			include: ['rotations'],
			fields: 'all',
		});
		assert.ok(JSON.stringify(shown).includes('Weekly rotation'));
		assert.match(JSON.stringify(shown['rotations']), /7 days each, handed over Mon 09:00/);
	});
});

describe('entries of a rendered schedule', () => {
	it('without a person or without times are left out, and hide none of the others', () => {
		const span = { start: Date.parse('2026-03-10T00:00:00Z'), end: Date.parse('2026-03-12T00:00:00Z') };
		const entry = (start: unknown, end: unknown, user: unknown) => ({ start, end, user });
		const ann = { id: 'PANN', summary: 'Ann\u202e' };
		const odd = schedule.parse({
			id: 'P1',
			final_schedule: {
				rendered_schedule_entries: [
					entry('2026-03-10T00:00:00Z', '2026-03-10T06:00:00Z', ann),
					entry('2026-03-10T06:00:00Z', '2026-03-10T12:00:00Z', ann),
					entry('soon', '2026-03-10T12:00:00Z', ann),
					entry('2026-03-10T12:00:00Z', '2026-03-10T11:00:00Z', ann),
					entry('2026-03-10T12:00:00Z', '2026-03-10T13:00:00Z', null),
					entry('2026-03-10T13:00:00Z', '2026-03-10T14:00:00Z', { summary: 'No id' }),
					'nonsense',
					null,
					entry('2026-03-11T00:00:00Z', null, { id: 'PBOB', type: 'user_reference' }),
				],
			},
		});
		assert.deepEqual(
			turnsOfLayers(odd, span).map(({ user, start, end }) => [user, (end - start) / 3_600_000]),
			[
				['Ann', 12],
				['PBOB', 24],
			],
		);
		assert.deepEqual(turnsOfLayers(schedule.parse({ id: 'P1' }), span), []);
	});
});
