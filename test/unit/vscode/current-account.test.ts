import assert from 'node:assert/strict';
import { PagerDutyClient } from '../../../src/pagerduty/http/client.ts';
import { Changes } from '../../../src/tools/core/changes.ts';
import { Toolbox } from '../../../src/tools/toolbox.ts';
import { demoId } from '../../../src/vscode/account/accounts.ts';
import type { AccountState, CurrentAccount } from '../../../src/vscode/account/current-account.ts';
import type { Demo } from '../../../src/vscode/account/demo-account.ts';
import { RedactingLog } from '../../../src/vscode/log.ts';
import type { Exclusively } from '../../../src/vscode/account/account-store.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeSecrets, fakeWindow, sharedLock } from '../../support/accounts.ts';
import { heard } from '../../support/heard.ts';

const ana = { region: 'eu', token: 'u+secretsecretsecret', kind: 'user', name: 'Ana Ruiz' } as const;

describe('The current account', () => {
	let secrets: FakeSecrets;
	let lines: string[];
	let log: RedactingLog;
	let demos: { closed: boolean }[];
	let failDemo: boolean;
	let exclusively: Exclusively;

	const write = (line: string) => {
		heard(line);
		lines.push(line);
	};
	const startDemo = (): Promise<Demo> => {
		if (failDemo) return Promise.reject(new Error('no port'));
		const demo = { closed: false };
		demos.push(demo);
		return Promise.resolve({
			url: `http://127.0.0.1:${demos.length}`,
			token: 'demo-token',
			close: () => {
				demo.closed = true;
				return Promise.resolve();
			},
		});
	};
	const open = () => fakeWindow({ secrets, startDemo, log, exclusively }).account;
	const secretTexts = () => JSON.stringify([...secrets.values]);
	const signedIn = async () => {
		const account = open();
		await account.start();
		await account.signIn(ana);
		return account;
	};

	beforeEach(() => {
		secrets = new FakeSecrets();
		exclusively = sharedLock();
		lines = [];
		log = new RedactingLog({ debug: write, info: write, warn: write, error: write });
		demos = [];
		failDemo = false;
	});

	it('is unknown until the secret was read', async () => {
		const account = open();
		assert.equal(account.state.kind, 'unknown');
		assert.equal(await account.source(), undefined);
		await account.start();
		assert.equal(account.state.kind, 'signedOut');
	});

	it('keeps the token apart from who it is of, survives a reload, and sends the token to its region only', async () => {
		const { state } = await signedIn();
		const holding = [...secrets.values].filter(([, text]) => text.includes(ana.token));
		assert.deepEqual(
			holding.map(([, text]) => text),
			[ana.token],
		);
		const reloaded = open();
		await reloaded.start();
		assert.deepEqual(await reloaded.source(), {
			apiUrl: 'https://api.eu.pagerduty.com',
			token: ana.token,
			kind: 'user',
		});
		assert.deepEqual(reloaded.state, state);
		assert.ok(state.kind === 'signedIn');
		assert.deepEqual(state, {
			kind: 'signedIn',
			id: state.id,
			name: 'Ana Ruiz',
			person: true,
			region: 'eu',
			demo: false,
			expired: false,
		});
	});

	it('gives the e-mail address in whose name an account-level key acts', async () => {
		const account = open();
		await account.signIn({ ...ana, kind: 'account', from: 'ana@example.com' });
		assert.equal((await account.source())?.from, 'ana@example.com');
		assert.equal(account.state.kind === 'signedIn' && account.state.person, false);
	});

	it('signs in and out in every window', async () => {
		const [here, there] = [open(), open()];
		await Promise.all([here.start(), there.start()]);
		const seen: AccountState['kind'][] = [];
		there.switched.on(({ kind }) => seen.push(kind));
		await here.signIn(ana);
		assert.equal((await there.source())?.token, ana.token);
		await here.signOut();
		await there.source();
		assert.equal(await there.source(), undefined);
		assert.deepEqual(seen, ['signedIn', 'signedOut']);
		assert.equal(secrets.values.size, 0);
	});

	it('tells of a new account once, not again of what it stored itself', async () => {
		const account = open();
		await account.start();
		let changes = 0;
		account.switched.on(() => changes++);
		await account.signIn(ana);
		await account.source();
		assert.equal(changes, 1);
		await account.signIn({ ...ana, name: 'Ben' });
		assert.equal(changes, 2);
	});

	it('marks an expired token once, and forgets it with the next sign-in', async () => {
		const account = await signedIn();
		let changes = 0;
		let accounts = 0;
		account.changed.on(() => changes++);
		account.switched.on(() => accounts++);
		account.expire();
		account.expire();
		assert.equal(account.state.kind === 'signedIn' && account.state.expired, true);
		assert.deepEqual([changes, accounts], [1, 0]);
		account.accept();
		assert.equal(account.state.kind === 'signedIn' && account.state.expired, false);
		account.expire();
		assert.equal(account.state.kind === 'signedIn' && account.state.expired, true);
		assert.equal(changes, 3);
		await account.signIn({ ...ana, token: 'u+anothersecretvalue' });
		assert.equal(account.state.kind === 'signedIn' && account.state.expired, false);
	});

	it('remembers the demo without a token; each window has its own', async () => {
		const here = open();
		await here.start();
		await here.switchTo(demoId);
		assert.deepEqual([...secrets.values.values()], ['{"accounts":[],"active":"demo"}']);
		const there = open();
		await there.start();
		assert.deepEqual(await here.source(), {
			apiUrl: 'http://127.0.0.1:1',
			token: 'demo-token',
			kind: 'user',
			demo: true,
		});
		assert.equal((await there.source())?.apiUrl, 'http://127.0.0.1:2');
		await here.signOut();
		await there.source();
		await here.dispose();
		await there.dispose();
		assert.deepEqual(
			demos.map(({ closed }) => closed),
			[true, true],
		);
	});

	it('leaves the demo for a real account', async () => {
		const account = open();
		await account.switchTo(demoId);
		await account.source();
		await account.signIn(ana);
		await account.dispose();
		assert.equal(demos[0]?.closed, true);
		assert.equal((await account.source())?.token, ana.token);
	});

	describe('keeps the account beside the demo', () => {
		const nameOf = ({ state }: CurrentAccount) => (state.kind === 'signedIn' ? state.name : state.kind);

		it('and comes back to it, in every window, also after a reload', async () => {
			const here = await signedIn();
			const there = open();
			await there.start();
			await here.switchTo(demoId);
			assert.equal((await here.source())?.demo, true);
			const reloaded = open();
			await reloaded.start();
			assert.equal(nameOf(reloaded), 'Demo');
			await reloaded.signOut();
			for (const account of [reloaded, here, there]) {
				assert.equal((await account.source())?.token, ana.token);
				assert.equal(nameOf(account), 'Ana Ruiz');
			}
			await here.signOut();
			assert.equal(nameOf(here), 'signedOut');
			assert.equal(secrets.values.size, 0);
		});

		it('although the demo is explored twice', async () => {
			const account = await signedIn();
			await account.switchTo(demoId);
			await account.switchTo(demoId);
			await account.signOut();
			assert.equal(nameOf(account), 'Ana Ruiz');
		});

		it('and does not open the demo when nobody knows who is signed in', async () => {
			const account = await signedIn();
			secrets.broken = true;
			await assert.rejects(account.switchTo(demoId), { name: 'UnreadableSecrets' });
			secrets.broken = false;
			assert.equal((await account.source())?.token, ana.token);
		});
	});

	for (const [name, change] of Object.entries({
		'sign-in': (account: CurrentAccount) => account.signIn({ ...ana, name: 'Ben', token: 'u+anothersecretvalue' }),
		'sign-out': (account: CurrentAccount) => account.signOut(),
		demo: (account: CurrentAccount) => account.switchTo(demoId),
	})) {
		it(`stays as it is when the secret store cannot be written: ${name}`, async () => {
			const account = await signedIn();
			secrets.readOnly = true;
			await assert.rejects(change(account), { name: 'UnwritableSecrets' });
			assert.equal((await account.source())?.token, ana.token);
			assert.ok(!lines.join().includes('secret' + 'value'));
			secrets.readOnly = false;
			await change(account);
			assert.notEqual((await account.source())?.token, ana.token);
		});
	}

	it('starts the demo by itself only when asked and nobody is signed in, without storing it', async () => {
		const account = open();
		await account.start(true);
		assert.equal(account.state.kind === 'signedIn' && account.state.demo, true);
		assert.equal(secrets.values.size, 0);
		await account.signOut();
		assert.equal(account.state.kind, 'signedOut');

		await signedIn();
		const other = open();
		await other.start(true);
		assert.equal(other.state.kind === 'signedIn' && other.state.demo, false);
	});

	it('stays in a demo that nobody stored when another window signs out', async () => {
		const account = open();
		await account.start(true);
		await account.source();
		const other = open();
		await other.start();
		await other.signOut();
		await account.source();
		assert.equal(account.isDemo, true);
		assert.deepEqual(demos, [{ closed: false }]);
	});

	it('tries again after a demo that did not start', async () => {
		failDemo = true;
		const account = open();
		await account.switchTo(demoId);
		await assert.rejects(account.source(), /no port/);
		failDemo = false;
		assert.equal((await account.source())?.demo, true);
	});

	it('is signed in everywhere again with the same token', async () => {
		const here = await signedIn();
		const there = open();
		await there.start();
		there.expire();
		await here.signIn(ana);
		await there.source();
		assert.equal(there.state.kind === 'signedIn' && there.state.expired, false);
	});

	it('says that the secret cannot be read, rather than that nobody is signed in', async () => {
		secrets.broken = true;
		const account = open();
		await account.start();
		assert.equal(account.state.kind, 'unreadable');
		await assert.rejects(account.source(), { name: 'UnreadableSecrets' });
		secrets.broken = false;
		await account.start();
		assert.equal(account.state.kind, 'signedOut');
	});

	it('stays signed in while the secret cannot be read', async () => {
		const account = await signedIn();
		let accounts = 0;
		account.switched.on(() => accounts++);
		secrets.broken = true;
		await account.start();
		assert.equal(account.state.kind, 'signedIn');
		await assert.rejects(account.source(), { name: 'UnreadableSecrets' });
		secrets.broken = false;
		assert.equal((await account.source())?.token, ana.token);
		assert.equal(accounts, 0);
	});

	it('counts as signed out when the secret is not ours', async () => {
		const account = open();
		await account.start();
		for (const key of ['pagerduty.accounts', 'pagerduty.account'])
			for (const text of [
				'',
				'null',
				'{"region":"mars","token":"x"}',
				'{"demo":false}',
				'{"accounts":[],"active":"x"}',
			]) {
				await secrets.store(key, text);
				assert.equal(await account.source(), undefined);
				assert.equal(account.state.kind, 'signedOut');
			}
	});

	describe('of a version that knew one account', () => {
		const earlier = JSON.stringify({ ...ana, signIn: 'x' });

		it('is taken over without a new sign-in, once for all windows', async () => {
			await secrets.store('pagerduty.account', earlier);
			const windows = [open(), open()];
			await Promise.all(windows.map((account) => account.start()));
			for (const account of windows) {
				assert.equal((await account.source())?.token, ana.token);
				assert.equal(account.accounts.length, 1);
			}
			assert.equal(secrets.values.get('pagerduty.account'), undefined);
			assert.equal(secretTexts().split(ana.token).length, 2);
		});

		it('is taken over with the demo that was in use', async () => {
			await secrets.store('pagerduty.account', JSON.stringify({ demo: true, before: ana }));
			const account = open();
			await account.start();
			assert.equal(account.isDemo, true);
			await account.signOut();
			assert.equal((await account.source())?.token, ana.token);
		});

		it('is left as it is while nothing can be written', async () => {
			await secrets.store('pagerduty.account', earlier);
			secrets.readOnly = true;
			const account = open();
			await account.start();
			assert.equal(account.state.kind, 'unreadable');
			secrets.readOnly = false;
			await account.start();
			assert.equal((await account.source())?.token, ana.token);
		});
	});

	describe('beside others', () => {
		const ben = {
			...ana,
			region: 'us',
			name: 'Ben Ode',
			token: 'u+anothersecretvalue',
			subdomain: 'customer',
		} as const;
		const nameOf = ({ state }: CurrentAccount) => (state.kind === 'signedIn' ? state.name : state.kind);
		const idOf = (account: CurrentAccount, name: string) =>
			account.accounts.find((one) => one.name === name)?.id ?? 'none';

		it('is switched in every window, and each keeps its own token', async () => {
			const here = await signedIn();
			const there = open();
			await there.start();
			await here.signIn(ben);
			await there.source();
			assert.deepEqual(
				there.accounts.map(({ name }) => name),
				['Ben Ode', 'Ana Ruiz'],
			);
			const switches: string[] = [];
			there.switched.on(() => switches.push(nameOf(there)));
			await here.switchTo(idOf(here, 'Ana Ruiz'));
			await there.source();
			for (const account of [here, there]) assert.equal((await account.source())?.token, ana.token);
			await here.switchTo(demoId);
			await here.switchTo(idOf(here, 'Ben Ode'));
			const used = { apiUrl: 'https://api.pagerduty.com', token: ben.token, kind: 'user', subdomain: 'customer' };
			assert.deepEqual(await there.source(), used);
			assert.deepEqual(switches, ['Ana Ruiz', 'Demo', 'Ben Ode']);
			const reloaded = open();
			await reloaded.start();
			assert.equal(nameOf(reloaded), 'Ben Ode');
		});

		it('goes alone, and the one that was used before takes its place', async () => {
			const account = await signedIn();
			await account.signIn(ben);
			await account.signOut();
			assert.equal(nameOf(account), 'Ana Ruiz');
			assert.ok(!secretTexts().includes(ben.token));
			assert.equal((await account.source())?.token, ana.token);
		});

		it('stays in use when another one goes', async () => {
			const account = await signedIn();
			await account.signIn(ben);
			let switches = 0;
			account.switched.on(() => switches++);
			await account.signOut(idOf(account, 'Ana Ruiz'));
			assert.equal(nameOf(account), 'Ben Ode');
			assert.equal(switches, 0);
			assert.ok(!secretTexts().includes(ana.token));
		});

		it('stays in use when another one is added for somebody else', async () => {
			const account = await signedIn();
			await account.signIn(ben, false);
			assert.equal(nameOf(account), 'Ana Ruiz');
			assert.equal(account.accounts.length, 2);
		});

		it('is the same when the same person signs in again, and another in another region', async () => {
			const account = await signedIn();
			await account.signIn({ ...ana, userId: 'PANA', token: 'u+thesecondsecret' });
			await account.signIn({ ...ana, userId: 'PANA', name: 'Ana Maria', token: 'u+thethirdsecret' });
			assert.deepEqual(
				account.accounts.map(({ name }) => name),
				['Ana Maria'],
			);
			for (const old of [ana.token, 'u+thesecondsecret']) assert.ok(!secretTexts().includes(old));
			await account.signIn({ ...ana, userId: 'PANA', region: 'us' });
			assert.equal(account.accounts.length, 2);
		});

		it('is not lost when two windows sign in at once', async () => {
			const [here, there] = [open(), open()];
			await Promise.all([here.start(), there.start()]);
			await Promise.all([here.signIn(ana), there.signIn(ben)]);
			for (const account of [here, there]) {
				await account.source();
				assert.deepEqual(account.accounts.map(({ name }) => name).sort(), ['Ana Ruiz', 'Ben Ode']);
			}
		});

		it('is given to who wants no other, also after another sign-in, and refused while another one is used', async () => {
			const account = await signedIn();
			const anas = account.sourceFor(account.whose ?? assert.fail());
			assert.equal((await anas())?.token, ana.token);
			await account.signIn(ben);
			await assert.rejects(anas(), /made for the PagerDuty account "Ana Ruiz · EU", and VS Code uses another one now/);
			await account.switchTo(demoId);
			await assert.rejects(anas(), /uses another one now/);
			const demos = account.sourceFor(account.whose ?? assert.fail());
			assert.equal((await demos())?.demo, true);
			await account.signIn({ ...ana, userId: 'PANA', token: 'u+thesecondsecret' });
			assert.equal((await anas())?.token, 'u+thesecondsecret');
			await assert.rejects(demos(), /made for the PagerDuty account "Demo"/);
			await account.signOut();
			await account.signOut();
			assert.equal(await anas(), undefined);
		});

		it('answers the calls of a connection for another one in one sentence, and sends nothing', async () => {
			const account = await signedIn();
			const whose = account.whose ?? assert.fail();
			await account.signIn(ben);
			const clock = new FakeClock();
			const fetch = () => assert.fail('something was sent');
			const client = new PagerDutyClient({ account: account.source, clock, log, userAgent: 'test', fetch });
			const toolbox = new Toolbox({
				client: client.withAccount(account.sourceFor(whose)),
				changes: new Changes(),
				clock,
				log,
				policy: () => ({ access: 'read', toolsets: ['incidents'] }),
				signIn: 'Sign in.',
			});
			const result = await toolbox.call(
				'list_incidents',
				{},
				{ signal: new AbortController().signal, priority: 'background' },
			);
			assert.ok(!result.ok);
			assert.match(result.failure.message, /^This connection was made for .* so nothing is sent\.$/);
			assert.match(result.failure.next ?? '', /^Ask the person/);
		});

		it('cannot be one that is not there', async () => {
			const account = await signedIn();
			await account.switchTo('nobody');
			assert.equal(nameOf(account), 'Ana Ruiz');
		});
	});

	it('has the log hide its tokens', async () => {
		await signedIn();
		log.info(`sent ${ana.token} to Bearer abcdefghijkl`);
		assert.ok(!lines.join().includes('secretsecret'));
		assert.ok(!lines.join().includes('abcdefghijkl'));
	});
});
