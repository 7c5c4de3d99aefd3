import assert from 'node:assert/strict';
import * as z from 'zod';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { isObject, objectAt } from '../../support/json-schema.ts';
import { samplesOf, type Input } from '../../support/sample-calls.ts';
import { recording, sentBy } from '../../support/sent-by.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Oncalls = z.object({
	oncalls: z.array(z.looseObject({ user: z.string() })),
	note: z.string().optional(),
	contacts: z.array(z.object({ user: z.string(), contact_methods: z.array(z.string()) })),
});

describe('an answer of which a part cannot be read', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const idOf = (name: string) =>
		[...account.sandbox.store.users.values()].find((user) => user.name === name)?.id ?? assert.fail(name);

	it('still tells who is on call, and names those whose contact methods are missing', async () => {
		await open();
		account.sandbox.faults.serverError = { status: 500, match: new RegExp(`/users/${idOf('Maya Okafor')}/contact`) };
		const { oncalls, contacts, note } = Oncalls.parse(
			await account.call('list_oncalls', { teams: 'Payments', contact_methods: true }),
		);
		assert.ok(oncalls.some(({ user }) => user === 'Maya Okafor'));
		assert.ok(contacts.length > 0);
		assert.ok(contacts.every(({ user }) => user !== 'Maya Okafor'));
		assert.match(note ?? '', /For "Maya Okafor", the contact methods could not be read/);
	});

	it('lists the schedules of one system although the other fails, and goes on with that later', async () => {
		await open();
		const Page = z.object({
			schedules: z.array(z.looseObject({ name: z.string() })),
			more: z.boolean(),
			next_cursor: z.string().optional(),
			note: z.string().optional(),
		});
		account.sandbox.faults.serverError = { status: 500, match: /v3/ };
		const first = Page.parse(await account.call('list_schedules', { limit: 100 }));
		assert.ok(first.schedules.length > 0);
		assert.match(first.note ?? '', /^Shift-based schedules are missing: /);
		assert.equal(first.more, true);
		account.sandbox.faults.serverError = undefined;
		const rest = Page.parse(await account.call('list_schedules', { limit: 100, cursor: first.next_cursor }));
		assert.ok(rest.schedules.some(({ name }) => name === 'Mobile Shifts'));
		assert.deepEqual([rest.more, rest.note], [false, undefined]);
	});

	it('lists no shifts of schedules whose policies are not told, and says which', async () => {
		await open({
			replies: (content, { path }) => {
				if (!/schedules\/\w+$/.test(path) || !isObject(content) || !isObject(content['schedule'])) return content;
				return { schedule: { ...content['schedule'], escalation_policies: null } };
			},
		});
		const schedules = ['Payments Primary', 'Mobile Shifts'];
		const answer = await account.call('list_shifts', { schedules, escalation_policies: 'Payments' });
		assert.deepEqual(answer['shifts'], []);
		const note = /did not say which escalation policies use "Payments Primary", "Mobile Shifts", so these shifts/;
		assert.match(String(answer['note']), note);
	});

	it('reads a schedule of which nobody knows the kind, its clock included', async () => {
		await open({
			replies: (content, { path }): unknown =>
				/schedules\b/.test(path)
					? JSON.parse(JSON.stringify(content).replaceAll(/"type":"schedule_v3\w*",/g, ''))
					: content,
		});
		const schedule = 'Mobile Shifts';
		const range = { since: '2026-03-10T09:00', until: '2026-03-11T09:00' };
		assert.ok((await account.call('get_schedule', { schedule, ...range }))['shifts']);
		assert.ok((await account.call('list_users', { schedule, ...range }))['users']);
	});

	it('names the people of a shift-based schedule although PagerDuty does not send them with it', async () => {
		await open({
			replies: (content, { path }) =>
				path.includes('/v3/schedules/') && isObject(content) && isObject(content['schedule'])
					? { schedule: { ...content['schedule'], users: null } }
					: content,
		});
		const schedule = 'Mobile Shifts';
		const answer = await account.call('get_schedule', { schedule, include: ['rotations'] });
		const names = JSON.stringify([answer['shifts'], answer['rotations']]);
		const ids = [...account.sandbox.store.users.keys()];
		assert.deepEqual(
			ids.filter((id) => new RegExp(`"(user|users)":\\[?[^\\]]*"${id}"`).test(names)),
			[],
		);
		const people = z.object({ people: z.array(z.looseObject({ user: z.string() })) });
		const report = people.parse(await account.call('get_oncall_hours', { schedules: schedule }));
		assert.ok(report.people.length > 1 && report.people.every(({ user }) => user.includes(' ')));
	});

	it('names a part of a service that PagerDuty does not send', async () => {
		await open({
			replies: (content, { path }) =>
				/services\/\w+$/.test(path) && isObject(content) && isObject(content['service'])
					? { service: { ...content['service'], integrations: null } }
					: content,
		});
		const answer = await account.call('get_service', { service: 'Checkout', include: 'integrations' });
		assert.deepEqual(answer['incomplete'], ['integrations could not be read: PagerDuty did not send them']);
	});

	it('fails when nothing can be read', async () => {
		await open();
		account.sandbox.faults.serverError = { status: 500, match: /schedules/ };
		assert.equal((await account.fail('list_schedules')).status, 500);
	});

	it('offers no automation actions for an incident of no known service, instead of all', async () => {
		const replies: SignedInOptions['replies'] = (content, { path }) =>
			path.startsWith('/incidents/') && isObject(content)
				? { incident: { ...objectAt(content, 'incident'), service: null } }
				: content;
		await open({ replies });
		const { id } = await account.sandbox.trigger();
		const shown = await account.call('list_automation_actions', { incident: id });
		assert.deepEqual([shown['automation_actions'], shown['more']], [[], false]);
		assert.match(String(shown['note']), /does not say which service/);
	});

	it('still shows a business service, and says that its impact is missing', async () => {
		await open();
		account.sandbox.faults.serverError = { status: 500, match: /impacts/ };
		const shown = await account.call('list_business_services', { business_service: 'Online Shop' });
		assert.match(JSON.stringify(shown['business_services']), /"name":"Online Shop".*"needs":\["/);
		assert.match(String(shown['note']), /^impact could not be read: /);
	});

	it('lists teams, and names those whose members are missing', async () => {
		await open();
		const payments = [...account.sandbox.store.teams.values()].find(({ name }) => name === 'Payments');
		account.sandbox.faults.serverError = { status: 500, match: new RegExp(`${payments?.id}/members`) };
		const { teams, note } = await account.call('list_teams', { include: 'members' });
		assert.match(JSON.stringify(teams), /Maya Okafor|Grace Kimathi|Jonas Richter/);
		assert.match(String(note), /^For "Payments", the members could not be read: /);
	});

	it('says that it is unclear whether a rotation goes on, and does not bring back the old one beside it', async () => {
		await open({
			meanwhile: ({ method, path }, { faults }) => {
				if (method === 'POST' && path.endsWith('/events')) {
					faults.dropAfter = { match: /^POST/, times: 1 };
					faults.serverError = { match: /^GET/, status: 500 };
				}
				return Promise.resolve();
			},
		});
		const change = { schedule: 'Incident Command', users: ['Ben Ostrowski'], start: '2026-03-16T00:00:00Z' };
		const { message } = await account.fail('set_rotation', change);
		assert.match(message, /now ends at 2026-03-16T00:00:00\S*, and it is unclear whether the new one follows/);
		assert.deepEqual(account.requests().filter((request) => request.startsWith('PUT')).length, 1);
		assert.ok(account.announced.some(({ oncall }) => oncall));
	});
});

/** Requests without which only a name is missing: the id stands in its place. */
const forNames = new Map([
	['list_change_events', ['/services']],
	['get_service', ['/services', '/business_services']],
]);

/** Requests for what comes beside an answer, whether asked for or not. */
const beside = new Map([
	['list_business_services', /^GET \/service_dependencies\//],
	['list_status_page_posts', /\/postmortem$/],
	['list_automation_actions', /\/invocations$/],
]);

describe('an answer never looks complete when a part of it could not be read', () => {
	let account: SignedIn;
	before(async () => (account = await SignedIn.open(recording)));
	after(() => account.close());

	for (const { name } of catalogue.filter(({ access }) => access === 'read')) {
		it(`of ${name}`, async () => {
			const call = (input: Input) =>
				account.toolbox.call(name, input, { signal: new AbortController().signal, priority: 'person' });
			for (const sample of await samplesOf(account, name)) {
				account.sandbox.clock.advance(60_000);
				await account.call(name, sample);
				// Names are known by now.
				const { sent } = await sentBy(() => account.call(name, sample));
				const { include, ...rest } = sample;
				// What is asked for with `include` comes beside the answer.
				const whole = include === undefined ? sent : (await sentBy(() => account.call(name, rest))).sent;
				for (const request of new Set(sent)) {
					if (forNames.get(name)?.some((path) => request === `GET ${path}`)) continue;
					account.sandbox.clock.advance(60_000);
					await account.call(name, sample);
					account.sandbox.faults.serverError = { status: 500, match: new RegExp(`^${request}(\\?|$)`) };
					const result = await call(sample);
					account.sandbox.faults.serverError = undefined;
					if (!result.ok) {
						assert.equal(result.failure.status, 500, request);
						assert.ok(
							whole.includes(request) && !beside.get(name)?.test(request),
							`${name} fails although only a part is missing: ${request}`,
						);
					} else assert.match(JSON.stringify(result.output), /status 500|could not be read/, `${name}: ${request}`);
				}
			}
		});
	}
});
