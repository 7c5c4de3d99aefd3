import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn } from '../../support/signed-in.ts';

const Answer = z.looseObject({
	outcome: z.string(),
	note: z.string().optional(),
	on_call: z.looseObject({ before: z.array(z.string()), now: z.array(z.looseObject({ user: z.string() })) }),
	rotations: z.array(z.looseObject({ id: z.string(), users: z.array(z.string()), until: z.string().optional() })),
});

/** The account's time is Tuesday, 10 March 2026, 10:00 UTC. */
describe('a rotation that is to be what it is', () => {
	let account: SignedIn;
	beforeEach(async () => (account = await SignedIn.open()));
	afterEach(() => account.close());

	const set = async (input: object) => {
		const mark = account.sandbox.requests.length;
		const asked = await account.call('set_rotation', input);
		const done =
			'confirm' in asked ? await account.call('set_rotation', { ...input, confirm: asked['confirm'] }) : asked;
		const answer = Answer.parse(done);
		return { ...answer, writes: account.requests(mark).filter((request) => !request.startsWith('GET')) };
	};
	const Rotations = z.looseObject({ rotations: Answer.shape.rotations });
	const rotationOf = async (schedule: string) => {
		const { rotations } = Rotations.parse(await account.call('get_schedule', { schedule, include: ['rotations'] }));
		return rotations[0]!;
	};
	const staysAsItIs = async (input: object) => {
		const { outcome, note, writes, on_call: onCall } = await set(input);
		assert.deepEqual([outcome, writes], ['unchanged', []]);
		assert.match(note ?? '', /^Nothing changed: it was already like this\.$/);
		assert.deepEqual(
			onCall.now.map(({ user }) => user),
			onCall.before,
		);
		assert.deepEqual(account.announced, []);
	};

	for (const schedule of ['Payments Primary', 'Incident Command', 'Mobile Shifts']) {
		it(`of ${schedule} sends nothing and says so`, async () => {
			const { id: rotation, users } = await rotationOf(schedule);
			await staysAsItIs({ schedule, rotation, users });
			await staysAsItIs({ schedule, rotation, users, start: '+3d' });
			// An order that goes round has no beginning.
			await staysAsItIs({ schedule, rotation, users: [...users.slice(1), ...users.slice(0, 1)] });
		});
	}

	it('has the same turns and hours', async () => {
		await staysAsItIs({ schedule: 'Payments Primary', turn: 'weekly' });
		await staysAsItIs({ schedule: 'Payments Primary', turn: '7d' });
		const times = { turn: 'weekly', hours: ['Mon-Fri 09:00-17:00'] };
		for (const schedule of ['Payments Primary', 'Incident Command']) {
			const users = ['Maya Okafor', 'Ben Ostrowski', 'Diego Fuentes'];
			await set({ schedule, new_rotation: 'Office', users, ...times });
			const office = { schedule, rotation: 'Office' };
			account.announced.length = 0;
			await staysAsItIs({ ...office, ...times });
			await staysAsItIs({ ...office, ...times, start: '+3d' });
			await staysAsItIs({ ...office, ...times, users });
			assert.equal((await set({ ...office, ...times, hours: ['Mon-Fri 09:00-18:00'] })).outcome, 'changed');
		}
	});

	for (const schedule of ['Payments Primary', 'Incident Command']) {
		it(`of ${schedule} ends once at a time`, async () => {
			const { id: rotation } = await rotationOf(schedule);
			const ends = { schedule, rotation, until: '2026-06-01T09:00Z' };
			assert.equal((await set(ends)).outcome, 'ended');
			const again = await set(ends);
			assert.deepEqual([again.outcome, again.writes], ['unchanged', []]);
			assert.equal((await set({ ...ends, until: '2026-06-02T09:00Z' })).outcome, 'ended');
		});
	}

	it('is changed where anything is another: who is first, an order, a length, an end, hours', async () => {
		const schedule = 'Payments Primary';
		const { users } = await rotationOf(schedule);
		const changes = [
			{ first: users.find((user) => user !== 'Maya Okafor') },
			{ users: [...users].reverse() },
			{ turn: '14d' },
			{ users, until: '2027-01-01T09:00Z' },
			{ hours: ['Mon-Fri 08:00-18:00'] },
		];
		for (const change of changes) {
			await account.close();
			account = await SignedIn.open();
			const { outcome, writes } = await set({ schedule, ...change, start: '+3d' });
			assert.equal(outcome, 'changed', JSON.stringify(change));
			assert.equal(writes.length, 1);
		}
	});

	it('is changed when it begins earlier than it was to', async () => {
		for (const schedule of ['Payments Primary', 'Incident Command']) {
			await set({ schedule, new_rotation: 'Later', users: ['me'], start: '+10d' });
			const later = { schedule, rotation: 'Later', users: ['me'] };
			const same = await set(later);
			assert.deepEqual([same.outcome, same.writes], ['unchanged', []]);
			assert.equal((await set({ ...later, start: '+5d' })).outcome, 'changed');
		}
	});

	it('does not keep a schedule from being told that its name is what it was', async () => {
		for (const schedule of ['Payments Primary', 'Incident Command']) {
			const mark = account.sandbox.requests.length;
			const { note } = await account.call('update_schedule', { schedule, name: schedule });
			assert.equal(note, 'Nothing changed: it was already like this.');
			assert.ok(account.requests(mark).every((request) => request.startsWith('GET')));
		}
	});
});
