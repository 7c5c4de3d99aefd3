import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { isObject, parseJson, type JsonObject } from './json-schema.ts';
import type { OpenApi } from './openapi.ts';

/** How one request of a contract suite differs from the usual. */
export interface ContractCall {
	readonly body?: unknown;
	readonly token?: string;
	readonly from?: string;
	/** The request itself breaks the contract on purpose. */
	readonly wrong?: boolean;
}

/** A demo account of which every request and every reply is compared with PagerDuty's OpenAPI. */
export class SandboxContract {
	readonly api: OpenApi;
	readonly sandbox: Sandbox;

	private constructor(api: OpenApi, sandbox: Sandbox) {
		this.api = api;
		this.sandbox = sandbox;
	}

	static async open(api: OpenApi): Promise<SandboxContract> {
		return new SandboxContract(api, await startSandbox({ now: () => new Date('2026-11-04T10:30:00Z') }));
	}

	close(): Promise<void> {
		return this.sandbox.close();
	}

	get(target: string, options?: ContractCall): Promise<JsonObject> {
		return this.call(200, 'GET', target, options);
	}

	/** Sends a request, checks it and its reply, and gives the reply's body. */
	async call(status: number, method: string, target: string, options: ContractCall = {}): Promise<JsonObject> {
		const [path = '', query = ''] = target.split('?');
		const headers: Record<string, string> = {
			accept: 'application/vnd.pagerduty+json;version=2',
			authorization: `Token token=${options.token ?? this.sandbox.token}`,
			...(options.from === undefined ? {} : { from: options.from }),
			...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
		};
		const body = options.body === undefined ? undefined : JSON.stringify(options.body);
		const url = `${this.sandbox.url}${target}`;
		const reply = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
		const text = await reply.text();
		assert.equal(reply.status, status, `${method} ${target}: ${text.slice(0, 400)}`);
		const operation = this.api.match(method, path);
		assert.ok(operation, `${method} ${path} is not documented`);
		if (!options.wrong)
			assert.deepEqual(this.api.checkRequest({ method, path, query, headers, body }), [], `${method} ${target}`);
		const value = text === '' ? undefined : parseJson(text);
		const problems = this.api.checkReply(operation.operationId, status, value);
		assert.deepEqual(problems, [], `${method} ${target} → ${status}`);
		return isObject(value) ? value : {};
	}
}
