import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Shown = z.looseObject({
	shifts: z.array(z.looseObject({ user: z.string(), start: z.string(), end: z.string() })),
});
const Outcome = z.looseObject({ outcome: z.string(), note: z.string().optional() });

/** Tuesday, 10 March 2026, 10:00 UTC. */
describe('changing rotations', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
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
			const preview = await account.call('preview_schedule', plan);
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
				assert.match(next ?? '', /may or may not/);
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
});
