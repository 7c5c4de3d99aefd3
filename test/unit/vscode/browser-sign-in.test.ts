import assert from 'node:assert/strict';
import { demoIdentity } from '../../../src/oauth/identity-server.ts';
import { classicApp, scopedApp } from '../../../src/sandbox/oauth/app.ts';
import type { OAuthApp } from '../../../src/sandbox/sandbox.ts';
import type { SignInAnswer } from '../../../src/vscode/account/sign-in-answer.ts';
import type { Straight } from '../../../src/vscode/account/sign-in.ts';
import { settingIds } from '../../../src/vscode/ids.ts';
import { RedactingLog } from '../../../src/vscode/log.ts';
import { DescribedError } from '../../../src/vscode/words/problem.ts';
import { FakeSecrets } from '../../support/accounts.ts';
import { decide } from '../../support/browser.ts';
import { FakeEditor } from '../../support/fake-editor.ts';
import { Scene } from '../oauth/support.ts';
import { heard } from '../../support/heard.ts';

describe('Signing in with the browser in the editor', () => {
	let scene: Scene;
	let editor: FakeEditor;
	let secrets: FakeSecrets;
	let lines: string[];

	const open = async (app: OAuthApp = classicApp, secret?: string) => {
		scene = await Scene.open(app);
		editor = new FakeEditor();
		editor.open();
		secrets = new FakeSecrets();
		lines = [];
		editor.settings.set(settingIds.oauthClientId, scene.app.clientId);
		editor.settings.set(settingIds.oauthCallbackPort, scene.port);
		if (secret !== undefined) await secrets.store(`pagerduty.oauth.secret.${scene.app.clientId}`, secret);
		editor.browser = (url) => void approve(url);
	};
	afterEach(() => scene.close());

	/** The person agrees, and the browser goes where it is sent. */
	const approve = async (url: string, decision: 'approve' | 'deny' = 'approve') => fetch(await decide(url, decision));
	const ask = async (straight?: Straight, scopes?: readonly string[]): Promise<SignInAnswer | undefined> => {
		const { signInWays } = await import('../../../src/parts/sign-in-ways.ts');
		const { OAuthApps } = await import('../../../src/vscode/account/oauth-apps.ts');
		const write = (line: string) => {
			heard(line);
			lines.push(line);
		};
		const log = new RedactingLog({ debug: write, info: write, warn: write, error: write });
		const ways = signInWays({
			besideFiles: true,
			urls: { us: scene.sandbox.url, eu: scene.sandbox.url },
			apps: new OAuthApps(secrets, log),
			server: () => demoIdentity(scene.sandbox.url),
			clock: scene.clock,
			log,
			userAgent: 'test',
		});
		return ways.ask(straight, scopes);
	};
	const problemOf = async (asked: Promise<unknown>) => {
		const error = await asked.then(
			() => undefined,
			(problem: unknown) => problem,
		);
		assert.ok(error instanceof DescribedError, 'this should not have worked');
		return error.problem;
	};
	const nextInput = async () => {
		while (editor.inputs[0]?.shown !== true) await new Promise((resolve) => setTimeout(resolve, 1));
		return editor.inputs[0];
	};

	it('gives the tokens of whoever approves, with their name, and leaves nothing listening', async () => {
		await open();
		const answer = await ask('wait');
		assert.ok(answer && 'oauth' in answer.credentials);
		const { oauth, ...shown } = answer.credentials;
		assert.deepEqual(shown, {
			region: 'us',
			kind: 'user',
			name: 'Maya Okafor',
			userId: oauth.userId,
			subdomain: 'lumen-oak',
		});
		assert.deepEqual([oauth.scopes, answer.remarks], [['read', 'write'], []]);
		assert.equal(await scene.listening(), false);
		assert.ok(!lines.join().includes(oauth.accessToken));
	});

	it('leaves nothing listening where no browser can be opened', async () => {
		await open();
		editor.browser = () => {
			throw new Error('no browser here');
		};
		await assert.rejects(ask('wait'), /no browser here/);
		while (await scene.listening()) await new Promise((resolve) => setImmediate(resolve));
	});

	it('offers the token first, and the way that works first where the browser is elsewhere', async () => {
		await open();
		for (const remoteName of [undefined, 'ssh-remote']) {
			Object.assign(editor.env, { remoteName });
			assert.equal(await ask(), undefined);
			const labels = editor.picks[0]?.items.flatMap(({ label, kind }) => (kind === undefined ? label : []));
			const browser = ['Browser', 'Browser on another computer'];
			const order = remoteName === undefined ? browser : browser.reverse();
			assert.deepEqual(labels, ['API token, US region', 'API token, EU region', ...order]);
		}
	});

	it('asks once for the app where none is set, and keeps its secret in no setting', async () => {
		await open(scopedApp);
		editor.settings.delete(settingIds.oauthClientId);
		editor.settings.set(settingIds.oauthScopes, ['incidents.read users.read', 'users.read', 'openid']);
		const asked = ask('wait');
		const clientId = await nextInput();
		assert.match(clientId.prompt, new RegExp(`http://localhost:${scene.port}/oauth/pagerduty`));
		assert.match(await clientId.enter(''), /^Paste a client ID first/);
		assert.match(await clientId.enter('a b&c'), /only letters/);
		await clientId.enter(scopedApp.clientId);
		const secret = await nextInput();
		assert.notEqual(secret, clientId);
		assert.equal(secret.password, true);
		await secret.enter(scopedApp.clientSecret);
		const answer = await asked;
		assert.ok(answer && 'oauth' in answer.credentials);
		assert.match(answer.credentials.oauth.refreshToken ?? '', /^pdus/);
		assert.deepEqual(answer.credentials.oauth.scopes, ['incidents.read', 'users.read']);
		assert.equal(editor.settings.get(settingIds.oauthClientId), scopedApp.clientId);
		assert.ok(!JSON.stringify([...editor.settings]).includes(scopedApp.clientSecret));
		await ask('wait');
		assert.equal(editor.inputs.length, 2);
	});

	it('goes on by the address that the person pastes, and says what is wrong with another one', async () => {
		await open();
		let redirected: URL | undefined;
		editor.browser = (url) => void decide(url).then((address) => (redirected = address));
		const asked = ask('paste');
		const input = await nextInput();
		while (!redirected) await new Promise((resolve) => setTimeout(resolve, 1));
		assert.match(await input.enter(''), /^Paste the address first/);
		for (const wrong of ['hello', editor.opened[0] ?? '', redirected.href.replace(/state=[^&]+/, 'state=other')])
			assert.match(await input.enter(wrong), /^This is not the address of this sign-in/);
		await input.enter(` ${redirected.href}\n`.trimEnd());
		const answer = await asked;
		assert.equal(answer?.credentials.name, 'Maya Okafor');
		assert.equal(input.shown, false);
	});

	it('says nothing when the person thinks better of it', async () => {
		await open();
		editor.browser = () => undefined;
		const waiting = ask('wait');
		while (editor.opened.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		editor.cancel();
		assert.equal(await waiting, undefined);
		const pasting = ask('paste');
		(await nextInput()).hide();
		assert.equal(await pasting, undefined);
		assert.equal(await scene.listening(), false);
		assert.equal(scene.clock.sleeping, 0);
	});

	for (const way of ['wait', 'paste'] as const)
		it(`ends when the browser never comes back: ${way}`, async () => {
			await open();
			editor.browser = () => undefined;
			const waiting = problemOf(ask(way));
			while (editor.opened.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
			await scene.clock.advance(5 * 60_000);
			const problem = await waiting;
			assert.match(problem.message, /did not come back[^]*redirect_uri/);
			assert.equal(problem.remedy, 'retry');
			assert.equal(await scene.listening(), false);
			assert.ok(editor.inputs.every(({ shown }) => !shown));
		});

	it('says that another program has the port, and offers to paste the address', async () => {
		await open();
		editor.browser = () => undefined;
		const first = ask('wait');
		while (editor.opened.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		const problem = await problemOf(ask('wait'));
		assert.match(problem.message, new RegExp(`Another program uses port ${scene.port}`));
		assert.equal(problem.remedy, 'paste');
		editor.cancel();
		assert.equal(await first, undefined);
	});

	it('says that a port is none', async () => {
		await open();
		editor.settings.set(settingIds.oauthCallbackPort, 80);
		assert.match((await problemOf(ask('wait'))).message, /cannot wait for the browser on port 80/);
	});

	it('says that access was denied', async () => {
		await open();
		editor.browser = (url) => void approve(url, 'deny');
		assert.match((await problemOf(ask('wait'))).message, /^Access to PagerDuty was denied/);
	});

	it('says which scopes were asked for when PagerDuty grants none', async () => {
		await open();
		editor.settings.set(settingIds.oauthScopes, ['read', 'incidents.fly']);
		const problem = await problemOf(ask('wait'));
		assert.match(problem.message, /these scopes: read incidents\.fly\./);
		assert.equal(problem.remedy, 'oauthSettings');
	});

	it('says that the app needs a secret, or that its secret is wrong', async () => {
		await open(scopedApp);
		editor.settings.set(settingIds.oauthScopes, ['incidents.read']);
		assert.match((await problemOf(ask('wait'))).message, /without a client secret[^]*Set OAuth client secret/);
		await scene.close();
		await open(scopedApp, 'WrongSecret');
		editor.settings.set(settingIds.oauthScopes, ['incidents.read']);
		const { message } = await problemOf(ask('wait'));
		assert.match(message, /does not accept the client ID with its secret/);
		assert.ok(!`${message}${lines.join()}`.includes('WrongSecret'));
	});

	it('works without the scope to read users, and says that the name is not known', async () => {
		await open(scopedApp, scopedApp.clientSecret);
		editor.settings.set(settingIds.oauthScopes, ['incidents.read']);
		const answer = await ask('wait');
		assert.equal(answer?.credentials.name, 'Name unknown');
		assert.match(answer.remarks.join(), /^Your name is not known/);
	});

	it('asks for what somebody else needs beside what the person has set', async () => {
		await open(scopedApp, scopedApp.clientSecret);
		editor.settings.set(settingIds.oauthScopes, ['incidents.read', 'users.read']);
		const answer = await ask('wait', ['incidents.read', 'schedules.read']);
		assert.ok(answer && 'oauth' in answer.credentials);
		assert.deepEqual(answer.credentials.oauth.scopes, ['incidents.read', 'users.read', 'schedules.read']);
	});

	it('does not mind a clock that is wrong by an hour', async () => {
		await open();
		const answering = ask('wait');
		scene.clock.set('2026-01-05T10:00:00Z');
		assert.equal((await answering)?.credentials.name, 'Maya Okafor');
	});

	it('says that PagerDuty cannot be reached', async () => {
		await open();
		editor.browser = (url) =>
			void decide(url).then(async (address) => {
				await scene.sandbox.close();
				await fetch(address);
			});
		const problem = await problemOf(ask('wait'));
		assert.match(problem.message, /cannot be reached/);
		assert.equal(problem.remedy, 'retry');
	});
});
