import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Override = z.looseObject({ id: z.string(), user: z.string(), start: z.string(), end: z.string() });
const Half = z.looseObject({ start: z.string(), errors: z.array(z.string()) });
const Made = z.looseObject({
	overrides: z.array(Override),
	refused: z.array(Half).default([]),
	unclear: z.array(Half).default([]),
	note: z.string().optional(),
});
const Shown = z.looseObject({ overrides: z.array(Override.extend({ kind: z.string() })).default([]) });

/** The account's time is Tuesday, 10 March 2026, 10:00 UTC. */
describe('overrides, when something goes wrong on the way,', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const create = async (input: object) => Made.parse(await account.call('create_overrides', input));
	const overridesOf = async (schedule: string) =>
		Shown.parse(await account.call('get_schedule', { schedule, include: ['overrides'], until: '2026-05-10T10:00:00Z' }))
			.overrides;

	const layered = { schedule: 'Payments Primary', user: 'Ben Ostrowski', start: '2026-03-20', end: '2026-03-21' };

	it('are refused as a replacement that changes nothing, and the old one stays', async () => {
		await open();
		const [old] = (await create(layered)).overrides;
		account.sandbox.faults.dropBefore = { match: /POST .*overrides/ };
		const failure = await account.fail('create_overrides', { ...layered, replaces: old!.id });
		assert.match(failure.message, /is already like this/);
		assert.deepEqual(
			(await overridesOf(layered.schedule)).map(({ id }) => id),
			[old!.id],
		);
	});

	it('are no replacement either when one under way keeps its person and its end', async () => {
		await open();
		const going = { ...layered, start: 'now', end: '2026-03-11' };
		const [old] = (await create(going)).overrides;
		account.sandbox.clock.advance(3_600_000);
		const failure = await account.fail('create_overrides', { ...going, replaces: old!.id });
		assert.match(failure.message, /is already like this/);
		const custom = {
			schedule: 'Incident Command',
			user: 'me',
			start: '2026-03-14T10:00:00Z',
			end: '2026-03-14T12:00:00Z',
		};
		const [shift] = (await create(custom)).overrides;
		assert.match(
			(await account.fail('create_overrides', { ...custom, replaces: shift!.id })).message,
			/is already like this/,
		);
	});

	it('are not taken for the same ones that were there before', async () => {
		await open();
		const [old] = (await create(layered)).overrides;
		account.sandbox.faults.dropBefore = { match: /POST .*overrides/, times: 1 };
		const failure = await account.fail('create_overrides', layered);
		assert.match(failure.next ?? '', /does not seem to have been carried out/);
		account.sandbox.faults.dropAfter = { match: /POST .*overrides/, times: 1 };
		const [again] = (await create(layered)).overrides;
		assert.notEqual(again?.id, old?.id);
	});

	/** Of three hours the first is somebody's turn, the others nobody's: one override and one custom shift. */
	const mixed = {
		schedule: 'Incident Command',
		user: 'Ben Ostrowski',
		start: '2026-03-12T18:00:00Z',
		end: '2026-03-12T21:00:00Z',
	};
	const leaveOne = () => {
		const { shiftSchedules } = account.sandbox.store;
		const schedule = [...shiftSchedules.values()].find(({ name }) => name === mixed.schedule)!;
		schedule.rotations[0]!.events[0]!.strategy.userIds.pop();
	};

	it('are made to the end once a part of them is made, though the call is cancelled', async () => {
		const cancel = new AbortController();
		await open({
			meanwhile: ({ method, path }) => {
				if (method === 'POST' && path.endsWith('/custom_shifts')) cancel.abort(new Error('Cancelled'));
				return Promise.resolve();
			},
		});
		leaveOne();
		const made = Made.parse(await account.call('create_overrides', mixed, cancel.signal));
		assert.equal(made.overrides.length, 2);
		assert.deepEqual(
			(await overridesOf(mixed.schedule)).map(({ kind }) => kind),
			['override', 'custom_shift'],
		);
		assert.deepEqual(account.announced, [{ oncall: true }]);
	});

	it('take the place of the old one to the end, though the call is cancelled in between', async () => {
		const cancel = new AbortController();
		await open({
			meanwhile: ({ method }) => {
				if (method === 'DELETE') cancel.abort(new Error('Cancelled'));
				return Promise.resolve();
			},
		});
		const [old] = (await create(layered)).overrides;
		const change = { ...layered, user: 'Jonas Richter', replaces: old!.id };
		await assert.rejects(account.call('create_overrides', change, cancel.signal), /Cancelled/);
		assert.deepEqual(
			(await overridesOf(layered.schedule)).map(({ user }) => user),
			['Jonas Richter'],
		);
	});

	it('are not taken for the same hours of somebody else’s turn, which a colleague gives to the same person', async () => {
		const order = {
			schedule: 'Incident Command',
			user: 'me',
			start: '2026-03-11T09:00:00Z',
			end: '2026-03-11T11:00:00Z',
		};
		let theirs = '';
		await open({
			meanwhile: ({ method, path }, { store }) => {
				if (method === 'POST' && path.endsWith('/overrides')) {
					const schedule = [...store.shiftSchedules.values()].find(({ name }) => name === order.schedule)!;
					schedule.overrides.push({
						id: 'PCOLLEAGUE',
						start: Date.parse(order.start),
						end: Date.parse(order.end),
						rotationId: schedule.rotations[0]!.id,
						overriddenUserId: theirs,
						overridingUserId: [...store.users.values()].find(({ name }) => name === 'Maya Okafor')!.id,
					});
				}
				return Promise.resolve();
			},
		});
		const [other, wanted] = (await account.fail('create_overrides', order)).candidates ?? [];
		theirs = other!.id ?? '';
		account.sandbox.faults.dropBefore = { match: /POST .*overrides/ };
		const failure = await account.fail('create_overrides', { ...order, instead_of: wanted!.name });
		assert.match(failure.next ?? '', /does not seem to have been carried out/);
		const [there] = await overridesOf(order.schedule);
		assert.equal(there?.id, 'PCOLLEAGUE');
	});

	it('are told as unclear, not as refused, when no answer to a part of them comes', async () => {
		await open();
		leaveOne();
		account.sandbox.faults.dropAfter = { match: /POST .*custom_shifts/ };
		account.sandbox.faults.serverError = { match: /GET .*custom_shifts/, status: 500 };
		const made = await create(mixed);
		assert.deepEqual([made.overrides.length, made.refused.length, made.unclear.length], [1, 0, 1]);
		assert.match(made.unclear[0]?.errors.join() ?? '', /may or may not be there/);
		assert.match(made.note ?? '', /get_schedule/);
		assert.doesNotMatch(made.note ?? '', /refused/);
		assert.deepEqual(account.announced, [{ oncall: true }]);
	});
});
