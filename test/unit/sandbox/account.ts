import assert from 'node:assert/strict';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { isObject, listAt, objectAt, parseJson, textAt, type JsonObject } from '../../support/json-schema.ts';

/** A Wednesday morning in Europe, between the clock changes of Europe and America. */
export const present = new Date('2026-10-28T09:00:00Z');

export interface Answer {
	status: number;
	headers: Headers;
	text: string;
	body: JsonObject;
}

export interface Request {
	token?: string;
	from?: string;
	body?: unknown;
	bare?: boolean;
}

/** A sandbox with a standing clock, and short ways to talk to it. */
export class Account {
	readonly sandbox: Sandbox;

	constructor(sandbox: Sandbox) {
		this.sandbox = sandbox;
	}

	static async start(options: SandboxOptions = {}): Promise<Account> {
		return new Account(await startSandbox({ now: () => present, ...options }));
	}

	/** Runs something with an account of its own and closes that whatever happens. */
	static async with<T>(options: SandboxOptions, run: (account: Account) => Promise<T>): Promise<T> {
		const account = await Account.start(options);
		try {
			return await run(account);
		} finally {
			await account.close();
		}
	}

	/** Rejects when the connection is cut. */
	async send(method: string, target: string, request: Request = {}): Promise<Answer> {
		const headers: Record<string, string> = { accept: 'application/vnd.pagerduty+json;version=2' };
		if (!request.bare) headers['authorization'] = `Token token=${request.token ?? this.sandbox.token}`;
		if (request.from !== undefined) headers['from'] = request.from;
		if (request.body !== undefined) headers['content-type'] = 'application/json';
		const body = typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
		const reply = await fetch(this.sandbox.url + target, {
			method,
			headers,
			...(request.body === undefined ? {} : { body }),
		});
		const text = await reply.text();
		const parsed = parseJson(text);
		return { status: reply.status, headers: reply.headers, text, body: isObject(parsed) ? parsed : {} };
	}

	/** The body of a successful GET. */
	async get(target: string): Promise<JsonObject> {
		const answer = await this.send('GET', target);
		assert.equal(answer.status, 200, `${target}: ${answer.text}`);
		return answer.body;
	}

	async incident(id: string): Promise<JsonObject> {
		return objectAt(await this.get(`/incidents/${id}`), 'incident');
	}

	/** PUT /incidents/{id}, whatever its outcome. */
	put(id: string, change: JsonObject, request: Request = {}): Promise<Answer> {
		const body = { incident: { type: 'incident_reference', ...change } };
		return this.send('PUT', `/incidents/${id}`, { body, ...request });
	}

	/** The change must succeed; gives the incident. */
	async change(id: string, change: JsonObject): Promise<JsonObject> {
		const answer = await this.put(id, change);
		assert.equal(answer.status, 200, answer.text);
		return objectAt(answer.body, 'incident');
	}

	/** Types of log entries, oldest first, without the ending; notifications left out. */
	async log(id: string): Promise<string[]> {
		const { log_entries: entries } = await this.get(`/incidents/${id}/log_entries?limit=100`);
		const types = listAt({ entries }, 'entries').map((entry) => textAt(entry, 'type')?.replace('_log_entry', '') ?? '');
		return types.reverse().filter((type) => type !== 'notify');
	}

	/** The kinds of what is pending for an incident. */
	async pending(id: string): Promise<Record<string, string>> {
		const actions = listAt(await this.incident(id), 'pending_actions');
		return Object.fromEntries(actions.map((action) => [textAt(action, 'type') ?? '', textAt(action, 'at') ?? '']));
	}

	/** The id of a named object in a list. */
	async idOf(list: string, name: string): Promise<string> {
		const key = list.split('/').at(-1)?.split('?')[0] ?? list;
		const items = listAt(await this.get(`/${list}${list.includes('?') ? '&' : '?'}limit=100`), key);
		const item = items.find((candidate) => textAt(candidate, 'name') === name || textAt(candidate, 'summary') === name);
		return textAt(item, 'id') ?? assert.fail(`no ${name} in ${list}`);
	}

	async me(): Promise<JsonObject> {
		return objectAt(await this.get('/users/me'), 'user');
	}

	close(): Promise<void> {
		return this.sandbox.close();
	}
}

/** The code of an error envelope. */
export function codeOf(answer: Answer): unknown {
	return objectAt(answer.body, 'error')['code'];
}

/** The names of the users in a list of `{assignee}` or `{acknowledger}`. */
export function people(incident: JsonObject, list: 'assignments' | 'acknowledgements'): string[] {
	const key = list === 'assignments' ? 'assignee' : 'acknowledger';
	return listAt(incident, list).map((item) => textAt(objectAt(item, key), 'summary') ?? '');
}
