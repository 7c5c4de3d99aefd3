import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { BrowserSignIn } from '../../../src/oauth/sign-in.ts';
import { classicApp, scopedApp } from '../../../src/sandbox/oauth/app.ts';
import { decide } from '../../support/browser.ts';
import { isObject, parseJson, type JsonObject } from '../../support/json-schema.ts';
import { errorOf, kindOf, Scene, valueOf } from './support.ts';

describe('signing in with a browser', () => {
	let scene: Scene;
	beforeEach(async () => {
		scene = await Scene.open();
	});
	afterEach(() => scene.close());

	/** The person decides, and the browser goes where it is sent. */
	const visit = async (signIn: BrowserSignIn, decision: 'approve' | 'deny' = 'approve') => {
		const page = await fetch(await decide(signIn.url, decision));
		return { status: page.status, text: await page.text() };
	};

	it('gives tokens, and says of which account and region they are', async () => {
		const signIn = await scene.begin();
		const page = await visit(signIn);
		assert.equal(page.status, 200);
		assert.match(page.text, /You can close this tab/);
		const tokens = valueOf(await signIn.finished);
		assert.deepEqual(tokens.scopes, ['read', 'write']);
		assert.deepEqual([tokens.region, tokens.subdomain], ['us', 'lumen-oak']);
		assert.equal(tokens.expiresAt - scene.clock.now().getTime(), 30 * 86_400_000);
		assert.equal(await scene.takes(tokens.accessToken), 200);
		// Without a secret it could not be used.
		assert.equal(tokens.refreshToken, undefined);
		assert.equal(await scene.listening(), false);
	});

	it('asks for an S256 challenge and a state, new ones each time', async () => {
		const [first, second] = [await scene.begin({ listen: false }), await scene.begin({ listen: false })];
		const [a, b] = [new URL(first.url).searchParams, new URL(second.url).searchParams];
		assert.equal(a.get('code_challenge_method'), 'S256');
		for (const name of ['state', 'code_challenge']) {
			assert.match(a.get(name) ?? '', /^[\w-]{43}$/);
			assert.notEqual(a.get(name), b.get(name));
		}
		first.cancel();
		second.cancel();
	});

	it('knows accounts of the European region', async () => {
		scene.sandbox.identity.region = 'eu';
		const signIn = await scene.begin();
		await visit(signIn);
		assert.equal(valueOf(await signIn.finished).region, 'eu');
	});

	it('shows the secret of an app that has one, and keeps the refresh token', async () => {
		const scoped = await Scene.open(scopedApp);
		try {
			const client = { clientId: scopedApp.clientId, clientSecret: scopedApp.clientSecret };
			const signIn = await scoped.begin({ client, scopes: ['incidents.read', 'users.read'] });
			await visit(signIn);
			const tokens = valueOf(await signIn.finished);
			assert.match(tokens.refreshToken ?? '', /^pdus\+_1X/);
			assert.deepEqual(tokens.scopes, ['incidents.read', 'users.read']);
			assert.equal(tokens.expiresAt - tokens.obtainedAt, 86_400_000);
		} finally {
			await scoped.close();
		}
	});

	it('says so when the person denies', async () => {
		const signIn = await scene.begin();
		assert.match((await visit(signIn, 'deny')).text, /You can close this tab[^]*not signed in/);
		assert.equal(errorOf(await signIn.finished).kind, 'denied');
		assert.equal(await scene.listening(), false);
	});

	it('goes on waiting when a page comes whose name was made to point here', async () => {
		const signIn = await scene.begin();
		const { port } = scene;
		const state = new URL(signIn.url).searchParams.get('state') ?? '';
		const path = `/oauth/pagerduty?error=access_denied&state=${state}`;
		for (const host of [`evil.example:${port}`, 'localhost', `localhost:${port + 1}`]) {
			const answer = await new Promise<IncomingMessage>((resolve, reject) => {
				get({ host: '127.0.0.1', port, path, headers: { host }, agent: false }, resolve).once('error', reject);
			});
			answer.resume();
			assert.equal(answer.statusCode, 404, host);
		}
		assert.equal((await visit(signIn)).status, 200);
		assert.equal(kindOf(await signIn.finished), 'ok');
	});

	it('goes on waiting when something else comes than the browser', async () => {
		const signIn = await scene.begin();
		const base = `http://localhost:${scene.port}`;
		const target = `${base}/oauth/pagerduty`;
		const state = new URL(signIn.url).searchParams.get('state') ?? '';
		const status = async (url: string, init?: RequestInit) => (await fetch(url, init)).status;
		assert.equal(await status(`${base}/favicon.ico`), 404);
		assert.equal(await status(target), 400);
		assert.equal(await status(`${target}?code=abc`), 400);
		assert.equal(await status(`${target}?code=abc&state=wrong`), 400);
		assert.equal(await status(`${target}?error=access_denied&state=wrong`), 400);
		assert.equal(await status(`${target}?error=access_denied`), 400);
		assert.equal(await status(`${target}?code=abc&state=${state}&state=${state}`), 400);
		assert.equal(await status(`${target}?code=a%0d%0ab&state=${state}`), 400);
		assert.equal(await status(`${target}?state=${state}`), 400);
		assert.equal(await status(`${target}?code=abc&state=${state}`, { method: 'POST' }), 405);
		assert.equal(await status(`${target}?code=abc&state=${state}`, { method: 'HEAD' }), 405);
		assert.equal((await visit(signIn)).status, 200);
		assert.equal(kindOf(await signIn.finished), 'ok');
	});

	it('takes the browser once', async () => {
		let release: () => void = () => undefined;
		const held = new Promise<void>((resolve) => (release = resolve));
		const signIn = await scene.begin({
			fetch: async (url, init) => {
				await held;
				return fetch(url, init);
			},
		});
		const back = await decide(signIn.url);
		assert.equal((await fetch(back)).status, 200);
		// A reload, while the code is being exchanged.
		assert.equal((await fetch(back)).status, 410);
		release();
		assert.equal(kindOf(await signIn.finished), 'ok');
		await assert.rejects(fetch(back));
	});

	it('ends after five minutes when the browser never returns', async () => {
		const signIn = await scene.begin();
		await scene.clock.advance(299_000);
		assert.equal(await scene.listening(), true);
		await scene.clock.advance(1_000);
		const error = errorOf(await signIn.finished);
		assert.equal(error.kind, 'late');
		assert.match(error.nextStep, new RegExp(`redirect_uri.*http://localhost:${scene.port}/oauth/pagerduty`));
		assert.equal(await scene.listening(), false);
	});

	it('can be called off, by its own and by a signal', async () => {
		const signIn = await scene.begin();
		signIn.cancel();
		assert.equal(errorOf(await signIn.finished).kind, 'cancelled');
		const control = new AbortController();
		const other = await scene.begin({ signal: control.signal });
		control.abort();
		assert.equal(errorOf(await other.finished).kind, 'cancelled');
		assert.equal(kindOf(await (await scene.begin({ signal: AbortSignal.abort() })).finished), 'cancelled');
		assert.equal(await scene.listening(), false);
		assert.equal(scene.clock.sleeping, 0);
	});

	it('says so when another program uses the port, on either loopback address', async () => {
		for (const host of ['127.0.0.1', '::1']) {
			const other = createServer();
			await new Promise<void>((resolve) => other.listen(scene.port, host, resolve));
			try {
				const error = errorOf(await BrowserSignIn.begin(scene.options()));
				assert.equal(error.kind, 'portTaken');
				assert.match(error.message, new RegExp(`port ${scene.port}`));
				// The way without a port.
				const signIn = await scene.begin({ listen: false });
				assert.equal(signIn.paste((await decide(signIn.url)).href), undefined);
				assert.equal(kindOf(await signIn.finished), 'ok');
			} finally {
				await new Promise((resolve) => other.close(resolve));
			}
		}
		assert.equal(await scene.listening(), false);
	});

	it('refuses what is no port', async () => {
		for (const port of [0, 80, 65_536, 5173.5, Number.NaN])
			assert.equal(kindOf(await BrowserSignIn.begin(scene.options({ port }))), 'port');
	});

	it('listens on loopback only', async () => {
		const signIn = await scene.begin();
		const reply = await fetch(`http://127.0.0.1:${scene.port}/oauth/pagerduty`);
		assert.match(reply.headers.get('content-security-policy') ?? '', /default-src 'none'/);
		assert.equal(reply.headers.get('cache-control'), 'no-store');
		signIn.cancel();
		await signIn.finished;
	});

	it('is not held up by a connection that says nothing, as browsers open some', async () => {
		const signIn = await scene.begin();
		const silent = connect(scene.port, '127.0.0.1');
		await once(silent, 'connect');
		const cut = once(silent, 'close');
		await visit(signIn);
		assert.equal(kindOf(await signIn.finished), 'ok');
		await cut;
	});

	describe('by an address that is pasted', () => {
		it('works, with the white space that comes along with copying', async () => {
			const signIn = await scene.begin({ listen: false });
			const back = await decide(signIn.url);
			assert.equal(signIn.paste(` ${back.href}\r\n`), undefined);
			assert.equal(kindOf(await signIn.finished), 'ok');
			assert.equal(errorOf(signIn.paste(back.href)).message, 'This sign-in is over.');
		});

		it('is refused when it is another one, and the sign-in goes on', async () => {
			const signIn = await scene.begin({ listen: false });
			const back = (await decide(signIn.url)).href;
			const code = new URL(back).searchParams.get('code') ?? '';
			const others = [
				back.replace('?', '?\r\n'),
				back.replace('code=', 'code=%0d%0a'),
				back.replace('localhost', 'localhost.example.com'),
				back.replace('localhost', '127.0.0.1'),
				back.replace('http:', 'https:'),
				back.replace('localhost', 'me:secret@localhost'),
				back.replace('/oauth/', '/other/'),
				back.replace('state=', 'state=x'),
				back.replace(/state=[^&]+/, ''),
				`${back} ${back}`,
				signIn.url,
				code,
				'',
				'x'.repeat(10_000),
			];
			for (const other of others) assert.equal(errorOf(signIn.paste(other), code).kind, 'address', other);
			assert.equal(signIn.paste(back), undefined);
			assert.equal(kindOf(await signIn.finished), 'ok');
		});

		it('may tell that access was denied', async () => {
			const signIn = await scene.begin({ listen: false });
			assert.equal(signIn.paste((await decide(signIn.url, 'deny')).href), undefined);
			assert.equal(errorOf(await signIn.finished).kind, 'denied');
		});
	});

	describe('fails with a reason', () => {
		it('when the code comes too late', async () => {
			const signIn = await scene.begin();
			const back = await decide(signIn.url);
			await scene.clock.advance(31_000);
			await fetch(back);
			const error = errorOf(await signIn.finished, back.searchParams.get('code') ?? '');
			assert.equal(error.kind, 'code');
			assert.match(error.message, /30 seconds/);
		});

		it('when somebody else has used the code', async () => {
			const signIn = await scene.begin();
			const back = await decide(signIn.url);
			const stolen = await scene.begin({ listen: false });
			// With the state, but without the verifier.
			const state = new URL(stolen.url).searchParams.get('state') ?? '';
			const code = back.searchParams.get('code') ?? '';
			const address = new URL(back);
			address.searchParams.set('state', state);
			assert.equal(stolen.paste(address.href), undefined);
			assert.equal(errorOf(await stolen.finished, code).kind, 'code');
			// It is of no use without the verifier, and still good for us.
			await fetch(back);
			assert.equal(kindOf(await signIn.finished), 'ok');
		});

		it('when the app is not registered for a scope, and says for which to register it', async () => {
			const signIn = await scene.begin({ scopes: ['read', 'incidents.write'] });
			await visit(signIn);
			const error = errorOf(await signIn.finished);
			assert.equal(error.kind, 'scope');
			assert.match(error.nextStep, /read incidents\.write/);
		});

		it('when the secret is wrong, or missing', async () => {
			const wrong = await scene.begin({ client: { clientId: classicApp.clientId, clientSecret: 'WrongSecret1' } });
			await visit(wrong);
			const error = errorOf(await wrong.finished, 'WrongSecret1');
			assert.deepEqual([error.kind, /secret/.test(error.message)], ['client', true]);
			const scoped = await Scene.open(scopedApp);
			try {
				const without = await scoped.begin({ scopes: ['incidents.read'] });
				await visit(without);
				assert.match(errorOf(await without.finished).message, /without a client secret/);
			} finally {
				await scoped.close();
			}
		});

		it('when the redirect address is not registered: the browser stays with PagerDuty', async () => {
			scene.sandbox.identity.register({ ...scene.app, redirectUris: ['http://localhost:9/oauth/pagerduty'] });
			const signIn = await scene.begin();
			const page = await fetch(signIn.url);
			assert.equal(page.status, 400);
			assert.match(await page.text(), /Invalid or missing value for redirect_uri parameter/);
			await scene.clock.advance(300_000);
			assert.match(errorOf(await signIn.finished).nextStep, /register the app/);
		});

		it('when there is no network, no answer, or another one', async () => {
			const outcomes: [string, RegExp, NonNullable<Parameters<Scene['begin']>[0]>['fetch']][] = [
				['network', /cannot be reached/, () => Promise.reject(new Error('connect ECONNREFUSED'))],
				['network', /did not answer within 30 seconds/, () => new Promise(() => undefined)],
				['server', /status 503/, () => Promise.resolve(new Response('{}', { status: 503 }))],
				['server', /no more/, () => Promise.resolve(new Response('{}', { status: 429 }))],
				['reply', /proxy/, () => Promise.resolve(new Response('<html>Sign in to the network</html>'))],
				['network', /proxy/, () => Promise.resolve(new Response('', { status: 407 }))],
				['reply', /redirected/, () => Promise.resolve(new Response('', { status: 302 }))],
				['reply', /not what its documentation says/, () => Promise.resolve(Response.json({ access_token: 7 }))],
				['reply', /more than 1 MB/, () => Promise.resolve(new Response('x'.repeat(2 ** 21)))],
				[
					'refused',
					/refused the sign-in: no such thing\./,
					() =>
						Promise.resolve(Response.json({ error: 'x', error_description: 'no such\u0000 thing' }, { status: 400 })),
				],
			];
			for (const [kind, message, send] of outcomes) {
				const signIn = await scene.begin({ ...(send && { fetch: send }) });
				const back = await decide(signIn.url);
				await fetch(back);
				await scene.clock.advance(30_000);
				const error = errorOf(await signIn.finished, back.searchParams.get('code') ?? '');
				assert.equal(error.kind, kind, error.message);
				assert.match(error.message, message);
			}
			assert.equal(await scene.listening(), false);
		});
	});

	describe('believes an ID token only', () => {
		const tampered = (change: (reply: JsonObject) => void) =>
			scene.begin({
				fetch: async (url, init) => {
					const reply = await fetch(url, init);
					if (!url.pathname.endsWith('/token')) return reply;
					const body: unknown = await reply.json();
					assert.ok(isObject(body));
					change(body);
					const headers = new Headers(reply.headers);
					headers.delete('content-length');
					return Response.json(body, { headers });
				},
			});
		const outcomeOf = async (signIn: BrowserSignIn) => {
			await visit(signIn);
			return signIn.finished;
		};
		const withClaims = (change: JsonObject) => (reply: JsonObject) => {
			const [header, payload = '', signature] = String(reply['id_token']).split('.');
			const claims = parseJson(Buffer.from(payload, 'base64url').toString());
			assert.ok(isObject(claims));
			const changed = Buffer.from(JSON.stringify({ ...claims, ...change })).toString('base64url');
			reply['id_token'] = [header, changed, signature].join('.');
		};

		it('that PagerDuty signed for this app', async () => {
			const others = [
				{ region: 'Europe' },
				{ aud: ['https://api.eu.pagerduty.com', 'another-app'] },
				{ iss: 'https://elsewhere.example' },
			];
			for (const other of others)
				assert.equal(errorOf(await outcomeOf(await tampered(withClaims(other)))).kind, 'identity');
			const missing = await tampered((reply) => delete reply['id_token']);
			assert.equal(errorOf(await outcomeOf(missing)).kind, 'identity');
		});

		it("by PagerDuty's clock, if this computer's is wrong by an hour", async () => {
			for (const wrong of [-3_600_000, 3_600_000]) {
				const clock = { ...scene.options().clock, now: () => new Date(scene.clock.now().getTime() + wrong) };
				const sleep = scene.clock.sleep.bind(scene.clock);
				const signIn = await scene.begin({ clock: { now: clock.now, sleep } });
				const tokens = valueOf(await outcomeOf(signIn));
				assert.equal(tokens.expiresAt - clock.now().getTime(), 30 * 86_400_000);
			}
		});

		it('and says that the clock is wrong where no other can be asked', async () => {
			const sleep = scene.clock.sleep.bind(scene.clock);
			const now = () => new Date(scene.clock.now().getTime() + 3_700_000);
			const signIn = await scene.begin({
				clock: { now, sleep },
				fetch: async (url, init) => {
					const reply = await fetch(url, init);
					const headers = new Headers(reply.headers);
					headers.delete('date');
					return new Response(await reply.text(), { status: reply.status, headers });
				},
			});
			const error = errorOf(await outcomeOf(signIn));
			assert.equal(error.kind, 'clock');
			assert.match(error.nextStep, /clock right/);
		});
	});
});
