import assert from 'node:assert/strict';
import * as z from 'zod';
import { endlessList } from '../../support/endless-list.ts';
import { SignedIn } from '../../support/signed-in.ts';

const Noted = z.looseObject({ note: z.string().optional(), incomplete: z.array(z.string()).optional() });
const end = /PagerDuty lists no more than 10,000 rows/;

/** PagerDuty shows no more than 10,000 rows of any list. */
describe('a list that is longer than PagerDuty shows is never told as whole:', () => {
	let account: SignedIn;
	const open = async (...list: Parameters<typeof endlessList>) => {
		account = await SignedIn.open({ wire: endlessList(...list) });
	};
	afterEach(() => account.close());
	const noteOf = async (name: string, input: object) => {
		const answer = Noted.parse(await account.call(name, input));
		return [answer.note, ...(answer.incomplete ?? [])].join(' ');
	};
	const writes = () => account.requests().filter((request) => !request.startsWith('GET'));

	it('shifts', async () => {
		await open(/^\/oncalls$/, 'oncalls');
		assert.match(await noteOf('list_shifts', { until: '+2d' }), end);
	});

	it('who is next on call, and who is on call for teams', async () => {
		await open(/^\/oncalls$/, 'oncalls');
		assert.match(await noteOf('list_oncalls', { services: 'Checkout', next: true }), end);
		await account.close();
		await open(/^\/escalation_policies$/, 'escalation_policies');
		assert.match(await noteOf('list_oncalls', { teams: 'Payments' }), end);
	});

	it('members of a team', async () => {
		await open(/^\/teams\/\w+\/members$/, 'members');
		const answer = z
			.looseObject({ teams: z.array(z.looseObject({})), note: z.string() })
			.parse(await account.call('list_teams', { teams: 'Payments', include: ['members'] }));
		assert.match(answer.note, end);
		assert.ok(!('members' in answer.teams[0]!));
	});

	it('members of a team among whom somebody is not: nothing is changed', async () => {
		await open(/^\/teams\/\w+\/members$/, 'members');
		const change = { team: 'Payments', user: 'Liam Hartigan', role: 'responder' };
		assert.match((await account.fail('set_team_member', change)).message, end);
		assert.deepEqual(writes(), []);
	});

	it('overrides of a shift-based schedule', async () => {
		const [start, stop] = ['2026-03-12T10:00:00Z', '2026-03-12T11:00:00Z'];
		await open(/^\/v3\/schedules\/\w+\/overrides$/, 'overrides', { id: 'POVER', start_time: start, end_time: stop });
		assert.match(await noteOf('get_schedule', { schedule: 'Mobile Shifts', include: ['overrides'] }), end);
		const failure = await account.fail('delete_override', { schedule: 'Mobile Shifts', override: 'PNOTHERE' });
		assert.match(failure.message, end);
		assert.doesNotMatch(failure.message, /has no override/);
	});

	it('tags', async () => {
		await open(/^\/users\/\w+\/tags$/, 'tags', { id: 'PTAG', label: 'on-call' });
		assert.match(await noteOf('get_account', { user: 'Maya Okafor', include: ['tags'] }), end);
		const failure = await account.fail('change_tags', { user: 'Maya Okafor', add: ['new'] });
		assert.match(failure.message, end);
		assert.deepEqual(writes(), []);
	});

	it('alerts of an incident', async () => {
		await open(/^\/incidents\/\w+\/alerts$/, 'alerts');
		const { id } = await account.sandbox.trigger();
		assert.match((await account.fail('resolve_alerts', { incident: id, all: true })).message, end);
		const unknown = await account.fail('resolve_alerts', { incident: id, alerts: ['PNOTHERE'] });
		assert.doesNotMatch(unknown.message, /has no alert/);
		assert.deepEqual(writes(), []);
	});

	it('who is on call above a level', async () => {
		await open(/^\/oncalls$/, 'oncalls');
		const { id } = await account.sandbox.trigger();
		assert.match((await account.fail('escalate_incidents', { incidents: [id] })).message, end);
		assert.deepEqual(writes(), []);
	});

	it('schedules of a report', async () => {
		await open(/^\/schedules$/, 'schedules');
		const note = await noteOf('find_coverage_gaps', { until: '+1d' });
		assert.match(note, end);
	});

	it('people who are paid for being on call are looked up one by one where the list ends', async () => {
		await open(/^\/users$/, 'users');
		const { csv } = z
			.looseObject({ csv: z.string() })
			.parse(await account.call('export_oncall_payroll', { since: '2026-03-01', until: '2026-03-08' }));
		for (const name of ['Maya Okafor', 'Sofia Marchetti'])
			assert.match(csv, new RegExp(`${name}.*lumen-oak\\.example`));
	});

	it('and a change that is made is told also when who is on call now is not', async () => {
		await open(/^\/oncalls$/, 'oncalls');
		const answer = Noted.parse(await account.call('update_service', { service: 'Checkout', status: 'disabled' }));
		assert.match(answer.note ?? '', /could not be read/);
	});
});
