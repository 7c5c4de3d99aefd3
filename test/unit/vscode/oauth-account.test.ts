import assert from 'node:assert/strict';
import { getCurrentUser } from '../../../src/pagerduty/api/users.ts';
import { PagerDutyClient } from '../../../src/pagerduty/http/client.ts';
import { demoIdentity } from '../../../src/oauth/identity-server.ts';
import type { Tokens } from '../../../src/oauth/tokens.ts';
import { classicApp, scopedApp } from '../../../src/sandbox/oauth/app.ts';
import type { OAuthApp } from '../../../src/sandbox/sandbox.ts';
import type { Exclusively } from '../../../src/vscode/account/account-store.ts';
import { demoId } from '../../../src/vscode/account/accounts.ts';
import { OAuthSessions } from '../../../src/vscode/account/oauth-sessions.ts';
import { FakeSecrets, fakeWindow, sharedLock } from '../../support/accounts.ts';
import { decide } from '../../support/browser.ts';
import { Scene, valueOf } from '../oauth/support.ts';
import { heard } from '../../support/heard.ts';

const day = 86_400_000;

describe('An account that was signed in to with the browser', () => {
	let scene: Scene;
	let secrets: FakeSecrets;
	let accounts: Exclusively;
	let renewals: Exclusively;

	const prepare = async (app: OAuthApp) => {
		scene = await Scene.open(app);
		secrets = new FakeSecrets();
		[accounts, renewals] = [sharedLock(), sharedLock()];
	};
	afterEach(() => scene.close());

	/** A window of the editor, with the client that its tools use. */
	const openWindow = async () => {
		const { url } = scene.sandbox;
		const { clock } = scene;
		const parts = fakeWindow({
			secrets,
			urls: { us: url, eu: url },
			exclusively: accounts,
			sessions: {
				clock,
				server: () => demoIdentity(url),
				clientSecret: () => Promise.resolve(scene.app.kind === 'scoped' ? scene.app.clientSecret : undefined),
				exclusively: () => renewals,
			},
		});
		await parts.account.start();
		const client = new PagerDutyClient({
			account: parts.account.source,
			clock,
			log: { debug: heard, info: heard, warn: heard, error: heard },
			userAgent: 'test',
			onUnauthorized: () => parts.account.expire(),
		});
		const read = () => getCurrentUser(client.for(new AbortController().signal, 'person'));
		const expired = () => parts.account.state.kind === 'signedIn' && parts.account.state.expired;
		return { ...parts, read, expired };
	};
	const signIn = async (): Promise<Tokens> => {
		const { app } = scene;
		const scoped = app.kind === 'scoped';
		const client = { clientId: app.clientId, ...(scoped && { clientSecret: app.clientSecret }) };
		const signingIn = await scene.begin({ client, scopes: scoped ? ['users.read'] : ['read', 'write'] });
		await fetch(await decide(signingIn.url));
		return valueOf(await signingIn.finished);
	};
	const maya = (oauth: Tokens) =>
		({ oauth, region: 'us', kind: 'user', name: 'Maya Okafor', userId: oauth.userId }) as const;

	it('is renewed before its tokens end, once for all windows, and stays the same account', async () => {
		await prepare(scopedApp);
		const windows = [await openWindow(), await openWindow()];
		const tokens = await signIn();
		await windows[0]?.account.signIn(maya(tokens));
		let switches = 0;
		for (const { account } of windows) {
			await account.source();
			account.switched.on(() => switches++);
		}
		await scene.clock.advance(day - 1000);
		const before = await windows[0]?.account.source();
		const sources = await Promise.all([...windows, ...windows].map(({ account }) => account.source()));
		assert.equal(new Set(sources.map((source) => source?.token)).size, 1);
		assert.notEqual(sources[0]?.token, tokens.accessToken);
		assert.equal(sources[0]?.session, before?.session);
		assert.equal(switches, 0);
		for (const { read } of windows) assert.equal((await read()).name, 'Maya Okafor');
		assert.ok(!JSON.stringify([...secrets.values]).includes(tokens.refreshToken ?? '-'));
		assert.equal(scene.sandbox.requests.filter(({ path }) => path === '/oauth/token').length, 2);
	});

	it('is renewed when PagerDuty refuses the token sooner than we know', async () => {
		await prepare(scopedApp);
		const window = await openWindow();
		await window.account.signIn(maya(await signIn()));
		await window.read();
		scene.sandbox.faults.unauthorizedJson = { times: 1 };
		assert.equal((await window.read()).name, 'Maya Okafor');
		assert.equal(window.expired(), false);
	});

	it('has expired when the app was revoked, and not before', async () => {
		await prepare(scopedApp);
		const window = await openWindow();
		await window.account.signIn(maya(await signIn()));
		assert.equal(window.expired(), false);
		scene.sandbox.identity.revokeAll(scopedApp.clientId);
		await assert.rejects(window.read(), { kind: 'unauthorized' });
		assert.equal(window.expired(), true);
		await window.account.signIn(maya(await signIn()));
		assert.equal(window.expired(), false);
		assert.equal((await window.read()).name, 'Maya Okafor');
	});

	it('has expired at its end where nothing can renew it', async () => {
		await prepare(classicApp);
		const window = await openWindow();
		await window.account.signIn(maya(await signIn()));
		await scene.clock.advance(30 * day + 1000);
		await assert.rejects(window.read(), { kind: 'unauthorized' });
		assert.equal(window.expired(), true);
	});

	it('is only out of reach while the sign-in of PagerDuty is', async () => {
		await prepare(scopedApp);
		const window = await openWindow();
		await window.account.signIn(maya(await signIn()));
		await scene.clock.advance(2 * day);
		await scene.sandbox.close();
		await assert.rejects(window.account.source(), { kind: 'network' });
		assert.equal(window.expired(), false);
	});

	for (const where of ['here', 'in another window'])
		it(`does not come back when somebody signs out ${where} while it is renewed`, async () => {
			await prepare(scopedApp);
			const [here, there] = [await openWindow(), await openWindow()];
			await here.account.signIn(maya(await signIn()));
			await scene.clock.advance(day);
			let reached: () => void = () => undefined;
			const underWay = new Promise<void>((resolve) => (reached = resolve));
			let go: () => void = () => undefined;
			const held = new Promise<void>((resolve) => (go = resolve));
			const { fetch: real } = globalThis;
			globalThis.fetch = async (...request) => {
				reached();
				const reply = await real(...request);
				await held;
				return reply;
			};
			try {
				const renewing = here.account.source();
				await underWay;
				await (where === 'here' ? here : there).account.signOut();
				go();
				assert.equal(await renewing, undefined);
			} finally {
				globalThis.fetch = real;
			}
			assert.equal(secrets.values.size, 0);
			for (const { account } of [here, there]) assert.equal(await account.source(), undefined);
		});

	it('keeps no renewed tokens once it is gone, and gives none', async () => {
		await prepare(scopedApp);
		const { account, store } = await openWindow();
		const tokens = await signIn();
		const { id } = await account.signIn(maya(tokens));
		const sessions = new OAuthSessions({
			store: {
				tokens: (of) => store.tokens(of),
				renew: async (of, renewed) => {
					await store.renew(of, renewed);
					await account.signOut();
					await store.renew(of, renewed);
				},
			},
			clock: scene.clock,
			userAgent: 'test',
			server: () => demoIdentity(scene.sandbox.url),
			clientSecret: () => Promise.resolve(scopedApp.clientSecret),
			exclusively: () => sharedLock(),
		});
		const outcome = await sessions.current(id, tokens.accessToken);
		assert.equal(outcome.ok ? 'given' : outcome.error.kind, 'signedOut');
		assert.equal(secrets.values.size, 0);
	});

	it('is forgotten once it is gone, as others are renewed', async () => {
		await prepare(scopedApp);
		const { account, store } = await openWindow();
		const asked: string[] = [];
		const sessions = new OAuthSessions({
			store: {
				tokens: (id) => {
					asked.push(id);
					return store.tokens(id);
				},
				renew: (id, tokens) => store.renew(id, tokens),
			},
			clock: scene.clock,
			userAgent: 'test',
			server: () => demoIdentity(scene.sandbox.url),
			clientSecret: () => Promise.resolve(scopedApp.clientSecret),
			exclusively: () => sharedLock(),
		});
		const ids: string[] = [];
		for (let time = 0; time < 3; time++) {
			const tokens = await signIn();
			const { id } = await account.signIn(maya(tokens));
			ids.push(id);
			asked.splice(0);
			assert.equal((await sessions.current(id, tokens.accessToken)).ok, true);
			// The sign-in before is looked for once more, and those before it never again.
			assert.deepEqual([...new Set(asked)].sort(), ids.slice(-2).sort());
		}
	});

	it('keeps its tokens apart from those of others', async () => {
		await prepare(scopedApp);
		const window = await openWindow();
		const tokens = await signIn();
		const { id } = await window.account.signIn(maya(tokens));
		await window.account.signIn({ region: 'eu', kind: 'user', name: 'Customer', token: 'u+customerstoken01' });
		assert.equal((await window.account.source())?.token, 'u+customerstoken01');
		await window.account.switchTo(demoId);
		await window.account.switchTo(id);
		assert.equal((await window.account.source())?.token, tokens.accessToken);
		await window.account.signOut();
		const left = JSON.stringify([...secrets.values]);
		assert.ok(!left.includes(tokens.accessToken) && left.includes('u+customerstoken01'));
	});
});
