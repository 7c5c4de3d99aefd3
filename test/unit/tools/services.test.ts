import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Service = z.object({ service: z.looseObject({ id: z.string(), name: z.string() }), note: z.string().optional() });
const Window = z.object({
	maintenance_window: z.looseObject({ id: z.string(), state: z.string(), services: z.array(z.string()) }),
});
const Windows = z.looseObject({
	maintenance_windows: z.array(z.looseObject({ id: z.string(), state: z.string() })),
	note: z.string().optional(),
});
const Dependencies = z.looseObject({
	added: z.number(),
	removed: z.number(),
	depends_on: z.array(z.looseObject({ name: z.string() })),
	needed_by: z.array(z.looseObject({ name: z.string() })),
});
const Grouping = z.object({
	alert_grouping: z.looseObject({ type: z.string(), services: z.array(z.string()) }).optional(),
	note: z.string().optional(),
});

describe('services', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const writes = (mark = 0) => account.requests(mark).filter((request) => !request.startsWith('GET'));
	const lastBody = (): unknown =>
		JSON.parse(account.sandbox.requests.filter(({ method }) => method !== 'GET').at(-1)?.body ?? '');
	const stored = (name: string) =>
		[...account.sandbox.store.services.values()].find((service) => service.name === name && !service.deleted) ??
		assert.fail(`no service ${name}`);
	const create = async (input: object = {}) =>
		Service.parse(
			await account.call('create_service', { name: 'Gift Cards', escalation_policy: 'Payments', ...input }),
		);

	describe('are created', () => {
		it('with what is given, and found by name at once', async () => {
			await open();
			const { service } = await create({ acknowledgement_timeout: 600, auto_resolve_timeout: 0, urgency: 'low' });
			assert.equal(service['escalation_policy'], 'Payments');
			assert.equal(stored('Gift Cards').acknowledgementTimeout, 600_000);
			assert.equal(stored('Gift Cards').autoResolveTimeout, null);
			assert.equal(Service.parse(await account.call('get_service', { service: 'gift cards' })).service.id, service.id);
		});

		it('never twice, and not reported as failed when only the answer is lost', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /^POST \/services$/ };
			assert.equal((await create()).service.name, 'Gift Cards');
			assert.deepEqual(writes(), ['POST /services']);
			account.sandbox.faults.dropAfter = undefined;
			account.sandbox.faults.dropBefore = { match: /^POST \/services$/ };
			const failure = await account.fail('create_service', { name: 'Other', escalation_policy: 'Payments' });
			assert.match(failure.next ?? '', /does not seem to have been carried out/);
		});

		it('not under a name that is taken: PagerDuty says so', async () => {
			await open();
			const failure = await account.fail('create_service', { name: 'Checkout', escalation_policy: 'Payments' });
			assert.match(failure.message, /already been taken/);
		});

		for (const [what, input] of [
			['an unknown argument', { name: 'X', escalation_policy: 'Payments', colour: 'red' }],
			['no policy', { name: 'X' }],
			['an empty name', { name: ' ', escalation_policy: 'Payments' }],
			['null as text', { name: 'X', escalation_policy: 'null' }],
			['an unknown urgency', { name: 'X', escalation_policy: 'Payments', urgency: 'urgent' }],
			['a negative timeout', { name: 'X', escalation_policy: 'Payments', auto_resolve_timeout: -1 }],
			['a timeout that is a word', { name: 'X', escalation_policy: 'Payments', auto_resolve_timeout: 'soon' }],
			['an object as policy', { name: 'X', escalation_policy: { id: 'P' } }],
		] as const) {
			it(`not with ${what}, before any request`, async () => {
				await open();
				await account.fail('create_service', input);
				assert.deepEqual(account.requests(), []);
			});
		}

		it('not for the id of a team or an unknown policy', async () => {
			await open();
			const [team] = account.sandbox.store.teams.keys();
			for (const policy of [team, 'Paymints']) {
				await account.fail('create_service', { name: 'X', escalation_policy: policy });
			}
			assert.deepEqual(writes(), []);
		});
	});

	describe('are changed', () => {
		it('without wiping the rest: a new name sends the name only', async () => {
			await open();
			const before = { ...stored('Checkout') };
			await account.call('update_service', { service: 'Checkout', name: 'Till' });
			const id = before.policyId;
			assert.deepEqual(lastBody(), {
				service: { type: 'service', name: 'Till', escalation_policy: { id, type: 'escalation_policy_reference' } },
			});
			assert.deepEqual(stored('Till'), { ...before, name: 'Till' });
		});

		it('in everything that can be changed, told to whoever shows who is on call', async () => {
			await open();
			const changes = {
				description: 'Closed',
				status: 'disabled',
				urgency: 'severity_based',
				auto_resolve_timeout: 60,
			};
			const result = await account.call('update_service', {
				service: 'Internal Tools',
				escalation_policy: 'Payments',
				...changes,
			});
			const { service } = Service.parse(result);
			assert.deepEqual(
				{ ...service },
				{
					...service,
					description: 'Closed',
					status: 'disabled',
					escalation_policy: 'Payments',
					urgency: 'severity_based',
				},
			);
			assert.deepEqual(account.announced, [{ oncall: true }]);
		});

		it('not when nothing is given, and not when it is so already', async () => {
			await open();
			assert.match((await account.fail('update_service', { service: 'Checkout' })).message, /Nothing to change/);
			const same = {
				service: 'Checkout',
				description: 'Basket to order confirmation',
				status: 'active',
				urgency: 'high',
			};
			const { note } = Service.parse(await account.call('update_service', { ...same, acknowledgement_timeout: 0 }));
			assert.match(note ?? '', /Nothing changed/);
			assert.deepEqual(writes(), []);
		});

		it('to an urgency that goes by support hours, in words that are shown again', async () => {
			await open();
			const hours = { support_hours: 'Mon-Fri 9:00-17:30 Europe/London', urgency_during: 'severity_based' };
			const { service } = Service.parse(await account.call('update_service', { service: 'Checkout', ...hours }));
			assert.equal(service['support_hours'], 'mon-fri 09:00-17:30 Europe/London');
			assert.equal(service['urgency'], 'severity_based in support hours, low outside');
			const { note } = Service.parse(await account.call('update_service', { service: 'Checkout', ...hours }));
			assert.match(note ?? '', /Nothing changed/);
			// It is Tuesday, ten o'clock.
			const urgent = (await account.sandbox.trigger({ service: 'Checkout' })).id;
			account.sandbox.clock.set(new Date('2026-03-10T20:00:00Z'));
			const waits = (await account.sandbox.trigger({ service: 'Checkout' })).id;
			const { store } = account.sandbox;
			assert.deepEqual([store.incident(urgent)?.urgency, store.incident(waits)?.urgency], ['high', 'low']);
			assert.equal(store.incident(waits)?.pending.has('urgency_change'), false);
		});

		it('to other support hours, the rest of them as it was', async () => {
			await open();
			const change = async (input: object) =>
				Service.parse(await account.call('update_service', { service: 'Internal Tools', ...input })).service;
			const urgency = async (input: object) => (await change(input))['urgency'];
			assert.equal(
				(await change({ support_hours: 'sat,sun 10:00-12:00' }))['support_hours'],
				'sat,sun 10:00-12:00 Europe/Berlin',
			);
			assert.equal(
				await urgency({ urgency_outside: 'severity_based' }),
				'high in support hours, severity_based outside, raised when they begin',
			);
			assert.equal(await urgency({ raise_urgency: false }), 'high in support hours, severity_based outside');
			assert.deepEqual(stored('Internal Tools').supportHours?.days, [6, 7]);
			assert.equal(await urgency({ urgency: 'low' }), 'low');
			assert.equal(stored('Internal Tools').supportHours, null);
		});

		it('not to support hours that cannot be', async () => {
			await open();
			for (const [input, message] of [
				[{ urgency: 'low', urgency_during: 'high' }, /all hours/],
				[{ raise_urgency: true }, /no support hours/],
				[{ support_hours: 'mon-fri 09:00-17:00' }, /cannot be read/],
				[{ support_hours: 'weekdays 09:00-17:00 UTC' }, /cannot be read/],
				[{ support_hours: 'fri-mon 09:00-17:00 UTC' }, /cannot be read/],
				[{ support_hours: 'mon-fri 09:00-25:00 UTC' }, /cannot be read/],
				[{ support_hours: 'mon-fri 09:00-17:00 Europe/Berln' }, /not a time zone/],
			] as const) {
				const failure = await account.fail('update_service', { service: 'Checkout', ...input });
				assert.match(failure.message, message, JSON.stringify(input));
			}
			assert.deepEqual(writes(), []);
		});

		it('to make incidents without alerts', async () => {
			await open();
			const changes = { service: 'Checkout', alert_creation: 'create_incidents', acknowledgement_timeout: 0 };
			await account.call('update_service', changes);
			const { service } = Service.parse(await account.call('get_service', { service: 'Checkout', fields: 'all' }));
			assert.equal(service['alert_creation'], 'create_incidents');
			const { id } = await account.sandbox.trigger({ service: 'Checkout' });
			assert.equal(account.sandbox.store.alerts.of(id).length, 0);
		});

		it('and found by the new name, no longer by the old one', async () => {
			await open();
			await account.call('get_service', { service: 'Checkout' });
			await account.call('update_service', { service: 'Checkout', name: 'Till' });
			await account.call('get_service', { service: 'Till' });
			await account.fail('get_service', { service: 'Checkout' });
		});

		it('and read back when no answer comes', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /^PUT \/services/ };
			await account.call('update_service', { service: 'Checkout', name: 'Till' });
			account.sandbox.faults.dropAfter = undefined;
			account.sandbox.faults.dropBefore = { match: /^PUT \/services/ };
			await account.fail('update_service', { service: 'Till', name: 'Checkout' });
			assert.equal(stored('Till').name, 'Till');
		});
	});

	describe('are deleted', () => {
		it('only with the name repeated, and first say what would break', async () => {
			await open();
			await account.sandbox.trigger({ service: 'Checkout' });
			const preview = await account.ask('delete_service', { service: 'Checkout' });
			assert.equal(preview.confirm, 'Checkout');
			for (const part of [/Nothing deleted yet/, /open incidents/, /integrations: "Datadog"/, /5 dependencies/])
				assert.match(preview.note, part);
			assert.match(preview.note, /call again with confirm: "Checkout"/);
			assert.match(
				(await account.fail('delete_service', { service: 'Checkout', confirm: 'yes' })).message,
				/not the name/,
			);
			assert.deepEqual(writes(), []);
			assert.equal(
				(await account.call('delete_service', { service: 'Checkout', confirm: 'Checkout' }))['deleted'],
				'Checkout',
			);
			await account.fail('get_service', { service: 'Checkout' });
		});

		it('once, also when the answer is lost', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /^DELETE/, times: 1 };
			await account.call('delete_service', { service: 'Recommendations', confirm: 'Recommendations' });
			await account.fail('get_service', { service: 'Recommendations' });
		});

		it('never by a key that may only read', async () => {
			await open({ key: 'readOnly' });
			const failure = await account.fail('delete_service', { service: 'Checkout', confirm: 'Checkout' });
			assert.equal(failure.status, 403);
		});
	});

	describe('show', () => {
		const full = { include: ['dependencies', 'maintenance_windows', 'integrations', 'alert_grouping'] };

		it('dependencies, windows, integrations and grouping in one call, names with them, keys never', async () => {
			await open();
			const result = await account.call('get_service', { service: 'Checkout', ...full });
			const { dependencies, alert_grouping: grouping } = z
				.object({
					dependencies: z.object({
						depends_on: z.array(z.looseObject({ name: z.string() })),
						needed_by: z.array(z.looseObject({ name: z.string() })),
					}),
					alert_grouping: z.looseObject({ type: z.string() }),
				})
				.parse(result);
			assert.deepEqual(dependencies.depends_on.map(({ name }) => name).sort(), [
				'Identity & Login',
				'Inventory Sync',
				'Payments Gateway',
			]);
			assert.deepEqual(dependencies.needed_by.map(({ name }) => name).sort(), ['Mobile API', 'Online Shop']);
			assert.equal(grouping.type, 'intelligent');
			const text = JSON.stringify(result);
			for (const { integrations } of account.sandbox.store.services.values())
				for (const { key } of integrations) assert.ok(!text.includes(key));
		});

		it('what could be read, and say what could not', async () => {
			await open();
			account.sandbox.faults.serverError = { match: /^GET \/service_dependencies/, status: 500 };
			const result = await account.call('get_service', { service: 'Checkout', ...full });
			assert.match(JSON.stringify(result['incomplete']), /dependencies could not be read/);
			assert.ok(result['alert_grouping']);
		});
	});

	describe('of my teams', () => {
		it('are listed', async () => {
			await open();
			const { services } = z
				.object({ services: z.array(z.object({ teams: z.array(z.string()) })) })
				.parse(await account.call('list_services', { scope: 'my_teams' }));
			assert.ok(services.length > 0);
			assert.ok(services.every(({ teams }) => teams.some((team) => ['Payments', 'Storefront'].includes(team))));
		});

		it('are none for a person in no team, and the list says why', async () => {
			await open();
			for (const team of account.sandbox.store.teams.values()) team.members.clear();
			for (const tool of ['list_services', 'list_users', 'list_maintenance_windows', 'list_escalation_policies']) {
				const result = await account.call(tool, { scope: 'my_teams' });
				assert.equal(result['returned'], 0, tool);
				assert.match(String(result['note']), /not in any team/);
			}
		});

		it('need a person, and no teams beside', async () => {
			await open();
			assert.match((await account.fail('list_services', { scope: 'my_teams', teams: 'Payments' })).message, /not both/);
			await account.close();
			await open({ key: 'account' });
			assert.match((await account.fail('list_users', { scope: 'my_teams' })).message, /account-level key/);
		});
	});

	describe('get integrations', () => {
		it('whose key is shown this once', async () => {
			await open();
			const made = await account.call('create_service_integration', { service: 'Checkout', name: 'Synthetics' });
			assert.match(String(made['integration_key']), /^[0-9a-f]{32}$/);
			assert.match(String(made['note']), /secret/);
			const shown = await account.call('get_service', { service: 'Checkout', include: 'integrations', fields: 'all' });
			assert.ok(!JSON.stringify(shown).includes(String(made['integration_key'])));
		});

		it('once, also when the answer is lost', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /^POST/ };
			const made = await account.call('create_service_integration', { service: 'Checkout', name: 'Synthetics' });
			assert.ok(made['integration_key']);
			assert.equal(stored('Checkout').integrations.filter(({ name }) => name === 'Synthetics').length, 1);
		});

		it('with an address only for e-mail', async () => {
			await open();
			await account.fail('create_service_integration', { service: 'Checkout', name: 'M', type: 'email' });
			await account.fail('create_service_integration', { service: 'Checkout', name: 'M', email: 'a@b.example' });
			assert.deepEqual(account.requests(), []);
		});
	});

	describe('go into maintenance', () => {
		const start = (input: object = {}) =>
			account.call('set_maintenance_window', { services: ['Checkout', 'Product Search'], end: '+2h', ...input });

		it('now, show so, open no incidents, and come back when it is ended', async () => {
			await open();
			for (const incident of account.sandbox.store.incidents)
				account.sandbox.store.moveIncident(incident, { status: 'resolved' });
			const { maintenance_window: window } = Window.parse(await start({ description: 'Upgrade' }));
			assert.equal(window.state, 'ongoing');
			assert.deepEqual(window.services, ['Checkout', 'Product Search']);
			const status = async () =>
				Service.parse(await account.call('get_service', { service: 'Checkout' })).service['status'];
			assert.equal(await status(), 'maintenance');
			account.sandbox.clock.advance(30 * 60_000);
			const ended = await account.call('delete_maintenance_window', { maintenance_window: window.id });
			assert.equal(ended['outcome'], 'ended');
			const after = Window.parse(ended).maintenance_window;
			assert.equal(after.state, 'past');
			assert.match(String(after['end']), /^2026-03-10T10:3/);
			assert.equal(await status(), 'active');
			assert.match(
				(await account.fail('delete_maintenance_window', { maintenance_window: window.id })).message,
				/over/,
			);
		});

		it('later, changed without wiping the rest, and deleted before it begins', async () => {
			await open();
			const { maintenance_window: window } = Window.parse(await start({ start: '+1h', description: 'Upgrade' }));
			assert.equal(window.state, 'future');
			const moved = Window.parse(
				await account.call('set_maintenance_window', { maintenance_window: window.id, end: '+3h' }),
			).maintenance_window;
			assert.deepEqual(moved, { ...window, end: '2026-03-10T06:00:00-07:00' });
			const Sent = z.object({ maintenance_window: z.looseObject({ description: z.string().optional() }) });
			assert.equal(Sent.parse(lastBody()).maintenance_window.description, 'Upgrade');
			const mark = account.requests().length;
			const same = { maintenance_window: window.id, services: window.services, end: '+3h' };
			assert.match(String((await account.call('set_maintenance_window', same))['note']), /Nothing changed/);
			assert.ok(
				account
					.requests()
					.slice(mark)
					.every((request) => request.startsWith('GET')),
			);
			const gone = await account.call('delete_maintenance_window', { maintenance_window: window.id });
			assert.equal(gone['outcome'], 'deleted');
		});

		it('once, also when the answer is lost', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /^POST/ };
			const { maintenance_window: window } = Window.parse(await start({ description: 'Once' }));
			assert.ok(window.id);
			assert.deepEqual(writes(), ['POST /maintenance_windows']);
			account.sandbox.faults.dropAfter = { match: /^DELETE/, times: 1 };
			const ended = await account.call('delete_maintenance_window', { maintenance_window: window.id });
			assert.equal(ended['outcome'], 'ended');
		});

		it('needs a From address with an account-level key, and says so', async () => {
			await open({ key: 'account' });
			const failure = await account.fail('set_maintenance_window', { services: 'Checkout', end: '+2h' });
			assert.match(JSON.stringify(failure), /From/);
		});

		for (const [what, input] of [
			['no services', { end: '+1h' }],
			['no end', { services: 'Checkout' }],
			['an end before the start', { services: 'Checkout', start: '+2h', end: '+1h' }],
			['an end in the past', { services: 'Checkout', start: '-2h', end: '-1h' }],
			['an end that is no moment', { services: 'Checkout', end: 'tomorrow' }],
			['an unknown argument', { services: 'Checkout', end: '+1h', reason: 'x' }],
			['an unknown service', { services: 'Chekout', end: '+1h' }],
		] as const) {
			it(`not with ${what}`, async () => {
				await open();
				await account.fail('set_maintenance_window', input);
				assert.deepEqual(writes(), []);
			});
		}

		it('is not changed without a change, when it is over, or when it is not there', async () => {
			await open();
			const { maintenance_windows: past } = Windows.parse(
				await account.call('list_maintenance_windows', { state: 'past' }),
			);
			const id = past[0]?.id;
			assert.match(
				(await account.fail('set_maintenance_window', { maintenance_window: id, end: '+1h' })).message,
				/over/,
			);
			assert.match(
				(await account.fail('set_maintenance_window', { maintenance_window: id })).message,
				/Nothing to change/,
			);
			assert.equal(
				(await account.fail('set_maintenance_window', { maintenance_window: 'PNOSUCH', end: '+1h' })).status,
				404,
			);
			assert.deepEqual(writes(), []);
		});

		it('is listed by state, service, team and words', async () => {
			await open();
			const list = async (input: object) =>
				Windows.parse(await account.call('list_maintenance_windows', input)).maintenance_windows.map(
					({ state }) => state,
				);
			assert.deepEqual(await list({}), ['future']);
			assert.deepEqual(await list({ state: 'past', services: 'Order Fulfilment' }), ['past']);
			assert.deepEqual(await list({ state: 'all', teams: 'Platform Reliability', query: 'farm' }), ['future']);
			assert.deepEqual(await list({ services: 'Checkout' }), []);
			assert.match((await account.fail('list_maintenance_windows', { state: 'opn' })).next ?? '', /open/);
		});

		it('is paged with a cursor that fits no other list', async () => {
			await open();
			const first = await account.call('list_maintenance_windows', { state: 'all', limit: 1 });
			assert.equal(first['more'], true);
			const cursor = first['next_cursor'];
			const second = await account.call('list_maintenance_windows', { state: 'all', limit: 1, cursor });
			assert.equal(second['more'], false);
			await account.fail('list_maintenance_windows', { state: 'past', cursor });
		});
	});

	describe('depend on each other', () => {
		const update = async (input: object) =>
			Dependencies.parse(await account.call('update_service_dependencies', { service: 'Payments Gateway', ...input }));

		it('as far as asked; the others stay', async () => {
			await open();
			const result = await update({ add_depends_on: 'Identity & Login', add_needed_by: ['Recommendations'] });
			assert.deepEqual([result.added, result.removed], [2, 0]);
			assert.deepEqual(result.needed_by.map(({ name }) => name).sort(), [
				'Checkout',
				'Recommendations',
				'Taking Payments',
			]);
			const after = await update({ remove_needed_by: 'Recommendations' });
			assert.deepEqual([after.added, after.removed], [0, 1]);
			assert.deepEqual(
				after.depends_on.map(({ name }) => name),
				['Identity & Login'],
			);
		});

		it('and business services on them', async () => {
			await open();
			const business = { add_needed_by_business: 'Online Shop', remove_needed_by_business: 'Taking Payments' };
			const result = await update(business);
			assert.deepEqual([result.added, result.removed], [1, 1]);
			assert.deepEqual(
				result.needed_by.map(({ name, kind }) => [name, kind]),
				[
					['Checkout', 'service'],
					['Online Shop', 'business_service'],
				],
			);
			await account.fail('update_service_dependencies', { service: 'Checkout', add_needed_by_business: 'Checkout' });
		});

		it('and what is so already is neither added nor removed again', async () => {
			await open();
			const result = await update({ add_needed_by: 'Checkout', remove_depends_on: 'Mobile API' });
			assert.match(String(result['note']), /Nothing changed/);
			assert.deepEqual(writes(), []);
		});

		it('and say what was done when the second half fails', async () => {
			await open();
			account.sandbox.faults.serverError = { match: /disassociate/, status: 500 };
			const failure = await account.fail('update_service_dependencies', {
				service: 'Payments Gateway',
				add_depends_on: 'Identity & Login',
				remove_needed_by: 'Checkout',
			});
			assert.match(failure.message, /1 dependencies were added, but none could be removed/);
		});

		it('and say what is unclear of the second half', async () => {
			let associated = false;
			await open({
				wire: async ({ method, path }, send) => {
					if (path.endsWith('/disassociate') || (associated && method === 'GET')) throw new TypeError('fetch failed');
					associated ||= path.endsWith('/associate');
					return send();
				},
			});
			const failure = await account.fail('update_service_dependencies', {
				service: 'Payments Gateway',
				add_depends_on: 'Identity & Login',
				remove_needed_by: 'Checkout',
			});
			assert.match(failure.message, /1 dependencies were added, but it is unclear whether the others were removed/);
		});

		it('and are told as they should be when they cannot be read after the change', async () => {
			let written = false;
			await open({
				meanwhile: ({ method }, { faults }) => {
					if (method === 'POST') written = true;
					if (written && method === 'GET') faults.serverError = { match: /service_dependencies/, status: 500 };
					return Promise.resolve();
				},
			});
			const result = await update({ add_depends_on: 'Identity & Login', remove_needed_by: 'Checkout' });
			assert.deepEqual([result.added, result.removed], [1, 1]);
			assert.deepEqual(
				[...result.depends_on, ...result.needed_by].map(({ name }) => name),
				['Identity & Login', 'Taking Payments'],
			);
			assert.match(String(result['note']), /could not be read back/);
		});

		it('and a failure to read them is a failure, not an empty list', async () => {
			await open();
			account.sandbox.faults.scopeMissing = { match: /service_dependencies/ };
			await account.fail('update_service_dependencies', { service: 'Checkout', add_depends_on: 'Mobile Push' });
		});

		it('never on themselves, both ways at once, or on nothing', async () => {
			await open();
			const service = 'Checkout';
			await account.fail('update_service_dependencies', { service });
			await account.fail('update_service_dependencies', { service, add_depends_on: 'Checkout' });
			const both = { add_depends_on: 'Mobile Push', remove_depends_on: 'Mobile Push' };
			await account.fail('update_service_dependencies', { service, ...both });
			assert.deepEqual(writes(), []);
		});
	});

	describe('group their alerts', () => {
		const set = async (input: object) => Grouping.parse(await account.call('set_alert_grouping', input));
		const config = () =>
			z.object({ alert_grouping_setting: z.looseObject({ config: z.unknown() }) }).parse(lastBody())
				.alert_grouping_setting.config;

		it('as PagerDuty recommends, which is 0, and until resolved, which is 0 too', async () => {
			await open();
			const { alert_grouping: made } = await set({ services: 'Product Search', type: 'intelligent', time_window: 0 });
			assert.equal(made?.['time_window'], 0);
			assert.deepEqual(config(), { time_window: 0 });
			await set({ services: 'Mobile API', timeout: 0 });
			assert.deepEqual(config(), { timeout: 0 });
		});

		it('with what was set before, unless it is given', async () => {
			await open();
			const services = ['Order Fulfilment', 'Inventory Sync'];
			await set({ services, match: 'any' });
			assert.deepEqual(config(), { time_window: 900, aggregate: 'any', fields: ['component', 'custom_details.host'] });
			const { alert_grouping: now } = await set({ services, type: 'time', timeout: 300 });
			assert.deepEqual([now?.type, now?.['timeout'], now?.['name']], ['time', 300, 'Warehouse hosts']);
		});

		it('with the name and description it has, which PagerDuty would otherwise forget', async () => {
			await open();
			const Sent = z.object({ alert_grouping_setting: z.looseObject({}) });
			const sent = () => Sent.parse(lastBody()).alert_grouping_setting;
			const services = ['Order Fulfilment', 'Inventory Sync'];
			await set({ services, description: 'Same host' });
			assert.deepEqual([sent()['name'], sent()['description']], ['Warehouse hosts', 'Same host']);
			await set({ services, match: 'any' });
			assert.deepEqual([sent()['name'], sent()['description']], ['Warehouse hosts', 'Same host']);
			await set({ services: 'Order Fulfilment', type: 'off' });
			assert.deepEqual([sent()['name'], sent()['description']], ['Warehouse hosts', 'Same host']);
		});

		it('no more: one leaves the setting to the others, the last one ends it', async () => {
			await open();
			const { note } = await set({ services: 'Order Fulfilment', type: 'off' });
			assert.match(note ?? '', /"Order Fulfilment" are no longer grouped.*stays for "Inventory Sync"/);
			assert.match((await set({ services: 'Inventory Sync', type: 'off' })).note ?? '', /no longer/);
			assert.match((await set({ services: 'Inventory Sync', type: 'off' })).note ?? '', /Nothing changed/);
			assert.equal(
				(await account.call('get_service', { service: 'Inventory Sync', include: 'alert_grouping' }))['alert_grouping'],
				'none',
			);
		});

		it('no more, by the name of their setting: all of them, or those that are named', async () => {
			await open();
			const setting = 'Warehouse hosts';
			const other = await set({ setting, services: 'Checkout', type: 'off' });
			assert.match(other.note ?? '', /Nothing changed: the setting does not cover "Checkout"/);
			assert.deepEqual(writes(), []);
			const { note } = await set({ setting, services: ['Order Fulfilment', 'Checkout'], type: 'off' });
			assert.match(note ?? '', /Alerts of "Order Fulfilment" are no longer grouped\..*stays for "Inventory Sync"/);
			account.sandbox.faults.dropAfter = { match: /^DELETE / };
			assert.match((await set({ setting, type: 'off' })).note ?? '', /Alerts of "Inventory Sync" are no longer/);
			const there = await account.call('get_service', { service: 'Inventory Sync', include: 'alert_grouping' });
			assert.equal(there['alert_grouping'], 'none');
		});

		it('with one service more, by the name of their setting, also when the answer is lost', async () => {
			await open();
			const setting = 'Warehouse hosts';
			const alone = await account.fail('set_alert_grouping', { setting, services: 'Product Search' });
			assert.match(
				alone.message,
				/also covers "Order Fulfilment", "Inventory Sync"|also covers "Inventory Sync", "Order/,
			);
			account.sandbox.faults.dropAfter = { match: /^PUT / };
			const services = ['Order Fulfilment', 'Inventory Sync', 'Product Search'];
			const { alert_grouping: now } = await set({ setting, services });
			assert.deepEqual(z.array(z.string()).parse(now?.['services']).sort(), services.toSorted());
			const taken = await account.fail('set_alert_grouping', { setting, services: [...services, 'Checkout'] });
			assert.doesNotMatch(taken.message, /may or may not/);
		});

		it('and not at all where PagerDuty does not say which services a setting covers', async () => {
			await open({
				replies: (content) => {
					const { alert_grouping_setting: one } = z
						.looseObject({ alert_grouping_setting: z.looseObject({}).optional() })
						.parse(content);
					return one ? { alert_grouping_setting: { ...one, services: null } } : content;
				},
			});
			for (const input of [{ type: 'off' }, { match: 'any' }, { services: 'Order Fulfilment', type: 'off' }]) {
				const failure = await account.fail('set_alert_grouping', { setting: 'Warehouse hosts', ...input });
				assert.match(failure.message, /did not say which services/);
			}
			assert.deepEqual(writes(), []);
		});

		it('only together with all services of a setting', async () => {
			await open();
			const failure = await account.fail('set_alert_grouping', { services: 'Order Fulfilment', time_window: 600 });
			assert.match(failure.message, /also covers "Inventory Sync"/);
			const several = await account.fail('set_alert_grouping', { services: ['Checkout', 'Mobile API'], type: 'off' });
			assert.match(several.message, /2 settings/);
			assert.deepEqual(writes(), []);
		});

		for (const [what, input] of [
			['a window that is too short', { type: 'intelligent', time_window: 299 }],
			['a day for intelligent', { type: 'intelligent', time_window: 86_400 }],
			['a timeout that is too short', { type: 'time', timeout: 59 }],
			['content without fields', { type: 'content_based' }],
			['fields for time', { type: 'time', match_fields: ['summary'] }],
			['no type where there is none yet', { time_window: 600 }],
			['an unknown type', { type: 'smart' }],
			[
				'two services for content and intelligence',
				{ services: ['Product Search', 'Mobile Push'], type: 'content_based_intelligent', match_fields: 'summary' },
			],
		] as const) {
			it(`not with ${what}`, async () => {
				await open();
				await account.fail('set_alert_grouping', { services: 'Product Search', ...input });
				assert.deepEqual(writes(), []);
			});
		}

		it('is shown although PagerDuty says 0 or leaves values out', async () => {
			await open();
			for (const grouping of account.sandbox.store.serviceSettings.groupings.values())
				grouping.config = { timeout: 0, time_window: 0 };
			const result = await account.call('get_service', { service: 'Checkout', include: 'alert_grouping' });
			assert.deepEqual(
				z.looseObject({ timeout: z.literal(0), time_window: z.literal(0) }).parse(result['alert_grouping'])['type'],
				'intelligent',
			);
		});
	});
});
