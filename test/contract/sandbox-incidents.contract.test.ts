import assert from 'node:assert/strict';
import { incidentEditRoutes } from '../../src/sandbox/routes/incident-edits.ts';
import { relatedIncidentRoutes } from '../../src/sandbox/routes/related-incidents.ts';
import { responderRoutes } from '../../src/sandbox/routes/responders.ts';
import { statusUpdateRoutes } from '../../src/sandbox/routes/status-updates.ts';
import { afterAllPassed } from '../support/all-passed.ts';
import { listAt, objectAt, textAt, type JsonObject } from '../support/json-schema.ts';
import { incidentExceptions } from '../support/openapi-exceptions-incidents.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { SandboxContract } from '../support/sandbox-contract.ts';

const openApi = loadOpenApi(incidentExceptions);

describe('incidents of the demo account in depth, against the OpenAPI', () => {
	let account: SandboxContract;
	let incident: string;

	beforeEach(async () => {
		account = await SandboxContract.open(openApi);
		incident = (await account.sandbox.trigger()).id;
	});
	afterEach(() => account.close());

	const idOf = (object: unknown) => textAt(object, 'id') ?? assert.fail('no id');
	const firstOf = async (target: string, key: string) => {
		const [first] = listAt(await account.get(target), key);
		return idOf(first);
	};
	const put = (target: string, body: unknown, status = 200) =>
		account.call(status, 'PUT', `/incidents/${incident}${target}`, { body });
	const post = (target: string, body: unknown, status = 200): Promise<JsonObject> =>
		account.call(status, 'POST', `/incidents/${incident}${target}`, { body });

	it('notes are edited and deleted', async () => {
		const { note } = await post('/notes', { note: { content: 'Looking' } });
		const path = `/notes/${idOf(note)}`;
		await put(path, { note: { content: 'Looking closer' } });
		await put(path, { note: { content: ' ' } }, 400);
		await account.call(204, 'DELETE', `/incidents/${incident}${path}`);
		await account.call(404, 'DELETE', `/incidents/${incident}${path}`);
		await put(path, { note: { content: 'Too late' } }, 404);
	});

	it('alerts are moved and resolved, the last one with its incident', async () => {
		const alert = await firstOf(`/incidents/${incident}/alerts`, 'alerts');
		const target = (await account.sandbox.trigger()).id;
		await put('/alerts', {
			alerts: [{ id: alert, type: 'alert', incident: { id: target, type: 'incident_reference' } }],
		});
		await put('/alerts', { alerts: [{ id: alert, type: 'alert', status: 'resolved' }] }, 400);
		const own = await firstOf(`/incidents/${target}/alerts`, 'alerts');
		incident = target;
		const alerts = [alert, own].map((id) => ({ id, type: 'alert', status: 'resolved' }));
		await put('/alerts', { alerts });
		assert.equal(objectAt(await account.get(`/incidents/${target}`), 'incident')['status'], 'resolved');
		await put('/alerts', { alerts: Array.from({ length: 251 }, () => alerts[0]) }, 413);
	});

	it('one alert is moved, then resolved with its incident', async () => {
		const alert = await firstOf(`/incidents/${incident}/alerts`, 'alerts');
		const target = (await account.sandbox.trigger()).id;
		const path = `/alerts/${alert}`;
		await put(path, { alert: { type: 'alert', incident: { id: target, type: 'incident_reference' } } });
		await put(path, { alert: { type: 'alert', status: 'resolved' } }, 404);
		const own = await firstOf(`/incidents/${target}/alerts`, 'alerts');
		incident = target;
		for (const id of [alert, own]) await put(`/alerts/${id}`, { alert: { type: 'alert', status: 'resolved' } });
		assert.equal(objectAt(await account.get(`/incidents/${target}`), 'incident')['status'], 'resolved');
	});

	it('custom fields have values', async () => {
		const { custom_fields: fields } = await account.get(`/incidents/${incident}/custom_fields/values`);
		assert.equal(listAt({ fields }, 'fields').length, 5);
		await put(
			'/custom_fields/values',
			{
				custom_fields: [
					{ name: 'environment', value: 'production' },
					{ name: 'affected_regions', value: ['eu'] },
					{ name: 'orders_lost', value: 12 },
					{ name: 'customers_told', value: true },
					{ name: 'war_room', value: 'https://chat.example.com/1' },
				],
			},
			201,
		);
		await put('/custom_fields/values', { custom_fields: [{ name: 'environment', value: null }] }, 201);
		await account.get(`/incidents/${incident}?include[]=custom_fields`);
	});

	it('the body that an incident was opened with comes on request', async () => {
		await account.get(`/incidents/${incident}?include[]=body`);
	});

	it('responders are asked and asked no more', async () => {
		const me = idOf((await account.get('/users/me'))['user']);
		const other = await firstOf('/users?query=sofia', 'users');
		const policy = await firstOf('/escalation_policies', 'escalation_policies');
		const targets = [
			{ id: other, type: 'user_reference' },
			{ id: policy, type: 'escalation_policy_reference' },
		];
		const request = {
			requester_id: me,
			message: 'Please help',
			responder_request_targets: targets.map((target) => ({ responder_request_target: target })),
		};
		await post('/responder_requests', request);
		await post('/responder_requests', { ...request, requester_id: 'PNOSUCH' }, 400);
		await account.get(`/incidents/${incident}`);
		const cancelled = await put('/responder_requests/cancel', { requester_id: me, responder_request_targets: targets });
		assert.equal(textAt(listAt(cancelled, 'responder_request_targets')[0], 'result'), 'cancelled');
		const again = await put('/responder_requests/cancel', { requester_id: me, responder_request_targets: targets });
		assert.equal(textAt(listAt(again, 'responder_request_targets')[0], 'result'), 'not_found');
		account.sandbox.store.abilities.splice(account.sandbox.store.abilities.indexOf('coordinated_responding'), 1);
		await put('/responder_requests/cancel', { requester_id: me, responder_request_targets: targets }, 402);
	});

	it('status updates go to subscribers', async () => {
		const user = await firstOf('/users', 'users');
		const team = await firstOf('/teams', 'teams');
		const subscribers = [
			{ subscriber_id: user, subscriber_type: 'user' },
			{ subscriber_id: team, subscriber_type: 'team' },
		];
		await post('/status_updates/subscribers', { subscribers });
		await post('/status_updates/subscribers', { subscribers });
		await post('/status_updates/subscribers', { subscribers: [{ subscriber_id: 'PX', subscriber_type: 'user' }] }, 422);
		assert.equal(
			listAt(await account.get(`/incidents/${incident}/status_updates/subscribers`), 'subscribers').length,
			2,
		);
		await post('/status_updates', { message: 'We are on it' });
		await post('/status_updates', { message: 'We are on it', subject: 'Checkout is slow' });
		await post('/status_updates', { message: ' ' }, 400);
		const removed = await post('/status_updates/unsubscribe', { subscribers });
		assert.equal(removed['deleted_count'], 2);
	});

	it('past and related incidents are listed', async () => {
		const found = { past_incidents: 0, related_incidents: 0 };
		for (const one of listAt(await account.get('/incidents?date_range=all&limit=100'), 'incidents')) {
			const path = `/incidents/${idOf(one)}`;
			const past = await account.get(`${path}/past_incidents?limit=3&total=true`);
			const related = await account.get(`${path}/related_incidents`);
			found.past_incidents += listAt(past, 'past_incidents').length;
			found.related_incidents += listAt(related, 'related_incidents').length;
		}
		assert.ok(found.past_incidents > 0 && found.related_incidents > 0);
		await account.call(404, 'GET', '/incidents/QNOSUCH/past_incidents');
		await account.call(404, 'GET', '/incidents/QNOSUCH/related_incidents');
	});

	it('unusual incidents are told from routine ones', async () => {
		const { id } = await account.sandbox.trigger({ title: 'Moths eat the backup tapes' });
		const outlier = await account.get(`/incidents/${id}/outlier_incident`);
		assert.ok('outlier_incident' in outlier);
		await account.call(404, 'GET', '/incidents/QNOSUCH/outlier_incident');
	});

	afterAllPassed('covers every route, and needs every exception it makes', () => {
		const routes = [...incidentEditRoutes, ...relatedIncidentRoutes, ...responderRoutes, ...statusUpdateRoutes];
		assert.deepEqual(openApi.uncovered(routes), []);
		assert.deepEqual(openApi.unusedExceptions(), []);
	});
});
