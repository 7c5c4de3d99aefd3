import assert from 'node:assert/strict';
import * as z from 'zod';
import { agreeable } from '../../support/agreeable.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Shift = z.looseObject({ user: z.string(), start: z.string(), end: z.string() });
const Shown = z.looseObject({
	shifts: z.array(Shift),
	rotations: z.array(z.looseObject({ id: z.string(), name: z.string(), users: z.array(z.string()) })).default([]),
});
const Changed = z.object({ schedule: z.looseObject({ id: z.string(), name: z.string(), users: z.array(z.string()) }) });

/** Tuesday, 10 March 2026, 10:00 UTC. */
describe('making schedules', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open({ person: agreeable, ...options }));
	afterEach(() => account.close());

	const range = { since: '2026-03-09', until: '2026-05-09', limit: 100 };
	const show = async (schedule: string, input: object = range) =>
		Shown.parse(await account.call('get_schedule', { schedule, include: ['rotations'], ...input }));
	const at = ({ shifts }: z.output<typeof Shown>, moment: string) =>
		shifts
			.filter(({ start, end }) => Date.parse(start) <= Date.parse(moment) && Date.parse(moment) < Date.parse(end))
			.map(({ user }) => user);
	const writes = (mark = 0) => account.requests(mark).filter((request) => !request.startsWith('GET'));
	const stored = (name: string) =>
		[...account.sandbox.store.schedules.values()].find((schedule) => schedule.name === name);
	const rotation = {
		users: ['Maya Okafor', 'Ben Ostrowski'],
		turn: 'weekly',
		handoff: 'Mon 09:00',
		start: '2026-03-16T09:00',
		time_zone: 'Europe/Berlin',
	};

	it('previews what creating then gives, and saves nothing', async () => {
		await open();
		const before = account.sandbox.store.schedules.size;
		const span = { since: '2026-03-16', until: '2026-05-01', limit: 100 };
		const preview = Shown.parse(await account.call('preview_schedule', { ...rotation, ...span }));
		assert.equal(account.sandbox.store.schedules.size, before);
		await account.call('create_schedule', { name: 'Fresh', ...rotation });
		const { shifts } = await show('Fresh', { ...span, time_zone: 'Europe/Berlin' });
		assert.deepEqual(
			shifts.map(({ user, start, end }) => [user, start, end]),
			preview.shifts.map(({ user, start, end }) => [user, start, end]),
		);
		assert.equal(shifts[0]?.start, '2026-03-16T09:00:00+01:00');
		// The hand-off keeps its wall-clock time when clocks change on 29 March.
		assert.ok(shifts.some(({ start }) => start === '2026-03-30T09:00:00+02:00'));
	});

	it('creates layered schedules in one request, and once when the answer gets lost', async () => {
		await open();
		account.sandbox.faults.dropAfter = { match: /POST \/schedules/, times: 1 };
		const { schedule } = Changed.parse(
			await account.call('create_schedule', { name: 'Fresh', ...rotation, team: 'Payments' }),
		);
		assert.deepEqual(schedule.users, ['Maya Okafor', 'Ben Ostrowski']);
		assert.deepEqual(writes(), ['POST /schedules']);
		assert.match(
			JSON.stringify(await account.fail('create_schedule', { name: 'Fresh', ...rotation })),
			/already been taken/,
		);
	});

	it('sends no restriction that restricts nothing, which PagerDuty refuses', async () => {
		await open();
		for (const hours of [['09:00-09:00'], ['Mon 09:00 - Mon 09:00'], ['Mon-Fri 09:00-17:00', '00:00-00:00']]) {
			await account.call('create_schedule', { ...rotation, name: `Always ${hours.join()}`, hours });
			assert.deepEqual(stored(`Always ${hours.join()}`)?.layers[0]?.restrictions, []);
		}
		await account.call('create_schedule', { ...rotation, name: 'Days', hours: ['Sat,Sun 00:00-00:00'] });
		assert.deepEqual(at(await show('Days'), '2026-03-21T12:00:00+01:00'), ['Maya Okafor']);
		assert.deepEqual(at(await show('Days'), '2026-03-20T12:00:00+01:00'), []);
	});

	it('takes no turn longer than a year, as PagerDuty does', async () => {
		await open();
		assert.match(
			JSON.stringify(
				await account.fail('create_schedule', { ...rotation, name: 'Fresh', turn: '366d', handoff: '09:00' }),
			),
			/not a length of turns/,
		);
		await account.call('create_schedule', { ...rotation, name: 'Fresh', turn: '365d', handoff: '09:00' });
	});

	it('changes schedules and policies of an account without teams, where PagerDuty refuses a list of them', async () => {
		await open();
		const { abilities, policies, schedules } = account.sandbox.store;
		abilities.splice(abilities.indexOf('teams'), 1);
		for (const one of [...policies.values(), ...schedules.values()]) one.teamIds = [];
		await account.call('update_schedule', { schedule: 'Payments Primary', description: 'By day' });
		await account.call('update_escalation_policy', { escalation_policy: 'Payments', description: 'By day' });
		assert.deepEqual(writes().length, 2);
	});

	it('leaves the turns of a schedule east of UTC where they are, whatever of it changes', async () => {
		await open();
		await account.call('create_schedule', { name: 'Fresh', ...rotation });
		const { shifts } = await show('Fresh');
		await account.call('update_schedule', { schedule: 'Fresh', description: 'Payments by day' });
		assert.deepEqual((await show('Fresh')).shifts, shifts);
		await account.call('set_rotation', {
			schedule: 'Fresh',
			new_rotation: 'Nights',
			users: ['Priya Raghunathan'],
			hours: ['22:00-06:00'],
			start: '2027-01-01T00:00',
		});
		assert.deepEqual((await show('Fresh')).shifts, shifts);
	});

	it('restricts rotations to times of the week', async () => {
		await open();
		await account.call('create_schedule', {
			...rotation,
			name: 'Fresh',
			hours: ['Mon-Fri 09:00-17:00', 'Fri 18:00 - Mon 08:00', '22:00-23:00'],
		});
		const shown = await show('Fresh');
		assert.deepEqual(at(shown, '2026-03-17T10:00:00+01:00'), ['Maya Okafor']);
		assert.deepEqual(at(shown, '2026-03-17T18:00:00+01:00'), []);
		assert.deepEqual(at(shown, '2026-03-17T22:30:00+01:00'), ['Maya Okafor']);
		assert.deepEqual(at(shown, '2026-03-21T12:00:00+01:00'), ['Maya Okafor']);
		assert.deepEqual(at(shown, '2026-03-23T08:30:00+01:00'), []);
	});

	it('creates shift-based schedules with turns or with everybody at once', async () => {
		await open();
		await account.call('create_schedule', {
			...rotation,
			name: 'Days',
			kind: 'shifts',
			hours: ['Mon-Fri 09:00-17:00'],
		});
		const days = await show('Days');
		assert.deepEqual(at(days, '2026-03-17T10:00:00+01:00'), ['Maya Okafor']);
		assert.deepEqual(at(days, '2026-03-20T10:00:00+01:00'), ['Maya Okafor']);
		assert.deepEqual(at(days, '2026-03-24T10:00:00+01:00'), ['Ben Ostrowski']);
		assert.deepEqual(at(days, '2026-03-31T16:30:00+02:00'), ['Maya Okafor']);
		assert.deepEqual(at(days, '2026-03-21T10:00:00+01:00'), []);
		await account.call('create_schedule', { ...rotation, name: 'All', kind: 'shifts', all_at_once: true });
		assert.equal(at(await show('All'), '2026-03-20T00:00:00Z').length, 2);
		await account.call('create_schedule', { ...rotation, name: 'Weeks', kind: 'shifts' });
		const weeks = await show('Weeks');
		assert.deepEqual(at(weeks, '2026-03-23T08:30:00+01:00'), ['Maya Okafor']);
		assert.deepEqual(at(weeks, '2026-03-23T09:30:00+01:00'), ['Ben Ostrowski']);
	});

	it('says what is there when a shift-based schedule is made only by half', async () => {
		await open();
		account.sandbox.faults.serverError = { match: /POST .*events/, status: 503 };
		const failure = await account.fail('create_schedule', { ...rotation, name: 'Half', kind: 'shifts' });
		assert.match(failure.message, /"Half" .* was created, but it is empty\. The rotation could not be made/);
	});

	it('keeps everything that an update does not name, the order of the layers included', async () => {
		await open();
		const name = 'Storefront Weekdays and Weekends';
		const before = structuredClone(stored(name)!);
		const shifts = await show(name);
		const { schedule } = Changed.parse(await account.call('update_schedule', { schedule: name, description: 'New' }));
		assert.equal(schedule.name, name);
		const after = stored(name)!;
		// When a layer was saved is PagerDuty's to know.
		const layers = after.layers.map((layer) => ({ ...layer, saved: undefined }));
		const were = before.layers.map((layer) => ({ ...layer, saved: undefined }));
		assert.deepEqual({ ...after, layers }, { ...before, layers: were, description: 'New' });
		const { shifts: then } = await show(name);
		assert.deepEqual(then, shifts.shifts);
		// PagerDuty refuses a change of a shift-based schedule that does not name its time zone.
		await account.call('update_schedule', { schedule: 'Mobile Shifts', name: 'Mobile' });
		const mobile = await account.call('get_schedule', { schedule: 'Mobile' });
		assert.match(JSON.stringify(mobile), /Asia\/Tokyo/);
	});

	for (const schedule of ['Payments Primary', 'Mobile Shifts']) {
		it(`changes ${schedule} once, also when no answer comes, and looks before it says so`, async () => {
			await open();
			const change = { schedule, name: 'Other', description: 'New', time_zone: 'Europe/Berlin' };
			account.sandbox.faults.dropAfter = { match: /PUT .*schedules/ };
			const changed = Changed.parse(await account.call('update_schedule', change)).schedule;
			assert.deepEqual([changed.name, changed['time_zone']], ['Other', 'Europe/Berlin']);
			account.sandbox.faults.dropAfter = undefined;
			account.sandbox.faults.dropBefore = { match: /PUT .*schedules/ };
			const failure = await account.fail('update_schedule', { schedule: 'Other', description: 'Newer' });
			assert.match(failure.next ?? '', /does not seem to have been carried out/);
		});
	}

	it('changes who takes turns from now on and leaves the past as it was', async () => {
		await open();
		const past = { since: '2026-02-01', until: '2026-03-10T10:00:00Z', limit: 100 };
		const before = await show('Payments Primary', past);
		const reply = Shown.omit({ shifts: true }).parse(
			await account.call('set_rotation', { schedule: 'Payments Primary', users: ['Ben Ostrowski', 'Diego Fuentes'] }),
		);
		assert.deepEqual(
			reply.rotations.map(({ users }) => users),
			[['Ben Ostrowski', 'Diego Fuentes']],
		);
		const after = await show('Payments Primary', past);
		// Her turn ended now instead of next week.
		const started = ({ shifts }: typeof after) => shifts.map(({ user, start }) => ({ user, start }));
		assert.deepEqual(started(after), started(before));
		assert.deepEqual(after.shifts.slice(0, -1), before.shifts.slice(0, -1));
		const shown = await show('Payments Primary');
		assert.deepEqual(at(shown, '2026-03-10T11:00:00Z'), ['Ben Ostrowski']);
		// The hand-off stays Monday at nine in Los Angeles.
		assert.deepEqual(at(shown, '2026-03-16T15:59:00Z'), ['Ben Ostrowski']);
		assert.deepEqual(at(shown, '2026-03-16T16:01:00Z'), ['Diego Fuentes']);
		assert.equal(writes().length, 1);
	});

	it('changes only the hours and keeps the order of turns', async () => {
		await open();
		const before = await show('Payments Primary');
		await account.call('set_rotation', { schedule: 'Payments Primary', hours: '08:00-20:00' });
		const after = await show('Payments Primary');
		for (const moment of ['2026-03-17T17:00:00Z', '2026-03-25T17:00:00Z', '2026-04-08T17:00:00Z'])
			assert.deepEqual(at(after, moment), at(before, moment));
		assert.deepEqual(at(after, '2026-03-17T08:00:00Z'), []);
	});

	it('moves the hand-off of a layer and nothing else: weekday, order and whose turn it is stay', async () => {
		await open();
		await account.call('set_rotation', { schedule: 'Payments Primary', handoff: '11:00' });
		const shown = await show('Payments Primary');
		// Mondays, in Los Angeles, and Maya until then.
		assert.deepEqual(at(shown, '2026-03-16T17:59:00Z'), ['Maya Okafor']);
		assert.deepEqual(at(shown, '2026-03-16T18:01:00Z'), ['Diego Fuentes']);
		await account.call('set_rotation', { schedule: 'Payments Primary', turn: '14d' });
		const longer = await show('Payments Primary');
		assert.deepEqual(at(longer, '2026-03-10T20:00:00Z'), ['Maya Okafor']);
		assert.deepEqual(at(longer, '2026-03-22T20:00:00Z'), ['Maya Okafor']);
		assert.deepEqual(at(longer, '2026-03-23T20:00:00Z'), ['Diego Fuentes']);
		const days = await account.fail('set_rotation', {
			schedule: 'Payments Primary',
			turn: 'daily',
			handoff: 'Mon 09:00',
		});
		assert.match(days.message, /turns of whole weeks/);
	});

	it('begins a layer that is to come when it was to begin, with the first person named', async () => {
		await open();
		const schedule = 'Payments Primary';
		const later = { schedule, new_rotation: 'Summer', users: ['Diego Fuentes'], start: '2026-03-30T09:00' };
		await account.call('set_rotation', { ...later, handoff: 'Mon 09:00' });
		await account.call('set_rotation', {
			schedule,
			rotation: 'Summer',
			users: ['Grace Kimathi', 'Ben Ostrowski', 'me'],
		});
		const shown = await show(schedule);
		assert.equal(at(shown, '2026-03-29T12:00:00Z').length, 1);
		assert.notDeepEqual(at(shown, '2026-03-29T12:00:00Z'), ['Grace Kimathi']);
		assert.deepEqual(at(shown, '2026-03-31T12:00:00Z'), ['Grace Kimathi']);
		await account.call('set_rotation', { schedule, rotation: 'Summer', until: 'now' });
		assert.notDeepEqual(at(await show(schedule), '2026-03-31T12:00:00Z'), ['Grace Kimathi']);
	});

	it('changes one thing of a shift-based rotation and keeps the others, with whoever has the turn', async () => {
		await open();
		const shifts = async (name: string) => {
			const { rotations } = await show('Mobile Shifts');
			// What follows comes behind what ends.
			return rotations.findLast((one) => one.name === name)!;
		};
		const before = await shifts('Days');
		const days = (shown: z.output<typeof Shown>) => at(shown, '2026-03-12T02:00:00Z');
		const who = days(await show('Mobile Shifts'));
		await account.call('set_rotation', { schedule: 'Mobile Shifts', rotation: 'Days', hours: '09:00-21:00' });
		const after = await shifts('Days');
		assert.deepEqual(after.users.toSorted(), before.users.toSorted());
		assert.equal(after['turns'], before['turns']);
		assert.match(String(after['first_shift']), /T09:00 to .*T21:00 Asia\/Tokyo/);
		assert.deepEqual(days(await show('Mobile Shifts')), who);
		await account.call('set_rotation', { schedule: 'Mobile Shifts', rotation: 'Days', turn: '14d' });
		const longer = await shifts('Days');
		assert.deepEqual([longer['turns'], longer['recurrence']], ['14 shifts each', ['RRULE:FREQ=DAILY']]);
		assert.match(String(longer['first_shift']), /T09:00 to .*T21:00/);
		// Whoever is named first begins with the next shift.
		await account.call('set_rotation', { schedule: 'Mobile Shifts', rotation: 'Days', users: ['Ben Ostrowski', 'me'] });
		assert.ok(days(await show('Mobile Shifts')).includes('Ben Ostrowski'));
	});

	it('leaves alone what our words cannot say of a rotation', async () => {
		await open();
		const event = shiftBased('Incident Command').rotations[0]!.events[0]!;
		event.recurrence = ['RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=50'];
		const change = { schedule: 'Incident Command', hours: ['08:00-10:00'] };
		assert.match((await account.fail('set_rotation', change)).message, /cannot be changed in part/);
		await account.call('set_rotation', { schedule: 'Incident Command', users: ['me'] });
		assert.match(JSON.stringify(await show('Incident Command')), /COUNT=50/);
		await account.call('set_rotation', { ...change, turn: 'weekly' });
		account.sandbox.clock.advance(180_000);
		assert.doesNotMatch(JSON.stringify(await show('Incident Command')), /COUNT=50/);
	});

	it('lets the first person begin a shift-based rotation, also after the hours of the day', async () => {
		await open();
		const evening = { ...rotation, kind: 'shifts', start: '2026-03-16T20:00', handoff: undefined };
		for (const [name, more, first] of [
			['Daily', { turn: 'daily', hours: ['09:00-17:00'] }, '2026-03-17T12:00:00+01:00'],
			['Weekly', { turn: 'weekly', hours: ['Mon-Fri 09:00-17:00'], start: '2026-03-21' }, '2026-03-23T12:00:00+01:00'],
			['Some', { turn: 'daily', hours: ['Mon,Thu 09:00-17:00'] }, '2026-03-19T12:00:00+01:00'],
		] as const) {
			await account.call('create_schedule', { ...evening, ...more, name });
			assert.deepEqual(at(await show(name), first), ['Maya Okafor'], name);
		}
	});

	it('adds a layer that wins, and ends it again', async () => {
		await open();
		await account.call('set_rotation', {
			schedule: 'Payments Primary',
			new_rotation: 'Freeze',
			users: 'Ben Ostrowski',
		});
		assert.deepEqual(at(await show('Payments Primary'), '2026-03-12T00:00:00Z'), ['Ben Ostrowski']);
		assert.match(
			(await account.fail('set_rotation', { schedule: 'Payments Primary', users: 'me' })).message,
			/which one is meant/,
		);
		await account.call('set_rotation', {
			schedule: 'Payments Primary',
			rotation: 'freeze',
			until: '2026-03-13T00:00:00Z',
		});
		const shown = await show('Payments Primary');
		assert.deepEqual(at(shown, '2026-03-12T00:00:00Z'), ['Ben Ostrowski']);
		assert.deepEqual(at(shown, '2026-03-13T01:00:00Z'), ['Maya Okafor']);
	});

	it('changes a rotation of a shift-based schedule from a time on, or not at all', async () => {
		await open();
		const change = {
			schedule: 'Incident Command',
			users: ['Maya Okafor', 'Ben Ostrowski'],
			start: '2026-03-16T00:00:00Z',
		};
		account.sandbox.faults.serverError = { match: /POST .*events/, status: 500 };
		assert.match((await account.fail('set_rotation', change)).message, /The rotation is as it was/);
		account.sandbox.faults.serverError = undefined;
		await account.call('set_rotation', { ...change, all_at_once: false });
		const shown = await show('Incident Command');
		assert.deepEqual(new Set(at(shown, '2026-03-12T12:00:00Z')), new Set(['Oliver Bramwell', 'Grace Kimathi']));
		assert.equal(at(shown, '2026-03-17T12:00:00Z').length, 1);
		assert.ok(['Maya Okafor', 'Ben Ostrowski'].includes(at(shown, '2026-03-17T12:00:00Z')[0]!));
		await account
			.call('set_rotation', { schedule: 'Incident Command', rotation: 'Working days', until: 'now' })
			.catch(() => undefined);
	});

	it('changes a rotation once, also when the answer gets lost', async () => {
		await open();
		const before = stored('Payments Primary')!.layers.length;
		account.sandbox.faults.dropAfter = { match: /PUT \/schedules/, times: 1 };
		await account.call('set_rotation', { schedule: 'Payments Primary', users: ['Ben Ostrowski'] });
		assert.equal(stored('Payments Primary')!.layers.length, before + 1);
		account.sandbox.faults.dropAfter = { match: /POST .*events/, times: 1 };
		await account.call('set_rotation', { schedule: 'Incident Command', users: ['Ben Ostrowski'] });
		assert.deepEqual(at(await show('Incident Command'), '2026-03-17T12:00:00Z'), ['Ben Ostrowski']);
		assert.equal(writes().filter((request) => !/POST .*\/events/.test(request)).length, 2);
	});

	const shiftBased = (name: string) =>
		[...account.sandbox.store.shiftSchedules.values()].find((schedule) => schedule.name === name)!;
	const Rotations = z.object({
		outcome: z.string(),
		rotations: z.array(z.looseObject({ id: z.string(), name: z.string() })),
	});
	const calm = () =>
		Object.assign(account.sandbox.faults, { dropBefore: undefined, dropAfter: undefined, serverError: undefined });
	const set = async (input: object) => Rotations.parse(await account.call('set_rotation', input));

	for (const lost of ['POST /v3/schedules$', 'POST .*/rotations$', 'POST .*/events$']) {
		it(`makes a shift-based schedule once when the answer to ${lost} gets lost`, async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: new RegExp(lost), times: 1 };
			await account.call('create_schedule', { ...rotation, name: 'Fresh', kind: 'shifts' });
			assert.deepEqual(at(await show('Fresh'), '2026-03-17T12:00:00Z'), ['Maya Okafor']);
			assert.equal(writes().length, 3);
			assert.equal(shiftBased('Fresh').rotations.length, 1);
		});
	}

	it('takes no schedule of the same name for its own', async () => {
		await open();
		for (const [name, kind] of [
			['Mobile Shifts', 'shifts'],
			['Payments Primary', 'layers'],
		]) {
			account.sandbox.faults.dropBefore = { match: /POST .*schedules$/, times: 1 };
			const failure = await account.fail('create_schedule', { ...rotation, name, kind });
			assert.match(failure.next ?? '', /does not seem to have been carried out/);
		}
		assert.equal(writes().length, 2);
	});

	it('refuses a change that would end before it begins, and a start of nothing', async () => {
		await open();
		for (const schedule of ['Payments Primary', 'Incident Command']) {
			const change = { schedule, users: ['me'], until: 'now' };
			assert.match((await account.fail('set_rotation', change)).message, /must be after the change begins/);
			const late = { ...change, start: '+3d', until: '+2d' };
			assert.match((await account.fail('set_rotation', late)).message, /must be after the change begins/);
			const start = { schedule, start: '+1d', until: '+2d' };
			assert.match((await account.fail('set_rotation', start)).message, /no change was given/);
			assert.match((await account.fail('set_rotation', { ...late, start: 'soon' })).message, /^start: /);
		}
		assert.deepEqual(writes(), []);
	});

	it('leaves no empty rotation behind, or names it and can take it away', async () => {
		await open();
		const { rotations } = shiftBased('Incident Command');
		const before = rotations.length;
		const add = { schedule: 'Incident Command', new_rotation: 'Nights', users: ['me'], hours: ['22:00-06:00'] };
		account.sandbox.faults.serverError = { match: /POST .*events/, status: 500 };
		assert.match((await account.fail('set_rotation', add)).message, /could not be made: .* None was added/);
		assert.equal(rotations.length, before);
		account.sandbox.faults.dropBefore = { match: /DELETE .*rotations/ };
		const failure = await account.fail('set_rotation', add);
		const left = rotations.at(-1)!;
		assert.equal(left.events.length, 0);
		assert.ok(failure.message.includes(`An empty one is left: ${left.id}.`));
		calm();
		assert.ok(JSON.stringify(await show('Incident Command')).includes(left.id));
		const change = { schedule: 'Incident Command', rotation: left.id };
		assert.match((await account.fail('set_rotation', { ...change, users: 'me' })).message, /is empty/);
		assert.equal((await set({ ...change, until: 'now' })).outcome, 'removed');
		assert.equal(rotations.length, before);
		// An empty one is never in the way of the others.
		assert.equal((await set({ ...add, start: '+1d' })).outcome, 'added');
	});

	it('ends, changes or takes away a rotation as far as it has begun', async () => {
		await open();
		const schedule = 'Incident Command';
		const { rotations } = shiftBased(schedule);
		await set({ schedule, new_rotation: 'Nights', users: ['Ben Ostrowski'], hours: ['22:00-06:00'], start: '+2d' });
		const added = rotations.at(-1)!;
		const [event] = added.events;
		const mark = account.sandbox.requests.length;
		const change = { schedule, rotation: 'Nights', users: ['Diego Fuentes'] };
		assert.equal((await set(change)).outcome, 'changed');
		assert.deepEqual(writes(mark), [
			`PUT /v3/schedules/${shiftBased(schedule).id}/rotations/${added.id}/events/${event!.id}`,
		]);
		assert.equal(event!.effectiveSince, Date.parse('2026-03-12T10:00:00Z'));
		assert.deepEqual(at(await show(schedule), '2026-03-12T23:00:00Z'), ['Diego Fuentes']);
		assert.deepEqual(at(await show(schedule), '2026-03-11T23:00:00Z'), []);

		// One that follows another begins as it was planned, too, and is taken away alone.
		await set({ ...change, users: ['Grace Kimathi'], start: '2026-03-20T10:00:00Z' });
		assert.equal(added.events.length, 2);
		account.sandbox.clock.set(new Date('2026-03-13T10:00:00Z'));
		const unclear = await account.fail('set_rotation', { schedule, rotation: 'Nights', until: 'now' });
		assert.deepEqual(
			unclear.candidates?.map(({ name }) => name),
			['Nights (2026-03-12T10:00:00Z)', 'Nights (2026-03-20T10:00:00Z)'],
		);
		account.sandbox.faults.dropAfter = { match: /DELETE/ };
		const late = await set({ ...change, rotation: added.events[1]!.id, users: undefined, until: 'now' });
		assert.equal(late.outcome, 'removed');
		assert.equal(added.events.length, 1);
		account.sandbox.faults.dropAfter = { match: /PUT/ };
		assert.equal((await set({ schedule, rotation: 'Nights', until: 'now' })).outcome, 'ended');
		assert.ok(added.events[0]!.effectiveUntil! <= account.clock.now().getTime());
		calm();

		await set({ schedule, new_rotation: 'Days', users: ['Ben Ostrowski'], start: '+2d' });
		assert.equal((await set({ schedule, rotation: 'Days', until: 'now' })).outcome, 'removed');
		assert.ok(rotations.every(({ events }) => events.every(({ name }) => name !== 'Days')));
	});

	it('changes the part of a rotation that is in force then, when another one is planned to follow', async () => {
		await open();
		const schedule = 'Incident Command';
		await set({ schedule, users: ['Ben Ostrowski'], start: '2026-03-23T00:00:00Z' });
		await set({ schedule, users: ['me'] });
		await set({ schedule, users: ['Diego Fuentes'], start: '2026-03-30T00:00:00Z' });
		const shown = await show(schedule);
		assert.deepEqual(
			['2026-03-17', '2026-03-24', '2026-03-31'].map((day) => at(shown, `${day}T12:00:00Z`)),
			[['Maya Okafor'], ['Ben Ostrowski'], ['Diego Fuentes']],
		);
	});

	it('ends a layer once, also when no answer comes', async () => {
		await open();
		account.sandbox.faults.dropAfter = { match: /PUT \/schedules/ };
		const { outcome } = await set({ schedule: 'Payments Primary', until: '2026-03-20T00:00:00Z' });
		assert.equal(outcome, 'ended');
		assert.deepEqual(at(await show('Payments Primary'), '2026-03-21T00:00:00Z'), []);
	});

	it('looks whether a rotation ended before it goes on with the next', async () => {
		await open();
		account.sandbox.faults.dropAfter = { match: /PUT .*events/ };
		const change = { schedule: 'Incident Command', users: ['Ben Ostrowski'] };
		assert.equal((await set(change)).outcome, 'changed');
		assert.deepEqual(at(await show('Incident Command'), '2026-03-17T12:00:00Z'), ['Ben Ostrowski']);
		calm();
		account.sandbox.faults.dropBefore = { match: /PUT .*events/ };
		const before = await show('Incident Command');
		assert.match(
			(await account.fail('set_rotation', { ...change, users: ['me'] })).next ?? '',
			/does not seem to have been carried out/,
		);
		assert.deepEqual(await show('Incident Command'), before);
	});

	it('goes through with a change of a shift-based schedule that is cancelled half-way', async () => {
		await open();
		account.sandbox.faults.slow = { match: /PUT .*events/, ms: 200, times: 1 };
		const cancel = new AbortController();
		const change = { schedule: 'Incident Command', users: ['Ben Ostrowski'] };
		const call = account.call('set_rotation', change, cancel.signal).catch(() => undefined);
		const events = () => [...account.sandbox.store.shiftSchedules.values()].map((one) => JSON.stringify(one)).join();
		const before = events();
		while (events() === before) await new Promise((resolve) => setTimeout(resolve, 5));
		cancel.abort();
		await call;
		while (writes().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
		assert.deepEqual(at(await show('Incident Command'), '2026-03-17T12:00:00Z'), ['Ben Ostrowski']);
	});

	it('announces a change that ended half-way', async () => {
		await open();
		account.sandbox.faults.serverError = { match: /POST .*events/, status: 500 };
		await account.fail('set_rotation', { schedule: 'Incident Command', users: ['Ben Ostrowski'] });
		assert.deepEqual(account.announced, [{ oncall: true }]);
	});

	it('deletes only what no policy uses, and only when confirmed', async () => {
		await open({ person: undefined });
		assert.match(
			(await account.fail('delete_schedule', { schedule: 'Payments Primary', confirm: 'Payments Primary' })).message,
			/escalation policies use it: "Payments"\. PagerDuty also keeps it while they have \d+ open incident/,
		);
		await account.call('create_schedule', { name: 'Fresh', ...rotation });
		assert.match((await account.ask('delete_schedule', { schedule: 'Fresh' })).note, /Nothing deleted/);
		assert.match(
			(await account.fail('delete_schedule', { schedule: 'Fresh', confirm: 'Other' })).message,
			/not the name/,
		);
		assert.ok(stored('Fresh'));
		const deleted = await account.call('delete_schedule', { schedule: 'Fresh', confirm: 'Fresh' });
		assert.deepEqual(deleted['on_call'], { before: [], now: [], next: [] });
		assert.equal(stored('Fresh'), undefined);
		await account.fail('get_schedule', { schedule: 'Fresh' });
	});

	it('refuses bad input before anything is written', async () => {
		await open();
		const good = { name: 'X', ...rotation };
		for (const [tool, input] of [
			['create_schedule', { ...good, users: undefined }],
			['create_schedule', { ...good, name: '' }],
			['create_schedule', { ...good, kind: 'v3' }],
			['create_schedule', { ...good, time_zone: 'Berlin' }],
			['create_schedule', { ...good, turn: 'monthly' }],
			['create_schedule', { ...good, turn: '0h' }],
			['create_schedule', { ...good, handoff: 'noon' }],
			['create_schedule', { ...good, turn: 'daily' }],
			['create_schedule', { ...good, hours: ['Mon-Fri'] }],
			['create_schedule', { ...good, hours: ['Funday 09:00-17:00'] }],
			['create_schedule', { ...good, users: ['Nobody Such'] }],
			['create_schedule', { ...good, all_at_once: true }],
			['create_schedule', { ...good, kind: 'shifts', hours: ['09:00-10:00', '11:00-12:00'] }],
			['create_schedule', { ...good, kind: 'shifts', turn: '12h', handoff: '09:00' }],
			['create_schedule', { ...good, layers: [] }],
			['preview_schedule', { ...rotation, until: '2026-03-01' }],
			['preview_schedule', { ...rotation, until: '2026-12-01' }],
			['update_schedule', { schedule: 'Payments Primary' }],
			['update_schedule', { schedule: 'Payments Primary', time_zone: 'null' }],
			['update_schedule', { schedule: 'Mobile Shifts', team: 'Payments' }],
			['set_rotation', { schedule: 'Payments Primary' }],
			['set_rotation', { schedule: 'Payments Primary', rotation: 'Nope', users: 'me' }],
			['set_rotation', { schedule: 'Payments Primary', rotation: 'A', new_rotation: 'B', users: 'me' }],
			['set_rotation', { schedule: 'Payments Primary', new_rotation: 'B', turn: 'daily' }],
			['set_rotation', { schedule: 'Payments Primary', users: 'me', start: '+2d', until: '+1d' }],
			['set_rotation', { schedule: 'Payments Primary', users: 'me', all_at_once: true }],
			['delete_schedule', { schedule: 'undefined' }],
		] as const) {
			await account.fail(tool, input);
		}
		assert.deepEqual(
			writes().filter((request) => !request.endsWith('/preview')),
			[],
		);
	});
});
