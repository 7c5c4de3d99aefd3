import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const User = z.object({ user: z.looseObject({ id: z.string(), name: z.string() }), note: z.string().optional() });
const Named = z.object({ users: z.array(z.object({ id: z.string(), name: z.string(), email: z.string() })) });
const Contacts = z.looseObject({
	contact_methods: z.array(z.looseObject({ id: z.string(), type: z.string(), label: z.string() })).default([]),
	notification_rules: z.array(z.looseObject({ id: z.string(), by: z.string() })).default([]),
});
const Teams = z.looseObject({
	teams: z.array(z.looseObject({ id: z.string(), name: z.string(), members: z.array(z.string()).optional() })),
	note: z.string().optional(),
});
const Team = z.object({ team: z.looseObject({ id: z.string(), name: z.string() }), outcome: z.string() });

describe('people', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const writes = (mark = 0) => account.requests(mark).filter((request) => !request.startsWith('GET'));
	const lastBody = (): unknown =>
		JSON.parse(account.sandbox.requests.filter(({ method }) => method !== 'GET').at(-1)?.body ?? '');
	const person = (name: string) =>
		[...account.sandbox.store.users.values()].find((user) => user.name === name && !user.deleted) ??
		assert.fail(`nobody is called ${name}`);
	const ada = { name: 'Ada Lind', email: 'ada.lind@lumen-oak.example' };
	const create = async (input: object = {}) => User.parse(await account.call('create_user', { ...ada, ...input }));

	describe('are shown', () => {
		it('one by one, the person signed in unless another is asked for', async () => {
			await open();
			assert.equal(User.parse(await account.call('get_user')).user.name, 'Maya Okafor');
			const asked = { user: 'JONAS.RICHTER@lumen-oak.example' };
			assert.equal(User.parse(await account.call('get_user', asked)).user.name, 'Jonas Richter');
		});

		it('with contact methods, rules and turns on request, addresses only when asked', async () => {
			await open();
			const { address } = person('Jonas Richter').contactMethods[1] ?? assert.fail();
			const include = ['contact_methods', 'notification_rules', 'oncalls'];
			const result = await account.call('get_user', { user: 'Jonas Richter', include });
			const { contact_methods: methods, notification_rules: rules } = Contacts.parse(result);
			assert.deepEqual(
				methods.map(({ type }) => type),
				['email', 'phone', 'push'],
			);
			assert.deepEqual(
				rules.map(({ by }) => by),
				['Phone (push)', 'Mobile (phone)', 'Work (email)'],
			);
			assert.ok(JSON.stringify(result['oncalls']).includes('Platform Reliability'));
			assert.ok(!JSON.stringify(result).includes(address));
			const reach = await account.call('get_user', { user: 'Jonas Richter', include: 'addresses' });
			assert.ok(JSON.stringify(reach).includes(`+1 ${address}`));
		});

		it('never with the key of a device or a private calendar', async () => {
			await open();
			const key = person('Maya Okafor').contactMethods.find(({ type }) => type.startsWith('push'))?.address ?? '';
			const include = ['contact_methods', 'addresses', 'notification_rules', 'oncalls'];
			const text = JSON.stringify(await account.call('get_user', { include, fields: 'all' }));
			assert.ok(!text.includes(key) && !/cal_url|webcal/.test(text));
		});

		it('with what could be read, and what could not is named', async () => {
			await open();
			account.sandbox.faults.scopeMissing = { match: /contact_methods/ };
			const result = await account.call('get_user', { include: ['contact_methods', 'oncalls'] });
			assert.match(JSON.stringify(result['incomplete']), /contact_methods could not be read/);
			assert.ok(result['oncalls']);
		});

		it('whatever role PagerDuty invents next', async () => {
			await open();
			person('Jonas Richter').role = 'galactic_admin';
			const { user } = User.parse(await account.call('get_user', { user: 'Jonas Richter' }));
			assert.equal(user['role'], 'galactic_admin');
			assert.equal((await account.call('list_users', { query: 'jonas' }))['returned'], 1);
		});

		it('by schedule: who is on call now, or at some time of a range', async () => {
			await open();
			const names = async (input: object) =>
				Named.parse(await account.call('list_users', { schedule: 'payments primary', ...input })).users.map(
					({ name }) => name,
				);
			assert.deepEqual(await names({}), ['Maya Okafor']);
			assert.deepEqual(await names({ since: '+7d' }), ['Diego Fuentes']);
			const [first, ...others] = await names({ until: '+28d' });
			assert.deepEqual([first, others.length], ['Maya Okafor', 3]);
			const mark = account.sandbox.requests.length;
			assert.equal(
				(await account.call('list_users', { schedule: 'Payments Primary', until: '+28d', limit: 2 }))['more'],
				true,
			);
			assert.equal(account.requests(mark).filter((request) => request.endsWith('/users')).length, 1);
		});

		it('by a shift-based schedule just as well', async () => {
			await open();
			const now = Named.parse(await account.call('list_users', { schedule: 'Mobile Shifts' })).users;
			const month = Named.parse(await account.call('list_users', { schedule: 'Mobile Shifts', until: '+28d' })).users;
			const ids = new Set(month.map(({ id }) => id));
			assert.ok(month.length > 1 && ids.size === month.length && now.every(({ id }) => ids.has(id)));
			assert.ok(month.every(({ email }) => email.includes('@')));
		});

		it('by a shift-based schedule on which somebody is who is gone', async () => {
			await open();
			const { shiftSchedules } = account.sandbox.store;
			const [command] = [...shiftSchedules.values()].filter(({ name }) => name === 'Incident Command');
			const { id: rotationId, events } = command!.rotations[0]!;
			const overriddenUserId = events[0]!.strategy.userIds[0]!;
			const span = { start: Date.parse('2026-03-11T09:00:00Z'), end: Date.parse('2026-03-11T12:00:00Z') };
			command!.overrides.push({ id: 'QGHOST', rotationId, overriddenUserId, overridingUserId: 'PGHOST1', ...span });
			const schedule = 'Incident Command';
			const Ids = z.object({ users: z.array(z.looseObject({ id: z.string(), name: z.string() })) });
			const { users } = Ids.parse(await account.call('list_users', { schedule, until: '+7d' }));
			assert.ok(users.length > 1);
			assert.equal(users.find(({ id }) => id === 'PGHOST1')?.name, 'PGHOST1');
			account.sandbox.faults.serverError = { match: /GET \/users\/P/, status: 500 };
			assert.equal((await account.fail('list_users', { schedule })).status, 500);
		});

		it('by schedule or by name and team, not by both, and times only of a schedule', async () => {
			await open();
			const schedule = 'Payments Primary';
			for (const more of [{ query: 'maya' }, { teams: 'Payments' }, { scope: 'my_teams' }])
				assert.match((await account.fail('list_users', { schedule, ...more })).message, /does not go with/);
			assert.match((await account.fail('list_users', { since: '-1d' })).message, /`schedule` only/);
			assert.match((await account.fail('list_users', { schedule, since: 'now', until: '-1d' })).message, /before/);
			assert.match((await account.fail('list_users', { schedule: 'Payments Primry' })).message, /no schedule/);
		});

		it('not by a name nobody or the id of something else has', async () => {
			await open();
			const failure = await account.fail('get_user', { user: 'Jonas Richtr' });
			assert.equal(failure.candidates?.[0]?.name, 'Jonas Richter');
			const [service] = account.sandbox.store.services.keys();
			await account.fail('get_user', { user: service });
			await account.fail('get_user', { user: 'Maya', include: 'contacts' });
		});
	});

	describe('are added', () => {
		it('once, with what is given, and found by name at once', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /^POST \/users$/ };
			const { user } = await create({ role: 'limited_user', time_zone: 'Europe/Stockholm', job_title: 'Engineer' });
			assert.deepEqual(
				[user['role'], user['time_zone'], user['job_title']],
				['limited_user', 'Europe/Stockholm', 'Engineer'],
			);
			assert.deepEqual(writes(), ['POST /users']);
			assert.equal(User.parse(await account.call('get_user', { user: 'ada lind' })).user.id, user.id);
		});

		it('not under an address that is taken: PagerDuty says so', async () => {
			await open();
			const failure = await account.fail('create_user', { name: 'M', email: 'maya.okafor@lumen-oak.example' });
			assert.match(failure.message, /already been taken/);
		});

		for (const [what, input] of [
			['what is no address', { name: 'Ada', email: 'ada' }],
			['an unknown role', { ...ada, role: 'boss' }],
			['no such time zone', { ...ada, time_zone: 'Europe/Atlantis' }],
			['null as name', { email: ada.email }],
			['an empty name', { ...ada, name: '' }],
			['an unknown argument', { ...ada, team: 'Payments' }],
		] as const) {
			it(`not with ${what}, before any request`, async () => {
				await open();
				await account.fail('create_user', input);
				assert.deepEqual(account.requests(), []);
			});
		}
	});

	describe('are changed', () => {
		it('without wiping the rest', async () => {
			await open();
			const before = { ...person('Ben Ostrowski') };
			await account.call('update_user', { user: 'Ben Ostrowski', job_title: 'Identity Lead' });
			const { name, email } = before;
			assert.deepEqual(lastBody(), { user: { type: 'user', name, email, job_title: 'Identity Lead' } });
			assert.deepEqual(person(name), { ...before, jobTitle: 'Identity Lead' });
		});

		it('not when nothing is given or it is so already', async () => {
			await open();
			assert.match((await account.fail('update_user', { user: 'me' })).message, /Nothing to change/);
			const { note } = User.parse(await account.call('update_user', { user: 'me', time_zone: 'America/Los_Angeles' }));
			assert.match(note ?? '', /Nothing changed/);
			assert.deepEqual(writes(), []);
		});

		it('and known by the new name at once, the person signed in too', async () => {
			await open();
			await account.call('get_current_user');
			await account.call('update_user', { user: 'me', name: 'Maya O. Okafor' });
			assert.equal(User.parse(await account.call('get_current_user')).user.name, 'Maya O. Okafor');
			await account.fail('get_user', { user: 'Maya Okafor' });
		});

		it('and a change that did not arrive is not reported as done', async () => {
			await open();
			account.sandbox.faults.dropBefore = { match: /^PUT \/users/ };
			const failure = await account.fail('update_user', { user: 'me', job_title: 'X' });
			assert.match(failure.next ?? '', /does not seem to have been carried out/);
		});
	});

	describe('are deleted', () => {
		it('only with the name repeated, and first it says what would break', async () => {
			await open();
			const preview = await account.ask('delete_user', { user: 'Jonas Richter' });
			for (const part of [
				/Nothing deleted yet/,
				/escalation policies: "Platform Reliability"/,
				/schedules: .*Follow/,
				/teams: "Platform/,
			])
				assert.match(preview.note, part);
			assert.deepEqual(writes(), []);
		});

		it('not while policies or schedules need them, in PagerDuty’s words', async () => {
			await open();
			const failure = await account.fail('delete_user', { user: 'Jonas Richter', confirm: 'Jonas Richter' });
			assert.match(failure.message, /being used by escalation policies/);
			assert.match(
				failure.message,
				/What is in the way: .*escalation policies: "Platform Reliability".*schedules: .*Follow/,
			);
			assert.equal(failure.status, 400);
			assert.ok(person('Jonas Richter'));
		});

		it('not with open incidents on a plan without offboarding', async () => {
			await open();
			const { abilities, incidents } = account.sandbox.store;
			abilities.splice(abilities.indexOf('offboarding'), 1);
			const { user } = await create();
			const incident = incidents.find(({ status }) => status !== 'resolved') ?? assert.fail();
			incident.assignments = [{ at: 0, userId: user.id }];
			const preview = await account.ask('delete_user', { user: 'Ada Lind' });
			assert.match(preview.note, /1 open incident[;.]/);
			const failure = await account.fail('delete_user', { user: 'Ada Lind', confirm: 'Ada Lind' });
			assert.match(failure.message, /incidents are assigned/);
		});

		it('when nothing needs them, once, also when the answer is lost', async () => {
			await open();
			await create();
			account.sandbox.faults.dropAfter = { match: /^DELETE/, times: 1 };
			assert.equal(
				(await account.call('delete_user', { user: 'Ada Lind', confirm: 'Ada Lind' }))['deleted'],
				'Ada Lind',
			);
			await account.fail('get_user', { user: 'Ada Lind' });
			assert.deepEqual(account.announced, [{ oncall: true }]);
		});

		it('but never the person signed in', async () => {
			await open();
			await account.fail('delete_user', { user: 'me', confirm: 'Maya Okafor' });
			await account.fail('delete_user', { user: 'Maya Okafor', confirm: 'Maya Okafor' });
			assert.deepEqual(writes(), []);
		});
	});

	describe('are reached', () => {
		const contacts = async () =>
			Contacts.parse(await account.call('get_user', { include: ['contact_methods', 'notification_rules'] }));

		it('by a new contact method, added once, and changed without wiping the rest', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /^POST/ };
			const spare = { user: 'me', type: 'sms', label: 'Spare', address: '(555) 010-0', country_code: 44 };
			await account.call('set_contact_method', spare);
			const relabelled = { user: 'me', contact_method: 'spare', label: 'Spare phone' };
			assert.ok(!JSON.stringify(await account.call('set_contact_method', relabelled)).includes('5550100'));
			const wanted = { type: 'sms_contact_method', label: 'Spare phone', address: '5550100', country_code: 44 };
			assert.deepEqual(lastBody(), { contact_method: wanted });
			assert.equal((await contacts()).contact_methods.filter(({ type }) => type === 'sms').length, 1);
		});

		it('by a rule for a contact method given by its label', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /^POST/ };
			await account.call('set_notification_rule', { user: 'me', contact_method: 'Mobile', after_minutes: 15 });
			const rules = (await contacts()).notification_rules.filter(({ after_minutes: minutes }) => minutes === 15);
			assert.deepEqual(
				rules.map(({ by, urgency }) => [by, urgency]),
				[['Mobile (phone)', 'high']],
			);
			const [id] = rules.map((rule) => rule.id);
			await account.call('set_notification_rule', { user: 'me', notification_rule: id, after_minutes: 20 });
			const changed = (await contacts()).notification_rules.find((rule) => rule.id === id);
			assert.deepEqual([changed?.['after_minutes'], changed?.by, changed?.['urgency']], [20, 'Mobile (phone)', 'high']);
		});

		it('and a change to what is so already sends nothing', async () => {
			await open();
			const [rule] = (await contacts()).notification_rules;
			const unchanged = { user: 'me', notification_rule: rule?.id, urgency: 'high' };
			assert.match(String((await account.call('set_notification_rule', unchanged))['note']), /Nothing changed/);
			const same = { user: 'me', contact_method: 'Mobile', label: 'Mobile' };
			assert.match(String((await account.call('set_contact_method', same))['note']), /Nothing changed/);
			assert.deepEqual(writes(), []);
		});

		it('no longer by what is deleted, with the rules that used it named', async () => {
			await open();
			const result = await account.call('delete_contact_method', { user: 'me', contact_method: 'Mobile' });
			assert.deepEqual(result['deleted'], ['Mobile (phone)', 'rule: high urgency, after 5 min by Mobile (phone)']);
			assert.equal(result['high_urgency_rules_left'], 1);
			const [rule] = (await contacts()).notification_rules;
			account.sandbox.faults.dropAfter = { match: /^DELETE/, times: 1 };
			await account.call('delete_contact_method', { user: 'me', notification_rule: rule?.id });
			assert.equal((await contacts()).notification_rules.length, 1);
		});

		for (const [what, tool, input] of [
			['a new one without type', 'set_contact_method', { label: 'X', address: '5550100' }],
			['letters as a phone number', 'set_contact_method', { type: 'sms', label: 'X', address: 'call me' }],
			[
				'a country code for an e-mail address',
				'set_contact_method',
				{ type: 'email', label: 'X', address: 'a@b.example', country_code: 1 },
			],
			[
				'a country code past 1999',
				'set_contact_method',
				{ type: 'sms', label: 'X', address: '5550100', country_code: 2000 },
			],
			['push', 'set_contact_method', { type: 'push', label: 'X', address: 'x' }],
			['a device to change from here', 'set_contact_method', { contact_method: 'Phone', label: 'Y' }],
			['another type for an old one', 'set_contact_method', { contact_method: 'Mobile', type: 'sms' }],
			['no change', 'set_contact_method', { contact_method: 'Mobile' }],
			['a contact method nobody has', 'set_contact_method', { contact_method: 'Fax', label: 'Y' }],
			['a rule without contact method', 'set_notification_rule', { after_minutes: 3 }],
			['a rule nobody has', 'set_notification_rule', { notification_rule: 'PNOSUCH', after_minutes: 3 }],
			['a delay below zero', 'set_notification_rule', { contact_method: 'Mobile', after_minutes: -1 }],
			['nothing to delete', 'delete_contact_method', {}],
			['two things to delete', 'delete_contact_method', { contact_method: 'Mobile', notification_rule: 'P' }],
		] as const) {
			it(`not by ${what}`, async () => {
				await open();
				await account.fail(tool, { user: 'me', ...input });
				assert.deepEqual(writes(), []);
			});
		}

		it('and several contact methods of one label are told apart', async () => {
			await open();
			for (const method of person('Maya Okafor').contactMethods) method.label = 'Mine';
			const failure = await account.fail('delete_contact_method', { user: 'me', contact_method: 'Mine' });
			assert.deepEqual(
				failure.candidates?.map(({ name }) => name),
				['Mine (email)', 'Mine (phone)', 'Mine (push)'],
			);
			await account.call('delete_contact_method', { user: 'me', contact_method: 'Mine (phone)' });
		});
	});

	describe('in teams', () => {
		it('are listed with their roles', async () => {
			await open();
			const { teams } = Teams.parse(await account.call('list_teams', { query: 'pay', include: 'members' }));
			assert.deepEqual(teams[0]?.members?.sort(), [
				'Ben Ostrowski (responder)',
				'Diego Fuentes (responder)',
				'Ethan Caldwell (responder)',
				'Maya Okafor (manager)',
			]);
		});

		it('my own take no request but the one for me', async () => {
			await open();
			const { teams } = Teams.parse(await account.call('list_teams', { scope: 'mine' }));
			assert.deepEqual(teams.map(({ name }) => name).sort(), ['Payments', 'Storefront']);
			assert.deepEqual(account.requests(), ['GET /users/me']);
			const filtered = Teams.parse(await account.call('list_teams', { scope: 'mine', query: 'STORE', limit: 1 }));
			assert.deepEqual(
				filtered.teams.map(({ name }) => name),
				['Storefront'],
			);
		});

		it('my own are none for a person in no team, and that is said', async () => {
			await open();
			for (const team of account.sandbox.store.teams.values()) team.members.clear();
			const result = Teams.parse(await account.call('list_teams', { scope: 'mine' }));
			assert.deepEqual(result.teams, []);
			assert.match(result.note ?? '', /not in any team/);
		});

		it('are listed as many as asked, with a cursor that fits no other list', async () => {
			await open();
			const first = await account.call('list_teams', { limit: 2 });
			assert.deepEqual([first['returned'], first['more']], [2, true]);
			assert.equal((await account.call('list_teams', { cursor: first['next_cursor'] }))['returned'], 3);
			await account.fail('list_teams', { query: 'a', cursor: first['next_cursor'] });
			await account.fail('list_teams', { teams: 'Payments', scope: 'mine' });
		});

		it('are added, given another role, and taken out', async () => {
			await open();
			const set = (role: string) => account.call('set_team_member', { team: 'Payments', user: 'Liam Hartigan', role });
			assert.equal((await set('observer'))['outcome'], 'added');
			const changed = await set('manager');
			assert.deepEqual([changed['outcome'], changed['previous_role']], ['role_changed', 'observer']);
			assert.equal((await set('manager'))['outcome'], 'unchanged');
			account.sandbox.faults.dropAfter = { match: /^DELETE/, times: 1 };
			assert.equal((await set('remove'))['outcome'], 'removed');
			assert.equal((await set('remove'))['outcome'], 'unchanged');
		});

		it('are not taken out while a policy of the team pages them: a refusal is a failure', async () => {
			await open();
			const change = { team: 'Storefront', user: 'Oliver Bramwell', role: 'remove' };
			const { confirm } = await account.ask('set_team_member', change);
			const failure = await account.fail('set_team_member', { ...change, confirm });
			assert.match(failure.message, /escalation policy/);
			assert.equal(failure.status, 400);
		});

		it('and what I may see of my teams follows at once', async () => {
			await open();
			await account.call('list_teams', { scope: 'mine' });
			await account.call('set_team_member', { team: 'Mobile & Fulfilment', user: 'me', role: 'observer' });
			assert.equal(Teams.parse(await account.call('list_teams', { scope: 'mine' })).teams.length, 3);
		});

		it('need a role that there is', async () => {
			await open();
			await account.fail('set_team_member', { team: 'Payments', user: 'me', role: 'boss' });
			await account.fail('set_team_member', { team: 'Payments', user: 'me' });
			assert.deepEqual(account.requests(), []);
		});
	});

	describe('have teams', () => {
		it('created once, even when the answer is lost', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /^POST/ };
			const made = await account.call('set_team', { name: 'Night Watch', description: 'After dark', private: true });
			assert.equal(Team.parse(made).outcome, 'created');
			assert.deepEqual(writes(), ['POST /teams']);
			await account.call('list_teams', { teams: 'Night Watch' });
		});

		it('renamed without wiping description or privacy', async () => {
			await open();
			await account.call('set_team', { name: 'Night Watch', description: 'After dark', private: true });
			const { team } = Team.parse(await account.call('set_team', { team: 'Night Watch', name: 'Night Owls' }));
			assert.deepEqual(lastBody(), { team: { type: 'team', name: 'Night Owls' } });
			assert.deepEqual([team['description'], team['default_role']], ['After dark', 'none']);
		});

		it('changed in one thing, the name is kept', async () => {
			await open();
			await account.call('set_team', { team: 'Payments', private: true });
			assert.deepEqual(lastBody(), { team: { type: 'team', name: 'Payments', default_role: 'none' } });
			const again = await account.call('set_team', { team: 'Payments', private: true });
			assert.equal(Team.parse(again).outcome, 'unchanged');
		});

		for (const [what, input] of [
			['no name', { description: 'x' }],
			['no change', { team: 'Payments' }],
			['a name of 101 characters', { name: 'x'.repeat(101) }],
			['an unknown argument', { name: 'x', parent: 'Payments' }],
			['a team that is not there', { team: 'Paymants', name: 'x' }],
			['privacy in words', { name: 'x', private: 'maybe' }],
		] as const) {
			it(`not with ${what}`, async () => {
				await open();
				await account.fail('set_team', input);
				assert.deepEqual(writes(), []);
			});
		}

		it('deleted only with the name repeated, and first told what belongs to them', async () => {
			await open();
			const preview = await account.ask('delete_team', { team: 'Payments' });
			for (const part of [
				/services: "Payments Gateway"/,
				/escalation policies: "Payments"/,
				/schedules: "Payments Primary"/,
			])
				assert.match(preview.note, part);
			const failure = await account.fail('delete_team', { team: 'Payments', confirm: 'Payments' });
			assert.equal(failure.code, 6006);
			assert.match(
				failure.message,
				/What is in the way: .*services: "Payments Gateway"; escalation policies: "Payments"/,
			);
			await account.call('set_team', { name: 'Night Watch' });
			await account.fail('delete_team', { team: 'Night Watch', reassign_to: 'Night Watch', confirm: 'Night Watch' });
			await account.call('delete_team', { team: 'Night Watch', reassign_to: 'Payments', confirm: 'Night Watch' });
			await account.fail('list_teams', { teams: 'Night Watch' });
		});
	});
});
