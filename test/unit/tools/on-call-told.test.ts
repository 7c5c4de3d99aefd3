import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Duty = z.looseObject({
	on_call: z.object({
		before: z.array(z.looseObject({ user: z.string(), level: z.int() })),
		now: z.array(z.unknown()),
	}),
	note: z.string().optional(),
});

/** The account's time is Tuesday, 10 March 2026, 10:00 UTC; Maya Okafor is signed in and on Payments Primary. */
describe('who is on call, before a change that may end it,', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());
	const writes = () => account.requests().filter((request) => !request.startsWith('GET'));

	const deletions = [
		['delete_user', { user: 'Diego Fuentes' }, [/on call now: .*"Diego Fuentes" \(level 2 of "Payments"\)/]],
		['delete_user', { user: 'Ben Ostrowski' }, [/next on call: "Ben Ostrowski" \(level \d of ".*"\) from 2026-03-/]],
		['delete_service', { service: 'Checkout' }, [/on call now: "[^"]+" \(level 1 of "[^"]+"\)/, /next on call: "/]],
		[
			'delete_team',
			{ team: 'Payments' },
			[/on call now: .*"Maya Okafor" \(level 1 of "Payments"\)/, /next on call: "/],
		],
	] as const;
	for (const [name, input, parts] of deletions) {
		it(`is told by ${name} ${JSON.stringify(Object.values(input)[0])}`, async () => {
			await open();
			const { note } = await account.ask(name, input);
			for (const part of parts) assert.match(note, part);
			assert.deepEqual(writes(), []);
		});
	}

	it('is told of a service that moves to another policy, and asked where nobody would be', async () => {
		await open();
		await account.call('create_schedule', {
			name: 'Empty turns',
			time_zone: 'Europe/Berlin',
			users: ['Ben Ostrowski'],
			turn: 'daily',
			start: '+30d',
		});
		await account.call('create_escalation_policy', { name: 'Fresh', levels: ['Ben Ostrowski'] });
		await account.call('create_escalation_policy', { name: 'Nobody yet', levels: ['Empty turns'] });
		const service = 'Payments Gateway';
		const { on_call: onCall } = Duty.parse(
			await account.call('update_service', { service, escalation_policy: 'Fresh' }),
		);
		assert.ok(onCall.before.some(({ user }) => user === 'Maya Okafor'));
		assert.deepEqual(onCall.now, [{ user: 'Ben Ostrowski', level: 1 }]);
		const move = { service, escalation_policy: 'Nobody yet' };
		const mark = account.sandbox.requests.length;
		const { note, confirm } = await account.ask('update_service', move);
		assert.match(note, /Nobody is on call now on the escalation policy to which this moves "Payments Gateway"/);
		assert.match(note, /it pages "Ben Ostrowski" now/);
		assert.ok(account.requests(mark).every((request) => request.startsWith('GET')));
		const after = Duty.parse(await account.call('update_service', { ...move, confirm }));
		assert.deepEqual(after.on_call, { before: [{ user: 'Ben Ostrowski', level: 1 }], now: [] });
	});

	it('is told of a policy without services and of a schedule without policies, and who was when they are gone', async () => {
		await open();
		await account.call('create_escalation_policy', { name: 'Fresh', levels: ['Payments Primary', 'Ben Ostrowski'] });
		const policy = { escalation_policy: 'Fresh' };
		const { note, confirm } = await account.ask('delete_escalation_policy', policy);
		assert.match(note, /on call now: .*"Maya Okafor" \(level 1 of "Fresh"\)/);
		assert.match(note, /"Ben Ostrowski" \(level 2 of "Fresh"\)/);
		assert.match(note, /next on call: "/);
		const { on_call: onCall } = Duty.parse(await account.call('delete_escalation_policy', { ...policy, confirm }));
		assert.deepEqual(
			onCall.before.map(({ user }) => user),
			['Maya Okafor', 'Ben Ostrowski'],
		);
		assert.deepEqual(onCall.now, []);
		await account.call('create_schedule', {
			name: 'Fresh turns',
			time_zone: 'Europe/Berlin',
			users: ['Maya Okafor', 'Ben Ostrowski'],
			turn: 'daily',
		});
		const asked = await account.ask('delete_schedule', { schedule: 'Fresh turns' });
		assert.match(asked.note, /on call on it now: "Maya Okafor"; next on call on it: "Ben Ostrowski" from 2026-03-1/);
	});

	it('says when it could not be looked at, or that the policy is gone all the same', async () => {
		await open();
		await account.call('create_escalation_policy', { name: 'Fresh', levels: ['Ben Ostrowski'] });
		account.sandbox.faults.serverError = { match: /GET \/oncalls/, status: 500 };
		const { note, confirm } = await account.ask('delete_escalation_policy', { escalation_policy: 'Fresh' });
		assert.match(note, /who is on call could not be (checked|looked at)/);
		const gone = await account.call('delete_escalation_policy', { escalation_policy: 'Fresh', confirm });
		assert.deepEqual([gone['deleted'], 'on_call' in gone], ['Fresh', false]);
	});

	for (const role of ['remove', 'observer']) {
		it(`is told and asked about before a member of a team is made ${role}`, async () => {
			await open();
			const change = { team: 'Payments', user: 'Maya Okafor', role };
			const { note, confirm } = await account.ask('set_team_member', change);
			assert.match(note, /"Maya Okafor".*team "Payments".*: on call now: "Maya Okafor" \(level 1 of "Payments"\)/);
			assert.equal(confirm, 'Maya Okafor');
			assert.deepEqual(writes(), []);
			await account.call('set_team_member', { ...change, confirm });
			assert.equal(writes().length, 1);
		});
	}

	it('is not asked about who is not on call, nor about another role', async () => {
		await open();
		const change = { team: 'Payments', user: 'Liam Hartigan' };
		for (const role of ['responder', 'observer', 'manager', 'remove'])
			await account.call('set_team_member', { ...change, role });
		await account.call('set_team_member', { team: 'Payments', user: 'me', role: 'responder' });
	});

	it('keeps a member when the person says no', async () => {
		await open({ person: { choose: () => Promise.resolve('no') } });
		const change = { team: 'Payments', user: 'Maya Okafor', role: 'remove' };
		assert.match((await account.fail('set_team_member', change)).message, /the person was asked and said no/);
		assert.deepEqual(writes(), []);
	});

	it('is asked about when somebody becomes a stakeholder', async () => {
		await open();
		const change = { user: 'Diego Fuentes', role: 'read_only_user' };
		const { note, confirm } = await account.ask('update_user', change);
		assert.match(note, /"Diego Fuentes" a stakeholder, who cannot be on call.*on call now: .*level 2 of "Payments"/);
		assert.deepEqual(writes(), []);
		await account.call('update_user', { ...change, confirm });
		await account.call('update_user', { user: 'Ben Ostrowski', role: 'admin' });
	});

	it('is told when a service is disabled', async () => {
		await open();
		const answer = Duty.parse(await account.call('update_service', { service: 'Checkout', status: 'disabled' }));
		assert.ok(answer.on_call.before.length > 0);
		assert.deepEqual(answer.on_call.now, []);
		assert.match(answer.note ?? '', /pages nobody/);
	});
});
