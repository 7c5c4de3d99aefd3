import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { directFetch } from '../../../src/cli/direct.ts';
import { checks } from '../../../src/doctor/checks.ts';
import { examine } from '../../../src/doctor/examine.ts';
import { worstOf } from '../../../src/doctor/finding.ts';
import { reportJson, reportText } from '../../../src/doctor/report.ts';
import type { Subject } from '../../../src/doctor/subject.ts';
import { systemClock } from '../../../src/pagerduty/http/clock.ts';
import { PagerDutyError } from '../../../src/pagerduty/http/errors.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { selfSigned } from '../../support/certificate.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { oauthToken } from '../../support/oauth-token.ts';
import { accountOf, examined, subjectOf } from './support.ts';

describe('an examination', () => {
	let sandbox: Sandbox;
	beforeEach(async () => (sandbox = await startSandbox()));
	afterEach(() => sandbox.close());

	const subject = (more: Partial<Subject> = {}) => subjectOf(sandbox, more);

	it('finds nothing wrong where all is well, changes nothing, and says who is signed in', async () => {
		const findings = await examine(subject(), new AbortController().signal);
		assert.deepEqual(
			findings.filter(({ verdict }) => verdict !== 'ok'),
			[],
		);
		assert.deepEqual(
			findings.map(({ name }) => name),
			checks.map(({ name }) => name),
		);
		const person = findings.find(({ name }) => name === 'person');
		assert.equal(person?.facts?.['role'], 'admin');
		assert.ok(sandbox.requests.length > 0);
		assert.ok(sandbox.requests.every(({ method }) => method === 'GET'));
	});

	it('works signed out, and asks PagerDuty nothing but whether it is there', async () => {
		const finding = await examined(
			subject({
				account: () => Promise.resolve(undefined),
				signIn: () => Promise.resolve({ source: undefined, others: ['Not used: another one'] }),
			}),
		);
		const { verdict, next, facts } = finding('sign_in');
		assert.deepEqual([verdict, next, facts?.['others']], ['problem', 'SIGN IN', ['Not used: another one']]);
		assert.equal(finding('connection').verdict, 'ok');
		for (const name of ['token', 'person', 'tools']) assert.equal(finding(name).verdict, 'unknown');
		assert.deepEqual(
			sandbox.requests.map(({ headers }) => headers['authorization']),
			[undefined],
		);
	});

	it('tells a token that is not accepted from one of the other region', async () => {
		const account = accountOf({ apiUrl: sandbox.url, token: 'revoked-token' });
		const revoked = await examined(subject({ account }));
		assert.equal(revoked('token').verdict, 'problem');
		assert.equal(revoked('token').next, 'SIGN IN');
		assert.equal(revoked('region').verdict, 'ok');

		const elsewhere = await startSandbox({ faults: { unauthorizedText: {} } });
		try {
			const apiUrls = { us: elsewhere.url, eu: sandbox.url };
			const wrong = accountOf({ apiUrl: elsewhere.url, token: sandbox.token });
			const finding = await examined(subject({ account: wrong, apiUrls }));
			assert.match(finding('region').message, /in the EU, but requests go to the US/);
			assert.equal(finding('region').next, 'NAME THE REGION');
			assert.equal(finding('token').verdict, 'problem');
		} finally {
			await elsewhere.close();
		}
	});

	it('says what an account-level key cannot do without a sender', async () => {
		const key = { apiUrl: sandbox.url, token: sandbox.accountToken };
		const finding = await examined(subject({ account: accountOf(key) }));
		assert.deepEqual([finding('token').verdict, finding('token').next], ['warning', 'NAME A SENDER']);
		const why = JSON.stringify(finding('tools').facts?.['do_not_work']);
		assert.match(why, /needs a sender":\[[^\]]*"acknowledge_incidents"/);
		assert.match(why, /belongs to nobody":\["get_current_user"\]/);

		const sending = await examined(subject({ account: accountOf({ ...key, kind: 'account', from: 'a@b.example' }) }));
		assert.equal(sending('token').verdict, 'ok');
		assert.doesNotMatch(JSON.stringify(sending('tools').facts?.['do_not_work']), /sender/);
	});

	for (const known of [true, false]) {
		it(`names the scope that tools lack, ${known ? 'by what was granted' : 'by what PagerDuty refuses'}`, async () => {
			const scopes = ['incidents.read', 'services.read'];
			const token = await oauthToken(sandbox, scopes);
			const finding = await examined(
				subject({ account: accountOf({ apiUrl: sandbox.url, token, ...(known && { scopes }) }) }),
			);
			assert.deepEqual(finding('scopes').facts?.['scopes'], scopes);
			assert.equal(finding('abilities').verdict, 'warning');
			assert.match(finding('abilities').message, /abilities\.read/);
			const why = JSON.stringify(finding('tools').facts?.['do_not_work']);
			assert.match(why, /"scope incidents\.write":\[[^\]]*"acknowledge_incidents"/);
			assert.doesNotMatch(why, /"list_incidents"/);
		});
	}

	it('names the ability that a tool needs and the plan lacks', async () => {
		const { abilities } = sandbox.store;
		abilities.splice(abilities.indexOf('coordinated_responding'), 1);
		const finding = await examined(subject());
		assert.match(
			JSON.stringify(finding('tools').facts),
			/"ability coordinated_responding":\[[^\]]*"request_responders"/,
		);
	});

	it('says what a role allows, without sending a change', async () => {
		const roles = { observer: 'may_be_refused', read_only_user: 'do_not_work' };
		for (const [role, where] of Object.entries(roles)) {
			const replies = await examined(subject({ fetch: changing((text) => text.replaceAll('"admin"', `"${role}"`)) }));
			assert.equal(replies('person').facts?.['role'], role);
			assert.match(JSON.stringify(replies('tools').facts?.[where]), /"acknowledge_incidents"/);
			assert.doesNotMatch(JSON.stringify(replies('tools').facts?.[where]), /"list_incidents"/);
		}
		assert.ok(sandbox.requests.every(({ method }) => method === 'GET'));
	});

	it('says what agents are not offered, and when nothing is left', async () => {
		const finding = await examined(subject({ policy: { access: 'read', toolsets: ['incidents'] } }));
		assert.match(JSON.stringify(finding('tools').facts?.['not_offered']), /toolset \\"oncall\\"/);
		const nothing = await examined(subject({ policy: { access: 'read', toolsets: [] } }));
		assert.deepEqual([nothing('tools').verdict, nothing('tools').next], ['problem', 'OFFER MORE']);
	});

	for (const [ahead, verdict, words] of [
		[45, 'warning', /45 seconds ahead of|44 seconds ahead of/],
		[-3600, 'problem', /60 minutes behind/],
	] as const) {
		it(`notices a clock that is ${ahead} seconds ahead`, async () => {
			const clock = { ...systemClock, now: () => new Date(Date.now() + ahead * 1000) };
			const finding = await examined(subject({ clock }));
			assert.equal(finding('clock').verdict, verdict);
			assert.match(finding('clock').message, words);
		});
	}

	it('warns when few requests are left', async () => {
		const busy = await startSandbox({ rateLimit: 2 });
		try {
			const { verdict, facts } = (await examined(subjectOf(busy)))('limits');
			assert.deepEqual([verdict, facts?.['limit'], facts?.['remaining']], ['warning', 2, 0]);
		} finally {
			await busy.close();
		}
	});

	it('names the code of a certificate that is not trusted, and what helps', async () => {
		const server = createServer(selfSigned('127.0.0.1'), (_request, response) => void response.end());
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		try {
			const address = server.address();
			const apiUrl = `https://127.0.0.1:${portOf(address)}`;
			const account = accountOf({ apiUrl, token: sandbox.token });
			const finding = await examined(subject({ account, fetch: directFetch() }));
			for (const name of ['connection', 'certificate']) {
				assert.equal(finding(name).verdict, 'problem');
				assert.equal(finding(name).next, 'TRUST THE CERTIFICATE');
			}
			assert.match(finding('certificate').message, /DEPTH_ZERO_SELF_SIGNED_CERT/);
		} finally {
			server.close();
			server.closeAllConnections();
		}
	});

	it('tells offline, a proxy that refuses and the login page of a network apart', async () => {
		const offline = await examined(subject({ fetch: failing('getaddrinfo ENOTFOUND api.pagerduty.com', 'ENOTFOUND') }));
		assert.match(offline('connection').message, /its name does not resolve/);
		assert.equal(offline('proxy').verdict, 'ok');

		const refused = await examined(
			subject({ proxy: 'proxy.example:3128', fetch: failing('Proxy response (407) !== 200 when HTTP Tunneling') }),
		);
		assert.deepEqual([refused('proxy').verdict, refused('proxy').next], ['problem', 'MEND THE PROXY']);
		assert.match(refused('proxy').message, /user name and a password/);

		sandbox.faults.foreignPage = { status: 200 };
		const page = await examined(subject());
		assert.match(page('connection').message, /Something other than PagerDuty answered/);
		assert.equal(page('token').verdict, 'unknown');
	});

	it('goes on where a check fails or does not end', async () => {
		const broken = await examined(subject({ signIn: () => Promise.reject(new Error('secret store')) }));
		assert.equal(broken('sign_in').verdict, 'unknown');
		assert.equal(broken('token').verdict, 'ok');

		const failing = new PagerDutyError({ kind: 'signedOut', message: 'The keyring is locked.' });
		const locked = await examined(subject({ account: () => Promise.reject(failing) }));
		assert.deepEqual([locked('sign_in').message, locked('connection').verdict], ['The keyring is locked.', 'ok']);

		const clock = new FakeClock();
		const waiting = examined(subject({ clock, signIn: () => new Promise(() => undefined), fetch: never }));
		await clock.advance(15_000);
		const finding = await waiting;
		for (const name of ['sign_in', 'connection', 'token'])
			assert.deepEqual(
				[finding(name).verdict, finding(name).message],
				['unknown', 'There was no answer within 15 seconds.'],
			);
	});

	it('ends when it is cancelled', async () => {
		const abort = new AbortController();
		const running = examine(subject({ fetch: never }), abort.signal);
		abort.abort(new Error('enough'));
		await assert.rejects(running, /enough/);
	});

	it('is told in words and for programs, without a secret', async () => {
		const { token } = sandbox;
		const findings = await examine(
			subject({ signIn: () => Promise.resolve({ source: `somewhere ${token}`, others: [`Bearer ${token}`] }) }),
			new AbortController().signal,
		);
		const head = { version: '1.2.3', host: 'here', at: new Date('2026-03-10T10:00:00Z') };
		const [text, json] = [reportText(findings, head), reportJson(findings, head)];
		for (const report of [text, json]) assert.ok(!report.includes(token));
		assert.match(text, /^On-Call for PagerDuty 1\.2\.3, here, 2026-03-10T10:00:00Z\n\nok {7}Sign-in/);
		assert.match(text, /\nEverything works\.\n$/);
		assert.match(json, /"verdict": "ok"/);
		assert.equal(worstOf([{ verdict: 'warning' }, { verdict: 'unknown' }]), 'warning');
	});

	/** The demo account's replies, otherwise. */
	function changing(change: (text: string) => string): typeof fetch {
		return async (input, init) => {
			const response = await fetch(input, init);
			const { status, headers } = response;
			return new Response(change(await response.text()), {
				status,
				headers: { 'content-type': headers.get('content-type') ?? '' },
			});
		};
	}

	function failing(message: string, code?: string): typeof fetch {
		const cause = Object.assign(new Error(message), code === undefined ? {} : { code });
		return () => Promise.reject(new TypeError('fetch failed', { cause }));
	}

	const never: typeof fetch = (_input, init) =>
		new Promise((_resolve, reject) =>
			init?.signal?.addEventListener('abort', () => reject(new Error('The request is over.'))),
		);
});

function portOf(address: AddressInfo | string | null): number {
	return typeof address === 'object' && address !== null ? address.port : 0;
}
