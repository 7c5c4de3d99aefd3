import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Tokens } from '../../../src/oauth/tokens.ts';
import type { Authentication } from '../../../src/vscode/account/authentication.ts';
import { demoId, type Credentials } from '../../../src/vscode/account/accounts.ts';
import type { SignInAnswer } from '../../../src/vscode/account/sign-in-answer.ts';
import { FakeSecrets, fakeWindow, sharedLock } from '../../support/accounts.ts';
import { settle } from '../../support/fake-clock.ts';
import { FakeEditor } from '../../support/fake-editor.ts';

const ana: Credentials = {
	region: 'us',
	kind: 'user',
	name: 'Ana Ruiz',
	token: 'u+anasecretsecret',
	subdomain: 'acme',
};
const tokens: Tokens = {
	clientId: 'app',
	accessToken: 'pdeu+_0XBEN',
	scopes: ['incidents.read'],
	obtainedAt: Date.parse('2026-01-05T09:00:00Z'),
	expiresAt: Date.parse('2026-02-04T09:00:00Z'),
	region: 'eu',
	userId: 'PBEN',
};
const ben: Credentials = { region: 'eu', kind: 'user', name: 'Ben Ode', userId: 'PBEN', oauth: tokens };

describe("The accounts in the editor's own menu", () => {
	let secrets: FakeSecrets;
	let answer: SignInAnswer | undefined;
	const lock = sharedLock();

	const openWindow = async () => {
		new FakeEditor().open();
		const { Authentication } = await import('../../../src/vscode/account/authentication.ts');
		const parts = fakeWindow({ secrets, exclusively: lock });
		const authentication = new Authentication({ ...parts, signIn: { ask: () => Promise.resolve(answer) } });
		const events: string[] = [];
		authentication.onDidChangeSessions(({ added = [], removed = [], changed = [] }) => {
			const names = (sign: string, sessions: readonly vscode.AuthenticationSession[]) =>
				sessions.map(({ account, accessToken }) => `${sign}${account.label}${accessToken}`);
			events.push([...names('+', added), ...names('-', removed), ...names('~', changed)].join(' '));
		});
		await parts.account.start();
		return { ...parts, authentication, events };
	};
	const labels = async (authentication: Authentication, scopes?: readonly string[]) =>
		(await authentication.getSessions(scopes)).map(({ account }) => account.label);

	beforeEach(() => {
		secrets = new FakeSecrets();
		answer = undefined;
	});

	it('are all but the demo, and say where they are', async () => {
		const { account, authentication } = await openWindow();
		await account.signIn(ana);
		await account.signIn(ben);
		await account.switchTo(demoId);
		assert.deepEqual(await labels(authentication), ['Ben Ode · EU region', 'Ana Ruiz · acme.pagerduty.com']);
		const [session] = await authentication.getSessions(undefined);
		assert.deepEqual([session?.accessToken, session?.scopes], [tokens.accessToken, ['incidents.read']]);
	});

	it('are there for a question that comes before the secrets have been read', async () => {
		await (await openWindow()).account.signIn(ana);
		const { account, authentication } = await openWindow();
		void account.start();
		assert.equal((await authentication.getSessions(['read'])).length, 1);
	});

	it('are given only for scopes that they cover', async () => {
		const { account, authentication } = await openWindow();
		await account.signIn(ana);
		await account.signIn(ben);
		assert.deepEqual(await labels(authentication, ['incidents.read']), [
			'Ben Ode · EU region',
			'Ana Ruiz · acme.pagerduty.com',
		]);
		assert.deepEqual(await labels(authentication, ['incidents.write']), ['Ana Ruiz · acme.pagerduty.com']);
		const [first] = await authentication.getSessions(undefined);
		assert.ok(first);
		assert.deepEqual(await authentication.getSessions(['incidents.write'], { account: first.account }), []);
		assert.equal((await authentication.getSessions(['incidents.read'], { account: first.account })).length, 1);
	});

	it('are signed out of one by one, in every window, which hear of it without a token', async () => {
		const [here, there] = [await openWindow(), await openWindow()];
		await here.account.signIn(ana);
		await here.account.signIn(ben);
		await there.account.ready();
		const [session] = await here.authentication.getSessions(['incidents.read']);
		await here.authentication.removeSession(session?.id ?? '');
		await settle();
		for (const { events, authentication } of [here, there]) {
			assert.deepEqual(events, ['+Ana Ruiz · acme.pagerduty.com', '+Ben Ode · EU region', '-Ben Ode · EU region']);
			assert.deepEqual(await labels(authentication), ['Ana Ruiz · acme.pagerduty.com']);
		}
		assert.ok(!JSON.stringify([...secrets.values]).includes(tokens.accessToken));
	});

	it('tell of renewed tokens', async () => {
		const { account, authentication, events, store } = await openWindow();
		const { id } = await account.signIn(ben);
		await store.renew(id, { ...tokens, accessToken: 'pdeu+_0XNEW' });
		await settle();
		assert.deepEqual(events, ['+Ben Ode · EU region', '~Ben Ode · EU region']);
		assert.equal((await authentication.getSessions(['incidents.read']))[0]?.accessToken, 'pdeu+_0XNEW');
	});

	it('get one more for another extension without leaving the one in use', async () => {
		const { account, authentication } = await openWindow();
		await account.signIn(ana);
		answer = { credentials: ben, remarks: [] };
		const session = await authentication.createSession(['incidents.read']);
		assert.equal(session.accessToken, tokens.accessToken);
		assert.equal(account.state.kind === 'signedIn' && account.state.name, 'Ana Ruiz');
	});

	it('get none when the person thinks better of it, or PagerDuty grants less than was asked for', async () => {
		const { authentication } = await openWindow();
		await assert.rejects(authentication.createSession(['read']), { name: 'Canceled' });
		answer = { credentials: ben, remarks: [] };
		await assert.rejects(authentication.createSession(['users.read']), /Missing: users\.read/);
	});
});
