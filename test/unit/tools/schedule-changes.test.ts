import assert from 'node:assert/strict';
import * as z from 'zod';
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
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
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
		assert.match(failure.message, /Half .* is there, but its rotation could not be made/);
	});

	it('keeps everything that an update does not name, the order of the layers included', async () => {
		await open();
		const name = 'Storefront Weekdays and Weekends';
		const before = structuredClone(stored(name)!);
		const shifts = await show(name);
		const { schedule } = Changed.parse(await account.call('update_schedule', { schedule: name, description: 'New' }));
		assert.equal(schedule.name, name);
		assert.deepEqual(stored(name), { ...before, description: 'New' });
		assert.deepEqual(await show(name), shifts);
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
			assert.match(failure.next ?? '', /may or may not/);
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
		assert.deepEqual(after.shifts, before.shifts);
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
		await open();
		assert.match(
			(await account.fail('delete_schedule', { schedule: 'Payments Primary', confirm: 'Payments Primary' })).message,
			/escalation policies use it: Payments/,
		);
		await account.call('create_schedule', { name: 'Fresh', ...rotation });
		assert.match((await account.fail('delete_schedule', { schedule: 'Fresh' })).message, /Nothing deleted/);
		assert.match(
			(await account.fail('delete_schedule', { schedule: 'Fresh', confirm: 'Other' })).message,
			/not the name/,
		);
		assert.ok(stored('Fresh'));
		await account.call('delete_schedule', { schedule: 'Fresh', confirm: 'Fresh' });
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
