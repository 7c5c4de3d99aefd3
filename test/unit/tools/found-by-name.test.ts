import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Answer = z.looseObject({ returned: z.number(), more: z.boolean(), note: z.string().optional() });

describe('lists by part of a name', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());
	const list = async (tool: string, input: object) => Answer.parse(await account.call(tool, input));

	const wanted = [
		['list_services', 'European Payments Gateway', /"Payments Gateway"/],
		['list_services', 'Chekout', /"Checkout"/],
		['list_services', 'Paymnts', /"Payments Gateway"/],
		['list_users', 'Okafr', /"Maya Okafor"/],
		['list_users', 'Maya Okafo Smith', /"Maya Okafor"/],
		['list_teams', 'The Payments Team', /"Payments"/],
		['list_schedules', 'Payments Primary Schedule', /"Payments Primary"/],
		['list_schedules', 'Mobile Shifts of the week', /"Mobile Shifts"/],
		['list_escalation_policies', 'Payments policy', /"Payments"/],
		['list_maintenance_windows', 'build farm relocation', /"Move of the build farm"/],
	] as const;
	for (const [tool, query, nearest] of wanted) {
		it(`${tool} names what comes nearest to "${query}"`, async () => {
			await open();
			const answer = await list(tool, { query, ...(tool === 'list_maintenance_windows' && { state: 'all' }) });
			assert.deepEqual([answer.returned, answer.more], [0, false]);
			assert.match(answer.note ?? '', /^No .* matches/);
			assert.match(answer.note ?? '', nearest);
		});
	}

	for (const [tool, plural] of [
		['list_incident_workflows', 'incident_workflows'],
		['list_automation_actions', 'automation_actions'],
	] as const) {
		it(`${tool} names what comes nearest`, async () => {
			await open();
			const Named = z.looseObject({ [plural]: z.array(z.looseObject({ name: z.string() })) });
			const rows = Named.parse(await account.call(tool))[plural];
			const name = z.array(z.looseObject({ name: z.string() })).parse(rows)[0]?.name ?? assert.fail();
			const answer = await list(tool, { query: `${name} of yesterday` });
			assert.equal(answer.returned, 0);
			assert.ok(answer.note?.includes(`"${name}"`), answer.note);
		});
	}

	it('are looked through here too where PagerDuty filters nothing', async () => {
		for (const [tool, query, count] of [
			['list_schedules', 'mobile shifts', 1],
			['list_services', 'payments', undefined],
			['list_users', 'okafor', 1],
			['list_teams', 'payments', 1],
			['list_automation_actions', 'nothing like it', 0],
		] as const) {
			await open();
			const usual = await list(tool, { query, limit: 100 });
			account.sandbox.faults.queryIgnored = {};
			const answer = await list(tool, { query, limit: 100 });
			assert.equal(answer.returned, usual.returned, tool);
			if (count !== undefined) assert.equal(answer.returned, count, tool);
			await account.close();
		}
		await open();
	});

	it('go on where only far pages of the second system have what is looked for', async () => {
		await open({
			replies: (content, { path }) => {
				const page = (count: number, name: string, more: boolean) => ({
					schedules: Array.from({ length: count }, (_, index) => ({ id: `PSCH${index}`, name, type: 'schedule' })),
					more,
				});
				if (path === '/schedules') return page(1, 'Primary', false);
				return path === '/v3/schedules' ? page(100, 'Another', true) : content;
			},
		});
		const { returned, more } = await list('list_schedules', { query: 'primary', limit: 1 });
		assert.deepEqual([returned, more], [1, true]);
	});

	it('say that there is more than PagerDuty shows of the second system', async () => {
		const page = { schedules: Array.from({ length: 100 }, () => ({ id: 'PSCHED1', name: 'Primary' })), more: true };
		await open({
			replies: (content, { path }) => {
				if (path === '/schedules') return { schedules: [], more: false };
				return path === '/v3/schedules' ? page : content;
			},
		});
		let answer = await list('list_schedules', { limit: 100 });
		for (let cursor = answer['next_cursor']; cursor !== undefined; cursor = answer['next_cursor'])
			answer = await list('list_schedules', { limit: 100, cursor });
		assert.equal(answer.more, true);
		assert.match(answer.note ?? '', /no more than 10,000 rows/);
	});

	it('take words in any order, without accents and in any case', async () => {
		await open();
		const [user] = [...account.sandbox.store.users.values()].filter(({ deleted }) => !deleted);
		if (user) user.name = 'José Núñez';
		account.sandbox.faults.queryIgnored = {};
		assert.equal((await list('list_users', { query: 'nunez JOSE' })).returned, 1);
	});

	it('say nothing about names when a page further on is empty', async () => {
		await open();
		assert.equal((await list('list_services', { query: 'payments' })).note, undefined);
	});
});
