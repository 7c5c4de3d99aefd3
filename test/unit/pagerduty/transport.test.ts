import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { systemClock } from '../../../src/pagerduty/http/clock.ts';
import { PagerDutyClient } from '../../../src/pagerduty/http/client.ts';
import { getIncident, listIncidents, updateIncident } from '../../../src/pagerduty/api/incidents.ts';
import { createIncidentNote } from '../../../src/pagerduty/api/notes.ts';
import { settle } from '../../support/fake-clock.ts';
import { deferred, failed, failure, FakeApi, inTurn, json, networkFailure, userAccount, watch } from './fake-api.ts';
import { heard } from '../../support/heard.ts';

const incident = { incident: { id: 'Q1' } };
const hanging = () => new Promise<Response>(() => undefined);

function redirect(location: string, status = 302): Response {
	return new Response(null, { status, headers: location === '' ? {} : { location } });
}

describe('PagerDuty transport', () => {
	describe('time limit', () => {
		it('gives up a read after 30 seconds', async () => {
			const api = new FakeApi(hanging);
			const call = watch(getIncident(api.person, 'Q1'));
			await api.clock.advance(29_999);
			assert.equal(call.done, false);
			await api.clock.advance(1);
			const error = failed(call);
			assert.equal(error.kind, 'timeout');
			assert.equal(error.unclear, false);
			assert.equal(api.calls.length, 1);
			assert.equal(api.calls[0]!.signal?.aborted, true);
			assert.equal(api.clock.sleeping, 0);
		});

		it('gives up a change in time to look afterwards, and does not know whether it was made', async () => {
			const api = new FakeApi(hanging);
			const call = watch(updateIncident(api.person, 'Q1', { status: 'resolved' }));
			await api.clock.advance(24_999);
			assert.equal(call.done, false);
			await api.clock.advance(1);
			assert.equal(failed(call).kind, 'timeout');
			assert.match(failed(call).message, /within 25 seconds/);
			assert.equal(failed(call).unclear, true);
			assert.equal(api.calls.length, 1);
		});

		it('gives polling 60 seconds for a change', async () => {
			const api = new FakeApi(hanging);
			const call = watch(updateIncident(api.background, 'Q1', { status: 'resolved' }));
			await api.clock.advance(59_999);
			assert.equal(call.done, false);
			await api.clock.advance(1);
			assert.equal(failed(call).kind, 'timeout');
		});

		it('counts the time of a body that does not end', async () => {
			const api = new FakeApi(() => new Response(new ReadableStream()));
			const call = watch(getIncident(api.person, 'Q1'));
			await api.clock.advance(30_000);
			assert.equal(failed(call).kind, 'timeout');
		});
	});

	describe('abort', () => {
		const reason = new Error('the person pressed Esc');

		it('rejects with the reason before anything is sent', async () => {
			const api = new FakeApi(() => json(incident));
			api.abort.abort(reason);
			await assert.rejects(getIncident(api.person, 'Q1'), (error) => error === reason);
			assert.equal(api.calls.length, 0);
		});

		it('rejects with the reason while the account is being read', async () => {
			const api = new FakeApi(() => json(incident), { account: () => new Promise(() => undefined) });
			const call = watch(getIncident(api.person, 'Q1'));
			await settle();
			api.abort.abort(reason);
			await settle();
			assert.equal(call.error, reason);
			assert.equal(api.calls.length, 0);
		});

		it('rejects with the reason while PagerDuty thinks, and ends the request', async () => {
			const api = new FakeApi(hanging);
			const call = watch(updateIncident(api.person, 'Q1', { status: 'resolved' }));
			await settle();
			assert.equal(api.calls.length, 1);
			api.abort.abort(reason);
			await settle();
			assert.equal(call.error, reason);
			assert.equal(api.calls[0]!.signal?.aborted, true);
			assert.equal(api.clock.sleeping, 0);
		});

		it('rejects with the reason while the body comes', async () => {
			const api = new FakeApi(() => new Response(new ReadableStream()));
			const call = watch(getIncident(api.person, 'Q1'));
			await settle();
			api.abort.abort(reason);
			await settle();
			assert.equal(call.error, reason);
		});

		it('rejects with the reason while waiting for the next try', async () => {
			const api = new FakeApi(() => json({}, 503));
			const call = watch(getIncident(api.person, 'Q1'));
			await settle();
			assert.equal(api.calls.length, 1);
			api.abort.abort(reason);
			await settle();
			assert.equal(call.error, reason);
			assert.equal(api.clock.sleeping, 0);
			await api.clock.advance(60_000);
			assert.equal(api.calls.length, 1);
		});

		it('rejects with the reason while queueing, and lets the others through', async () => {
			const first = deferred();
			const api = new FakeApi(
				inTurn(
					() => first.reply,
					() => json(incident),
				),
			);
			const running = watch(updateIncident(api.person, 'Q1', { status: 'resolved' }));
			const impatient = new AbortController();
			const queued = watch(updateIncident(api.client.for(impatient.signal, 'person'), 'Q2', { status: 'resolved' }));
			const behind = watch(updateIncident(api.person, 'Q3', { status: 'resolved' }));
			await settle();
			impatient.abort(reason);
			await settle();
			assert.equal(queued.error, reason);
			assert.equal(running.done, false);
			first.give(json(incident));
			await settle();
			assert.ok(running.value && behind.value);
			assert.deepEqual(
				api.calls.map(({ url }) => url.pathname),
				['/incidents/Q1', '/incidents/Q3'],
			);
		});

		it('gives a reason that is not an Error as it is', async () => {
			const api = new FakeApi(() => json({}, 503));
			const call = watch(getIncident(api.person, 'Q1'));
			await settle();
			api.abort.abort('enough');
			await settle();
			assert.equal(call.error, 'enough');
		});

		it('frees the place of an aborted request', async () => {
			const api = new FakeApi(inTurn(hanging, () => json(incident)));
			const impatient = new AbortController();
			const stuck = watch(updateIncident(api.client.for(impatient.signal, 'person'), 'Q1', {}));
			await settle();
			impatient.abort(reason);
			await updateIncident(api.person, 'Q2', {});
			assert.equal(stuck.error, reason);
		});
	});

	describe('redirect', () => {
		it('is followed once for a read on the same origin', async () => {
			const api = new FakeApi(
				inTurn(
					() => redirect('/incidents/Q1?moved=1', 301),
					() => json(incident),
				),
			);
			assert.equal((await getIncident(api.person, 'Q1')).id, 'Q1');
			assert.equal(api.calls[1]!.url.href, 'https://api.pagerduty.com/incidents/Q1?moved=1');
			assert.equal(api.calls[1]!.redirect, 'manual');
		});

		for (const location of [
			'https://evil.example/incidents',
			'https://api.pagerduty.com.evil.example/',
			'https://api.eu.pagerduty.com/incidents',
			'http://api.pagerduty.com/incidents',
			'https://api.pagerduty.com:8443/incidents',
			'//evil.example/',
			'http://[broken',
			'',
		]) {
			it(`takes the token not to "${location}"`, async () => {
				const api = new FakeApi(() => redirect(location));
				const error = await failure(getIncident(api.person, 'Q1'));
				assert.equal(error.kind, 'reply');
				assert.equal(error.status, 302);
				assert.equal(api.calls.length, 1);
			});
		}

		it('is not followed twice', async () => {
			const api = new FakeApi(() => redirect('/incidents'));
			assert.equal((await failure(listIncidents(api.person))).kind, 'reply');
			assert.equal(api.calls.length, 2);
		});

		it('is not followed for a change', async () => {
			for (const status of [301, 302, 303, 307, 308]) {
				const api = new FakeApi(() => redirect('/elsewhere', status));
				assert.equal((await failure(updateIncident(api.person, 'Q1', {}))).kind, 'reply');
				assert.equal((await failure(createIncidentNote(api.person, 'Q1', 'Hi'))).kind, 'reply');
				assert.equal(api.calls.length, 2);
			}
		});
	});

	describe('network failure', () => {
		for (const [code, message] of [
			['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:443'],
			['ENOTFOUND', 'getaddrinfo ENOTFOUND api.pagerduty.com'],
			['EAI_AGAIN', 'getaddrinfo EAI_AGAIN api.pagerduty.com'],
			['UND_ERR_CONNECT_TIMEOUT', 'Connect Timeout Error'],
			['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'],
		] as const) {
			it(`is clear about ${code}: nothing was sent`, async () => {
				const api = new FakeApi(() => networkFailure(code, message));
				const error = await failure(createIncidentNote(api.person, 'Q1', 'Hi'));
				assert.equal(error.kind, 'network');
				assert.equal(error.unclear, false);
				assert.match(error.message, /^api\.pagerduty\.com cannot be reached: .+\.$/);
				assert.equal(api.calls.length, 1);
			});
		}

		for (const code of ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'UND_ERR_HEADERS_TIMEOUT']) {
			it(`is unclear about ${code}: the change may have been made`, async () => {
				const api = new FakeApi(() => networkFailure(code));
				const error = await failure(createIncidentNote(api.person, 'Q1', 'Hi'));
				assert.equal(error.kind, 'network');
				assert.equal(error.unclear, true);
			});
		}

		for (const [code, words] of [
			['UND_ERR_ABORTED', 'Proxy response (407) !== 200 when HTTP Tunneling'],
			['UND_ERR_ABORTED', 'Proxy response (403) !== 200 when HTTP Tunneling'],
			['ERR_PROXY_AUTH_UNSUPPORTED', 'net::ERR_PROXY_AUTH_UNSUPPORTED'],
		] as const) {
			it(`asks a proxy once that refuses: ${words}`, async () => {
				const api = new FakeApi(() => networkFailure(code, words));
				const error = await failure(getIncident(api.person, 'Q1'));
				assert.deepEqual([error.kind, error.unclear, api.calls.length], ['proxy', false, 1]);
				assert.match(error.message, /^The proxy (wants a user name|does not let requests through)/);
			});
		}

		it('looks into all addresses that were tried', async () => {
			const each = ['::1', '127.0.0.1'].map((ip) =>
				Object.assign(new Error(`connect ECONNREFUSED ${ip}:443`), { code: 'ECONNREFUSED' }),
			);
			const api = new FakeApi(() => new TypeError('fetch failed', { cause: new AggregateError(each, '') }));
			const error = await failure(createIncidentNote(api.person, 'Q1', 'Hi'));
			assert.equal(error.unclear, false);
			assert.match(error.message, /refused/);
		});

		it('is never unclear for a read', async () => {
			const api = new FakeApi(() => networkFailure('ECONNRESET'));
			const call = watch(getIncident(api.person, 'Q1'));
			await api.clock.advance(10_000);
			assert.equal(failed(call).unclear, false);
		});

		it('breaks off in the middle of a body as well', async () => {
			const body = () =>
				new ReadableStream<Uint8Array>({
					start(controller) {
						controller.enqueue(new TextEncoder().encode('{"note":'));
						controller.error(networkFailure('UND_ERR_SOCKET', 'other side closed'));
					},
				});
			const api = new FakeApi(() => new Response(body()));
			const error = await failure(createIncidentNote(api.person, 'Q1', 'Hi'));
			assert.equal(error.kind, 'network');
			assert.equal(error.unclear, true);
		});
	});

	describe('over a real connection', () => {
		let server: Server;
		let apiUrl: string;
		let seen: string[];
		let handle: (
			respond: (status: number, body: string, headers?: Record<string, string>) => void,
			destroy: () => void,
		) => void;

		beforeEach(async () => {
			seen = [];
			server = createServer((request, response) => {
				seen.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? ''}`);
				handle(
					(status, body, headers = {}) => response.writeHead(status, headers).end(body),
					() => request.socket.destroy(),
				);
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			const address = server.address();
			assert.ok(address !== null && typeof address === 'object');
			apiUrl = `http://127.0.0.1:${address.port}`;
		});

		afterEach(async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		});

		function person() {
			const client = new PagerDutyClient({
				account: () => Promise.resolve({ ...userAccount, apiUrl }),
				clock: systemClock,
				log: { debug: heard, info: heard, warn: heard, error: heard },
				userAgent: 'test',
			});
			return client.for(new AbortController().signal, 'person');
		}

		it('reads a reply', async () => {
			handle = (respond) => respond(200, JSON.stringify(incident), { 'content-type': 'application/json' });
			assert.equal((await getIncident(person(), 'Q\'"1')).id, 'Q1');
			assert.equal(seen[0], `GET /incidents/Q%27%221 Token token=${userAccount.token}`);
		});

		it('does not follow a redirect to another port of the same machine', async () => {
			handle = (respond) => respond(302, '', { location: 'http://127.0.0.1:1/incidents' });
			assert.equal((await failure(getIncident(person(), 'Q1'))).kind, 'reply');
			assert.equal(seen.length, 1);
		});

		it('sends a note once when the connection drops', async () => {
			handle = (_respond, destroy) => destroy();
			const error = await failure(createIncidentNote(person(), 'Q1', 'Hi'));
			assert.equal(error.kind, 'network');
			assert.equal(error.unclear, true);
			assert.equal(seen.length, 1);
		});

		it('knows that a closed port got nothing', async () => {
			const { apiUrl: closed } = { apiUrl };
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			assert.equal(apiUrl, closed);
			const error = await failure(createIncidentNote(person(), 'Q1', 'Hi'));
			assert.equal(error.kind, 'network');
			assert.equal(error.unclear, false);
		});
	});
});
