import assert from 'node:assert/strict';
import * as z from 'zod';
import { getIncident, listIncidents, updateIncident, updateIncidents } from '../../../src/pagerduty/api/incidents.ts';
import { createIncidentNote } from '../../../src/pagerduty/api/notes.ts';
import { listOnCalls } from '../../../src/pagerduty/api/oncalls.ts';
import type { PagerDutyApi } from '../../../src/pagerduty/http/request.ts';
import { Deadline } from '../../../src/pagerduty/http/limits/deadline.ts';
import { settle } from '../../support/fake-clock.ts';
import { deferred, failed, failure, FakeApi, inTurn, json, rate, userAccount, watch, type Call } from './fake-api.ts';

const incident = { incident: { id: 'Q1' } };
const noIncidents = { incidents: [] };

/** Replies that the test gives one by one. */
function held() {
	const replies: ReturnType<typeof deferred>[] = [];
	const answer = () => {
		const reply = deferred();
		replies.push(reply);
		return reply.reply;
	};
	return { replies, answer };
}

/** Which calls were made, by the last part of the address. */
function ids(api: FakeApi): string[] {
	return api.calls.map(({ url }) => url.pathname.split('/').at(-1) ?? '');
}

describe('limits of requests', () => {
	describe('places', () => {
		it('lets four reads run at a time', async () => {
			const { replies, answer } = held();
			const api = new FakeApi(answer);
			const calls = ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => watch(getIncident(api.person, id)));
			await settle();
			assert.deepEqual(ids(api), ['A', 'B', 'C', 'D']);
			replies[2]!.give(json(incident));
			await settle();
			assert.deepEqual(ids(api), ['A', 'B', 'C', 'D', 'E']);
			for (let index = 0; index < 6; index++) {
				replies[index]!.give(json(incident));
				await settle();
			}
			assert.ok(calls.every(({ value }) => value?.id === 'Q1'));
		});

		it('lets one change run at a time, in the order they came', async () => {
			const { replies, answer } = held();
			const api = new FakeApi(answer);
			const calls = ['A', 'B', 'C'].map((id) => watch(updateIncident(api.person, id, {})));
			for (const expected of [['A'], ['A', 'B'], ['A', 'B', 'C']]) {
				await settle();
				assert.deepEqual(ids(api), expected);
				replies.at(-1)!.give(json(incident));
			}
			await settle();
			assert.ok(calls.every(({ value }) => value?.id === 'Q1'));
		});

		it('lets reads pass a change that waits', async () => {
			const { answer } = held();
			const api = new FakeApi(answer);
			const calls = [
				watch(updateIncident(api.person, 'A', {})),
				watch(updateIncident(api.person, 'B', {})),
				watch(getIncident(api.person, 'C')),
			];
			await settle();
			assert.deepEqual(ids(api), ['A', 'C']);
			assert.equal(calls.length, 3);
		});

		it('keeps one place for people', async () => {
			const { answer } = held();
			const api = new FakeApi(answer);
			const polls = ['A', 'B', 'C', 'D'].map((id) => watch(getIncident(api.background, id)));
			const person = watch(getIncident(api.person, 'P'));
			await settle();
			assert.deepEqual(ids(api), ['A', 'B', 'C', 'P']);
			assert.ok(![...polls, person].some(({ done }) => done));
		});

		it('takes people before polling', async () => {
			const { replies, answer } = held();
			const api = new FakeApi(answer);
			const running = ['1', '2', '3', '4'].map((id) => watch(getIncident(api.person, id)));
			const waiting = [
				watch(getIncident(api.background, 'poll')),
				watch(getIncident(api.person, 'first')),
				watch(getIncident(api.person, 'second')),
			];
			await settle();
			for (const index of [0, 1, 2]) {
				replies[index]!.give(json(incident));
				await settle();
			}
			assert.deepEqual(ids(api).slice(4), ['first', 'second', 'poll']);
			assert.equal(running.length + waiting.length, 7);
		});

		it('frees the place of a request that failed', async () => {
			const api = new FakeApi(() => json({}, 400));
			for (let round = 0; round < 6; round++) watch(getIncident(api.person, 'Q1'));
			await settle();
			assert.equal(api.calls.length, 6);
		});

		it('frees the place when nobody is signed in or the account cannot be read', async () => {
			let reads = 0;
			const api = new FakeApi(() => json(incident), {
				account: () => {
					reads++;
					if (reads <= 3) return Promise.resolve(undefined);
					return reads <= 6 ? Promise.reject(new Error('keyring locked')) : Promise.resolve(userAccount);
				},
			});
			for (let round = 0; round < 6; round++) {
				await assert.rejects(updateIncident(api.person, 'Q1', {}));
			}
			assert.equal((await updateIncident(api.person, 'Q1', {})).id, 'Q1');
		});
	});

	describe('per minute', () => {
		it('lets polling make 120 requests, and people go on', async () => {
			const api = new FakeApi(() => json(incident));
			const polls = Array.from({ length: 125 }, () => watch(getIncident(api.background, 'poll')));
			await api.clock.advance(0);
			for (let round = 0; round < 60; round++) await settle();
			assert.equal(api.calls.length, 120);
			await getIncident(api.person, 'P');
			assert.equal(api.calls.length, 121);
			await api.clock.advance(59_999);
			assert.equal(api.calls.length, 121);
			await api.clock.advance(1);
			for (let round = 0; round < 5; round++) await settle();
			assert.ok(polls.every(({ value }) => value?.id === 'Q1'));
			assert.equal(api.clock.sleeping, 0);
		});

		it('lets people make 300 requests and says how long the next has to wait', async () => {
			const api = new FakeApi(() => json(incident));
			for (let round = 0; round < 300; round++) await getIncident(api.person, 'Q1');
			const refused = watch(getIncident(api.person, 'Q1'));
			await settle();
			assert.equal(failed(refused).kind, 'rateLimited');
			assert.equal(failed(refused).retryAfterSeconds, 60);
			assert.equal(failed(refused).status, undefined);
			await api.clock.advance(35_000);
			const patient = watch(getIncident(api.person, 'Q1'));
			await settle();
			assert.equal(patient.done, false);
			await api.clock.advance(25_000);
			assert.equal(patient.value?.id, 'Q1');
		});

		it('is not confused by a clock that is set back', async () => {
			const api = new FakeApi(() => json(incident));
			for (let round = 0; round < 300; round++) await getIncident(api.person, 'Q1');
			api.clock.set('2026-01-05T07:00:00Z');
			assert.equal((await getIncident(api.person, 'Q1')).id, 'Q1');
		});
	});

	describe('of an account', () => {
		it('do not count for the one that is signed in after it', async () => {
			const api = new FakeApi(() => json(incident));
			for (let round = 0; round < 300; round++) await getIncident(api.person, 'Q1');
			api.client.forget();
			const next = watch(getIncident(api.person, 'Q2'));
			await settle();
			assert.equal(next.value?.id, 'Q1');
		});

		it('do not hold up the one that is signed in after it when PagerDuty refused more of the kind', async () => {
			const api = new FakeApi(
				inTurn(
					() => json({}, 429, rate(0, 40)),
					() => json(incident),
				),
			);
			const refused = watch(getIncident(api.person, 'Q1'));
			await settle();
			assert.equal(refused.done && failed(refused).kind, 'rateLimited');
			api.client.forget();
			const next = watch(getIncident(api.person, 'Q2'));
			await settle();
			assert.equal(next.value?.id, 'Q1');
		});

		it('are the same for every source of it', async () => {
			const api = new FakeApi(() => json(incident));
			const other = api.client.withAccount(() => Promise.resolve(api.account));
			for (let round = 0; round < 300; round++) await getIncident(api.person, 'Q1');
			const late = watch(getIncident(other.for(api.abort.signal, 'person'), 'Q1'));
			await settle();
			assert.equal(failed(late).kind, 'rateLimited');
			api.client.forget();
			assert.equal((await getIncident(other.for(api.abort.signal, 'person'), 'Q1')).id, 'Q1');
		});
	});

	describe('brake', () => {
		/** A client whose first reply carried these headers. */
		async function after(headers: Record<string, string>) {
			const api = new FakeApi((call: Call, index) => {
				const content = call.url.pathname === '/oncalls' ? { oncalls: [] } : { ...noIncidents, ...incident };
				return json(content, 200, index === 0 ? headers : {});
			});
			await listIncidents(api.person);
			return api;
		}

		it('does nothing while a tenth of the limit remains', async () => {
			const api = await after(rate(96, 40));
			assert.ok(await listIncidents(api.background));
		});

		it('holds polling until the reset when less remains, but no person', async () => {
			const api = await after(rate(95, 40));
			const poll = watch(listIncidents(api.background));
			assert.ok(await listIncidents(api.person));
			await api.clock.advance(39_999);
			assert.equal(poll.done, false);
			await api.clock.advance(1);
			assert.ok(poll.value);
			assert.equal(api.clock.sleeping, 0);
		});

		it('lets polling go as soon as PagerDuty says that enough remains', async () => {
			const api = new FakeApi((_call, index) => json(noIncidents, 200, index === 0 ? rate(50, 40) : rate(900, 60)));
			await listIncidents(api.person);
			const poll = watch(listIncidents(api.background));
			await settle();
			assert.equal(poll.done, false);
			await listIncidents(api.person);
			await settle();
			assert.ok(poll.value);
			assert.equal(api.clock.sleeping, 0);
		});

		it('holds people too when nearly nothing remains', async () => {
			const api = await after(rate(19, 20));
			const person = watch(listIncidents(api.person));
			await api.clock.advance(19_999);
			assert.equal(person.done, false);
			await api.clock.advance(1);
			assert.ok(person.value);
		});

		it('tells people when that would take more than 30 seconds', async () => {
			const api = await after(rate(0, 45));
			const person = watch(listIncidents(api.person));
			await settle();
			assert.equal(failed(person).kind, 'rateLimited');
			assert.equal(failed(person).retryAfterSeconds, 45);
			assert.match(failed(person).message, /45 seconds/);
			assert.equal(api.calls.length, 1);
		});

		it('can be aborted', async () => {
			const api = await after(rate(0, 45));
			const poll = watch(listIncidents(api.background));
			await settle();
			const reason = new Error('closed');
			api.abort.abort(reason);
			await settle();
			assert.equal(poll.error, reason);
			assert.equal(api.clock.sleeping, 0);
		});

		it('does not hold other requests when only the limit of who is on call is used up', async () => {
			const api = new FakeApi((call) =>
				call.url.pathname === '/oncalls'
					? json({ oncalls: [] }, 200, rate(0, 50, 30))
					: json(noIncidents, 200, rate(900, 50)),
			);
			await listOnCalls(api.background);
			const again = watch(listOnCalls(api.background));
			assert.ok(await listIncidents(api.background));
			assert.equal(again.done, false);
			await api.clock.advance(50_000);
			assert.ok(again.value);
		});

		const odd: Record<string, string>[] = [
			{},
			{ 'ratelimit-limit': '960' },
			{ 'ratelimit-limit': 'many', 'ratelimit-remaining': 'few', 'ratelimit-reset': 'soon' },
			{ 'ratelimit-limit': '0', 'ratelimit-remaining': '0', 'ratelimit-reset': '50' },
			{ 'ratelimit-limit': '-1', 'ratelimit-remaining': '-5', 'ratelimit-reset': '-3' },
		];
		for (const headers of odd) {
			it(`ignores ${JSON.stringify(headers)}`, async () => {
				const api = await after(headers);
				assert.ok(await listIncidents(api.background));
			});
		}

		it('believes no reset that is years away', async () => {
			const api = await after(rate(0, 1_800_000_000));
			const poll = watch(listIncidents(api.background));
			await api.clock.advance(3_600_000);
			assert.ok(poll.value);
		});

		it('counts all waits of one call together', async () => {
			const api = new FakeApi((_call, index) => {
				if (index === 0) return json(noIncidents, 200, rate(10, 20));
				return json({}, 429, { 'ratelimit-reset': '20' });
			});
			await listIncidents(api.person);
			const person = watch(listIncidents(api.person));
			await api.clock.advance(20_000);
			assert.equal(api.calls.length, 2);
			assert.equal(failed(person).kind, 'rateLimited', '20 seconds have passed, 20 more are too many');
		});
	});

	describe('of one kind', () => {
		const analytics = async (pd: PagerDutyApi) =>
			pd.request({
				operationId: 'getAnalyticsMetricsIncidentsAll',
				method: 'POST',
				path: ['analytics', 'metrics', 'incidents', 'all'],
				body: {},
				reads: true,
				reply: z.unknown(),
			});
		const content = { ...noIncidents, ...incident, incidents: [{ id: 'Q1' }], note: { id: 'N1' }, oncalls: [] };
		const refused = () => json({ error: { message: 'Rate Limit Exceeded', code: 2020 } }, 429, rate(0, 43_200));

		for (const [what, reply] of [
			['is refused for hours', refused],
			['has one request left', () => json({}, 200, rate(1, 43_200))],
		] as const) {
			it(`do not stop anything else when one ${what}`, async () => {
				const api = new FakeApi(({ url }) => (url.pathname.startsWith('/analytics') ? reply() : json(content)));
				await analytics(api.person).catch(() => undefined);
				await updateIncidents(api.person, [{ id: 'Q1', status: 'acknowledged' }]);
				await updateIncident(api.person, 'Q1', { urgency: 'low' });
				await createIncidentNote(api.person, 'Q1', 'Looking');
				await listIncidents(api.person);
				await listIncidents(api.background);
				assert.equal(api.calls.length, 6);
				const again = await failure(analytics(api.person));
				assert.equal(again.kind, 'rateLimited');
				assert.equal(again.status, undefined, 'refused here');
				assert.match(again.message, /try again in 12 hours/);
			});
		}

		it('do not stop a change of what cannot be read for now', async () => {
			const api = new FakeApi(({ method }) => (method === 'GET' ? refused() : json(content)));
			await failure(listIncidents(api.person));
			await updateIncident(api.person, 'Q1', { status: 'resolved' });
			await createIncidentNote(api.person, 'Q1', 'Looking');
			assert.equal(api.calls.length, 3);
		});

		it('let a responder ask although they are believed to be reached: PagerDuty decides', async () => {
			const api = new FakeApi((_call, index) => (index === 0 ? refused() : json(content)));
			await failure(getIncident(api.person, 'Q1'));
			assert.equal((await failure(getIncident(api.person, 'Q1'))).status, undefined);
			assert.equal((await getIncident(api.responder, 'Q1')).id, 'Q1');
		});

		it('let a responder through although others have used up our own', async () => {
			const api = new FakeApi(() => json(content));
			for (let round = 0; round < 300; round++) await getIncident(api.person, 'Q1');
			const refusal = await failure(getIncident(api.person, 'Q1'));
			assert.match(refusal.message, /sends at most 300 requests a minute/);
			await updateIncidents(api.responder, [{ id: 'Q1', status: 'acknowledged' }]);
			assert.equal(api.calls.length, 301);
		});

		it('stop others for 10 seconds at most after a refusal that does not say for how long', async () => {
			const bare = () => new Response('<html>slow down</html>', { status: 429 });
			let refusing = true;
			const api = new FakeApi(() => (refusing ? bare() : json(content)));
			const unlucky = watch(getIncident(api.person, 'Q1'));
			await api.clock.advance(40_000);
			assert.equal(failed(unlucky).retryAfterSeconds, 10);
			refusing = false;
			const next = watch(getIncident(api.person, 'Q2'));
			await api.clock.advance(10_000);
			assert.equal(next.value?.id, 'Q1');
		});
	});

	describe('of an answer that does not come', () => {
		it('let the others pass after 5 seconds', async () => {
			const api = new FakeApi(({ url }) =>
				url.pathname.endsWith('STUCK') ? new Promise<Response>(() => undefined) : json(incident),
			);
			const stuck = [1, 2, 3, 4].map(() => watch(getIncident(api.person, 'STUCK')));
			const change = watch(updateIncident(api.person, 'STUCK', {}));
			const others = [watch(getIncident(api.person, 'Q1')), watch(updateIncident(api.person, 'Q1', {}))];
			await api.clock.advance(4999);
			assert.ok(others.every(({ done }) => !done));
			await api.clock.advance(1);
			assert.ok(others.every(({ value }) => value?.id === 'Q1'));
			await api.clock.advance(30_000);
			assert.ok([...stuck, change].every((call) => failed(call).kind === 'timeout'));
			assert.equal(api.clock.sleeping, 0);
		});

		it('keep nobody waiting for a place longer than a call may take', async () => {
			const api = new FakeApi(() => new Promise<Response>(() => undefined));
			const calls = Array.from({ length: 12 }, () => watch(updateIncident(api.person, 'STUCK', {})));
			await api.clock.advance(33_000);
			assert.ok(calls.every(({ done }) => done));
			assert.match(failed(calls.at(-1)!).message, /Other requests are still waiting for PagerDuty/);
			assert.equal(failed(calls.at(-1)!).unclear, false);
		});
	});

	describe('of one call', () => {
		/** The API for a whole call, which began now. */
		const callOf = (api: FakeApi) =>
			api.client.for(api.abort.signal, 'person', { deadline: new Deadline(api.clock, 'person') });

		it('are 30 seconds for all of its requests', async () => {
			let refusing = true;
			const api = new FakeApi(() => (refusing ? json({}, 429, { 'ratelimit-reset': '18' }) : json(incident)));
			const pagerduty = callOf(api);
			const first = watch(getIncident(pagerduty, 'Q1'));
			await api.clock.advance(18_000);
			refusing = false;
			await api.clock.advance(1000);
			assert.ok(first.value);
			refusing = true;
			const second = watch(getIncident(pagerduty, 'Q2'));
			await settle();
			assert.equal(failed(second).kind, 'rateLimited', 'told at once');
		});

		it('end what hangs, change and look back together', async () => {
			const api = new FakeApi(() => new Promise<Response>(() => undefined));
			const pagerduty = callOf(api);
			const start = api.clock.now().getTime();
			const change = watch(updateIncident(pagerduty, 'Q1', {}));
			await api.clock.advance(25_000);
			assert.equal(failed(change).unclear, true);
			const back = watch(getIncident(pagerduty, 'Q1'));
			await api.clock.advance(5000);
			assert.equal(failed(back).kind, 'timeout');
			const last = watch(getIncident(pagerduty, 'Q1'));
			await api.clock.advance(3000);
			assert.equal(failed(last).kind, 'timeout');
			assert.ok(api.clock.now().getTime() - start < 35_000);
		});

		it('are no reason to give up what is answered promptly', async () => {
			const api = new FakeApi(() => json(incident));
			const pagerduty = callOf(api);
			await api.clock.advance(60_000);
			assert.equal((await getIncident(pagerduty, 'Q1')).id, 'Q1');
		});

		it('do not count the time in which a person thinks', async () => {
			const api = new FakeApi(
				inTurn(
					() => json({}, 503),
					() => json(incident),
				),
			);
			const deadline = new Deadline(api.clock, 'person');
			const asked = watch(deadline.whileAsking(() => api.clock.sleep(300_000)));
			await api.clock.advance(300_000);
			assert.ok(asked.done);
			const call = watch(getIncident(api.client.for(api.abort.signal, 'person', { deadline }), 'Q1'));
			await api.clock.advance(2000);
			assert.equal(call.value?.id, 'Q1');
		});
	});
});
