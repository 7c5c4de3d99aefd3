import assert from 'node:assert/strict';
import * as z from 'zod';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Row = z.looseObject({ user: z.string(), escalation_policy: z.string() });
const Oncalls = z.object({ oncalls: z.array(Row), more: z.boolean(), note: z.string().optional() });
const Policies = z.object({
	escalation_policies: z.array(z.looseObject({ name: z.string(), levels: z.array(z.string()) })),
	note: z.string().optional(),
});
const Shifts = z.object({
	shifts: z.array(z.looseObject({ user: z.string(), start: z.string(), end: z.string(), hours: z.number() })),
	note: z.string().optional(),
});

describe('who is on call', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const oncalls = async (input: object) => Oncalls.parse(await account.call('list_oncalls', input));
	const policy = (name: string) =>
		[...account.sandbox.store.policies.values()].find((one) => one.name === name) ?? assert.fail(name);
	const schedule = (name: string) =>
		[...account.sandbox.store.schedules.values()].find((one) => one.name === name) ?? assert.fail(name);

	it('for a service follows it to another policy at once', async () => {
		await open();
		const before = await oncalls({ services: 'Checkout' });
		const service = [...account.sandbox.store.services.values()].find(({ name }) => name === 'Checkout')!;
		const other = [...account.sandbox.store.policies.values()].find(({ id }) => id !== service.policyId)!;
		assert.ok(before.oncalls.every(({ escalation_policy: name }) => name !== other.name));
		service.policyId = other.id;
		const after = await oncalls({ services: 'Checkout' });
		assert.ok(after.oncalls.length > 0);
		assert.deepEqual([...new Set(after.oncalls.map(({ escalation_policy: name }) => name))], [other.name]);
	});

	it('on a schedule that no policy uses says why nobody is', async () => {
		await open();
		const { id } = schedule('Payments Primary');
		for (const { rules } of account.sandbox.store.policies.values())
			for (const rule of rules) rule.targets = rule.targets.filter((target) => target.id !== id);
		const { oncalls: rows, note } = await oncalls({ schedules: 'Payments Primary' });
		assert.deepEqual(rows, []);
		assert.match(note ?? '', /No escalation policy uses "Payments Primary".*turn of "Maya Okafor"/);
	});

	it('on one of two schedules says of the other that it has a gap', async () => {
		await open();
		schedule('Payments Secondary').layers.length = 0;
		const { oncalls: rows, note } = await oncalls({ schedules: ['Payments Primary', 'Payments Secondary'] });
		assert.ok(rows.length > 0);
		assert.match(note ?? '', /Nobody has a turn on "Payments Secondary" then: that is a gap/);
	});

	it('on many schedules says of how many more nobody is, beyond those whose reasons it reads', async () => {
		await open({ replies: (content, { path }) => (path === '/oncalls' ? { oncalls: [], more: false } : content) });
		const names = [...account.sandbox.store.schedules.values()].map(({ name }) => name).slice(0, 6);
		assert.equal(names.length, 6);
		const { note } = await oncalls({ schedules: names });
		assert.match(note ?? '', /Nobody was found for 1 more either\./);
	});

	it('of a policy whose every level is a gap says so', async () => {
		await open();
		const { rules } = policy('Payments');
		const ids = rules.flatMap(({ targets }) => targets.map(({ id }) => id));
		for (const one of account.sandbox.store.schedules.values()) if (ids.includes(one.id)) one.layers.length = 0;
		for (const rule of rules) rule.targets = rule.targets.filter(({ type }) => type !== 'user');
		const { oncalls: rows, note } = await oncalls({ escalation_policies: 'Payments' });
		assert.deepEqual(rows, []);
		assert.match(note ?? '', /"Payments" reaches nobody then: there is a gap at every level/);
	});

	it('takes me for the teams of the person, wherever a list or a report takes teams', async () => {
		await open();
		const tools = catalogue.filter(({ access, input }) => access === 'read' && 'teams' in input.shape);
		assert.ok(tools.length >= 10);
		const needed: Readonly<Record<string, object>> = {
			export_oncall_payroll: { since: '-7d', until: 'now' },
			report_sla: { acknowledge_within: 5 },
		};
		for (const { name } of tools) {
			account.pause();
			assert.ok(await account.call(name, { teams: 'me', ...needed[name] }), name);
		}
	});

	it('can be asked of one’s own teams, as they are now', async () => {
		await open();
		const mine = await oncalls({ teams: 'me', limit: 100 });
		assert.ok(mine.oncalls.some(({ escalation_policy: name }) => name === 'Payments'));
		for (const team of account.sandbox.store.teams.values()) team.members.clear();
		assert.match((await account.fail('list_oncalls', { teams: 'me' })).message, /not in any team/);
		for (const tool of ['list_shifts', 'find_coverage_gaps', 'get_oncall_hours'])
			assert.match((await account.fail(tool, { teams: 'me' })).message, /not in any team/, tool);
	});

	it('comes with e-mail addresses alone when only these are asked for', async () => {
		await open();
		const { oncalls: rows } = await oncalls({ services: 'Checkout', fields: ['user', 'escalation_policy', 'email'] });
		assert.ok(rows.length > 0 && rows.every(({ email }) => String(email).endsWith('@lumen-oak.example')));
		assert.ok(account.requests().every((request) => !request.includes('contact_methods')));
		const usual = await oncalls({ services: 'Checkout' });
		assert.ok(usual.oncalls.every((row) => !('email' in row)));
	});

	it('reads a time without zone by the schedule that is named, else by the person, and says how', async () => {
		await open();
		const india = await oncalls({ schedules: 'Data Business Hours', at: '2026-03-11T12:00' });
		assert.match(india.note ?? '', /At 2026-03-11T12:00:00\+05:30/);
		const own = await oncalls({ services: 'Checkout', at: '2026-03-11T12:00' });
		assert.match(own.note ?? '', /At 2026-03-11T12:00:00-07:00/);
		assert.match((await account.fail('list_oncalls', { at: '2h' })).message, /ahead or back/);
	});

	it('refuses a time without zone where nobody’s clock is known', async () => {
		await open({ key: 'account' });
		const failure = await account.fail('list_oncalls', { at: '2026-03-11T12:00' });
		assert.match(failure.message, /no time zone.*account-level key/);
		assert.match(failure.next ?? '', /2026-03-11T12:00Z/);
		await account.call('list_oncalls', { at: '2026-03-11T12:00Z' });
	});

	it('shows shifts as long as they are, also where they reach out of the asked time', async () => {
		await open();
		const day = { schedules: 'Payments Primary', since: '2026-03-11', until: '2026-03-12' };
		const whole = {
			user: 'Maya Okafor',
			start: '2026-03-09T09:00:00-07:00',
			end: '2026-03-16T09:00:00-07:00',
			hours: 168,
		};
		const [shift] = Shifts.parse(await account.call('list_shifts', day)).shifts;
		const { user, start, end, hours } = shift!;
		assert.deepEqual({ user, start, end, hours }, whole);
		const { people } = z
			.looseObject({ people: z.array(z.looseObject({ hours: z.number() })) })
			.parse(await account.call('get_oncall_hours', day));
		assert.equal(people[0]?.hours, 24);
	});

	it('finds the policies that page somebody through a schedule, and names the schedules', async () => {
		await open();
		const { escalation_policies: found, note } = Policies.parse(
			await account.call('list_escalation_policies', { users: 'Diego Fuentes' }),
		);
		assert.ok(found.some(({ name }) => name === 'Payments'));
		assert.match(note ?? '', /through a schedule: .*Payments Primary/);
		assert.ok(found.every(({ name }) => name !== 'Data & Insights'));
	});
});
