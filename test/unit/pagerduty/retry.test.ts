import assert from 'node:assert/strict';
import * as z from 'zod';
import { getIncident, listIncidents, updateIncident, updateIncidents } from '../../../src/pagerduty/api/incidents.ts';
import { createIncidentNote } from '../../../src/pagerduty/api/notes.ts';
import { getTeam, updateTeam } from '../../../src/pagerduty/api/teams.ts';
import { settle } from '../../support/fake-clock.ts';
import { failed, failure, FakeApi, inTurn, json, networkFailure, watch } from './fake-api.ts';

const incident = { incident: { id: 'Q1' } };
const team = { team: { id: 'T1' } };
const note = { note: { id: 'N1' } };
const tooMany = (headers: Record<string, string> = {}) =>
	json({ error: { message: 'Rate Limit Exceeded', code: 2020 } }, 429, headers);

/** Runs long enough for every retry. */
async function outcome<Value>(api: FakeApi, work: Promise<Value>) {
	const call = watch(work);
	await api.clock.advance(600_000);
	return call;
}

describe('PagerDuty retries', () => {
	describe('of a failing PagerDuty', () => {
		for (const status of [408, 500, 502, 503, 504]) {
			it(`repeats a read after ${status}, after 1.5 and 3 seconds`, async () => {
				const api = new FakeApi(
					inTurn(
						() => json({}, status),
						() => new Response('<html>', { status }),
						() => json(incident),
					),
				);
				const call = await outcome(api, getIncident(api.person, 'Q1'));
				assert.equal(call.value?.id, 'Q1');
				assert.deepEqual(api.times, [0, 1500, 4500]);
			});

			it(`never sends a note again after ${status}`, async () => {
				const api = new FakeApi(() => json({}, status));
				const call = await outcome(api, createIncidentNote(api.person, 'Q1', 'Hi'));
				assert.equal(api.calls.length, 1);
				assert.equal(failed(call).unclear, true);
			});
		}

		it('gives up after three tries', async () => {
			const api = new FakeApi(() => json({}, 503));
			const call = await outcome(api, getIncident(api.person, 'Q1'));
			assert.equal(failed(call).kind, 'server');
			assert.equal(failed(call).status, 503);
			assert.equal(failed(call).unclear, false);
			assert.equal(api.calls.length, 3);
		});

		it('repeats a change of one object', async () => {
			const api = new FakeApi(
				inTurn(
					() => json({}, 502),
					() => json(team),
				),
			);
			const call = await outcome(api, updateTeam(api.person, 'T1', { name: 'Web' }));
			assert.equal(call.value?.id, 'T1');
			assert.equal(api.calls.length, 2);
		});

		it('never repeats a change of incidents without looking', async () => {
			const api = new FakeApi(() => json({}, 502));
			await outcome(api, updateIncidents(api.person, [{ id: 'Q1', status: 'acknowledged' }]));
			assert.equal(api.calls.length, 1);
			await outcome(api, updateIncident(api.person, 'Q1', { urgency: 'high' }));
			assert.equal(api.calls.length, 2);
		});

		it('repeats a deletion', async () => {
			const api = new FakeApi(
				inTurn(
					() => json({}, 500),
					() => new Response(null, { status: 204 }),
				),
			);
			const request = { operationId: 'deleteThing', method: 'DELETE', path: ['things', 'T1'], reply: z.unknown() };
			const call = await outcome(api, api.person.request({ ...request, method: 'DELETE' }));
			assert.equal(call.error, undefined);
			assert.equal(api.calls.length, 2);
		});

		it('repeats a POST that says it is repeatable, and no PUT that says it is not', async () => {
			const api = new FakeApi(() => json({}, 503));
			const request = { operationId: 'thing', path: ['things'], body: {}, reply: z.unknown() };
			await outcome(api, api.person.request({ ...request, method: 'POST', repeatable: true }));
			assert.equal(api.calls.length, 3);
			await outcome(api, api.person.request({ ...request, method: 'PUT', repeatable: false }));
			assert.equal(api.calls.length, 4);
		});

		for (const status of [400, 402, 403, 404, 405, 409, 413, 422, 501]) {
			it(`does not repeat ${status}`, async () => {
				const api = new FakeApi(() => json({ error: { message: 'No' } }, status));
				await outcome(api, getIncident(api.person, 'Q1'));
				assert.equal(api.calls.length, 1);
			});
		}
	});

	describe('of a failing network', () => {
		for (const code of ['ECONNRESET', 'ENOTFOUND']) {
			it(`repeats a read and a change of one object after ${code}`, async () => {
				for (const work of [
					(api: FakeApi) => getTeam(api.person, 'T1'),
					(api: FakeApi) => updateTeam(api.person, 'T1', { name: 'Web' }),
				]) {
					const api = new FakeApi(
						inTurn(
							() => networkFailure(code),
							() => networkFailure(code),
							() => json(team),
						),
					);
					const call = await outcome(api, work(api));
					assert.equal(call.value?.id, 'T1');
					assert.deepEqual(api.times, [0, 1500, 4500]);
				}
			});

			it(`never sends a note again after ${code}`, async () => {
				const api = new FakeApi(() => networkFailure(code));
				const call = await outcome(api, createIncidentNote(api.person, 'Q1', 'Hi'));
				assert.equal(failed(call).kind, 'network');
				assert.equal(api.calls.length, 1);
			});
		}

		it('remembers that an earlier try may have made the change', async () => {
			const api = new FakeApi(
				inTurn(
					() => networkFailure('ECONNRESET'),
					() => json({ error: { message: 'Invalid Input Provided', code: 2001 } }, 400),
				),
			);
			const call = await outcome(api, updateTeam(api.person, 'T1', { name: 'Web' }));
			assert.equal(failed(call).kind, 'refused');
			assert.equal(failed(call).code, 2001);
			assert.equal(failed(call).unclear, true);
		});
	});

	describe('of a locked incident', () => {
		const locked = () =>
			json({ error: { message: 'Invalid', code: 2001, errors: ['Incident could not be locked'] } }, 400);

		it('repeats once, even a note, which was refused', async () => {
			const api = new FakeApi(inTurn(locked, () => json(note)));
			const call = await outcome(api, createIncidentNote(api.person, 'Q1', 'Hi'));
			assert.equal(call.value?.id, 'N1');
			assert.equal(api.calls.length, 2);
		});

		it('leaves a bulk change to whoever can read the state back', async () => {
			for (const refusal of [locked, () => tooMany({ 'ratelimit-reset': '3' })]) {
				const api = new FakeApi(refusal);
				const call = await outcome(api, updateIncidents(api.person, [{ id: 'Q1', status: 'acknowledged' }]));
				assert.ok(['refused', 'rateLimited'].includes(failed(call).kind));
				assert.equal(api.calls.length, 1);
			}
		});

		it('gives up the second time', async () => {
			const api = new FakeApi(locked);
			const call = await outcome(api, createIncidentNote(api.person, 'Q1', 'Hi'));
			assert.equal(failed(call).kind, 'refused');
			assert.equal(api.calls.length, 2);
		});
	});

	describe('of a rate limit', () => {
		it('waits as long as PagerDuty says and a little more', async () => {
			const api = new FakeApi(
				inTurn(
					() => tooMany({ 'ratelimit-reset': '12' }),
					() => json(incident),
				),
			);
			const call = await outcome(api, getIncident(api.person, 'Q1'));
			assert.equal(call.value?.id, 'Q1');
			assert.ok(api.times[1]! >= 12_000 && api.times[1]! <= 12_500, String(api.times));
		});

		it('heeds Retry-After in seconds and as a date', async () => {
			const said: Record<string, string>[] = [
				{ 'retry-after': '7' },
				{ 'retry-after': 'Mon, 05 Jan 2026 12:00:07 GMT', date: 'Mon, 05 Jan 2026 12:00:00 GMT' },
			];
			for (const headers of said) {
				const api = new FakeApi(
					inTurn(
						() => tooMany(headers),
						() => json(incident),
					),
				);
				await outcome(api, getIncident(api.person, 'Q1'));
				assert.ok(api.times[1]! >= 7000 && api.times[1]! <= 7500, String(api.times));
			}
		});

		it('sends even a note again: it was not looked at', async () => {
			const api = new FakeApi(
				inTurn(
					() => tooMany({ 'ratelimit-reset': '3' }),
					() => json(note),
				),
			);
			const call = await outcome(api, createIncidentNote(api.person, 'Q1', 'Hi'));
			assert.equal(call.value?.id, 'N1');
			assert.equal(api.calls.length, 2);
		});

		it('waits 5 seconds and then 10 each time when PagerDuty does not say, at most five tries', async () => {
			const api = new FakeApi(() => new Response('<html>slow down</html>', { status: 429 }));
			const call = await outcome(api, listIncidents(api.background));
			assert.equal(failed(call).kind, 'rateLimited');
			assert.equal(api.calls.length, 5);
			const waits = api.times.slice(1).map((time, index) => Math.floor((time - api.times[index]!) / 5000) * 5);
			assert.deepEqual(waits, [5, 10, 10, 10]);
		});

		it('holds up a person for at most 30 seconds in all', async () => {
			const api = new FakeApi(() => tooMany());
			const call = watch(getIncident(api.person, 'Q1'));
			await api.clock.advance(30_000);
			const error = failed(call);
			assert.equal(error.kind, 'rateLimited');
			assert.equal(error.status, 429);
			assert.equal(api.calls.length, 4, 'after 5, 10 and 10 seconds the next 10 are too many');
			assert.equal(error.retryAfterSeconds, 10);
		});

		it('goes on as long as there is time when PagerDuty says for how long', async () => {
			const refusals = Array.from({ length: 8 }, () => () => tooMany({ 'ratelimit-reset': '2' }));
			const api = new FakeApi(inTurn(...refusals, () => json(incident)));
			const call = watch(getIncident(api.person, 'Q1'));
			await api.clock.advance(30_000);
			assert.equal(call.value?.id, 'Q1');
			assert.equal(api.calls.length, 9);
		});

		it('does not ask again and again when PagerDuty says that it takes no time', async () => {
			const api = new FakeApi(() => tooMany({ 'ratelimit-reset': '0' }));
			const call = watch(getIncident(api.person, 'Q1'));
			await api.clock.advance(31_000);
			assert.equal(failed(call).kind, 'rateLimited');
			assert.ok(api.calls.length <= 30, `${api.calls.length} requests`);
		});

		it('lets polling tell when the limit lasts for hours', async () => {
			const api = new FakeApi(() => tooMany({ 'ratelimit-reset': '43200' }));
			const call = watch(listIncidents(api.background));
			await settle();
			assert.equal(failed(call).kind, 'rateLimited');
			assert.ok(failed(call).retryAfterSeconds! >= 43_200);
		});

		it('tells a person at once when the wait would be too long', async () => {
			const api = new FakeApi(() => tooMany({ 'ratelimit-reset': '45' }));
			const error = await failure(getIncident(api.person, 'Q1'));
			assert.equal(error.kind, 'rateLimited');
			assert.ok(error.retryAfterSeconds! >= 45 && error.retryAfterSeconds! <= 46);
			assert.equal(api.clock.sleeping, 0);
		});

		it('lets polling wait as long as it takes', async () => {
			const api = new FakeApi(
				inTurn(
					() => tooMany({ 'ratelimit-reset': '55' }),
					() => json({ incidents: [] }),
				),
			);
			const call = await outcome(api, listIncidents(api.background));
			assert.deepEqual(call.value?.items, []);
		});

		it('holds up the other requests too', async () => {
			const api = new FakeApi(
				inTurn(
					() => tooMany({ 'ratelimit-reset': '10' }),
					() => json(incident),
				),
			);
			const first = watch(getIncident(api.person, 'Q1'));
			await api.clock.advance(1000);
			const second = watch(getIncident(api.person, 'Q2'));
			await api.clock.advance(8000);
			assert.equal(api.calls.length, 1);
			await api.clock.advance(3000);
			assert.ok(first.value && second.value);
		});
	});
});
