import assert from 'node:assert/strict';
import { readIncidentMetrics } from '../../../src/pagerduty/api/analytics.ts';
import { deferred, failed, FakeApi, json, networkFailure, watch } from './fake-api.ts';

const span = { created_at_start: '2026-01-01T00:00:00Z', created_at_end: '2026-01-02T00:00:00Z' };

/** Analytics are asked by POST. */
describe('A PagerDuty request that only asks', () => {
	const ask = (api: FakeApi) => watch(readIncidentMetrics(api.person, 'all', { filters: span }));

	const failures = [
		['a failure', () => json({}, 500)],
		['no reply', () => networkFailure('ECONNRESET')],
		['a reply that cannot be read', () => json([])],
	] as const;

	for (const [what, answer] of failures) {
		it(`may be asked again after ${what}: it is never unclear what it did`, async () => {
			const api = new FakeApi(answer);
			const asked = ask(api);
			await api.clock.advance(60_000);
			assert.equal(failed(asked).unclear, false);
		});
	}

	it('may be asked again when no reply came in time', async () => {
		const api = new FakeApi(() => deferred().reply);
		const asked = ask(api);
		await api.clock.advance(120_000);
		assert.deepEqual([failed(asked).kind, failed(asked).unclear], ['timeout', false]);
	});

	it('does not wait for the others', async () => {
		const api = new FakeApi(() => deferred().reply);
		for (let question = 0; question < 4; question++) ask(api);
		await api.clock.advance(0);
		assert.equal(api.calls.length, 4);
	});
});
