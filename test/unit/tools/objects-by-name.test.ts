import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Row = z.looseObject({ id: z.string().optional(), name: z.string().optional() });

describe('objects by id or name', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());
	const rows = async (tool: string, plural: string, input: object) =>
		z.array(Row).parse(z.looseObject({ [plural]: z.unknown() }).parse(await account.call(tool, input))[plural]);
	const orchestration = () =>
		[...account.sandbox.store.orchestrations.byId.values()].find(({ name }) => name === 'Shop events') ?? assert.fail();

	it('an escalation policy is shown whole, with its rules and services', async () => {
		await open();
		const policy = [...account.sandbox.store.policies.values()].find(({ name }) => name === 'Payments');
		for (const reference of ['payments', policy?.id]) {
			const [shown, ...others] = await rows('list_escalation_policies', 'escalation_policies', {
				escalation_policies: reference,
			});
			assert.deepEqual(others, []);
			assert.equal(shown?.id, policy?.id);
			assert.equal(z.array(z.string()).parse(shown?.['levels']).length, policy?.rules.length);
			assert.ok(z.array(z.string()).parse(shown?.['services']).length > 0);
			assert.ok(Array.isArray(shown?.['target_ids']));
		}
		const failure = await account.fail('list_escalation_policies', { escalation_policies: 'Paymnts' });
		assert.ok(failure.candidates?.some(({ name }) => name === 'Payments'));
		await account.fail('list_escalation_policies', { escalation_policies: 'Payments', query: 'x' });
	});

	describe('event orchestrations', () => {
		it('show their team and are found by it', async () => {
			await open();
			const team = account.sandbox.store.teams.get(orchestration().teamId ?? '')?.name;
			assert.ok(team);
			const all = await rows('list_event_orchestrations', 'event_orchestrations', {});
			assert.equal(all.find(({ name }) => name === 'Shop events')?.['team'], team);
			const found = await rows('list_event_orchestrations', 'event_orchestrations', { teams: [team] });
			assert.ok(found.length > 0 && found.every((row) => row['team'] === team));
			const other = [...account.sandbox.store.teams.values()].find(
				({ id, deleted }) =>
					!deleted && ![...account.sandbox.store.orchestrations.byId.values()].some(({ teamId }) => teamId === id),
			);
			assert.deepEqual(
				await rows('list_event_orchestrations', 'event_orchestrations', { teams: [other?.name ?? ''] }),
				[],
			);
			await account.fail('list_event_orchestrations', { orchestration: 'Shop events', teams: [team] });
		});

		it('are known by their id too', async () => {
			await open();
			const shown = z
				.object({ of: z.string() })
				.parse(await account.call('list_event_orchestrations', { orchestration: orchestration().id }));
			assert.equal(shown.of, 'Shop events');
		});

		it('take back what they show under raw, as it is', async () => {
			await open();
			for (const place of [
				{ orchestration: 'Shop events' },
				{ orchestration: 'Shop events', part: 'global' },
				{ orchestration: 'Shop events', part: 'unrouted' },
				{ service: 'Checkout' },
			]) {
				const { raw, version } = z
					.object({ raw: z.string(), version: z.string() })
					.parse(await account.call('list_event_orchestrations', { ...place, raw: true }));
				const same = await account.call('update_event_orchestration', { ...place, version, rules: raw });
				assert.equal(same['changed'], false, JSON.stringify(place));
				const { catch_all: rest } = z.object({ catch_all: z.unknown() }).parse(JSON.parse(raw));
				const alone = { ...place, version, catch_all: JSON.stringify(rest) };
				assert.equal((await account.call('update_event_orchestration', alone))['changed'], false);
			}
			const { raw, version } = z
				.object({ raw: z.string(), version: z.string() })
				.parse(
					await account.call('list_event_orchestrations', { orchestration: 'Shop events', part: 'global', raw: true }),
				);
			const Edited = z.looseObject({ catch_all: z.object({ actions: z.looseObject({}) }) });
			const edited = Edited.parse(JSON.parse(raw));
			edited.catch_all.actions['annotate'] = 'Not known yet';
			const input = { orchestration: 'Shop events', part: 'global', version, rules: JSON.stringify(edited) };
			const changed = await account.call('update_event_orchestration', input);
			assert.deepEqual([changed['changed'], changed['catch_all_changed']], [true, true]);
			assert.deepEqual(orchestration().paths.global.catchAll['actions'], edited.catch_all.actions);
		});
	});

	describe('a rule of a router', () => {
		const add = (input: object) =>
			account.call('add_router_rule', {
				orchestration: 'Shop events',
				label: 'New',
				conditions: ["event.source matches part 'identity'"],
				service: 'Identity & Login',
				...input,
			});
		const labels = () => orchestration().paths.router.sets[0]?.rules.map(({ label }) => label);

		it('stands where it is wanted', async () => {
			await open();
			const before = labels() ?? [];
			await add({ position: 2 });
			assert.deepEqual(labels(), before.toSpliced(1, 0, 'New'));
			await add({ label: 'First', conditions: ["event.source matches 'x'"], position: 1 });
			assert.equal(labels()?.[0], 'First');
			await add({ label: 'Last', conditions: ["event.source matches 'y'"] });
			assert.equal(labels()?.at(-1), 'Last');
		});

		it('is refused beyond the end, and where it is elsewhere already', async () => {
			await open();
			const count = labels()?.length ?? 0;
			assert.match((await account.fail('add_router_rule', await tooFar(count))).message, /last place is/);
			await add({});
			assert.equal((await add({ position: count + 1 }))['changed'], false);
			const elsewhere = await account.fail('add_router_rule', { ...(await tooFar(count)), position: 1 });
			assert.match(elsewhere.message, new RegExp(`at position ${count + 1}`));
		});

		const tooFar = (count: number) =>
			Promise.resolve({
				orchestration: 'Shop events',
				label: 'New',
				conditions: ["event.source matches part 'identity'"],
				service: 'Identity & Login',
				position: count + 5,
			});
	});

	it('a rule whose condition cannot be read is refused as PagerDuty does, and nothing changes', async () => {
		await open();
		const before = orchestration().paths.router.version;
		const failure = await account.fail('add_router_rule', {
			orchestration: 'Shop events',
			label: 'Odd',
			conditions: ["event.severity equals 'critical'"],
			service: 'Checkout',
		});
		assert.equal(failure.status, 400);
		assert.match(failure.message, /equals/);
		assert.equal(orchestration().paths.router.version, before);
	});

	it('a condition keeps the quotes at its ends', async () => {
		await open();
		const condition = "'prod' == event.source or event.source == 'test'";
		await account.call('add_router_rule', {
			orchestration: 'Shop events',
			label: 'Both',
			conditions: [condition],
			service: 'Checkout',
		});
		assert.equal(orchestration().paths.router.sets[0]?.rules.at(-1)?.conditions[0]?.expression, condition);
	});

	describe('alert grouping settings', () => {
		it('are listed for the whole account, with their windows, each once', async () => {
			await open();
			const { groupings } = account.sandbox.store.serviceSettings;
			const all = await rows('list_alert_grouping_settings', 'alert_grouping_settings', {});
			assert.deepEqual(all.map(({ id }) => id).sort(), [...groupings.keys()].sort());
			const named = all.find(({ name }) => name === 'Warehouse hosts');
			assert.deepEqual([named?.['type'], named?.['time_window'], named?.['match']], ['content_based', 900, 'all']);
			const walked: (string | undefined)[] = [];
			let cursor: unknown;
			do {
				const page = await account.call('list_alert_grouping_settings', { limit: 1, ...(cursor ? { cursor } : {}) });
				walked.push(
					...z
						.array(Row)
						.parse(page['alert_grouping_settings'])
						.map(({ id }) => id),
				);
				cursor = page['next_cursor'];
			} while (cursor);
			assert.deepEqual(walked.sort(), [...groupings.keys()].sort());
		});

		it('are read by name, by id and by service, and changed by name', async () => {
			await open();
			const { groupings } = account.sandbox.store.serviceSettings;
			const setting = [...groupings.values()].find(({ name }) => name === 'Warehouse hosts');
			for (const input of [{ settings: 'warehouse hosts' }, { settings: setting?.id }]) {
				const found = await rows('list_alert_grouping_settings', 'alert_grouping_settings', input);
				assert.deepEqual(
					found.map(({ id }) => id),
					[setting?.id],
				);
			}
			const service = account.sandbox.store.services.get(setting?.serviceIds[0] ?? '')?.name;
			const ofService = await rows('list_alert_grouping_settings', 'alert_grouping_settings', { services: service });
			assert.deepEqual(
				ofService.map(({ id }) => id),
				[setting?.id],
			);
			await account.call('set_alert_grouping', { setting: 'Warehouse hosts', time_window: 1200 });
			assert.equal(groupings.get(setting?.id ?? '')?.config['time_window'], 1200);
			assert.equal(groupings.get(setting?.id ?? '')?.serviceIds.length, 2);
			assert.match((await account.fail('set_alert_grouping', { time_window: 600 })).message, /`services`/);
			const failure = await account.fail('list_alert_grouping_settings', { settings: 'Warehous hosts' });
			assert.equal(failure.candidates?.[0]?.name, 'Warehouse hosts');
		});
	});

	describe('change events', () => {
		it('are read by id', async () => {
			await open();
			const event = account.sandbox.store.changeEvents.at(-1);
			const found = await rows('list_change_events', 'change_events', { change_event: event?.id });
			assert.deepEqual(
				found.map(({ id, summary, details }) => [id, summary, typeof details]),
				[[event?.id, event?.summary, 'string']],
			);
			assert.match((await account.fail('list_change_events', { change_event: 'PNOSUCH' })).message, /no change event/);
			await account.fail('list_change_events', { change_event: event?.id, service: 'Checkout' });
		});

		it('are found by the integration that sent them, by id or by its name', async () => {
			await open();
			const { changeEvents, services } = account.sandbox.store;
			const event = changeEvents.findLast(({ integrationId }) => integrationId !== null);
			const service = [...services.values()].find(({ integrations }) =>
				integrations.some(({ id }) => id === event?.integrationId),
			);
			const integration = service?.integrations.find(({ id }) => id === event?.integrationId);
			const wanted = changeEvents.filter(({ integrationId }) => integrationId === integration?.id).map(({ id }) => id);
			for (const input of [
				{ integrations: integration?.id },
				{ integrations: integration?.name, service: service?.name },
			]) {
				const found = await rows('list_change_events', 'change_events', { ...input, limit: 100, since: '-89d' });
				assert.ok(found.length > 0 && found.every(({ id }) => wanted.includes(id ?? '')));
			}
			assert.ok(integration);
			integration.name = 'Über „Deploys“';
			const decomposed = integration.name.normalize('NFD').toUpperCase();
			const found = await rows('list_change_events', 'change_events', {
				integrations: decomposed,
				service: service?.name,
				since: '-89d',
			});
			assert.ok(found.length > 0);
			const failure = await account.fail('list_change_events', { integrations: 'no such', service: service?.name });
			assert.ok(failure.candidates?.some(({ id }) => id === integration.id));
			assert.match((await account.fail('list_change_events', { integrations: 'no such' })).next ?? '', /`service`/);
		});
	});

	it('extensions are found by their kind', async () => {
		await open();
		const all = await rows('list_webhooks', 'extensions', { extensions: true });
		const kind = z.string().parse(all[0]?.['kind']);
		const found = await rows('list_webhooks', 'extensions', { extensions: true, extension_schema: kind });
		assert.deepEqual(
			found.map(({ id }) => id),
			all.filter((row) => row['kind'] === kind).map(({ id }) => id),
		);
		await account.fail('list_webhooks', { extension_schema: kind });
	});

	it('rows can be told apart, whatever fields are asked for', async () => {
		await open();
		const [incident] = await rows('list_incidents', 'incidents', { fields: ['urgency'] });
		assert.ok(incident?.['number'] !== undefined && incident['title'] !== undefined);
		const [service] = await rows('list_services', 'services', { fields: ['status'] });
		assert.ok(service?.name);
		const [oncall] = await rows('list_oncalls', 'oncalls', { fields: ['end'] });
		assert.ok(oncall?.['user'] !== undefined && oncall['escalation_policy'] !== undefined);
		const [shift] = await rows('list_shifts', 'shifts', { fields: ['hours'] });
		assert.ok(shift?.['user'] !== undefined && shift['start'] !== undefined);
	});
});
