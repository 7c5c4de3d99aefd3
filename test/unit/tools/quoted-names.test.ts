import assert from 'node:assert/strict';
import { SignedIn } from '../../support/signed-in.ts';

/** A name that would pass for two objects, or for words of ours. */
const odd = 'X (P123), Y: done.';
const shown = JSON.stringify(odd);

describe('names in messages stand in quotation marks', () => {
	let account: SignedIn;
	beforeEach(async () => (account = await SignedIn.open()));
	afterEach(() => account.close());

	const stored = <T extends { name: string }>(all: Iterable<T>, name: string) =>
		[...all].find((one) => one.name === name) ?? assert.fail(name);
	const told = (answer: unknown) => {
		const text = JSON.stringify(answer).replaceAll(JSON.stringify(shown).slice(1, -1), '');
		assert.ok(!text.includes('(P123)'), JSON.stringify(answer));
		assert.notEqual(text, JSON.stringify(answer), 'the name is not there at all');
	};

	it('of policies and schedules on which nobody is on call', async () => {
		const { policies, schedules } = account.sandbox.store;
		const policy = stored(policies.values(), 'Payments');
		policy.name = odd;
		policy.rules = policy.rules.filter(({ targets }) => targets.every(({ type }) => type !== 'user'));
		for (const schedule of schedules.values()) [schedule.layers.length, schedule.overrides.length] = [0, 0];
		told((await account.call('list_oncalls', { escalation_policies: [odd] }))['note']);
		stored(schedules.values(), 'Payments Primary').name = odd;
		told((await account.call('list_oncalls', { schedules: [odd] }))['note']);
	});

	it('of services that share a grouping', async () => {
		const services = ['Inventory Sync', 'Order Fulfilment'];
		await account.call('set_alert_grouping', { services, type: 'intelligent' }).catch(() => undefined);
		stored(account.sandbox.store.services.values(), 'Inventory Sync').name = odd;
		told((await account.fail('set_alert_grouping', { services: 'Order Fulfilment', type: 'time' })).message);
	});

	it('of teams of which a part could not be read, and of people whose override lies below', async () => {
		stored(account.sandbox.store.teams.values(), 'Payments').name = odd;
		account.sandbox.faults.serverError = { match: /members/, status: 500 };
		told((await account.call('list_teams', { teams: [odd], include: ['members'] }))['note']);
		stored(account.sandbox.store.users.values(), 'Ben Ostrowski').name = odd;
		const span = { schedule: 'Payments Primary', start: '+1d', end: '+2d' };
		await account.call('create_overrides', { ...span, user: odd });
		const { overrides } = await account.call('create_overrides', { ...span, user: 'Diego Fuentes' });
		told(overrides);
	});
});
