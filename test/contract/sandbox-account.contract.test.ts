import assert from 'node:assert/strict';
import { accountWideRoutes } from '../../src/sandbox/routes/account-wide.ts';
import { automationRoutes } from '../../src/sandbox/routes/automation.ts';
import { businessServiceRoutes } from '../../src/sandbox/routes/business-services.ts';
import { statusPagePostRoutes } from '../../src/sandbox/routes/status-page-posts.ts';
import { statusPageRoutes } from '../../src/sandbox/routes/status-pages.ts';
import { webhookRoutes } from '../../src/sandbox/routes/webhooks.ts';
import { afterAllPassed } from '../support/all-passed.ts';
import { listAt, objectAt, textAt, type JsonObject } from '../support/json-schema.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { accountExceptions } from '../support/openapi-exceptions-account.ts';
import { SandboxContract } from '../support/sandbox-contract.ts';

const api = loadOpenApi(accountExceptions);

describe('the sandbox against PagerDuty’s OpenAPI: automation, status pages, account', () => {
	let contract: SandboxContract;
	let incident: string;

	beforeEach(async () => {
		contract = await SandboxContract.open(api);
		incident = (await contract.sandbox.trigger({ service: 'Checkout' })).id;
	});
	afterEach(() => contract.close());

	const get = (target: string) => contract.get(target);
	const idOf = (object: unknown) => textAt(object, 'id') ?? assert.fail('no id');
	const idsOf = (body: JsonObject, key: string) => listAt(body, key).map(idOf);
	const first = async (target: string, key: string) => idsOf(await get(target), key)[0] ?? assert.fail(`no ${key}`);

	it('incident workflows', async () => {
		await get('/incident_workflows?query=major&include[]=steps&include[]=team&limit=2');
		const started: number[] = [];
		for (const id of idsOf(await get('/incident_workflows'), 'incident_workflows')) {
			const workflow = objectAt(await contract.call(201, 'GET', `/incident_workflows/${id}`), 'incident_workflow');
			const body = { incident_workflow_instance: { incident: { id: incident, type: 'incident_reference' } } };
			const status = workflow['is_enabled'] === true ? 201 : 400;
			await contract.call(status, 'POST', `/incident_workflows/${id}/instances`, { body });
			started.push(status);
		}
		assert.deepEqual([...new Set(started)].sort(), [201, 400]);
		await contract.call(404, 'GET', '/incident_workflows/PNOSUCH');
	});

	it('automation actions and their runs', async () => {
		await get('/automation_actions/actions?limit=1');
		await get('/automation_actions/actions?classification=diagnostic&action_type=script&name=pod');
		await contract.call(400, 'GET', '/automation_actions/actions?cursor=x');
		const statuses: number[] = [];
		for (const id of idsOf(await get('/automation_actions/actions'), 'actions')) {
			const services = listAt(objectAt(await get(`/automation_actions/actions/${id}`), 'action'), 'services');
			const fits = services.length === 0 || services.some((service) => textAt(service, 'summary') === 'Checkout');
			const body = { invocation: { metadata: { incident_id: incident } } };
			const status = fits ? 201 : 400;
			await contract.call(status, 'POST', `/automation_actions/actions/${id}/invocations`, { body });
			statuses.push(status);
		}
		assert.deepEqual([...new Set(statuses)].sort(), [201, 400]);
		for (const seconds of [0, 3, 10, 60]) {
			contract.sandbox.clock.advance(seconds * 1000);
			const runs = idsOf(await get(`/automation_actions/invocations?incident_id=${incident}`), 'invocations');
			for (const id of runs) await get(`/automation_actions/invocations/${id}`);
		}
		await contract.call(404, 'GET', '/automation_actions/invocations/PNOSUCH');
	});

	it('webhooks', async () => {
		const service = await first('/services', 'services');
		const wanted = {
			type: 'webhook_subscription',
			delivery_method: { type: 'http_delivery_method', url: 'https://example.com/hook' },
			events: ['incident.triggered'],
			filter: { type: 'service_reference', id: service },
			description: 'Test',
		};
		const body = { webhook_subscription: wanted };
		const made = objectAt(await contract.call(200, 'POST', '/webhook_subscriptions', { body }), 'webhook_subscription');
		assert.match(String(objectAt(made, 'delivery_method')['secret']), /^[0-9a-f]{64}$/);
		for (const id of idsOf(await get('/webhook_subscriptions'), 'webhook_subscriptions')) {
			const webhook = objectAt(await get(`/webhook_subscriptions/${id}`), 'webhook_subscription');
			assert.equal(objectAt(webhook, 'delivery_method')['secret'], null);
		}
		await get(`/webhook_subscriptions?filter_type=service&filter_id=${service}`);
		await get('/webhook_subscriptions?filter_type=account');
		const path = `/webhook_subscriptions/${idOf(made)}`;
		const changed = await contract.call(200, 'PUT', path, { body: { webhook_subscription: { active: false } } });
		assert.equal(objectAt(changed, 'webhook_subscription')['description'], 'Test');
		await contract.call(200, 'POST', `${path}/enable`);
		await contract.call(202, 'POST', `${path}/ping`);
		await contract.call(204, 'DELETE', path);
		assert.ok(!idsOf(await get('/webhook_subscriptions'), 'webhook_subscriptions').includes(idOf(made)));
	});

	it('status pages and their posts', async () => {
		for (const id of idsOf(await get('/status_pages'), 'status_pages')) {
			for (const part of ['severities', 'impacts', 'statuses']) {
				await get(`/status_pages/${id}/${part}`);
				await get(`/status_pages/${id}/${part}?post_type=maintenance`);
			}
			await get(`/status_pages/${id}/services`);
			for (const post of idsOf(await get(`/status_pages/${id}/posts`), 'posts')) {
				await get(`/status_pages/${id}/posts/${post}`);
				await get(`/status_pages/${id}/posts/${post}?include[]=status_page_post_update`);
				await get(`/status_pages/${id}/posts/${post}/post_updates?reviewed_status=not_reviewed`);
				await get(`/status_pages/${id}/posts/${post}/post_updates`);
			}
		}
		await get('/status_pages?status_page_type=private');
		await contract.call(404, 'GET', '/status_pages/PNOSUCH/posts');
	});

	it('posts on status pages', async () => {
		const page = await first('/status_pages', 'status_pages');
		const path = `/status_pages/${page}/posts`;
		const option = (part: string) => first(`/status_pages/${page}/${part}?post_type=incident`, part);
		const update = {
			type: 'status_page_post_update',
			message: '<p>We look into it.</p>',
			status: { id: await option('statuses'), type: 'status_page_status' },
			severity: { id: await option('severities'), type: 'status_page_severity' },
			impacted_services: [
				{
					service: { id: await first(`/status_pages/${page}/services`, 'services'), type: 'status_page_service' },
					impact: { id: await option('impacts'), type: 'status_page_impact' },
				},
			],
			update_frequency_ms: null,
			notify_subscribers: false,
		};
		const post = {
			type: 'status_page_post',
			title: 'Trouble',
			post_type: 'incident',
			starts_at: null,
			ends_at: null,
			status_page: { id: page, type: 'status_page' },
			updates: [update],
		};
		const create = (status: number, change: object = {}) =>
			contract.call(status, 'POST', path, { body: { post: { ...post, ...change } } });
		const made = idOf(objectAt(await create(201), 'post'));
		await create(400, { starts_at: '2026-11-05T10:00:00Z' });
		await create(400, { post_type: 'maintenance' });
		await get(`${path}?post_type=incident&reviewed_status=approved&status[]=${update.status.id}`);

		const target = { post: { id: made, type: 'status_page_post' } };
		const add = (status: number, change: object = {}) =>
			contract.call(status, 'POST', `${path}/${made}/post_updates`, {
				body: { post_update: { ...update, ...target, ...change } },
			});
		await add(201, { update_frequency_ms: 300_000, notify_subscribers: true });
		await add(400, { message: ' ' });
		await add(400, { status: { id: 'PNOSUCH', type: 'status_page_status' } });

		await contract.call(404, 'GET', `${path}/${made}/postmortem`);
		const body = {
			postmortem: { type: 'status_page_post_postmortem', ...target, message: '<p>Why.</p>', notify_subscribers: false },
		};
		await contract.call(201, 'PUT', `${path}/${made}/postmortem`, { body });
		await contract.call(200, 'PUT', `${path}/${made}/postmortem`, { body });
		await get(`${path}/${made}/postmortem`);
	});

	it('incident types and extension schemas', async () => {
		for (const id of idsOf(await get('/incidents/types?filter=all'), 'incident_types')) {
			await get(`/incidents/types/${id}/custom_fields?include[]=field_options`);
		}
		await get('/incidents/types/security_incident/custom_fields');
		await contract.call(404, 'GET', '/incidents/types/nonsense/custom_fields');
		await get('/extension_schemas?limit=2&offset=1&total=true');
	});

	it('tags', async () => {
		const user = await first('/users', 'users');
		const tag = await first('/tags?query=unused', 'tags');
		const change = (body: object, status = 200) =>
			contract.call(status, 'POST', `/users/${user}/change_tags`, { body });
		await change({
			add: [
				{ type: 'tag', label: 'new' },
				{ type: 'tag_reference', id: tag },
			],
		});
		const labels = async () => listAt(await get(`/users/${user}/tags`), 'tags').map((item) => textAt(item, 'label'));
		assert.ok((await labels()).includes('new'));
		await change({ remove: [{ type: 'tag_reference', id: tag }] });
		assert.ok(!(await labels()).includes('unused'));
		await change({ add: [{ type: 'tag_reference', id: 'PNOSUCH' }] }, 400);
		await get(`/teams/${await first('/teams', 'teams')}/tags`);
		await get(`/escalation_policies/${await first('/escalation_policies', 'escalation_policies')}/tags`);
	});

	it('extensions of services', async () => {
		const [extension] = contract.sandbox.store.automation.extensions;
		const all = idsOf(await get('/extensions?total=true'), 'extensions');
		const query = `extension_object_id=${extension?.serviceIds[0] ?? ''}&extension_schema_id=${extension?.schemaId ?? ''}`;
		assert.deepEqual(idsOf(await get(`/extensions?${query}&query=shop`), 'extensions'), all.slice(0, 1));
	});

	it('triggers of workflows', async () => {
		const { workflows, triggers } = contract.sandbox.store.automation;
		const path = '/incident_workflows/triggers';
		assert.equal(listAt(await get(`${path}?limit=100`), 'triggers').length, triggers.length);
		const page = await get(`${path}?limit=3`);
		assert.equal(listAt(await get(`${path}?limit=3&cursor=${String(page['next_cursor'])}`), 'triggers').length, 1);
		await get(`${path}?workflow_id=${[...workflows.keys()][0] ?? ''}&trigger_type=conditional`);
		await get(`${path}?service_id=${[...contract.sandbox.store.services.keys()][0] ?? ''}`);
		await contract.call(400, 'GET', `${path}?service_id=P1&incident_id=Q1`);
	});

	it('the audit trail', async () => {
		const records = listAt(await get('/audit/records?since=2026-10-10T00:00:00Z&limit=100'), 'records');
		assert.ok(records.length > 5);
		const page = await get('/audit/records?since=2026-10-10T00:00:00Z&limit=2');
		await get(`/audit/records?since=2026-10-10T00:00:00Z&limit=2&cursor=${String(page['next_cursor'])}`);
		await get('/audit/records?actor_type=api_key_reference&method_type=api_token&actions[]=update');
		await get('/audit/records?root_resource_types[]=services&root_resource_types[]=escalation_policies');
		await contract.call(400, 'GET', '/audit/records?since=2026-09-01T00:00:00Z&until=2026-10-10T00:00:00Z');
		await contract.call(400, 'GET', '/audit/records?actor_id=PNOSUCH');
	});

	it('business services', async () => {
		const ids = idsOf(await get('/business_services?total=true'), 'business_services');
		for (const id of ids) {
			await get(`/business_services/${id}`);
			await get(`/service_dependencies/business_services/${id}`);
		}
		const path = `/incidents/${incident}/business_services`;
		for (const relation of ['impacted', 'not_impacted', 'impacted']) {
			await contract.call(200, 'PUT', `${path}/${ids[0]}/impacts`, { body: { relation } });
		}
		assert.deepEqual(idsOf(await get(`${path}/impacts`), 'services').includes(ids[0] ?? ''), true);
		const fields = 'services.highest_impacting_priority';
		const all = await get(
			`/business_services/impacts?additional_fields[]=${fields}&additional_fields[]=total_impacted_count`,
		);
		assert.equal(textAt(listAt(all, 'services')[0], 'status'), 'impacted');
		await get(`/business_services/impacts?ids[]=${ids[0]}&ids[]=${ids[1]}`);
		await contract.call(400, 'PUT', `${path}/${ids[0]}/impacts`, { wrong: true, body: { relation: 'maybe' } });
	});

	it('priorities and abilities', async () => {
		await get('/priorities');
		await get('/abilities');
	});

	afterAllPassed('covers every route', () => {
		const routes = [
			...automationRoutes,
			...webhookRoutes,
			...statusPageRoutes,
			...statusPagePostRoutes,
			...accountWideRoutes,
			...businessServiceRoutes,
		];
		assert.deepEqual(api.uncovered(routes), []);
	});

	afterAllPassed('needs every exception it makes', () => assert.deepEqual(api.unusedExceptions(), []));
});
