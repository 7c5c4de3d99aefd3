import { demoIdentity } from '../../src/oauth/identity-server.ts';
import { apiUrls, type Region } from '../../src/pagerduty/http/account.ts';
import { AccountStore, type Exclusively } from '../../src/vscode/account/account-store.ts';
import { CurrentAccount } from '../../src/vscode/account/current-account.ts';
import type { Demo } from '../../src/vscode/account/demo-account.ts';
import { OAuthSessions, type OAuthSessionsParts } from '../../src/vscode/account/oauth-sessions.ts';
import type { Secrets } from '../../src/vscode/account/secrets.ts';
import { Emitter, type Disposable } from '../../src/vscode/emitter.ts';
import { RedactingLog } from '../../src/vscode/log.ts';
import { FakeClock } from './fake-clock.ts';
import { heard } from './heard.ts';

/** The editor's secret storage, shared by windows. */
export class FakeSecrets implements Secrets {
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

/** One after the other, as by a lock that all windows share. */
export function sharedLock(): Exclusively {
	let last: Promise<unknown> = Promise.resolve();
	return (work) => {
		const done = last.then(work);
		last = done.catch(() => undefined);
		return done;
	};
}

export interface FakeWindowOptions {
	readonly secrets?: FakeSecrets;
	readonly log?: RedactingLog;
	readonly startDemo?: () => Promise<Demo>;
	readonly urls?: Readonly<Record<Region, string>>;
	readonly exclusively?: Exclusively;
	readonly sessions?: Partial<Omit<OAuthSessionsParts, 'store'>>;
}

/** What a window of the editor knows of accounts. */
export function fakeWindow(options: FakeWindowOptions = {}) {
	const {
		secrets = new FakeSecrets(),
		log = new RedactingLog({ debug: heard, info: heard, warn: heard, error: heard }),
		startDemo = () => Promise.resolve({ url: 'http://127.0.0.1:1', token: 'demo', close: () => Promise.resolve() }),
		urls = apiUrls,
		exclusively = sharedLock(),
	} = options;
	const store = new AccountStore({ secrets, log, exclusively });
	const sessions = new OAuthSessions({
		store,
		clock: new FakeClock(),
		userAgent: 'test',
		server: () => demoIdentity('http://127.0.0.1:1'),
		clientSecret: () => Promise.resolve(undefined),
		exclusively: () => sharedLock(),
		...options.sessions,
	});
	const account = new CurrentAccount({ store, sessions, apiUrls: urls, startDemo, log });
	return { account, store, sessions, secrets };
}
