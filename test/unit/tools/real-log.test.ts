import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn } from '../../support/signed-in.ts';

const Rows = z.object({ log_entries: z.array(z.looseObject({ raw_event: z.string().default('') })) });

describe('a raw event as PagerDuty really sends it', () => {
	let account: SignedIn;
	beforeEach(async () => (account = await SignedIn.open()));
	afterEach(() => account.close());

	const read = async (channel: object) => {
		const trigger = account.sandbox.store.logEntries.findLast(({ type }) => type === 'trigger_log_entry');
		assert.ok(trigger);
		Object.assign(trigger, { channel });
		const { log_entries: rows } = Rows.parse(await account.call('list_log_entries', { log_entry: trigger.id }));
		return rows[0]?.raw_event ?? '';
	};

	it('says how bad it is and where it came from, which its details do not', async () => {
		const details = { firing: 'Labels:\n - alertname = errors', num_firing: '1', resolved: '' };
		const raw = await read({
			type: 'api',
			service_key: '0123456789abcdef0123456789abcdef',
			description: 'Payment errors',
			incident_key: 'k1',
			details,
			cef_details: {
				client: 'Grafana',
				contexts: [{ href: 'http://grafana.example/', text: 'External URL', type: 'link' }],
				creation_time: null,
				dedup_key: 'k1',
				description: 'Payment errors',
				details,
				event_class: 'default',
				message: 'Payment errors',
				mutations: [],
				priority: null,
				reporter_component: null,
				service_group: 'checkout',
				severity: 'critical',
				source_component: 'Grafana',
				source_location: null,
				source_origin: '34ff431cb9d2',
				version: '1.0',
			},
			summary: 'Payment errors',
			client_url: 'http://grafana.example/',
			client: 'Grafana',
		});
		for (const told of ['"severity":"critical"', '"source_origin":"34ff431cb9d2"', '"service_group":"checkout"'])
			assert.ok(raw.includes(told), `${told} in ${raw}`);
		// Once, and no key with which anybody can send events.
		assert.equal(raw.split('num_firing').length, 2);
		assert.ok(!raw.includes('0123456789abcdef'));
	});

	it('of an e-mail says from whom, and not the address to which anybody can send one', async () => {
		const raw = await read({ type: 'email', subject: 'Disk full', from: 'cron@example.com', to: 'ops@example.com' });
		assert.match(raw, /"from":"cron@example.com"/);
		assert.doesNotMatch(raw, /ops@example/);
	});

	it('of Nagios says which host', async () => {
		const raw = await read({ type: 'nagios', summary: 'db-1', host: 'db-1', service: 'disk', state: 'CRITICAL' });
		assert.match(raw, /"host":"db-1","service":"disk","state":"CRITICAL"/);
	});
});

describe('an alert as PagerDuty really sends it', () => {
	let account: SignedIn;
	beforeEach(async () => (account = await SignedIn.open()));
	afterEach(() => account.close());

	const Alerts = z.object({ alerts: z.array(z.looseObject({ details: z.string().optional() })) });
	const read = async (body: object) => {
		const { id } = await account.sandbox.trigger({ service: 'Checkout' });
		const [alert] = account.sandbox.store.alerts.of(id);
		assert.ok(alert);
		Object.assign(alert, { body: { type: 'alert_body', contexts: [], ...body } });
		return Alerts.parse(await account.call('list_incident_alerts', { incident: id })).alerts[0]?.details;
	};
	const cef = { source_origin: 'web-7', source_component: 'nginx', service_group: 'default', event_class: 'disk' };

	it('says which host it is about, before its details', async () => {
		const found = await read({ cef_details: cef, details: { load: '9', class: 'theirs' } });
		assert.equal(found, '{"source":"web-7","component":"nginx","class":"theirs","load":"9"}');
		const text = await read({ cef_details: cef, details: 'Load is high' });
		assert.equal(text, 'source: web-7\ncomponent: nginx\nclass: disk\nLoad is high');
	});

	it('is told as it came where it says neither', async () => {
		assert.equal(await read({ cef_details: null, details: { load: '9' } }), '{"load":"9"}');
		assert.equal(await read({ cef_details: null, details: null }), undefined);
	});
});
