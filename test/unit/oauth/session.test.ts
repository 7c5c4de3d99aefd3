import assert from 'node:assert/strict';
import { demoIdentity } from '../../../src/oauth/identity-server.ts';
import { grantedScopes, scopesFromText } from '../../../src/oauth/scopes.ts';
import { covers } from '../../../src/pagerduty/http/scopes.ts';
import { OAuthSession, type SessionOptions } from '../../../src/oauth/session.ts';
import { renewalOf, tokensFromText, tokensToText, type Tokens } from '../../../src/oauth/tokens.ts';
import { classicApp, scopedApp } from '../../../src/sandbox/oauth/app.ts';
import { decide } from '../../support/browser.ts';
import { errorOf, kindOf, Scene, valueOf } from './support.ts';

const day = 86_400_000;

/** A store that keeps texts, as real ones do. */
class Memory {
	text: string | undefined;
	readonly written: string[] = [];
	beforeWrite: () => Promise<void> = () => Promise.resolve();

	read(): Promise<Tokens | undefined> {
		return Promise.resolve(this.text === undefined ? undefined : tokensFromText(this.text));
	}

	async write(tokens: Tokens): Promise<void> {
		await this.beforeWrite();
		this.text = tokensToText(tokens);
		this.written.push(tokens.accessToken);
	}
}

describe('a session', () => {
	let scene: Scene;
	let store: Memory;
	let first: Tokens;
	const client = { clientId: scopedApp.clientId, clientSecret: scopedApp.clientSecret };

	before(async () => {
		scene = await Scene.open(scopedApp);
	});
	after(() => scene.close());

	beforeEach(async () => {
		store = new Memory();
		const signIn = await scene.begin({ client, scopes: ['incidents.read', 'users.read'], listen: false });
		assert.equal(signIn.paste((await decide(signIn.url)).href), undefined);
		first = valueOf(await signIn.finished);
		await store.write(first);
	});

	const session = (more: Partial<SessionOptions> = {}) =>
		new OAuthSession({
			server: demoIdentity(scene.sandbox.url),
			client: () => Promise.resolve(client),
			store,
			clock: scene.clock,
			userAgent: 'test',
			...more,
		});
	const renewals = () => scene.sandbox.requests.filter(({ body }) => body.includes('grant_type=refresh_token')).length;
	const almostOver = () => scene.clock.advance(day - 200_000);
	const secrets = () => [client.clientSecret, first.accessToken, first.refreshToken ?? ''];

	it('uses its tokens as long as they live', async () => {
		const before = renewals();
		await scene.clock.advance(day - 400_000);
		assert.deepEqual(valueOf(await session().current()), first);
		assert.equal(renewals(), before);
	});

	it('renews them five minutes before they end, and keeps the new ones before anybody gets them', async () => {
		await almostOver();
		let keep: () => void = () => undefined;
		const kept = new Promise<void>((resolve) => (keep = resolve));
		store.beforeWrite = () => kept;
		const given: string[] = [];
		const wanted = session().current();
		void wanted.then(() => given.push('given'));
		const before = renewals();
		while (renewals() === before) await new Promise(setImmediate);
		for (let round = 0; round < 20; round++) await new Promise(setImmediate);
		assert.deepEqual(given, []);
		keep();
		const next = valueOf(await wanted);
		assert.deepEqual(await store.read(), next);
		assert.notEqual(next.accessToken, first.accessToken);
		assert.notEqual(next.refreshToken, first.refreshToken);
		assert.deepEqual(
			[next.region, next.subdomain, next.userId, next.scopes],
			[first.region, first.subdomain, first.userId, first.scopes],
		);
		assert.equal(await scene.takes(next.accessToken), 200);
		assert.equal(next.expiresAt - scene.clock.now().getTime(), day);
	});

	it('renews again and again', async () => {
		const one = session();
		const seen = new Set([first.accessToken]);
		for (let round = 0; round < 5; round++) {
			await almostOver();
			const { accessToken } = valueOf(await one.current());
			assert.equal(await scene.takes(accessToken), 200);
			seen.add(accessToken);
		}
		assert.equal(seen.size, 6);
	});

	it('does not lose new tokens by an ID token beside them that makes no sense', async () => {
		await almostOver();
		const one = session({
			fetch: async (url, init) => {
				const reply = await fetch(url, init);
				return new Response((await reply.text()).replace('{', '{"id_token": "no.token.", '), reply);
			},
		});
		const next = valueOf(await one.current());
		assert.notEqual(next.accessToken, first.accessToken);
		assert.equal(await scene.takes(next.accessToken), 200);
	});

	it('renews once for all who ask at the same time', async () => {
		await almostOver();
		const before = renewals();
		const one = session();
		const all = await Promise.all(Array.from({ length: 50 }, () => one.current()));
		assert.equal(renewals() - before, 1);
		assert.equal(new Set(all.map((each) => valueOf(each).accessToken)).size, 1);
	});

	it('renews once for all windows that share a lock', async () => {
		await almostOver();
		const before = renewals();
		let last: Promise<unknown> = Promise.resolve();
		const exclusively: SessionOptions['exclusively'] = (work) => {
			const mine = last.then(work);
			last = mine;
			return mine;
		};
		const windows = Array.from({ length: 5 }, () => session({ exclusively }));
		const all = await Promise.all(windows.map((each) => each.current()));
		assert.equal(renewals() - before, 1);
		const [one] = all;
		assert.ok(one);
		for (const each of all) assert.deepEqual(each, one);
		assert.equal(await scene.takes(valueOf(one).accessToken), 200);
	});

	it('takes what another window has kept when its own renewal is refused', async () => {
		await almostOver();
		const others = {
			...first,
			accessToken: 'pdus+_0Xother',
			refreshToken: 'pdus+_1Xother',
			expiresAt: first.expiresAt + day,
		};
		const one = session({
			fetch: async () => {
				await store.write(others);
				return Response.json({ error: 'invalid_grant' }, { status: 400 });
			},
		});
		assert.deepEqual(valueOf(await one.current()), others);
	});

	describe('that cannot be renewed', () => {
		it('is used to its end, then says that it has ended, and asks PagerDuty once', async () => {
			await almostOver();
			scene.sandbox.identity.revokeAll(scopedApp.clientId);
			const before = renewals();
			const one = session();
			assert.equal(valueOf(await one.current()).accessToken, first.accessToken);
			await scene.clock.advance(200_000);
			for (let round = 0; round < 3; round++) {
				const error = errorOf(await one.current(), ...secrets());
				assert.deepEqual([error.kind, error.nextStep], ['ended', 'Sign in again.']);
			}
			assert.equal(renewals() - before, 1);
		});

		it('has ended as soon as PagerDuty no longer takes its tokens, as when the app is revoked', async () => {
			scene.sandbox.identity.revokeAll(scopedApp.clientId);
			assert.equal(await scene.takes(first.accessToken), 401);
			assert.equal(errorOf(await session().current(first.accessToken), ...secrets()).kind, 'ended');
		});

		it('for want of a secret says when to sign in again, and lasts until then', async () => {
			const signIn = await scene.begin({ scopes: ['incidents.read'], listen: false });
			signIn.cancel();
			const { refreshToken, ...rest } = first;
			assert.ok(refreshToken);
			await store.write(rest);
			const month = { ...rest, expiresAt: rest.obtainedAt + 30 * day };
			assert.deepEqual(renewalOf(month), { kind: 'signIn', at: month.expiresAt - day });
			assert.deepEqual(renewalOf(rest), { kind: 'signIn', at: rest.expiresAt - day / 10 });
			assert.deepEqual(renewalOf(first), { kind: 'refresh', at: first.expiresAt - 300_000 });
			const before = renewals();
			await scene.clock.advance(day - 1);
			assert.equal(kindOf(await session().current()), 'ok');
			await scene.clock.advance(1);
			assert.equal(kindOf(await session().current()), 'ended');
			assert.equal(renewals(), before);
		});

		it('because the reply got lost is used to its end', async () => {
			await almostOver();
			scene.sandbox.faults.dropAfter = { match: /^POST \/oauth\/token/, times: 1 };
			const one = session();
			assert.equal(valueOf(await one.current()).accessToken, first.accessToken);
			// PagerDuty has answered it: a second time, the same token ends everything.
			await scene.clock.advance(61_000);
			assert.equal(kindOf(await one.current()), 'ok');
			await scene.clock.advance(200_000);
			assert.equal(errorOf(await one.current(), ...secrets()).kind, 'ended');
		});

		it('because there is no network is tried again after a minute', async () => {
			await almostOver();
			let down = true;
			let asked = 0;
			const one = session({
				fetch: (url, init) => {
					asked++;
					return down ? Promise.reject(new Error(`connect ECONNREFUSED ${String(init.body)}`)) : fetch(url, init);
				},
			});
			for (let round = 0; round < 3; round++) assert.equal(valueOf(await one.current()).accessToken, first.accessToken);
			assert.equal(asked, 1);
			await scene.clock.advance(200_000);
			const error = errorOf(await one.current(), ...secrets());
			assert.equal(error.kind, 'network');
			down = false;
			assert.equal(await scene.takes(valueOf(await one.current()).accessToken), 200);
		});

		it('because the secret is wrong says so', async () => {
			await scene.clock.advance(day);
			const wrong = { ...client, clientSecret: 'WrongSecret1' };
			const error = errorOf(
				await session({ client: () => Promise.resolve(wrong) }).current(),
				'WrongSecret1',
				...secrets(),
			);
			assert.equal(error.kind, 'client');
		});

		it('because the app was changed or removed has ended', async () => {
			await scene.clock.advance(day);
			assert.equal(kindOf(await session({ client: () => Promise.resolve(undefined) }).current()), 'ended');
			const other = { ...client, clientId: classicApp.clientId };
			assert.equal(kindOf(await session({ client: () => Promise.resolve(other) }).current()), 'ended');
		});

		it('with any of its scopes says for which to register the app', async () => {
			await scene.clock.advance(day);
			const body = { access_token: 'pdus+_0Xnew', refresh_token: 'pdus+_1Xnew', token_type: 'bearer', scope: 'openid' };
			const error = errorOf(await session({ fetch: () => Promise.resolve(Response.json(body)) }).current());
			assert.equal(error.kind, 'scope');
			assert.match(error.nextStep, /incidents\.read users\.read/);
		});
	});

	describe('whose store', () => {
		it('does not keep the new tokens is not used, and they are kept later without another renewal', async () => {
			await almostOver();
			const before = renewals();
			const one = session();
			store.beforeWrite = () => Promise.reject(new Error(`no room for ${first.accessToken}`));
			for (let round = 0; round < 3; round++) assert.equal(errorOf(await one.current(), ...secrets()).kind, 'store');
			assert.deepEqual(await store.read(), first);
			store.beforeWrite = () => Promise.resolve();
			const next = valueOf(await one.current());
			assert.deepEqual(await store.read(), next);
			assert.equal(renewals() - before, 1);
			assert.equal(await scene.takes(next.accessToken), 200);
		});

		it('cannot be read says so', async () => {
			const read = () => Promise.reject(new Error('locked'));
			assert.equal(errorOf(await session({ store: { read, write: () => Promise.resolve() } }).current()).kind, 'store');
			const locked = session({ client: () => Promise.reject(new Error('locked')) });
			await scene.clock.advance(day);
			assert.equal(errorOf(await locked.current()).kind, 'store');
			const exclusively = () => Promise.reject(new Error('locked'));
			assert.equal(errorOf(await session({ exclusively }).current()).kind, 'store');
		});

		it('is empty belongs to nobody', async () => {
			store.text = undefined;
			assert.equal(errorOf(await session().current()).kind, 'signedOut');
		});

		it('was emptied or filled anew during a renewal is left so', async () => {
			for (const after of [
				undefined,
				{ ...first, accessToken: 'pdus+_0Xsomebody', expiresAt: first.expiresAt + 2 * day },
			]) {
				await store.write(first);
				scene.clock.set(new Date(first.expiresAt).toISOString());
				const body = {
					access_token: 'pdus+_0Xnew',
					refresh_token: 'pdus+_1Xnew',
					token_type: 'bearer',
					scope: 'openid read',
				};
				const one = session({
					fetch: async () => {
						if (after) await store.write(after);
						else store.text = undefined;
						return Response.json(body);
					},
				});
				assert.equal(kindOf(await one.current()), after ? 'ok' : 'signedOut');
				assert.deepEqual(await store.read(), after);
			}
		});
	});

	it('is renewed when PagerDuty no longer takes its token, whatever the clock says', async () => {
		// Somebody has set the clock back: by it, the token still lives.
		const clock = {
			now: () => new Date(scene.clock.now().getTime() - 3_600_000),
			sleep: scene.clock.sleep.bind(scene.clock),
		};
		await scene.clock.advance(day);
		assert.equal(await scene.takes(first.accessToken), 401);
		const one = session({ clock });
		assert.equal(valueOf(await one.current()).accessToken, first.accessToken);
		const next = valueOf(await one.current(first.accessToken));
		assert.equal(await scene.takes(next.accessToken), 200);
		// Whoever still had the old one gets the new one.
		assert.deepEqual(valueOf(await one.current(first.accessToken)), next);
	});
});

describe('tokens as text', () => {
	it('come back as they were, and what is none is none', () => {
		const tokens: Tokens = {
			clientId: 'c',
			accessToken: 'a',
			scopes: ['read'],
			obtainedAt: 1,
			expiresAt: 2,
			region: 'eu',
			userId: 'P1',
		};
		assert.deepEqual(tokensFromText(tokensToText(tokens)), tokens);
		for (const text of ['', '{}', 'null', '{"accessToken":1}', 'pdus+_0X'])
			assert.equal(tokensFromText(text), undefined);
	});
});

describe('scopes', () => {
	it('are read as people write them', () => {
		assert.deepEqual(scopesFromText(' read, write  read\n'), ['read', 'write']);
	});

	it('cover what they name; the classic ones all, or all reading', () => {
		assert.deepEqual(
			[
				covers(['incidents.read'], 'incidents.read'),
				covers(['incidents.read'], 'incidents.write'),
				covers(['read'], 'users:contact_methods.read'),
				covers(['read'], 'incidents.write'),
				covers(['write'], 'incidents.write'),
			],
			[true, false, true, false, true],
		);
	});

	it('are all granted when the reply does not say which', () => {
		assert.deepEqual(grantedScopes(undefined, ['read']), ['read']);
		assert.deepEqual(grantedScopes('openid read', ['write']), ['read']);
		assert.deepEqual(grantedScopes('openid', ['write']), []);
	});
});
