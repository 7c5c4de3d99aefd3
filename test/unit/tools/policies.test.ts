import assert from 'node:assert/strict';
import * as z from 'zod';
import { agreeable } from '../../support/agreeable.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Reply = z.object({
	escalation_policy: z.looseObject({
		id: z.string(),
		name: z.string(),
		levels: z.array(z.string()),
		loops: z.number(),
		teams: z.array(z.string()),
		description: z.string().optional(),
	}),
});

describe('escalation policies', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open({ person: agreeable, ...options }));
	afterEach(() => account.close());

	const change = async (tool: string, input: object) => Reply.parse(await account.call(tool, input)).escalation_policy;
	const stored = (name: string) => [...account.sandbox.store.policies.values()].find((policy) => policy.name === name);
	const writes = () => account.requests().filter((request) => !request.startsWith('GET'));
	const made = { name: 'Fresh', levels: ['Payments Primary; Ben Ostrowski', 'Mobile Shifts'] };

	it('are created with levels of schedules of both kinds and people', async () => {
		await open();
		const policy = await change('create_escalation_policy', { ...made, delays: [5, 20], loops: 3, team: 'Payments' });
		assert.deepEqual(policy.levels, ['1: Payments Primary, Ben Ostrowski, then after 5 min', '2: Mobile Shifts']);
		assert.deepEqual([policy.loops, policy.teams], [3, ['Payments']]);
		assert.deepEqual(
			stored('Fresh')?.rules.map(({ targets, delayMinutes }) => [targets.map(({ type }) => type), delayMinutes]),
			[
				[['schedule', 'user'], 5],
				[['schedule_v3'], 20],
			],
		);
		assert.deepEqual(account.announced, [{ oncall: true }]);
		// The directory knows the new name at once.
		await account.call('list_oncalls', { escalation_policies: 'Fresh' });
	});

	it('are created once, also when the answer gets lost', async () => {
		await open();
		account.sandbox.faults.dropAfter = { match: /POST \/escalation_policies/, times: 1 };
		assert.equal((await change('create_escalation_policy', made)).name, 'Fresh');
		assert.equal(writes().length, 1);
	});

	it('of the same name that were there before are not taken for the new one', async () => {
		await open();
		account.sandbox.faults.dropBefore = { match: /POST \/escalation_policies/, times: 1 };
		const failure = await account.fail('create_escalation_policy', { ...made, name: 'Payments' });
		assert.match(failure.next ?? '', /does not seem to have been carried out/);
		assert.equal(writes().length, 1);
	});

	it('are changed once, also when no answer comes, and looked at before that is said', async () => {
		await open();
		const asked = {
			escalation_policy: 'Payments',
			levels: ['Ben Ostrowski', 'Payments Primary'],
			delays: [7],
			loops: 2,
		};
		account.sandbox.faults.dropAfter = { match: /PUT \/escalation_policies/ };
		const policy = await change('update_escalation_policy', asked);
		assert.deepEqual([policy.levels[0], policy.loops], ['1: Ben Ostrowski, then after 7 min', 2]);
		account.sandbox.faults.dropAfter = undefined;
		account.sandbox.faults.dropBefore = { match: /PUT \/escalation_policies/ };
		const failure = await account.fail('update_escalation_policy', { ...asked, delays: [8] });
		assert.match(failure.next ?? '', /does not seem to have been carried out/);
	});

	it('keep everything that an update does not name', async () => {
		await open();
		const before = structuredClone(stored('Payments')!);
		const policy = await change('update_escalation_policy', { escalation_policy: 'Payments', name: 'Payments 24/7' });
		assert.equal(policy.name, 'Payments 24/7');
		assert.deepEqual({ ...stored('Payments 24/7'), name: 'Payments' }, before);
	});

	it('change delays without touching whom they page, and a level that moves takes its delay along', async () => {
		await open();
		const before = structuredClone(stored('Payments')!);
		await change('update_escalation_policy', { escalation_policy: 'Payments', delays: 7 });
		assert.deepEqual(
			stored('Payments')!.rules,
			before.rules.map((rule) => ({ ...rule, delayMinutes: 7 })),
		);
		const first = before.rules[0]!;
		const levels = ['user:me', first.targets.map(({ type, id }) => `${type.replace('_v3', '')}:${id}`).join('; ')];
		await change('update_escalation_policy', { escalation_policy: 'Payments', levels });
		const [added, moved] = stored('Payments')!.rules;
		assert.deepEqual([added?.delayMinutes, added?.targets.length], [30, 1]);
		assert.deepEqual(moved, { ...first, delayMinutes: 7 });
	});

	it('show, set and keep levels that page one after another in turn', async () => {
		await open();
		const levels = ['Ben Ostrowski; Diego Fuentes', 'Payments Primary'];
		const policy = await change('create_escalation_policy', {
			name: 'Fresh',
			levels,
			round_robin: [1],
			delays: [7, 9],
		});
		assert.deepEqual(policy.levels, [
			'1: Ben Ostrowski, Diego Fuentes (round robin), then after 7 min',
			'2: Payments Primary',
		]);
		const listed = await account.call('list_escalation_policies', { query: 'Fresh' });
		assert.match(JSON.stringify(listed), /Diego Fuentes \(round robin\)/);
		// A level that stays at its place keeps what is not given, whoever it pages.
		const others = { escalation_policy: 'Fresh', levels: ['Ben Ostrowski; Grace Kimathi', 'me', 'Payments Secondary'] };
		assert.deepEqual((await change('update_escalation_policy', others)).levels, [
			'1: Ben Ostrowski, Grace Kimathi (round robin), then after 7 min',
			'2: Maya Okafor, then after 9 min',
			'3: Payments Secondary',
		]);
		const rules = stored('Fresh')!.rules.map(({ id }) => id);
		await change('update_escalation_policy', { escalation_policy: 'Fresh', round_robin: [3], description: 'New' });
		assert.deepEqual(
			stored('Fresh')!.rules.map(({ id, roundRobin = false, delayMinutes }) => [id, roundRobin, delayMinutes]),
			[
				[rules[0], false, 7],
				[rules[1], false, 9],
				[rules[2], true, 30],
			],
		);
		await change('update_escalation_policy', { escalation_policy: 'Fresh', round_robin: [] });
		assert.ok(stored('Fresh')!.rules.every(({ roundRobin }) => !roundRobin));
		const { message } = await account.fail('update_escalation_policy', {
			escalation_policy: 'Fresh',
			round_robin: [4],
		});
		assert.match(message, /no level 4/);
	});

	it('take nobody off call who was not named before', async () => {
		await open({ person: undefined });
		const asked = { escalation_policy: 'Payments', levels: ['Ben Ostrowski', 'Payments Secondary'] };
		const { note, confirm } = await account.ask('update_escalation_policy', asked);
		assert.match(note, /Nothing changed yet. This takes .*"Maya Okafor".* off the escalation policy "Payments"/);
		assert.deepEqual(writes(), []);
		const done = await account.call('update_escalation_policy', { ...asked, confirm });
		assert.deepEqual(z.looseObject({ now: z.array(z.unknown()) }).parse(done['on_call']).now[0], {
			user: 'Ben Ostrowski',
			level: 1,
		});
		// Whoever is only moved stays on call.
		await account.call('update_escalation_policy', { ...asked, levels: asked.levels.toReversed() });
	});

	it('do not reroute incidents that are open', async () => {
		await open();
		const { id } = await account.sandbox.trigger({ service: 'Payments Gateway' });
		await change('update_escalation_policy', { escalation_policy: 'Payments', levels: ['Ben Ostrowski'] });
		assert.ok(account.sandbox.store.incident(id)!.policy.rules.length > 1);
	});

	it('are deleted only unused, and only when confirmed', async () => {
		await open({ person: undefined });
		assert.match(
			(await account.fail('delete_escalation_policy', { escalation_policy: 'Payments', confirm: 'Payments' })).message,
			/services use it: .*Payments Gateway/,
		);
		await change('create_escalation_policy', made);
		const { id } = await account.sandbox.trigger({ service: 'Payments Gateway' });
		await account.call('reassign_incidents', { incidents: id, escalation_policy: 'Fresh' });
		const preview = await account.ask('delete_escalation_policy', { escalation_policy: 'Fresh' });
		assert.match(preview.note, /Nothing deleted yet.*affects: 1 open incident; on call now: "/);
		assert.ok(stored('Fresh'));
		account.sandbox.faults.dropAfter = { match: /DELETE/, times: 1 };
		await account.call('delete_escalation_policy', { escalation_policy: 'Fresh', confirm: 'Fresh' });
		assert.equal(stored('Fresh'), undefined);
		await account.fail('list_oncalls', { escalation_policies: 'Fresh' });
	});

	it('refuse bad input before anything is written', async () => {
		await open();
		for (const [tool, input] of [
			['create_escalation_policy', { name: 'X' }],
			['create_escalation_policy', { ...made, name: 'null' }],
			['create_escalation_policy', { ...made, levels: [] }],
			['create_escalation_policy', { ...made, levels: [' ; '] }],
			['create_escalation_policy', { ...made, levels: ['Nobody Such'] }],
			['create_escalation_policy', { ...made, levels: ['user:Payments Primary'] }],
			['create_escalation_policy', { ...made, delays: [1, 2, 3] }],
			['create_escalation_policy', { ...made, delays: [0] }],
			['create_escalation_policy', { ...made, loops: 10 }],
			['create_escalation_policy', { ...made, team: 'No such team' }],
			['create_escalation_policy', { ...made, rules: [] }],
			['update_escalation_policy', { escalation_policy: 'Payments' }],
			['update_escalation_policy', { escalation_policy: 'Paymints', loops: 1 }],
			['update_escalation_policy', { escalation_policy: 'Payments', delays: [1, 2, 3, 4, 5] }],
			['update_escalation_policy', { escalation_policy: 'Payments', handoff_notifications: 'never' }],
			['delete_escalation_policy', { escalation_policy: '' }],
		] as const) {
			await account.fail(tool, input);
		}
		assert.deepEqual(writes(), []);
		const failure = await account.fail('create_escalation_policy', { ...made, name: 'Payments' });
		assert.match(JSON.stringify(failure), /already been taken/);
	});

	it('need a key that may write', async () => {
		await open({ key: 'readOnly' });
		assert.equal((await account.fail('create_escalation_policy', made)).status, 403);
	});
});
