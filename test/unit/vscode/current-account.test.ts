import assert from 'node:assert/strict';
import { apiUrls } from '../../../src/pagerduty/http/account.ts';
import { RedactingLog } from '../../../src/vscode/log.ts';
import { Emitter, type Disposable } from '../../../src/vscode/emitter.ts';
import { CurrentAccount, type AccountState, type Demo } from '../../../src/vscode/account/current-account.ts';
import type { Secrets } from '../../../src/vscode/account/stored-account.ts';

/** The editor's secret storage, shared by windows. */
class FakeSecrets implements Secrets {
	readonly values = new Map<string, string>();
	readonly #changed = new Emitter<{ key: string }>();
	broken = false;
	readOnly = false;

	onDidChange(listener: (change: { key: string }) => void): Disposable {
		return this.#changed.on(listener);
	}

	get(key: string): Promise<string | undefined> {
		return this.broken ? Promise.reject(new Error('keyring locked')) : Promise.resolve(this.values.get(key));
	}

	store(key: string, value: string): Promise<void> {
		if (this.readOnly) return Promise.reject(new Error('keyring locked'));
		this.values.set(key, value);
		this.#changed.fire({ key });
		return Promise.resolve();
	}

	delete(key: string): Promise<void> {
		if (this.readOnly) return Promise.reject(new Error('keyring locked'));
		this.values.delete(key);
		this.#changed.fire({ key });
		return Promise.resolve();
	}
}

const ana = { region: 'eu', token: 'u+secretsecretsecret', kind: 'user', name: 'Ana Ruiz' } as const;

describe('The current account', () => {
	let secrets: FakeSecrets;
	let lines: string[];
	let log: RedactingLog;
	let demos: { closed: boolean }[];
	let failDemo: boolean;

	const write = (line: string) => void lines.push(line);
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
	const open = () => new CurrentAccount({ secrets, apiUrls, startDemo, log });
	const signedIn = async () => {
		const account = open();
		await account.start();
		await account.signIn(ana);
		return account;
	};

	beforeEach(() => {
		secrets = new FakeSecrets();
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

	it('keeps one secret, survives a reload, and sends the token to its region only', async () => {
		await signedIn();
		assert.equal(secrets.values.size, 1);
		const reloaded = open();
		await reloaded.start();
		assert.deepEqual(await reloaded.source(), {
			apiUrl: 'https://api.eu.pagerduty.com',
			token: ana.token,
			kind: 'user',
		});
		assert.deepEqual(reloaded.state, {
			kind: 'signedIn',
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
		await here.exploreDemo();
		assert.deepEqual([...secrets.values.values()], ['{"demo":true}']);
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
		await account.exploreDemo();
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
			await here.exploreDemo();
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
			await account.exploreDemo();
			await account.exploreDemo();
			await account.signOut();
			assert.equal(nameOf(account), 'Ana Ruiz');
		});

		it('until another one signs in', async () => {
			const account = await signedIn();
			await account.exploreDemo();
			await account.signIn({ ...ana, name: 'Ben', token: 'u+anothersecretvalue' });
			assert.ok(!JSON.stringify([...secrets.values]).includes(ana.token));
			await account.signOut();
			assert.equal(nameOf(account), 'signedOut');
		});

		it('and does not open the demo when nobody knows who is signed in', async () => {
			const account = await signedIn();
			secrets.broken = true;
			await assert.rejects(account.exploreDemo(), { name: 'UnreadableSecrets' });
			secrets.broken = false;
			assert.equal((await account.source())?.token, ana.token);
		});
	});

	for (const [name, change] of Object.entries({
		'sign-in': (account: CurrentAccount) => account.signIn({ ...ana, name: 'Ben', token: 'u+anothersecretvalue' }),
		'sign-out': (account: CurrentAccount) => account.signOut(),
		demo: (account: CurrentAccount) => account.exploreDemo(),
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
		await account.exploreDemo();
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
		for (const text of ['', 'null', '{"region":"mars","token":"x"}', '{"demo":false}']) {
			await secrets.store('pagerduty.account', text);
			assert.equal(await account.source(), undefined);
			assert.equal(account.state.kind, 'signedOut');
		}
	});

	it('has the log hide its tokens', async () => {
		await signedIn();
		log.info(`sent ${ana.token} to Bearer abcdefghijkl`);
		assert.ok(!lines.join().includes('secretsecret'));
		assert.ok(!lines.join().includes('abcdefghijkl'));
	});
});
