import assert from 'node:assert/strict';
import * as z from 'zod';
import { apiUrls, eventsUrl } from '../../../src/pagerduty/http/account.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Sent = z.looseObject({
	accepted: z.boolean(),
	dedup_key: z.string(),
	service: z.string().optional(),
	incident: z.looseObject({ id: z.string(), number: z.number(), title: z.string(), status: z.string() }).optional(),
	note: z.string().optional(),
});
const Updated = Sent.partial({ dedup_key: true });

describe('events', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const problem = { service: 'Checkout', summary: 'Queue is stuck', source: 'worker-7' };
	const send = async (input: object = {}) => Sent.parse(await account.call('send_event', { ...problem, ...input }));
	const update = async (input: object) => Updated.parse(await account.call('update_event', input));
	const serviceNamed = (name: string) =>
		[...account.sandbox.store.services.values()].find((service) => service.name === name) ?? assert.fail(name);
	const keyOf = (service: string) => serviceNamed(service).integrations[0]?.key ?? assert.fail(service);
	const enqueued = () => account.sandbox.requests.filter(({ path }) => path.startsWith('/v2/'));

	it('go to the host of the account’s region', async () => {
		await open();
		assert.equal(eventsUrl(apiUrls.us), 'https://events.pagerduty.com');
		assert.equal(eventsUrl(apiUrls.eu), 'https://events.eu.pagerduty.com');
		assert.equal(eventsUrl(account.sandbox.url), account.sandbox.url);
	});

	describe('send_event', () => {
		it('opens an incident and shows it, and announces it to the views', async () => {
			await open();
			const { incident, service, dedup_key: key } = await send({ severity: 'critical', dedup_key: 'worker-7/queue' });
			assert.equal(service, 'Checkout');
			assert.equal(key, 'worker-7/queue');
			assert.equal(incident?.title, 'Queue is stuck');
			assert.equal(incident.status, 'triggered');
			assert.equal(account.announced.at(-1)?.incidents?.[0]?.id, incident.id);
		});

		it('joins an open incident as the alerts of its service are grouped', async () => {
			await open();
			const alerts = (id: string | undefined) =>
				account.sandbox.store.alerts.of(id ?? assert.fail('no incident')).length;
			const service = 'Product Search';
			const apart = [(await send({ service })).incident?.id, (await send({ service })).incident?.id];
			assert.notEqual(apart[0], apart[1]);
			await account.call('resolve_incidents', { incidents: apart });
			await account.call('set_alert_grouping', { services: service, type: 'time', timeout: 600 });
			const grouped = await send({ service, summary: 'Another queue is stuck' });
			account.sandbox.clock.advance(599_000);
			const later = await send({ service });
			assert.equal(later.incident?.id, grouped.incident?.id);
			assert.equal(alerts(grouped.incident?.id), 2);
			account.sandbox.clock.advance(2000);
			assert.notEqual((await send({ service })).incident?.id, grouped.incident?.id);
			await account.call('set_alert_grouping', { services: service, type: 'off' });
			assert.notEqual((await send({ service })).incident?.id, later.incident?.id);
		});

		it('opens an incident without an alert where the service makes none, resolved by the same key', async () => {
			await open();
			await account.call('update_service', { service: 'Checkout', alert_creation: 'create_incidents' });
			const event = { dedup_key: 'worker-7/queue' };
			const { id } = (await send(event)).incident ?? assert.fail('no incident');
			assert.equal((await send(event)).incident?.id, id);
			const incident = account.sandbox.store.incident(id);
			await update({ service: 'Checkout', action: 'acknowledge', ...event });
			assert.deepEqual([account.sandbox.store.alerts.of(id).length, incident?.status], [0, 'acknowledged']);
			await update({ service: 'Checkout', action: 'resolve', ...event });
			assert.equal(incident?.status, 'resolved');
		});

		it('joins what says the same, by content and within a rolling window', async () => {
			await open();
			const service = 'Product Search';
			const fields = { match_fields: ['component', 'custom_details.host'], time_window: 300 };
			await account.call('set_alert_grouping', { services: service, type: 'content_based', ...fields });
			const about = async (component: string | undefined, host: string) =>
				(await send({ service, component, details: JSON.stringify({ host }) })).incident?.id ??
				assert.fail('no incident');
			const id = await about('queue', 'a');
			for (let minutes = 0; minutes < 12; minutes += 4) {
				account.sandbox.clock.advance(240_000);
				assert.equal(await about('queue', 'a'), id);
			}
			assert.notEqual(await about('queue', 'b'), id);
			assert.notEqual(await about(undefined, 'a'), await about(undefined, 'a'));
			await account.call('set_alert_grouping', { services: service, match: 'any' });
			assert.equal(await about('disk', 'a'), await about('disk', 'c'));
			account.sandbox.clock.advance(301_000);
			assert.notEqual(await about('queue', 'a'), id);
		});

		it('joins the incidents of other services that are grouped by content together, none that is resolved', async () => {
			await open();
			const both = ['Product Search', 'Payments Gateway'];
			await account.call('set_alert_grouping', { services: both, type: 'content_based', match_fields: 'component' });
			const [first, second] = both.map((service) => ({ service, component: 'disk', details: '{"host":"a"}' }));
			const one = (await send(first)).incident?.id ?? assert.fail('no incident');
			const joined = await send(second);
			assert.deepEqual(
				account.sandbox.store.alerts
					.of(one)
					.map(({ key }) => key)
					.at(-1),
				joined.dedup_key,
			);
			await account.call('resolve_incidents', { incidents: one });
			assert.notEqual((await send(first)).incident?.id, one);
		});

		it('carries details, links, component and time as the Events API wants them', async () => {
			await open();
			await send({
				details: '{"depth": 12000}',
				links: ['Queue dashboard https://dashboards.lumen-oak.example/q', 'https://runbooks.lumen-oak.example/q'],
				component: 'queue',
				group: 'workers',
				class: 'stuck',
				at: '2026-03-10T09:58:00Z',
			});
			const body = z
				.object({ payload: z.looseObject({}), links: z.unknown() })
				.parse(JSON.parse(enqueued()[0]?.body ?? ''));
			assert.deepEqual(body.payload, {
				summary: 'Queue is stuck',
				source: 'worker-7',
				severity: 'error',
				component: 'queue',
				group: 'workers',
				class: 'stuck',
				timestamp: '2026-03-10T09:58:00.000Z',
				custom_details: { depth: 12000 },
			});
			assert.deepEqual(body.links, [
				{ href: 'https://dashboards.lumen-oak.example/q', text: 'Queue dashboard' },
				{ href: 'https://runbooks.lumen-oak.example/q' },
			]);
		});

		it('takes details that are not JSON as they are', async () => {
			await open();
			await send({ details: 'depth 12000' });
			assert.match(enqueued()[0]?.body ?? '', /"custom_details":\{"details":"depth 12000"\}/);
		});

		it('adds to the open alert when the same key comes again', async () => {
			await open();
			const first = await send({ dedup_key: 'q' });
			const again = await send({ dedup_key: 'q', summary: 'Queue is still stuck' });
			assert.equal(again.incident?.id, first.incident?.id);
		});

		it('is tried again with the same key when no reply comes, and makes one incident', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /enqueue/, times: 2 };
			const { incident } = await send();
			assert.equal(enqueued().length, 3);
			const keys = new Set(
				enqueued().map(({ body }) => z.looseObject({ dedup_key: z.string() }).parse(JSON.parse(body)).dedup_key),
			);
			assert.equal(keys.size, 1);
			assert.equal(account.sandbox.store.incidents.filter(({ title }) => title === problem.summary).length, 1);
			assert.equal(incident?.title, problem.summary);
		});

		it('says how to repeat it safely when it stays unclear whether it arrived', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /enqueue/ };
			const failure = await account.fail('send_event', { ...problem, dedup_key: 'unclear' });
			assert.match(failure.next ?? '', /dedup_key "unclear" is safe/);
		});

		it('sends neither token nor e-mail address to the Events API', async () => {
			await open({ key: 'account', from: 'maya.okafor@lumen-oak.example' });
			await send();
			const headers = enqueued()[0]?.headers ?? {};
			assert.equal(headers['authorization'], undefined);
			assert.equal(headers['from'], undefined);
		});

		it('shows the routing key nowhere: not in results, errors or the log', async () => {
			await open();
			const key = keyOf('Checkout');
			const event = { summary: problem.summary, source: problem.source };
			const results = [
				await account.call('send_event', { ...event, routing_key: key }),
				await account.fail('send_event', { ...event, routing_key: 'f'.repeat(32) }),
				await account.fail('send_event', { ...event, routing_key: `${key}0` }),
				await account.fail('send_event', { ...event, routing_key: `${key}${key}${key}${key}` }),
			];
			account.sandbox.faults.serverError = { match: /enqueue/, status: 500 };
			results.push(await account.fail('send_event', { ...event, routing_key: key }));
			account.sandbox.faults.serverError = undefined;
			account.sandbox.faults.dropBefore = { match: /enqueue/ };
			results.push(await account.fail('send_event', { ...event, routing_key: key }));
			const told = JSON.stringify([results, account.logged]);
			assert.ok(!told.includes(key));
			assert.ok(!told.includes('f'.repeat(32)));
		});

		it('names what PagerDuty says about an unknown routing key', async () => {
			await open();
			const event = { summary: problem.summary, source: problem.source };
			const failure = await account.fail('send_event', { ...event, routing_key: 'f'.repeat(32) });
			assert.equal(failure.status, 400);
			assert.equal(failure.message, 'PagerDuty refused the request: Invalid routing key.');
		});

		it('refuses what PagerDuty would refuse, before any request', async () => {
			await open();
			const wrong: [object, RegExp][] = [
				[{ service: undefined }, /either `service` or `routing_key`/],
				[{ routing_key: 'f'.repeat(32) }, /either `service` or `routing_key`/],
				[{ summary: '' }, /summary/],
				[{ summary: 'x'.repeat(1025) }, /summary/],
				[{ source: undefined }, /source/],
				[{ severity: 'fatal' }, /not one of critical, error, warning, info/],
				[{ dedup_key: 'k'.repeat(256) }, /dedup_key/],
				[{ links: ['not an address'] }, /no address/],
				[{ links: ['javascript:alert(1)'] }, /no address/],
				[{ at: 'yesterday-ish' }, /not a moment/],
				[{ dedupkey: 'k' }, /no argument `dedupkey`/],
				[{ service: 'null' }, /is not a value/],
				[{ summary: 'ü'.repeat(1024), details: JSON.stringify({ x: '€'.repeat(190_000) }) }, /512 KB/],
			];
			for (const [input, message] of wrong) {
				const failure = await account.fail('send_event', { ...problem, ...input });
				assert.match(failure.message, message, JSON.stringify(input).slice(0, 80));
			}
			assert.deepEqual(enqueued(), []);
			assert.equal(account.sandbox.requests.length, 0);
		});

		it('refuses a service without an integration for events', async () => {
			await open();
			const failure = await account.fail('send_event', { ...problem, service: 'Order Fulfilment' });
			assert.match(failure.message, /no Events API v2 integration/);
			assert.deepEqual(enqueued(), []);
		});

		it('goes through the integration that is named, each of which has its own keys for problems', async () => {
			await open();
			const make = (name: string) => account.call('create_service_integration', { service: 'Product Search', name });
			await make('Synthetics');
			const { integrations } = serviceNamed('Product Search');
			const event = { service: 'Product Search', dedup_key: 'queue' };
			const first = await send(event);
			account.sandbox.clock.advance(1000);
			const second = await send({ ...event, integration: 'synthetics' });
			assert.deepEqual([first['integration'], second['integration']], [integrations[0]?.name, 'Synthetics']);
			assert.notEqual(first.incident?.id, second.incident?.id);
			const byId = await send({ ...event, integration: integrations.at(-1)?.id });
			assert.equal(byId.incident?.id, second.incident?.id);
			await update({ integration: 'Synthetics', action: 'resolve', ...event });
			const { status } = account.sandbox.store.incident(first.incident?.id ?? '') ?? assert.fail('no incident');
			assert.equal(status, 'triggered');
		});

		it('refuses an integration that is not there, is meant for something else, or is one of several', async () => {
			await open();
			const before = serviceNamed('Checkout').integrations;
			const wrong = await account.fail('send_event', { ...problem, integration: 'Nagios' });
			assert.match(wrong.message, /"Checkout" has no integration "Nagios" that takes events/);
			assert.deepEqual(wrong.candidates, [{ id: before[0]?.id, name: before[0]?.name }]);
			const key = await account.fail('send_event', {
				...problem,
				service: undefined,
				integration: 'Datadog',
				routing_key: keyOf('Checkout'),
			});
			assert.match(key.message, /leave out `integration`/);
			const twin = { ...(before[0] ?? assert.fail('none')), id: 'PTWIN01' };
			serviceNamed('Checkout').integrations = [...before, twin];
			const twins = await account.fail('send_event', { ...problem, integration: twin.name });
			assert.match(twins.message, /Several integrations of "Checkout" are called/);
			assert.deepEqual(
				twins.candidates?.map(({ id }) => id),
				[before[0]?.id, 'PTWIN01'],
			);
			assert.deepEqual(enqueued(), []);
		});

		it('names the candidates for an unknown service', async () => {
			await open();
			const failure = await account.fail('send_event', { ...problem, service: 'Chekout' });
			assert.equal(failure.candidates?.[0]?.name, 'Checkout');
		});

		it('says so when no incident is to be seen', async () => {
			await open();
			serviceNamed('Checkout').disabled = true;
			const { accepted, incident, note } = await send();
			assert.equal(accepted, true);
			assert.equal(incident, undefined);
			assert.match(note ?? '', /no incident has appeared yet\. "Checkout" is disabled/);
		});

		it('names the maintenance window that keeps a service from opening incidents', async () => {
			await open();
			const made = await account.call('set_maintenance_window', {
				services: ['Checkout'],
				end: '+2h',
				description: 'New database',
			});
			const { id } = z.looseObject({ id: z.string() }).parse(made['maintenance_window']);
			const { incident, note } = await send();
			assert.equal(incident, undefined);
			assert.match(
				note ?? '',
				new RegExp(`"Checkout" is in maintenance.*${id} \\("New database", until 2026-03-10T12:`),
			);
			assert.doesNotMatch(note ?? '', /rules/);
		});

		it('takes no earlier, resolved incident with the same key for its own', async () => {
			await open();
			await send({ dedup_key: 'q' });
			await update({ service: 'Checkout', dedup_key: 'q', action: 'resolve' });
			serviceNamed('Checkout').disabled = true;
			assert.equal((await send({ dedup_key: 'q' })).incident, undefined);
			serviceNamed('Checkout').disabled = false;
			assert.equal((await send({ dedup_key: 'q' })).incident?.status, 'triggered');
		});

		it('says when the incident was there before, and when only the key tells which it is', async () => {
			await open();
			assert.equal((await send({ dedup_key: 'q' })).note, undefined);
			account.sandbox.clock.advance(10 * 60_000);
			const again = await send({ dedup_key: 'q' });
			assert.match(again.note ?? '', /^Existing incident, opened before/);
			const byKey = { service: undefined, routing_key: keyOf('Checkout') };
			assert.match((await send({ ...byKey, dedup_key: 'q' })).note ?? '', /^Existing.* by its dedup_key alone/);
			const fresh = await send(byKey);
			assert.deepEqual([fresh.incident?.status, fresh.note], ['triggered', undefined]);
			const resolved = await update({ routing_key: keyOf('Checkout'), dedup_key: 'q', action: 'resolve' });
			assert.match(resolved.note ?? '', /^A routing key does not tell its service/);
		});

		it('does not fail when only looking for the incident fails', async () => {
			await open();
			account.sandbox.faults.serverError = { match: /GET \/incidents/, status: 500 };
			assert.equal((await send()).accepted, true);
		});

		it('leaves other requests alone when a routing key has reached its 120 events a minute', async () => {
			await open();
			account.sandbox.faults.rateLimited = { match: /enqueue/, times: 9, resetSeconds: 60 };
			const failure = await account.fail('send_event', problem);
			assert.match(failure.message, /rate limit/);
			await account.call('list_services');
		});
	});

	describe('update_event', () => {
		it('acknowledges and resolves by the key', async () => {
			await open();
			await send({ dedup_key: 'q' });
			const acknowledged = await update({ service: 'Checkout', dedup_key: 'q', action: 'acknowledge' });
			assert.equal(acknowledged.incident?.status, 'acknowledged');
			assert.equal(acknowledged.note, undefined);
			const resolved = await update({ routing_key: keyOf('Checkout'), dedup_key: 'q', action: 'resolve' });
			assert.equal(resolved.incident?.status, 'resolved');
			assert.equal(account.announced.at(-1)?.incidents?.[0]?.status, 'resolved');
		});

		it('never reopens a resolved incident', async () => {
			await open();
			await send({ dedup_key: 'q' });
			await update({ service: 'Checkout', dedup_key: 'q', action: 'resolve' });
			const { incident } = await update({ service: 'Checkout', dedup_key: 'q', action: 'acknowledge' });
			assert.equal(incident?.status, 'resolved');
		});

		it('claims no success for a key that no alert has', async () => {
			await open();
			const { incident, note } = await update({ service: 'Checkout', dedup_key: 'nothing', action: 'resolve' });
			assert.equal(incident, undefined);
			assert.match(note ?? '', /nothing happened/);
		});

		it('says when the incident is still open', async () => {
			await open();
			const { incident } = await send({ dedup_key: 'q' });
			const known = account.sandbox.store.incident(incident?.id ?? '') ?? assert.fail('no incident');
			const [alert] = account.sandbox.store.alerts.of(known.id);
			if (alert) account.sandbox.store.addAlert({ ...alert, id: 'QOTHERALERT', key: 'other' });
			const { note } = await update({ service: 'Checkout', dedup_key: 'q', action: 'resolve' });
			assert.match(note ?? '', /incident has not changed/);
		});

		it('refuses other actions and an empty key', async () => {
			await open();
			const base = { service: 'Checkout', dedup_key: 'q', action: 'resolve' };
			assert.match((await account.fail('update_event', { ...base, action: 'close' })).message, /acknowledge, resolve/);
			assert.match((await account.fail('update_event', { ...base, dedup_key: ' ' })).message, /dedup_key/);
			assert.deepEqual(enqueued(), []);
		});
	});

	describe('send_change_event', () => {
		const deploy = { service: 'Checkout', summary: 'Deploy 1.2' };

		it('records the change beside the service, and pages nobody', async () => {
			await open();
			const before = account.sandbox.store.incidents.length;
			const output = await account.call('send_change_event', {
				...deploy,
				source: 'pipeline',
				details: '{"build": 12}',
				links: ['Build 12 https://ci.lumen-oak.example/12'],
				at: '-10m',
			});
			const { notice, ...said } = output;
			assert.match(String(notice), /data/);
			assert.deepEqual(said, {
				accepted: true,
				at: '2026-03-10T09:50:00Z',
				service: 'Checkout',
				integration: 'Datadog',
			});
			const change = account.sandbox.store.changeEvents.find(({ summary }) => summary === 'Deploy 1.2');
			assert.equal(change?.at, Date.parse('2026-03-10T09:50:00Z'));
			assert.deepEqual(change.details, { build: 12 });
			assert.equal(account.sandbox.store.incidents.length, before);
		});

		it('is never sent twice, and says when it is unclear whether it arrived', async () => {
			await open();
			account.sandbox.faults.dropBefore = { match: /enqueue/, times: 1 };
			const failure = await account.fail('send_change_event', deploy);
			assert.match(failure.next ?? '', /may or may not/);
			assert.equal(enqueued().length, 1);
		});

		it('refuses an empty or overlong summary', async () => {
			await open();
			for (const summary of ['', ' ', 'x'.repeat(1025)])
				assert.match((await account.fail('send_change_event', { ...deploy, summary })).message, /summary/);
			assert.deepEqual(enqueued(), []);
		});
	});
});
