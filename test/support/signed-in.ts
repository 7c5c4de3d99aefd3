import assert from 'node:assert/strict';
import type { Account } from '../../src/pagerduty/http/account.ts';
import { PagerDutyClient } from '../../src/pagerduty/http/client.ts';
import type { Clock } from '../../src/pagerduty/http/clock.ts';
import type { Log } from '../../src/pagerduty/http/log.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { Policy } from '../../src/tools/core/access.ts';
import { toolsets } from '../../src/tools/core/access.ts';
import { Changes, type Change } from '../../src/tools/core/changes.ts';
import { consentKinds, type ConsentDoor } from '../../src/tools/core/consent.ts';
import type { Person } from '../../src/tools/core/conversation.ts';
import type { Recorder } from '../../src/tools/core/recorder.ts';
import type { Failure } from '../../src/tools/core/failure.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { IdleClock } from './idle-clock.ts';
import { oauthToken } from './oauth-token.ts';
import { heard } from './heard.ts';

export interface SignedInOptions extends SandboxOptions {
	readonly policy?: Policy;
	/** What the policy does not offer does not exist for agents. */
	readonly hidesOthers?: boolean;
	/** Which of the sandbox's keys is used. */
	readonly key?: 'user' | 'account' | 'readOnly' | 'wrong' | 'none' | 'never';
	readonly from?: string;
	/** The key is an OAuth token that was granted these. */
	readonly scopes?: readonly string[];
	/** Whether it is known what the token was granted. Default: true. */
	readonly scopesKnown?: boolean;
	/** Is asked at the client. Without them the client cannot ask, and the person has agreed in advance. */
	readonly person?: Person;
	/** How people agree instead. */
	readonly consent?: ConsentDoor;
	/** How people are told why something was not done. */
	readonly explain?: (error: unknown) => string;
	/** Keeps what calls change. */
	readonly recorder?: Recorder;
	/** Whether notes say by which client they came. */
	readonly signsNotes?: () => boolean;
	/** Happens before each request goes out, e.g. somebody else's change. */
	readonly meanwhile?: (request: Sent, sandbox: Sandbox) => Promise<void>;
	/** The way to PagerDuty: sends the request, or fails, or answers in its place. */
	readonly wire?: (request: Sent, send: () => Promise<Response>) => Promise<Response>;
	/** From 0 to 1: how pauses differ from each other. */
	readonly random?: () => number;
	/** Changes the content of PagerDuty's replies on their way. */
	readonly replies?: (content: unknown, request: Sent) => unknown;
}

interface Sent {
	readonly method: string;
	readonly path: string;
}

/** The toolbox of somebody signed in to a demo account of their own, whose time passes only while nothing else happens. */
export class SignedIn {
	readonly sandbox: Sandbox;
	readonly toolbox: Toolbox;
	readonly announced: Change[] = [];
	readonly changes = new Changes();
	readonly logged: string[] = [];
	readonly clock: Clock;
	readonly #person: Person | undefined;
	#account: Account | undefined;

	private constructor(sandbox: Sandbox, options: SignedInOptions) {
		this.sandbox = sandbox;
		const clock = new IdleClock(sandbox.clock);
		this.clock = clock;
		this.#person = options.person;
		const { changes } = this;
		changes.listen((change) => this.announced.push(change));
		const write = (line: string) => {
			heard(line);
			this.logged.push(line);
		};
		const log: Log = { debug: write, info: write, warn: write, error: write };
		this.#account = accountOf(sandbox, options);
		this.toolbox = new Toolbox({
			client: new PagerDutyClient({
				// `never`: the secret store does not answer.
				account: () => (options.key === 'never' ? new Promise(() => undefined) : Promise.resolve(this.#account)),
				clock: this.clock,
				log,
				userAgent: 'test',
				fetch: tapped(options, sandbox, clock),
				...(options.random && { random: options.random }),
			}),
			changes,
			clock: this.clock,
			log,
			policy: () => options.policy ?? { access: 'administer', toolsets },
			...(options.hidesOthers && { hidesOthers: true }),
			...(options.explain && { explain: options.explain }),
			...(options.recorder && { recorder: options.recorder }),
			...(options.signsNotes && { signsNotes: options.signsNotes }),
			consent: options.consent ?? (options.person ? {} : { given: consentKinds }),
			signIn: 'Run "PagerDuty: Sign in".',
			sender: 'Start again with a sender.',
		});
	}

	static async open(options: SignedInOptions = {}): Promise<SignedIn> {
		const start = new Date('2026-03-10T10:00:00Z');
		const sandbox = await startSandbox({ now: () => start, ...options });
		const account = new SignedIn(sandbox, options);
		const { scopes, scopesKnown = true } = options;
		if (scopes) {
			const token = await oauthToken(sandbox, scopes);
			account.#account = { apiUrl: sandbox.url, token, kind: 'user', ...(scopesKnown && { scopes }) };
		}
		return account;
	}

	close(): Promise<void> {
		return this.sandbox.close();
	}

	/** Another key of the same account takes the place of the present one. */
	signInAs(key: NonNullable<SignedInOptions['key']>): void {
		this.#account = accountOf(this.sandbox, { key });
	}

	/** Lets time pass, so that PagerDuty takes requests again. */
	pause(): void {
		this.sandbox.clock.advance(20_000);
	}

	/** What an agent gets of a call that works. */
	async call(
		name: string,
		input: unknown = {},
		signal = new AbortController().signal,
	): Promise<Record<string, unknown>> {
		const result = await this.toolbox.call(name, input, { signal, priority: 'person', person: this.#person });
		assert.ok(result.ok, result.ok ? '' : `${name}: ${JSON.stringify(result.failure)}`);
		return result.output;
	}

	/** What an agent is told of a call that waits for the person to agree, and what must then be confirmed. */
	async ask(name: string, input: unknown = {}): Promise<{ readonly note: string; readonly confirm: string }> {
		const { note, confirm } = await this.call(name, input);
		assert.ok(typeof note === 'string' && typeof confirm === 'string', `${name} should have asked`);
		return { note, confirm };
	}

	/** What an agent is told of a call that does not. */
	async fail(name: string, input: unknown = {}): Promise<Failure> {
		const result = await this.toolbox.call(name, input, {
			signal: new AbortController().signal,
			priority: 'person',
			person: this.#person,
		});
		assert.ok(!result.ok, `${name} should have failed`);
		return result.failure;
	}

	/** Requests the demo account has received since `mark`, as `GET /incidents`. */
	requests(mark = 0): string[] {
		return this.sandbox.requests.slice(mark).map(({ method, path }) => `${method} ${path}`);
	}
}

function tapped(
	{ meanwhile, wire = (_request, send) => send(), replies }: SignedInOptions,
	sandbox: Sandbox,
	clock: IdleClock,
): typeof fetch {
	return (input, init) =>
		clock.during(async () => {
			const address = input instanceof Request ? input.url : input;
			const request = { method: init?.method ?? 'GET', path: new URL(address).pathname };
			await meanwhile?.(request, sandbox);
			const response = await wire(request, () => fetch(input, init));
			const { status, headers } = response;
			const text = await response.text();
			const changed = replies && response.ok && text !== '' ? JSON.stringify(replies(JSON.parse(text), request)) : text;
			return new Response(changed === '' ? null : changed, { status, headers });
		});
}

function accountOf(sandbox: Sandbox, { key = 'user', from }: SignedInOptions): Account | undefined {
	const tokens = {
		user: sandbox.token,
		account: sandbox.accountToken,
		readOnly: sandbox.readOnlyToken,
		wrong: 'wrong',
	};
	if (key === 'none' || key === 'never') return undefined;
	return {
		apiUrl: sandbox.url,
		token: tokens[key],
		kind: key === 'account' ? 'account' : 'user',
		...(from && { from }),
	};
}
