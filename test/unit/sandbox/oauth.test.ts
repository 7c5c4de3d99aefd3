import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { classicApp, scopedApp } from '../../../src/sandbox/oauth/app.ts';
import { startSandbox, type OAuthApp, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { decide } from '../../support/browser.ts';
import {
	isObject,
	listAt,
	objectAt,
	parseJson,
	textAt as optionalTextAt,
	type JsonObject,
} from '../../support/json-schema.ts';

const redirectUri = 'http://localhost:5173/oauth/pagerduty';
const verifier = 'a-verifier-that-is-long-enough-for-the-rules-of-PKCE';
const challenge = createHash('sha256').update(verifier).digest('base64url');

function textAt(value: JsonObject, name: string): string {
	const text = optionalTextAt(value, name);
	assert.ok(text !== undefined, `${name} is missing`);
	return text;
}

describe('OAuth of the sandbox', () => {
	let sandbox: Sandbox;
	beforeEach(async () => {
		const start = new Date('2026-03-10T10:00:00Z');
		sandbox = await startSandbox({ now: () => start });
	});
	afterEach(() => sandbox.close());

	const authorize = (app: OAuthApp, scope: string, more: Record<string, string> = {}) => {
		const url = new URL('/oauth/authorize', sandbox.url);
		const fixed = { client_id: app.clientId, redirect_uri: redirectUri, response_type: 'code', state: 's1', scope };
		const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
		url.search = new URLSearchParams({ ...fixed, ...pkce, ...more }).toString();
		return url.href;
	};
	const codeFor = async (app: OAuthApp, scope: string) =>
		(await decide(authorize(app, scope))).searchParams.get('code') ?? '';

	const post = async (form: Record<string, string>) => {
		const reply = await fetch(`${sandbox.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
		const body = parseJson(await reply.text());
		assert.ok(isObject(body));
		return { status: reply.status, body };
	};
	const exchange = (app: OAuthApp, code: string, more: Record<string, string> = {}) => {
		const fixed = { grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: verifier };
		return post({ ...fixed, client_id: app.clientId, code, ...more });
	};
	const renew = (refreshToken: string, more: Record<string, string> = { client_secret: classicApp.clientSecret }) =>
		post({ grant_type: 'refresh_token', client_id: classicApp.clientId, refresh_token: refreshToken, ...more });

	const signIn = async (app: OAuthApp, scope: string): Promise<JsonObject> => {
		const secret: Record<string, string> = app.kind === 'scoped' ? { client_secret: app.clientSecret } : {};
		return (await exchange(app, await codeFor(app, scope), secret)).body;
	};
	const ask = async (token: string, path: string, method = 'GET', scheme = 'Bearer ') => {
		const reply = await fetch(sandbox.url + path, { method, headers: { authorization: scheme + token } });
		return { status: reply.status, text: await reply.text() };
	};

	it("gives tokens of PagerDuty's shape to whoever the person approves", async () => {
		const to = await decide(authorize(classicApp, 'read write'));
		assert.equal(`${to.origin}${to.pathname}`, redirectUri);
		assert.equal(to.searchParams.get('state'), 's1');
		const { status, body } = await exchange(classicApp, to.searchParams.get('code') ?? '');
		assert.equal(status, 200);
		assert.match(textAt(body, 'access_token'), /^pdus\+_0X[A-Z]+_[0-9a-f-]{36}$/);
		assert.match(textAt(body, 'refresh_token'), /^pdus\+_1X[A-Z]+_[0-9a-f-]{36}$/);
		assert.deepEqual(
			[body['scope'], body['token_type'], body['expires_in']],
			['openid read write', 'bearer', 30 * 86_400],
		);
		assert.equal((await ask(textAt(body, 'access_token'), '/users/me')).status, 200);
	});

	it('says who and where in an ID token that its published key has signed', async () => {
		sandbox.identity.region = 'eu';
		const tokens = await signIn(classicApp, 'read');
		const [header = '', payload = '', signature = ''] = textAt(tokens, 'id_token').split('.');
		const keys = parseJson(await (await fetch(`${sandbox.url}/global/oauth/anonymous/jwks`)).text());
		assert.ok(isObject(keys));
		const [key] = listAt(keys, 'keys');
		assert.ok(isObject(key));
		const jwk: JsonWebKey = { kty: 'RSA', n: textAt(key, 'n'), e: textAt(key, 'e') };
		const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
		const signed = verify(
			'RSA-SHA256',
			Buffer.from(`${header}.${payload}`),
			publicKey,
			Buffer.from(signature, 'base64url'),
		);
		assert.ok(signed);
		const claims = parseJson(Buffer.from(payload, 'base64url').toString());
		assert.ok(isObject(claims));
		assert.deepEqual(claims['aud'], ['https://api.eu.pagerduty.com', classicApp.clientId]);
		assert.deepEqual([claims['subdomain'], claims['region']], ['lumen-oak', 'Europe']);
		const me = parseJson((await ask(textAt(tokens, 'access_token'), '/users/me')).text);
		assert.ok(isObject(me));
		assert.equal(claims['user_id'], objectAt(me, 'user')['id']);
	});

	it('is the same each time for the same seed and clock', async () => {
		const first = await signIn(scopedApp, 'incidents.read');
		const other = await startSandbox({ now: () => new Date('2026-03-10T10:00:00Z'), port: 0 });
		const before = sandbox;
		try {
			sandbox = other;
			assert.equal((await signIn(scopedApp, 'incidents.read'))['access_token'], first['access_token']);
		} finally {
			sandbox = before;
			await other.close();
		}
	});

	it('sends whoever denies back with the reason', async () => {
		const to = await decide(authorize(classicApp, 'read'), 'deny');
		assert.deepEqual([to.searchParams.get('error'), to.searchParams.get('state')], ['access_denied', 's1']);
	});

	it('wants the redirect address to the letter', async () => {
		for (const wrong of [
			'http://localhost:5174/oauth/pagerduty',
			`${redirectUri}/`,
			'http://127.0.0.1:5173/oauth/pagerduty',
		]) {
			const reply = await fetch(authorize(classicApp, 'read', { redirect_uri: wrong }), { redirect: 'manual' });
			assert.equal(reply.status, 400);
			assert.match(await reply.text(), /Invalid or missing value for redirect_uri parameter/);
		}
	});

	it('shows names as text', async () => {
		sandbox.identity.register({ ...classicApp, name: '<script>alert(1)</script>' });
		const text = await (await fetch(authorize(classicApp, 'read'))).text();
		assert.doesNotMatch(text, /<script>/);
	});

	it('takes a code once, within 30 seconds, from whoever began', async () => {
		const code = await codeFor(classicApp, 'read');
		const refused = async (more: Record<string, string>) => (await exchange(classicApp, code, more)).body['error'];
		assert.equal(await refused({ code_verifier: `${verifier}-not` }), 'invalid_grant');
		assert.equal(await refused({ code_verifier: '' }), 'invalid_grant');
		assert.equal(await refused({ redirect_uri: 'http://localhost:5174/oauth/pagerduty' }), 'invalid_grant');
		assert.equal(await refused({ client_secret: 'wrong' }), 'invalid_client');
		sandbox.clock.advance(29_000);
		const { status, body } = await exchange(classicApp, code);
		assert.equal(status, 200);
		// A second time, it ends what it gave the first time.
		assert.deepEqual((await exchange(classicApp, code)).body['error'], 'invalid_grant');
		assert.equal((await ask(textAt(body, 'access_token'), '/users/me')).status, 401);
		const late = await codeFor(classicApp, 'read');
		sandbox.clock.advance(30_001);
		assert.equal((await exchange(classicApp, late)).body['error'], 'invalid_grant');
	});

	it('wants a secret of scoped apps, and PKCE', async () => {
		const code = await codeFor(scopedApp, 'incidents.read');
		assert.deepEqual((await exchange(scopedApp, code)).body['error'], 'invalid_client');
		assert.equal((await exchange(scopedApp, code, { client_secret: scopedApp.clientSecret })).status, 200);
		const plain = await fetch(authorize(scopedApp, 'incidents.read', { code_challenge_method: 'plain' }), {
			redirect: 'manual',
		});
		assert.match(plain.headers.get('location') ?? '', /error=invalid_request/);
	});

	it('renews tokens for a secret, and each refresh token once', async () => {
		const first = await signIn(classicApp, 'read');
		assert.equal((await renew(textAt(first, 'refresh_token'), {})).body['error'], 'invalid_client');
		const { status, body } = await renew(textAt(first, 'refresh_token'));
		assert.equal(status, 200);
		assert.equal(body['id_token'], undefined);
		assert.equal(body['scope'], 'openid read');
		assert.equal((await ask(textAt(body, 'access_token'), '/users/me')).status, 200);
		assert.equal((await renew(textAt(first, 'refresh_token'))).body['error'], 'invalid_grant');
		// Somebody else has the old one: nothing of this sign-in is trusted any more.
		assert.equal((await ask(textAt(body, 'access_token'), '/users/me')).status, 401);
	});

	it('ends tokens at their time, and all of them when the app is revoked', async () => {
		const tokens = await signIn(classicApp, 'read');
		sandbox.clock.advance(30 * 86_400_000 + 1);
		assert.equal((await ask(textAt(tokens, 'access_token'), '/users/me')).status, 401);
		const renewed = await renew(textAt(tokens, 'refresh_token'));
		assert.equal((await ask(textAt(renewed.body, 'access_token'), '/users/me')).status, 200);
		sandbox.identity.revokeAll(classicApp.clientId);
		assert.equal((await ask(textAt(renewed.body, 'access_token'), '/users/me')).status, 401);
		assert.equal((await renew(textAt(renewed.body, 'refresh_token'))).body['error'], 'invalid_grant');
	});

	it('grants nothing but openid when one scope is not allowed, which is good for nothing', async () => {
		const tokens = await signIn(scopedApp, 'incidents.read nonsense.write');
		assert.equal(tokens['scope'], 'openid');
		const reply = await ask(textAt(tokens, 'access_token'), '/incidents');
		assert.equal(reply.status, 403);
		assert.deepEqual(parseJson(reply.text), {
			error: { message: 'Token missing required scopes', required_scopes: 'incidents.read', token_scopes: 'openid' },
		});
	});

	it('holds each operation to its scope', async () => {
		const granular = textAt(await signIn(scopedApp, 'incidents.read users.read'), 'access_token');
		const reading = textAt(await signIn(classicApp, 'read'), 'access_token');
		const writing = textAt(await signIn(classicApp, 'write'), 'access_token');
		const statuses = async (token: string) => [
			(await ask(token, '/incidents')).status,
			(await ask(token, '/services')).status,
			(await ask(token, '/teams', 'POST')).status,
		];
		assert.deepEqual(await statuses(granular), [200, 403, 403]);
		assert.deepEqual(await statuses(reading), [200, 200, 403]);
		assert.deepEqual(await statuses(writing), [200, 200, 400]);
		assert.match((await ask(granular, '/teams', 'POST')).text, /"required_scopes":"teams\.write"/);
	});

	it('takes its tokens as bearers only', async () => {
		const token = textAt(await signIn(classicApp, 'read'), 'access_token');
		assert.equal((await ask(token, '/users/me', 'GET', 'Token token=')).status, 401);
		assert.equal((await ask(`${token}x`, '/users/me')).status, 401);
	});
});
