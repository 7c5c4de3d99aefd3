import assert from 'node:assert/strict';
import type { Service } from '../../../src/sandbox/model/model.ts';
import { listAt, objectAt, textAt, type JsonObject } from '../../support/json-schema.ts';
import { Account } from './account.ts';

const minute = 60_000;

describe('events of the sandbox', () => {
	let account: Account;
	beforeEach(async () => (account = await Account.start()));
	afterEach(() => account.close());

	const pass = (minutes: number) => account.sandbox.clock.advance(minutes * minute);
	const service = (name = 'Checkout') =>
		[...account.sandbox.store.services.values()].find((one) => one.name === name) ?? assert.fail(name);
	const keyOf = ({ integrations }: Service) => integrations[0]?.key ?? assert.fail();
	const send = async (
		dedup_key: string,
		payload: object = {},
		routing_key = keyOf(service()),
		event_action = 'trigger',
	) => {
		const whole = { summary: 'Down', source: 'web-1', severity: 'critical', ...payload };
		const body = { routing_key, event_action, dedup_key, payload: whole };
		assert.equal((await account.send('POST', '/v2/enqueue', { body })).status, 202);
	};
	/** The incidents with a key, the way clients look for them. */
	const incidentsOf = async (key: string) => listAt(await account.get(`/incidents?incident_key=${key}`), 'incidents');
	const triggersOf = async (key: string) => {
		const [incident] = await incidentsOf(key);
		const log = await account.log(textAt(incident, 'id') ?? assert.fail(`no incident of ${key}`));
		return log.filter((type) => type === 'trigger').length;
	};
	const alertOf = (key: string, name?: string) => {
		const { id: serviceId, integrations } = service(name);
		return account.sandbox.store.openAlert({ serviceId, integrationId: integrations[0]?.id ?? null }, key);
	};

	describe('to a service that makes no alerts', () => {
		beforeEach(() => {
			const { groupings } = account.sandbox.store.serviceSettings;
			groupings.clear();
			const names = { id: 'GROUP', name: null, description: null };
			const config = { timeout: 0 };
			groupings.set('GROUP', {
				...names,
				type: 'time',
				config,
				serviceIds: [service().id],
				createdAt: 0,
				updatedAt: 0,
			});
			service().alertCreation = 'create_incidents';
		});

		it('open an incident each, also where alerts would be grouped', async () => {
			await send('one');
			await send('two');
			assert.equal((await incidentsOf('one')).length, 1);
			assert.equal((await incidentsOf('two')).length, 1);
		});

		it('are not joined by later alerts', async () => {
			await send('one');
			service().alertCreation = 'create_alerts_and_incidents';
			await send('two');
			assert.notDeepEqual(await incidentsOf('two'), await incidentsOf('one'));
			assert.equal(alertOf('two')?.status, 'triggered');
		});

		it('are added to the open incident at once, although rules would make them wait', async () => {
			await send('slow');
			assert.equal(await triggersOf('slow'), 1);
			await send('slow', { severity: 'warning' });
			assert.equal(await triggersOf('slow'), 2);
		});
	});

	describe('and the rules of their service', () => {
		const rule = (actions: JsonObject, expression = "event.source matches part 'staging'") => ({
			label: 'Rule',
			conditions: [{ expression }],
			actions,
		});
		const setRules = async (sets: object[]) => {
			const path = `/event_orchestrations/services/${service().id}`;
			const answer = await account.send('PUT', path, { body: { orchestration_path: { sets } } });
			assert.equal(answer.status, 200, answer.text);
		};
		const staging = { source: 'staging-1' };

		it('become an alert without an incident where they are suppressed', async () => {
			await setRules([{ id: 'start', rules: [rule({ suppress: true })] }]);
			await send('test', staging);
			await send('test', staging);
			await send('real');
			assert.deepEqual(await incidentsOf('test'), []);
			assert.deepEqual([alertOf('test')?.suppressed, alertOf('test')?.incidentId], [true, null]);
			assert.equal((await incidentsOf('real')).length, 1);
			await send('test', staging, undefined, 'resolve');
			assert.equal(alertOf('test'), undefined);
		});

		it('add to what is open, suppressed or not', async () => {
			await setRules([{ id: 'start', rules: [rule({ suppress: true })] }]);
			await send('same');
			await send('same', staging);
			assert.equal(await triggersOf('same'), 2);
			assert.equal(alertOf('same')?.suppressed, false);
		});

		it('leave nothing where they are dropped', async () => {
			await setRules([{ id: 'start', rules: [rule({ drop_event: true })] }]);
			await send('test', staging);
			assert.deepEqual([await incidentsOf('test'), alertOf('test')], [[], undefined]);
		});

		it('get the severity and priority of the first that fits in each set', async () => {
			const [priority = ''] = account.sandbox.store.priorities.keys();
			await setRules([
				{ id: 'start', rules: [rule({ severity: 'info', route_to: 'more' }), rule({ severity: 'error' })] },
				{ id: 'more', rules: [rule({ priority })] },
			]);
			await send('test', staging);
			const [incident] = await incidentsOf('test');
			assert.equal(alertOf('test')?.severity, 'info');
			assert.equal(objectAt(incident, 'priority')['id'], priority);
		});

		it('do as they came where the rules are switched off', async () => {
			await setRules([{ id: 'start', rules: [rule({ drop_event: true })] }]);
			account.sandbox.store.orchestrations.activeServices.delete(service().id);
			await send('test', staging);
			assert.equal((await incidentsOf('test')).length, 1);
		});
	});

	it('through an orchestration heed its rules for all, then those of the service', async () => {
		const shop = [...account.sandbox.store.orchestrations.byId.values()].find(({ name }) => name === 'Shop events');
		const key = shop?.integrations[0]?.key ?? assert.fail();
		const checkout = { source: 'checkout-1' };
		await send('real', checkout, key);
		await send('test', { ...checkout, custom_details: { environment: 'test' } }, key);
		await send('slow', { ...checkout, severity: 'warning' }, key);
		assert.equal((await incidentsOf('real')).length, 1);
		assert.deepEqual([await incidentsOf('test'), await incidentsOf('slow')], [[], []]);
		pass(5);
		assert.deepEqual([await incidentsOf('test'), (await incidentsOf('slow')).length], [[], 1]);
	});

	it('that had to wait open nothing in a maintenance set meanwhile', async () => {
		await send('slow', { severity: 'warning' });
		const start = account.sandbox.clock.ms;
		const window = { id: 'WINDOW', start, end: start + 60 * minute, description: '', createdBy: '' };
		account.sandbox.store.serviceSettings.maintenanceWindows.set('WINDOW', { ...window, serviceIds: [service().id] });
		pass(6);
		assert.deepEqual(await incidentsOf('slow'), []);
	});
});
