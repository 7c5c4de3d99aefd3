import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn } from '../../support/signed-in.ts';

describe('people as PagerDuty really keeps them', () => {
	let account: SignedIn;
	beforeEach(async () => (account = await SignedIn.open()));
	afterEach(() => account.close());

	const maya = () => {
		const { users } = account.sandbox.store;
		return [...users.values()].find(({ name }) => name === 'Maya Okafor') ?? assert.fail('no Maya');
	};
	const mobile = () => maya().contactMethods.find(({ label }) => label === 'Mobile') ?? assert.fail('no mobile');
	const set = (input: object) => account.call('set_contact_method', { user: 'me', ...input });
	const refused = (input: object) => account.fail('set_contact_method', { user: 'me', ...input });
	const writes = () => account.requests().filter((request) => !request.startsWith('GET '));

	it('have numbers with an extension, which stay as they are when only the label changes', async () => {
		mobile().address = '5550100,,,42#';
		await set({ contact_method: 'Mobile', label: 'Desk' });
		const desk = maya().contactMethods.find(({ label }) => label === 'Desk');
		assert.equal(desk?.address, '5550100,,,42#');
		await set({ type: 'phone', label: 'Switchboard', address: '555 0101,,7*#' });
		assert.equal(maya().contactMethods.at(-1)?.address, '5550101,,7*#');
	});

	for (const [code, address, kind, prefix] of [
		[49, '0171 5550100', 'phone', '0'],
		[44, '07700 900100', 'whatsapp', '0'],
		[undefined, '1 555 0100', 'sms', '1'],
		[52, '1 55 5550 0100', 'sms', '1'],
	] as const) {
		it(`have no number with the country code ${code ?? 'of default'} and a prefix, as ${kind}`, async () => {
			const wanted = { type: kind, label: 'New', address, ...(code && { country_code: code }) };
			const failure = await refused(wanted);
			assert.match(failure.next ?? '', new RegExp(`leading ${prefix}`));
			assert.deepEqual(writes(), []);
			await set({ ...wanted, address: address.slice(1) });
			assert.equal(maya().contactMethods.at(-1)?.label, 'New');
		});
	}

	it('may have a 0 in front where countries keep it, and a 1 where it is no prefix', async () => {
		await set({ type: 'phone', label: 'Rome', address: '06 5550100', country_code: 39 });
		await set({ type: 'phone', label: 'Mexico', address: '1 55 5550 0100', country_code: 52 });
		assert.equal(maya().contactMethods.at(-1)?.address, '15555500100');
	});

	it('are reached in ways that only PagerDuty itself changes, and are told so truly', async () => {
		Object.assign(mobile(), { type: 'slack_contact_method', label: 'Slack' });
		const { message } = await refused({ contact_method: 'Slack', label: 'Chat' });
		assert.equal(message, 'A contact method of type slack can only be changed in PagerDuty.');
		const push = await refused({ contact_method: 'Phone', label: 'Pixel' });
		assert.match(push.message, /Only the device itself/);
	});

	it('become the owner of the account in no way, and nothing is sent', async () => {
		const wanted = { user: 'Ben Ostrowski', role: 'owner' };
		const { message } = await account.fail('update_user', wanted);
		assert.match(message, /role/);
		assert.deepEqual(writes(), []);
	});

	describe('have names with single spaces', () => {
		const named = { user: 'Ben Ostrowski', name: ' Ben   van  Ostrowski ' };
		const Users = z.looseObject({ user: z.looseObject({ name: z.string() }), note: z.string().optional() });

		it('also when no answer comes', async () => {
			account.sandbox.faults.dropAfter = { match: /^PUT/ };
			const { user } = Users.parse(await account.call('update_user', named));
			assert.equal(user.name, 'Ben van Ostrowski');
		});

		it('so that the same name again changes nothing', async () => {
			await account.call('update_user', named);
			const again = Users.parse(await account.call('update_user', { ...named, user: 'Ben van Ostrowski' }));
			assert.match(again.note ?? '', /Nothing changed/);
			assert.equal(writes().length, 1);
		});

		it('from the first day on, and are told of urgent incidents and others at once', async () => {
			const made = await account.call('create_user', { name: 'Lena  Vogt', email: 'lena@example.com' });
			const { user } = Users.parse(made);
			assert.equal(user.name, 'Lena Vogt');
			const shown = await account.call('get_user', { user: 'lena@example.com', include: ['notification_rules'] });
			const rules = z.array(z.looseObject({ urgency: z.string() })).parse(shown['notification_rules']);
			assert.deepEqual(rules.map(({ urgency }) => urgency).sort(), ['high', 'low']);
		});
	});
});

describe('a team under another one', () => {
	let account: SignedIn;
	beforeEach(async () => (account = await SignedIn.open()));
	afterEach(() => account.close());

	it('is shown with it, and keeps it from being deleted', async () => {
		const { teams } = account.sandbox.store;
		const { team } = z
			.looseObject({ team: z.looseObject({ id: z.string() }) })
			.parse(await account.call('set_team', { name: 'Commerce' }));
		const payments = [...teams.values()].find(({ name }) => name === 'Payments') ?? assert.fail('no team');
		payments.parentId = team.id;
		const Listed = z.looseObject({
			teams: z.array(z.looseObject({ name: z.string().optional(), parent: z.string().optional() })),
		});
		const { teams: shown } = Listed.parse(await account.call('list_teams', { query: 'Payments', fields: ['parent'] }));
		assert.deepEqual([shown.length, shown[0]?.parent], [1, 'Commerce']);
		const { teams: mine } = Listed.parse(
			await account.call('list_teams', { scope: 'mine', fields: ['name', 'parent'] }),
		);
		assert.equal(mine.find(({ name }) => name === 'Payments')?.parent, 'Commerce');
		const asked = await account.ask('delete_team', { team: 'Commerce' });
		assert.match(asked.note, /teams under it: "Payments"/);
		const failure = await account.fail('delete_team', { team: 'Commerce', confirm: 'Commerce' });
		assert.match(failure.message, /associations could be .*Subteams.* What is in the way: teams under it: "Payments"/);
		assert.equal(failure.code, 6006);
	});
});
