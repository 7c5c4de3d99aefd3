import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { demoIdentity } from '../../../src/oauth/identity-server.ts';
import { BrowserSignIn, type SignInOptions } from '../../../src/oauth/sign-in.ts';
import type { Outcome, SignInError } from '../../../src/oauth/sign-in-error.ts';
import type { Tokens } from '../../../src/oauth/tokens.ts';
import { classicApp } from '../../../src/sandbox/oauth/app.ts';
import { startSandbox, type OAuthApp, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** A demo account, an app that is registered with a free port of this computer, and a clock for all. */
export class Scene {
	readonly sandbox: Sandbox;
	readonly clock: FakeClock;
	readonly port: number;
	readonly app: OAuthApp;

	private constructor(sandbox: Sandbox, clock: FakeClock, port: number, app: OAuthApp) {
		this.sandbox = sandbox;
		this.clock = clock;
		this.port = port;
		this.app = app;
	}

	static async open(base: OAuthApp = classicApp): Promise<Scene> {
		const clock = new FakeClock();
		const sandbox = await startSandbox({ now: () => clock.now() });
		const port = await freePort();
		const app = { ...base, redirectUris: [`http://localhost:${port}/oauth/pagerduty`] };
		sandbox.identity.register(app);
		return new Scene(sandbox, clock, port, app);
	}

	close(): Promise<void> {
		return this.sandbox.close();
	}

	options(more: Partial<SignInOptions> = {}): SignInOptions {
		const server = demoIdentity(this.sandbox.url);
		const client = { clientId: this.app.clientId };
		const { clock, port } = this;
		return { server, client, scopes: ['read', 'write'], clock, port, userAgent: 'test', ...more };
	}

	/** A sign-in that has begun. */
	async begin(more: Partial<SignInOptions> = {}): Promise<BrowserSignIn> {
		return valueOf(await BrowserSignIn.begin(this.options(more)));
	}

	/** The times at which somebody still listens at the port. */
	async listening(): Promise<boolean> {
		try {
			await fetch(`http://localhost:${this.port}/`);
			return true;
		} catch {
			return false;
		}
	}

	/** Whether PagerDuty takes an access token. */
	async takes(token: string): Promise<number> {
		return (await fetch(`${this.sandbox.url}/users/me`, { headers: { authorization: `Bearer ${token}` } })).status;
	}
}

export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	assert.ok(isAddress(address));
	await new Promise((resolve) => server.close(resolve));
	return address.port;
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
	return typeof address === 'object' && address !== null;
}

export function valueOf<Value>(outcome: Outcome<Value>): Value {
	assert.ok(outcome.ok, outcome.ok ? '' : `${outcome.error.kind}: ${outcome.error.message}`);
	return outcome.value;
}

/** The error, which says what is wrong and what to do in a sentence each, and holds none of these secrets. */
export function errorOf(outcome: Outcome<unknown> | SignInError | undefined, ...secrets: string[]): SignInError {
	assert.ok(outcome !== undefined);
	const error = outcome instanceof Error ? outcome : outcome.ok ? undefined : outcome.error;
	assert.ok(error, 'this should not have worked');
	for (const sentence of [error.message, error.nextStep]) assert.match(sentence, /^[A-Z0-9].*\.$/);
	const all = inspect(error, { depth: 20, showHidden: true });
	for (const secret of [...secrets, 'pdus+_', 'eyJ']) assert.ok(!all.includes(secret), all);
	return error;
}

export function kindOf(outcome: Outcome<unknown>): string {
	return outcome.ok ? 'ok' : errorOf(outcome).kind;
}

/** Tokens as the demo account gives them to somebody who approves. */
export type { Tokens };
