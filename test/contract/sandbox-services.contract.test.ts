import assert from 'node:assert/strict';
import { serviceChangeRoutes } from '../../src/sandbox/routes/service-changes.ts';
import { serviceDependencyRoutes } from '../../src/sandbox/routes/service-dependencies.ts';
import { serviceSettingRoutes } from '../../src/sandbox/routes/service-settings.ts';
import { teamChangeRoutes } from '../../src/sandbox/routes/team-changes.ts';
import { userChangeRoutes } from '../../src/sandbox/routes/user-changes.ts';
import { afterAllPassed } from '../support/all-passed.ts';
import { listAt, objectAt, textAt, type JsonObject } from '../support/json-schema.ts';
import { serviceExceptions } from '../support/openapi-exceptions-services.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { SandboxContract } from '../support/sandbox-contract.ts';

const openApi = loadOpenApi(serviceExceptions);

describe('services, people and teams of the demo account, against the OpenAPI', () => {
	let account: SandboxContract;

	beforeEach(async () => {
		account = await SandboxContract.open(openApi);
	});
	afterEach(() => account.close());

	const idOf = (object: unknown) => textAt(object, 'id') ?? assert.fail('no id');
	const idsOf = async (target: string, key: string) => listAt(await account.get(target), key).map(idOf);
	const post = (target: string, body: unknown, status = 201) => account.call(status, 'POST', target, { body });
	const put = (target: string, body: unknown, status = 200) => account.call(status, 'PUT', target, { body });
	const remove = (target: string, status = 204) => account.call(status, 'DELETE', target);
	const reference = (type: string, id: string | undefined) => ({ id, type: `${type}_reference` });

	it('services are made, changed and deleted', async () => {
		const [policy, other] = await idsOf('/escalation_policies', 'escalation_policies');
		const make = (fields: JsonObject, status?: number) =>
			post(
				'/services',
				{ service: { type: 'service', escalation_policy: reference('escalation_policy', policy), ...fields } },
				status,
			);
		const { service } = await make({ name: 'Gift Cards', description: 'Bought and spent', auto_resolve_timeout: 0 });
		await make({ name: 'Gift Cards' }, 400);
		await make({ name: 'Other', status: 'disabled' }, 400);
		const path = `/services/${idOf(service)}`;
		const change = (fields: JsonObject) =>
			put(path, {
				service: { type: 'service', escalation_policy: reference('escalation_policy', other), ...fields },
			});
		await change({ name: 'Gift Card Balance', acknowledgement_timeout: 600 });
		await change({ status: 'disabled' });
		await change({ incident_urgency_rule: { type: 'constant', urgency: 'low' }, scheduled_actions: [] });
		await remove(path);
		await account.call(404, 'GET', path);
	});

	it('integrations are made', async () => {
		const [service = ''] = await idsOf('/services', 'services');
		const path = `/services/${service}/integrations`;
		const type = 'events_api_v2_inbound_integration';
		const { integration } = await post(path, { integration: { type, name: 'Synthetics' } });
		await account.get(`${path}/${idOf(integration)}`);
		const mail = {
			type: 'generic_email_inbound_integration',
			name: 'Mail',
			integration_email: 'synthetics@lumen-oak.pagerduty.com',
		};
		await post(path, { integration: mail });
		await post(path, { integration: { ...mail, integration_email: 'a@example.com' } }, 400);
		await account.call(404, 'GET', `${path}/PNOSUCH`);
	});

	it('maintenance windows are made, changed, ended and kept', async () => {
		const services = (await idsOf('/services', 'services')).slice(0, 2).map((id) => reference('service', id));
		const window = (start: string, end: string, fields: JsonObject = {}) => ({
			maintenance_window: { type: 'maintenance_window', start_time: start, end_time: end, services, ...fields },
		});
		const [now, later, latest] = ['2026-11-04T10:00:00Z', '2026-11-04T12:00:00Z', '2026-11-04T14:00:00Z'];
		const made = await post('/maintenance_windows', window(now, later, { description: 'Upgrade' }));
		const path = `/maintenance_windows/${idOf(made['maintenance_window'])}`;
		await account.get(path);
		await put(path, window(now, latest));
		await account.get(`/services/${services[0]?.id ?? ''}`);
		for (const filter of ['past', 'future', 'ongoing', 'open', 'all'])
			await account.get(`/maintenance_windows?filter=${filter}&service_ids[]=${services[0]?.id ?? ''}&total=true`);
		await post('/maintenance_windows', window(latest, later), 400);
		await remove(path);
		await remove(path, 405);
		await remove('/maintenance_windows/PNOSUCH', 404);
	});

	it('alert grouping is made, changed and deleted', async () => {
		const [first, second] = await idsOf('/services?query=mobile', 'services');
		const services = (...ids: (string | undefined)[]) => ids.map((id) => reference('service', id));
		const [known] = await idsOf(`/alert_grouping_settings?service_ids[]=${first ?? ''}`, 'alert_grouping_settings');
		if (known) await remove(`/alert_grouping_settings/${known}`);
		const make = (fields: JsonObject, status?: number) =>
			post('/alert_grouping_settings', { alert_grouping_setting: fields }, status);
		const content = { time_window: 0, aggregate: 'all', fields: ['summary'] };
		const made = await make({
			name: 'Apps',
			type: 'content_based',
			config: content,
			services: services(first, second),
		});
		const path = `/alert_grouping_settings/${idOf(made['alert_grouping_setting'])}`;
		await account.get('/alert_grouping_settings');
		await account.get('/alert_grouping_settings?limit=1');
		await account.get(path);
		await account.call(404, 'GET', '/alert_grouping_settings/PNOSUCH');
		await make({ type: 'time', config: { timeout: 60 }, services: services(first) }, 400);
		await put(path, { alert_grouping_setting: { type: 'time', config: { timeout: 0 }, services: services(first) } });
		await put(path, {
			alert_grouping_setting: { type: 'intelligent', config: { time_window: 300, iag_fields: ['summary'] } },
		});
		await put(path, { alert_grouping_setting: { type: 'content_based_intelligent', config: content } });
		await account.get(`/services/${first ?? ''}`);
		await remove(path);
		await remove(path, 404);
	});

	it('dependencies are made and undone', async () => {
		const [a, b] = await idsOf('/services', 'services');
		const [business] = await idsOf('/business_services', 'business_services');
		const supporting_service = { id: a, type: 'service' };
		const relationships = [
			{ supporting_service, dependent_service: { id: b, type: 'service' } },
			{ supporting_service, dependent_service: { id: business, type: 'business_service' } },
		];
		await post('/service_dependencies/associate', { relationships }, 200);
		await account.get(`/service_dependencies/technical_services/${a ?? ''}`);
		await post('/service_dependencies/disassociate', { relationships }, 200);
		await post('/service_dependencies/disassociate', { relationships }, 404);
		await account.call(404, 'GET', '/service_dependencies/technical_services/PNOSUCH');
	});

	it('teams are made, changed and deleted', async () => {
		const { team } = await post('/teams', { team: { type: 'team', name: 'Night Watch', description: 'After dark' } });
		await post('/teams', { team: { type: 'team', name: 'Night Watch' } }, 400);
		const path = `/teams/${idOf(team)}`;
		await put(path, { team: { type: 'team', name: 'Night Owls', default_role: 'none' } });
		const [user = ''] = await idsOf('/users', 'users');
		await put(`${path}/users/${user}`, { role: 'responder' }, 204);
		await account.get(`${path}/members`);
		await remove(`${path}/users/${user}`);
		await remove(`${path}/users/${user}`, 404);
		const [used] = await idsOf('/teams?query=payments', 'teams');
		await remove(`/teams/${used ?? ''}`, 400);
		await remove(`${path}?reassignment_team=${used ?? ''}`);
	});

	it('people are made, changed and deleted', async () => {
		const fields = { type: 'user', name: 'Ada Lind', email: 'ada.lind@lumen-oak.example' };
		const { user } = await post('/users', { user: { ...fields, role: 'limited_user', time_zone: 'Europe/Stockholm' } });
		await post('/users', { user: fields }, 400);
		const path = `/users/${idOf(user)}`;
		await put(path, { user: { ...fields, job_title: 'Engineer' } });
		await account.get(path);
		await remove(path);
		await account.call(404, 'GET', path);
		await remove(`/users/${idOf(objectAt(await account.get('/users/me'), 'user'))}`, 400);
	});

	it('contact methods and notification rules are made, changed and deleted', async () => {
		const [user = ''] = await idsOf('/users', 'users');
		const methods = `/users/${user}/contact_methods`;
		const phone = { type: 'sms_contact_method', label: 'Spare', address: '5550100', country_code: 44 };
		const { contact_method: made } = await post(methods, { contact_method: phone });
		await post(methods, { contact_method: phone }, 400);
		await put(`${methods}/${idOf(made)}`, { contact_method: { ...phone, address: '5550101' } });
		await post(methods, { contact_method: { type: 'email_contact_method', label: 'Home', address: 'a@example.com' } });
		await account.get(methods);
		const rules = `/users/${user}/notification_rules`;
		const rule = (delay: number) => ({
			notification_rule: {
				type: 'assignment_notification_rule',
				start_delay_in_minutes: delay,
				urgency: 'high',
				contact_method: { id: idOf(made), type: 'sms_contact_method_reference' },
			},
		});
		const { notification_rule: first } = await post(rules, rule(2));
		const { notification_rule: second } = await post(rules, rule(4));
		await put(`${rules}/${idOf(first)}`, rule(3));
		await post(rules, rule(3), 400);
		await account.get(`${rules}?urgency=high`);
		await remove(`${rules}/${idOf(second)}`);
		await remove(`${methods}/${idOf(made)}`);
		await remove(`${rules}/${idOf(first)}`, 404);
	});

	afterAllPassed('covers every route, and needs every exception it makes', () => {
		const routes = [
			...serviceDependencyRoutes,
			...serviceChangeRoutes,
			...serviceSettingRoutes,
			...teamChangeRoutes,
			...userChangeRoutes,
		];
		assert.deepEqual(openApi.uncovered(routes), []);
		assert.deepEqual(openApi.unusedExceptions(), []);
	});
});
