import assert from 'node:assert/strict';
import { enqueueChange, enqueueEvent, readInlets } from '../../../src/pagerduty/api/events.ts';
import { failure, FakeApi, inTurn, json, networkFailure, userAccount, watch } from './fake-api.ts';

const key = 'e93facc04764012d7bfb002500d5d1a6';
const trigger = {
	event_action: 'trigger',
	payload: { summary: 'Down', source: 'web-1', severity: 'critical' },
} as const;
const accepted = () => json({ status: 'success', message: 'Event processed', dedup_key: 'k' }, 202);

describe('PagerDuty Events API', () => {
	for (const [api, host] of [
		['https://api.pagerduty.com', 'events.pagerduty.com'],
		['https://api.eu.pagerduty.com', 'events.eu.pagerduty.com'],
	] as const) {
		it(`takes events of ${api} at ${host}, without the token`, async () => {
			const fake = new FakeApi(accepted);
			fake.account = { ...userAccount, apiUrl: api };
			assert.equal((await enqueueEvent(fake.person, key, trigger)).dedup_key, 'k');
			await enqueueChange(fake.person, key, { payload: { summary: 'Deploy' } });
			assert.deepEqual(
				fake.calls.map(({ method, url }) => `${method} ${url.href}`),
				[`POST https://${host}/v2/enqueue`, `POST https://${host}/v2/change/enqueue`],
			);
			assert.ok(fake.calls.every(({ headers }) => !headers.has('authorization') && !headers.has('from')));
			assert.deepEqual(fake.calls[0]?.body, { routing_key: key, ...trigger });
		});
	}

	it('is tried again only for events with a key of their own', async () => {
		const broken = () => json({}, 503);
		const once = new FakeApi(broken);
		await failure(enqueueEvent(once.person, key, trigger));
		const change = new FakeApi(broken);
		await failure(enqueueChange(change.person, key, { payload: { summary: 'Deploy' } }));
		assert.equal(once.calls.length + change.calls.length, 2);
		const keyed = new FakeApi(inTurn(broken, accepted));
		const sent = watch(enqueueEvent(keyed.person, key, { ...trigger, dedup_key: 'k' }));
		await keyed.clock.advance(5000);
		assert.equal(sent.value?.status, 'success');
		assert.equal(keyed.calls.length, 2);
	});

	it('keeps the routing key out of errors and the log', async () => {
		const fake = new FakeApi(
			inTurn(
				() => json({ status: 'invalid event', message: `No ${key}`, errors: [`Invalid routing key ${key}`] }, 400),
				() => networkFailure('ECONNRESET', `write ${key}`),
			),
		);
		for (let count = 0; count < 2; count++) {
			const error = await failure(enqueueEvent(fake.person, key, trigger));
			assert.ok(!JSON.stringify([error.message, error.messages, String(error.cause)]).includes(key));
		}
		assert.ok(!fake.lines.join('\n').includes(key));
	});

	it('does not end the session when it refuses a routing key', async () => {
		const fake = new FakeApi(() => json({}, 401));
		await failure(enqueueEvent(fake.person, key, trigger));
		assert.equal(fake.unauthorized, 0);
	});

	it('reads the keys of a service’s integrations, whatever else is among them', async () => {
		const integrations = [
			null,
			'text',
			{},
			{ id: 'P1', type: 'x', integration_key: null },
			{ id: 'P2', integration_key: key },
		];
		const fake = new FakeApi(() => json({ service: { id: 'PS', integrations } }));
		const read = await readInlets(fake.person, 'PS');
		assert.deepEqual(
			read.integrations.map(({ id, integration_key: found }) => [id, found]),
			[
				['P1', undefined],
				['P2', key],
			],
		);
	});
});
