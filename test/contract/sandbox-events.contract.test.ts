import assert from 'node:assert/strict';
import { notificationRoutes } from '../../src/sandbox/routes/notifications.ts';
import { eventRoutes } from '../../src/sandbox/routes/events.ts';
import { pausedIncidentReportRoutes } from '../../src/sandbox/routes/paused-incident-reports.ts';
import { afterAllPassed } from '../support/all-passed.ts';
import { isObject, listAt, parseJson } from '../support/json-schema.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { SandboxContract } from '../support/sandbox-contract.ts';

const api = loadOpenApi({});

describe('the sandbox against PagerDuty’s OpenAPI: events', () => {
	let contract: SandboxContract;
	let key: string;

	beforeEach(async () => {
		contract = await SandboxContract.open(api);
		const integrations = [...contract.sandbox.store.services.values()].flatMap(({ integrations: all }) => all);
		key = integrations.find(({ type }) => type === 'events_api_v2_inbound_integration')?.key ?? assert.fail('no key');
	});
	afterEach(() => contract.close());

	const payload = { summary: 'Down', source: 'web-1', severity: 'critical' };
	const enqueue = (body: object) => contract.call(202, 'POST', '/v2/enqueue', { body: { routing_key: key, ...body } });

	it('takes events of every kind', async () => {
		const reply = await enqueue({ event_action: 'trigger', payload });
		assert.equal(reply['status'], 'success');
		assert.match(String(reply['dedup_key']), /^[0-9a-f]{32}$/);
		const named = { dedup_key: 'web-1/down' };
		const links = [{ href: 'https://example.com', text: 'Example' }];
		const custom_details = { free: '1%' };
		await enqueue({
			event_action: 'trigger',
			...named,
			payload: { ...payload, component: 'c', group: 'g', class: 'k', custom_details },
			links,
			client: 'CI',
			client_url: 'https://example.com',
		});
		await enqueue({ event_action: 'acknowledge', ...named });
		await enqueue({ event_action: 'resolve', ...named });
		await enqueue({ event_action: 'resolve', dedup_key: 'unknown' });
	});

	it('takes change events', async () => {
		const body = { routing_key: key, payload: { summary: 'Deploy', timestamp: '2026-11-04T10:00:00Z' } };
		await contract.call(202, 'POST', '/v2/change/enqueue', { body });
	});

	it('needs no token, and refuses with a status, a message and a list of errors', async () => {
		const wrong: [string, RegExp][] = [
			['{', /JSON parse error/],
			[JSON.stringify({ event_action: 'trigger', payload }), /'routing_key' is missing/],
			[JSON.stringify({ routing_key: 'short', event_action: 'trigger', payload }), /32 characters/],
			[JSON.stringify({ routing_key: key, event_action: 'close' }), /'event_action' is invalid/],
			[JSON.stringify({ routing_key: key, event_action: 'resolve' }), /'dedup_key' is missing/],
			[JSON.stringify({ routing_key: key, event_action: 'trigger', payload: {} }), /'payload.summary' is missing/],
			[
				JSON.stringify({ routing_key: key, event_action: 'trigger', payload: { ...payload, severity: 'fatal' } }),
				/'payload.severity' is invalid/,
			],
		];
		for (const [body, message] of wrong) {
			const reply = await fetch(`${contract.sandbox.url}/v2/enqueue`, { method: 'POST', body });
			const read = parseJson(await reply.text());
			assert.equal(reply.status, 400);
			assert.ok(isObject(read) && typeof read['status'] === 'string' && typeof read['message'] === 'string');
			assert.match(JSON.stringify(read['errors']), message);
		}
	});

	it('takes 120 events a minute of each routing key', async () => {
		const body = JSON.stringify({ routing_key: 'f'.repeat(32), event_action: 'resolve', dedup_key: 'x' });
		const send = async () => (await fetch(`${contract.sandbox.url}/v2/enqueue`, { method: 'POST', body })).status;
		for (let count = 0; count < 120; count++) assert.equal(await send(), 400);
		assert.equal(await send(), 429);
		await enqueue({ event_action: 'resolve', dedup_key: 'x' });
	});

	it('tells what people were told of, in less than three months', async () => {
		const query = 'since=2026-10-01T00:00:00Z&until=2026-11-04T10:30:00Z';
		const all = listAt(await contract.get(`/notifications?${query}&limit=100&total=true`), 'notifications');
		const mails = listAt(
			await contract.get(`/notifications?${query}&limit=100&filter=email_notification`),
			'notifications',
		);
		assert.ok(mails.length > 0 && mails.length < all.length);
		await contract.get('/notifications?since=2026-02-01&until=2026-04-30');
		for (const wrong of ['since=2026-10-01', 'since=2026-02-01&until=2026-05-01'])
			await contract.call(400, 'GET', `/notifications?${wrong}`, { wrong: true });
	});

	it('counts alerts that had to wait, of six months at most', async () => {
		const path = '/paused_incident_reports/counts';
		const service = [...contract.sandbox.store.orchestrations.activeServices][0] ?? assert.fail();
		for (const query of ['', '?since=2026-09-01&until=2026-11-01', `?service_id=${service}`, '?suspended_by=rules'])
			await contract.get(path + query);
		await contract.call(400, 'GET', `${path}?since=2026-01-01&until=2026-02-01`);
		await contract.call(404, 'GET', `${path}?service_id=PNONE`);
	});

	afterAllPassed('covers every route', () =>
		assert.deepEqual(api.uncovered([...eventRoutes, ...notificationRoutes, ...pausedIncidentReportRoutes]), []),
	);
});
