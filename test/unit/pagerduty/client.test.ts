import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import * as z from 'zod';
import { createIncidentNote, listIncidentNotes } from '../../../src/pagerduty/api/notes.ts';
import { getIncident, listIncidents, updateIncident } from '../../../src/pagerduty/api/incidents.ts';
import { PagerDutyClient } from '../../../src/pagerduty/http/client.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { accountKey, failure, FakeApi, inTurn, json, token, userAccount, type Call } from './fake-api.ts';

const empty = { incidents: [], limit: 25, offset: 0, more: false, total: null };
const incident = { incident: { id: 'Q1' } };

describe('PagerDuty client', () => {
	describe('headers', () => {
		it('asks for version 2 of the API, with the token and its own name', async () => {
			const api = new FakeApi(() => json(empty));
			await listIncidents(api.person);
			const { headers, method, redirect } = api.calls[0]!;
			assert.equal(method, 'GET');
			assert.equal(headers.get('accept'), 'application/vnd.pagerduty+json;version=2');
			assert.equal(headers.get('authorization'), `Token token=${token}`);
			assert.equal(headers.get('user-agent'), 'oncall-for-pagerduty/0.1.0');
			assert.equal(headers.get('content-type'), null);
			assert.equal(headers.get('from'), null);
			assert.equal(redirect, 'manual');
		});

		it('sends an OAuth token as a bearer', async () => {
			const api = new FakeApi(() => json(empty));
			api.account = { ...userAccount, token: 'pdus+_0XABCDEF' };
			await listIncidents(api.person);
			assert.equal(api.calls[0]!.headers.get('authorization'), 'Bearer pdus+_0XABCDEF');
		});

		it('sends a body as JSON', async () => {
			const api = new FakeApi(() => json(incident));
			await updateIncident(api.person, 'Q1', { status: 'resolved' });
			const { headers, body, method } = api.calls[0]!;
			assert.equal(method, 'PUT');
			assert.equal(headers.get('content-type'), 'application/json');
			assert.deepEqual(body, { incident: { status: 'resolved', type: 'incident_reference' } });
		});

		it('names the person behind a change made with an account key', async () => {
			const api = new FakeApi(() => json(incident));
			api.account = accountKey;
			await updateIncident(api.person, 'Q1', { status: 'resolved' });
			await getIncident(api.person, 'Q1');
			assert.deepEqual(
				api.calls.map(({ headers }) => headers.get('from')),
				['ada@example.com', null],
			);
		});

		it('lets a user token speak for itself', async () => {
			const api = new FakeApi(() => json(incident));
			api.account = { ...userAccount, from: 'ada@example.com' };
			await updateIncident(api.person, 'Q1', { status: 'resolved' });
			assert.equal(api.calls[0]!.headers.get('from'), null);
		});

		for (const [what, account, kind] of [
			['a token with a line break', { ...userAccount, token: 'abc\ndef-secret' }, 'unauthorized'],
			['a token with a letter that is not ASCII', { ...userAccount, token: 'abc…-secret' }, 'unauthorized'],
			['an address with a line break', { ...accountKey, from: 'a@b.c\r\nX-Secret: 1' }, 'refused'],
		] as const) {
			it(`refuses ${what} without a request and without quoting it`, async () => {
				const api = new FakeApi(() => json(incident));
				api.account = account;
				const error = await failure(updateIncident(api.person, 'Q1', { status: 'resolved' }));
				assert.equal(error.kind, kind);
				assert.equal(error.unclear, false);
				assert.doesNotMatch(error.message, /secret/i);
				assert.equal(api.calls.length, 0);
			});
		}
	});

	describe('account', () => {
		it('fails before any request when nobody is signed in', async () => {
			const api = new FakeApi(() => json(empty));
			api.account = undefined;
			const error = await failure(listIncidents(api.person));
			assert.equal(error.kind, 'signedOut');
			assert.equal(error.operationId, 'listIncidents');
			assert.equal(api.calls.length, 0);
		});

		it('is read for each request', async () => {
			const api = new FakeApi(() => json(empty));
			await listIncidents(api.person);
			api.account = { ...userAccount, apiUrl: 'https://api.eu.pagerduty.com', token: 'other' };
			await listIncidents(api.person);
			api.account = undefined;
			assert.equal((await failure(listIncidents(api.person))).kind, 'signedOut');
			assert.deepEqual(
				api.calls.map(({ url, headers }) => [url.host, headers.get('authorization')]),
				[
					['api.pagerduty.com', `Token token=${token}`],
					['api.eu.pagerduty.com', 'Token token=other'],
				],
			);
		});

		it('tells each time that a token is refused, also after it worked again', async () => {
			const api = new FakeApi(() => new Response('Unauthorized', { status: 401 }));
			const errors = [await failure(listIncidents(api.person)), await failure(listIncidents(api.background))];
			assert.deepEqual(
				errors.map(({ kind, status }) => [kind, status]),
				[
					['unauthorized', 401],
					['unauthorized', 401],
				],
			);
			assert.equal(api.calls.length, 2, 'a refused token is not tried again');
			assert.equal(api.unauthorized, 2);
		});

		it('says nothing about a refused token that has been replaced meanwhile', async () => {
			const api = new FakeApi(() => {
				api.account = { ...userAccount, token: 'fresh' };
				return new Response('', { status: 401 });
			});
			assert.equal((await failure(listIncidents(api.person))).kind, 'unauthorized');
			assert.equal(api.unauthorized, 0);
		});
	});

	describe('a request of a sign-in that is renewed', () => {
		const session = { ...userAccount, token: 'pdus+_0XOLD', session: 'ana' };
		const renewed = { ...session, token: 'pdus+_0XNEW' };
		const takesNewOnly = ({ headers }: Call) =>
			headers.get('authorization') === 'Bearer pdus+_0XNEW' ? json(incident) : json({}, 401);

		it('is sent once more with the new token, a change too', async () => {
			const asked: (string | undefined)[] = [];
			const api = new FakeApi(takesNewOnly, {
				account: (rejected) => {
					asked.push(rejected);
					return Promise.resolve(asked.includes(session.token) ? renewed : session);
				},
			});
			await updateIncident(api.person, 'Q1', { status: 'resolved' });
			assert.deepEqual(asked, [undefined, session.token, undefined]);
			assert.deepEqual([api.calls.length, api.unauthorized], [2, 0]);
		});

		it('ends when the new token is refused as well, or when there is none', async () => {
			for (const next of [renewed, session]) {
				let given = session;
				const api = new FakeApi(() => json({}, 401), {
					account: (rejected) => {
						if (rejected !== undefined) given = next;
						return Promise.resolve(given);
					},
				});
				assert.equal((await failure(listIncidents(api.person))).kind, 'unauthorized');
				assert.deepEqual([api.calls.length, api.unauthorized], [next === renewed ? 2 : 1, 1]);
			}
		});

		it('goes on within one call, which another sign-in ends', async () => {
			const api = new FakeApi(() => json(empty));
			api.account = session;
			const within = api.client.for(api.abort.signal, 'person', { account: api.client.account() });
			await listIncidents(within);
			api.account = renewed;
			await listIncidents(within);
			api.account = { ...renewed, session: 'ben' };
			assert.equal((await failure(listIncidents(within))).kind, 'otherAccount');
		});
	});

	describe('address', () => {
		it('repeats arrays under name[] and leaves out what is undefined', async () => {
			const api = new FakeApi(() => json(empty));
			await listIncidents(api.person, {
				statuses: ['triggered', 'acknowledged'],
				service_ids: [],
				limit: 50,
				total: true,
				since: undefined,
				sort_by: 'created_at:desc',
			});
			const { url } = api.calls[0]!;
			assert.equal(url.pathname, '/incidents');
			assert.deepEqual(
				[...url.searchParams],
				[
					['statuses[]', 'triggered'],
					['statuses[]', 'acknowledged'],
					['limit', '50'],
					['total', 'true'],
					['sort_by', 'created_at:desc'],
				],
			);
		});

		for (const id of ['../users', 'Q1/notes', '.', '..', '', ' ', '\\..\\users', 'Q1\nX', 'Q1/', '/']) {
			it(`refuses ${JSON.stringify(id)} as an id`, async () => {
				const api = new FakeApi(() => json(incident));
				const error = await failure(getIncident(api.person, id));
				assert.equal(error.kind, 'refused');
				assert.equal(api.calls.length, 0);
			});
		}

		for (const id of ['Q"1', "Q'1", 'Q1?x=1', 'Q1#x', '%2e%2e', '%2Fusers', 'a..b', 'Q1;x', 'Q 1', 'Qé', '...']) {
			it(`reaches no other endpoint with the id ${JSON.stringify(id)}`, async () => {
				const api = new FakeApi(() => json({ notes: [] }));
				await listIncidentNotes(api.person, id);
				const { url } = api.calls[0]!;
				const [root, collection, segment, ...rest] = url.pathname.split('/');
				assert.deepEqual([root, collection, rest], ['', 'incidents', ['notes']]);
				assert.equal(decodeURIComponent(segment!), id);
				assert.match(segment!, /^[\w.~%-]+$/);
				assert.equal(url.search, '');
				assert.equal(url.hash, '');
			});
		}
	});

	describe('reply', () => {
		it('counts any 2xx as success', async () => {
			for (const status of [200, 201, 202, 207]) {
				const api = new FakeApi(() => json({ note: { id: 'N1', content: 'Hi' } }, status));
				assert.equal((await createIncidentNote(api.person, 'Q1', 'Hi')).content, 'Hi');
			}
		});

		it('gives an empty reply to the schema as undefined or as an empty object', async () => {
			const api = new FakeApi(
				inTurn(
					() => new Response(null, { status: 204 }),
					() => new Response('', { status: 202 }),
				),
			);
			const request = { operationId: 'deleteThing', method: 'DELETE', path: ['things', 'T1'] } as const;
			const reply = z.undefined().transform(() => 'nothing');
			assert.equal(await api.person.request({ ...request, reply }), 'nothing');
			assert.deepEqual(await api.person.request({ ...request, reply: z.object({}) }), {});
		});

		it('refuses what is not JSON', async () => {
			const api = new FakeApi(() => new Response('<html>Sign in to the hotel’s network</html>'));
			const error = await failure(listIncidents(api.person));
			assert.equal(error.kind, 'reply');
			assert.equal(error.status, 200);
			assert.equal(error.unclear, false);
			assert.ok(error.foreign);
			assert.match(error.message, /^Something other than PagerDuty answered/);
			const text = new FakeApi(() => new Response('fine'));
			assert.equal((await failure(listIncidents(text.person))).message, "PagerDuty's reply is not JSON.");
		});

		for (const content of [[], {}, null, 'text', 5, { incidents: 'none' }, { incidents: {} }, { error: { code: 1 } }]) {
			it(`refuses ${JSON.stringify(content)} as a list of incidents`, async () => {
				const api = new FakeApi(() => json(content));
				assert.equal((await failure(listIncidents(api.person))).kind, 'reply');
			});
		}

		it('leaves it open whether a change was made when its reply cannot be read', async () => {
			const api = new FakeApi(() => json({ ok: true }));
			const error = await failure(createIncidentNote(api.person, 'Q1', 'Hi'));
			assert.equal(error.kind, 'reply');
			assert.equal(error.unclear, true);
			assert.equal(api.calls.length, 1);
		});

		it('reads 5 MB', async () => {
			const text = 'x'.repeat(5 * 1024 * 1024);
			const api = new FakeApi(() => json({ notes: [{ id: 'N1', content: text }] }));
			const [note] = await listIncidentNotes(api.person, 'Q1');
			assert.equal(note!.content, text);
		});

		it('stops reading after 20 MB', async () => {
			let sent = 0;
			let cancelled = false;
			const endless = new ReadableStream<Uint8Array>({
				pull(controller) {
					sent++;
					controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
				},
				cancel() {
					cancelled = true;
				},
			});
			const api = new FakeApi(() => new Response(endless));
			assert.equal((await failure(listIncidents(api.person))).kind, 'reply');
			assert.ok(sent <= 23, `${sent} MB were read`);
			assert.ok(cancelled);
		});

		it('keeps a character whole that comes in two pieces', async () => {
			const bytes = new TextEncoder().encode(JSON.stringify({ notes: [{ id: 'N1', content: '🔥' }] }));
			const cut = bytes.indexOf(0xf0) + 2;
			const body = new ReadableStream<Uint8Array>({
				start(controller) {
					controller.enqueue(bytes.slice(0, cut));
					controller.enqueue(bytes.slice(cut));
					controller.close();
				},
			});
			const api = new FakeApi(() => new Response(body));
			assert.equal((await listIncidentNotes(api.person, 'Q1'))[0]!.content, '🔥');
		});
	});

	it('finds the global fetch at the time of the call', async () => {
		const original = globalThis.fetch;
		const client = new PagerDutyClient({
			account: () => Promise.resolve(userAccount),
			clock: new FakeClock(),
			log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
			userAgent: 'test',
		});
		try {
			globalThis.fetch = () => Promise.resolve(json(empty));
			const found = await listIncidents(client.for(new AbortController().signal, 'person'));
			assert.deepEqual(found.items, []);
		} finally {
			globalThis.fetch = original;
		}
	});

	it('leaves nothing behind on the clock and on the signal', async () => {
		const api = new FakeApi(
			inTurn(
				() => json({}, 503),
				() => json(empty),
			),
		);
		const many = Promise.all(Array.from({ length: 12 }, () => listIncidents(api.person)));
		await api.clock.advance(5000);
		await many;
		assert.equal(api.clock.sleeping, 0);
		assert.deepEqual(getEventListeners(api.abort.signal, 'abort'), []);
	});

	it('logs neither the token nor the content', async () => {
		const api = new FakeApi(() => json({ error: { message: `bad ${token}` } }, 400));
		await failure(createIncidentNote(api.person, 'Q1', 'the content'));
		assert.ok(api.lines.length > 0);
		assert.doesNotMatch(api.lines.join('\n'), /Secret|the content|Q1/);
	});
});
