import assert from 'node:assert/strict';
import * as z from 'zod';
import type { Choice } from '../../../src/tools/core/conversation.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Chosen = z.object({
	changed: z.number(),
	incidents: z.array(z.looseObject({ id: z.string(), status: z.string() })),
	matching: z.array(z.string()).optional(),
	confirm: z.string().optional(),
	note: z.string().optional(),
});

describe('changing all incidents that match', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const change = async (tool: string, input: unknown) => Chosen.parse(await account.call(tool, input));
	const writes = () => account.requests().filter((request) => !request.startsWith('GET'));
	const openOnes = () => account.sandbox.store.incidents.filter(({ status }) => status !== 'resolved');
	const serviceOf = (name: string) =>
		[...account.sandbox.store.services.values()].find((service) => service.name === name)?.id ?? assert.fail(name);

	it('shows them first and changes nothing until the list is confirmed', async () => {
		await open();
		await account.sandbox.trigger({ title: 'Cart is empty', service: 'Checkout' });
		const wanted = openOnes().filter(({ serviceId }) => serviceId === serviceOf('Checkout'));
		const shown = await change('resolve_incidents', { services: ['checkout'] });
		assert.equal(shown.changed, 0);
		assert.equal(shown.matching?.length, wanted.length);
		assert.ok(shown.matching.some((line) => line.includes('Cart is empty (triggered, Checkout)')));
		assert.match(shown.note ?? '', /Nothing changed yet/);
		assert.deepEqual(writes(), []);

		const done = await change('resolve_incidents', { services: ['checkout'], confirm: shown.confirm });
		assert.deepEqual(done.incidents.map(({ id }) => id).sort(), wanted.map(({ id }) => id).sort());
		assert.ok(wanted.every(({ status }) => status === 'resolved'));
		assert.deepEqual(writes(), ['PUT /incidents']);
	});

	it('asks again when other incidents match meanwhile, or the token is of another change', async () => {
		await open();
		await account.sandbox.trigger({ service: 'Checkout' });
		const first = await change('acknowledge_incidents', { services: ['Checkout'] });
		const other = await change('resolve_incidents', { services: ['Checkout'], confirm: first.confirm });
		assert.equal(other.changed, 0);
		// Also where both changes are about the same ones.
		for (const incident of openOnes()) incident.status = 'triggered';
		const all = await change('acknowledge_incidents', { scope: 'account' });
		const same = await change('resolve_incidents', { scope: 'account', confirm: all.confirm });
		assert.deepEqual([same.changed, same.matching], [0, all.matching]);
		await account.sandbox.trigger({ service: 'Checkout' });
		const second = await change('acknowledge_incidents', { services: ['Checkout'], confirm: first.confirm });
		assert.match(second.note ?? '', /does not fit the incidents that match now/);
		assert.notEqual(second.confirm, first.confirm);
		assert.deepEqual(writes(), []);
	});

	it('asks the person where the client can', async () => {
		const questions: { question: string; choices: readonly Choice[] }[] = [];
		let answer: string | undefined = 'yes';
		await open({
			person: {
				choose: (question, choices) => {
					questions.push({ question, choices });
					return Promise.resolve(answer);
				},
			},
		});
		await account.sandbox.trigger({ title: 'Cart is empty', service: 'Checkout' });
		answer = undefined;
		const declined = await account.fail('resolve_incidents', { services: ['Checkout'] });
		assert.match(declined.message, /^Nothing was changed: the person was asked and said no\. Resolve these/);
		assert.deepEqual(writes(), []);
		answer = 'yes';
		assert.ok((await change('resolve_incidents', { services: ['Checkout'] })).changed > 0);
		assert.match(questions[0]?.question ?? '', /^Resolve these \d+ incidents\?\n#\d+/);
		assert.deepEqual(
			questions[0]?.choices.map(({ value }) => value),
			['no', 'yes'],
		);
	});

	it('acknowledges all that are assigned to me, and only what waits for it', async () => {
		await open();
		const me = account.sandbox.store.users.values().next().value?.id;
		const mine = openOnes().filter(
			({ status, assignments }) => status === 'triggered' && assignments.some(({ userId }) => userId === me),
		);
		const shown = await change('acknowledge_incidents', { scope: 'mine' });
		assert.equal(shown.matching?.length ?? 0, mine.length);
		if (mine.length === 0) assert.match(shown.note ?? '', /no triggered .*incident matches/);
	});

	it('says that nothing matches, and why', async () => {
		await open();
		const none = await change('resolve_incidents', { services: ['Mobile API'], urgencies: ['low'] });
		assert.match(none.note ?? '', /no triggered .*incident matches/);
		assert.equal(none.confirm, undefined);
	});

	it('refuses more than 250 with the count', async () => {
		await open({ incidents: 400 });
		const failure = await account.fail('resolve_incidents', { scope: 'account' });
		assert.match(failure.message, /^\d{3} incidents match; at most 250/);
		assert.deepEqual(writes(), []);
	});

	it('refuses names and filters at once, neither of them, and what it does not know', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		assert.match((await account.fail('resolve_incidents', { incidents: id, scope: 'mine' })).message, /not both/);
		assert.match((await account.fail('resolve_incidents', {})).message, /Which incidents/);
		assert.match((await account.fail('acknowledge_incidents', { service: 'Checkout' })).next ?? '', /services/);
		assert.match((await account.fail('acknowledge_incidents', { scope: 'teams' })).next ?? '', /my_teams|mine/);
		assert.match((await account.fail('acknowledge_incidents', { services: ['Chekout'] })).message, /no service/);
		assert.deepEqual(writes(), []);
	});

	it('for a person in no team is nothing, never everything', async () => {
		await open();
		for (const team of account.sandbox.store.teams.values()) team.members.clear();
		const result = await change('resolve_incidents', { scope: 'my_teams' });
		assert.match(result.note ?? '', /not in any team/);
		assert.deepEqual(writes(), []);
	});

	it('of a person is refused for an account-level key', async () => {
		await open({ key: 'account' });
		assert.match((await account.fail('resolve_incidents', { scope: 'mine' })).message, /account-level key/);
	});
});
