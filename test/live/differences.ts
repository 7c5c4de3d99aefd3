import type { Account } from '../../src/pagerduty/http/account.ts';
import type { Clock } from '../../src/pagerduty/http/clock.ts';
import { PagerDutyError } from '../../src/pagerduty/http/errors.ts';
import { Transport, type Fetch } from '../../src/pagerduty/http/transport.ts';
import { isObject, listAt, objectAt, parseJson, textAt } from '../support/json-schema.ts';
import type { OpenApi, Operation } from '../support/openapi.ts';

export interface LiveOptions {
	readonly api: OpenApi;
	readonly account: Account;
	readonly clock: Clock;
	readonly fetch: Fetch;
}

/** What was learned of an account, without anything of its content. */
export interface Learned {
	/** Operations whose replies are as documented. */
	readonly asExpected: readonly string[];
	/** `listIncidents: incidents/…/title must be string`. */
	readonly differences: readonly string[];
	/** Operations of which no reply was compared, and why. */
	readonly notCompared: readonly string[];
}

const day = 86_400_000;

/** Reads what the tools read, sends no change, and compares each reply with PagerDuty's OpenAPI. */
export async function learn({ api, account, clock, fetch }: LiveOptions): Promise<Learned> {
	const transport = new Transport({ clock, fetch, userAgent: 'oncall-for-pagerduty-live-test' });
	const names = knownNames(api.document);
	/** The first object of each collection, by the collection's path. */
	const ids = new Map<string, string>();
	const [asExpected, differences, notCompared]: [string[], Set<string>, string[]] = [[], new Set(), []];
	const reads = api.operations.filter(({ method }) => method === 'GET');
	// Collections before what is in them.
	for (const operation of reads.sort((a, b) => a.path.split('/').length - b.path.split('/').length)) {
		const { operationId } = operation;
		const path = pathOf(operation, ids);
		const query = queryOf(operation, clock.now().getTime());
		if (!path || !query) {
			notCompared.push(`${operationId}: there is nothing to ask it about`);
			continue;
		}
		const request = { operationId, method: 'GET', path, query } as const;
		const signal = new AbortController().signal;
		const reply = await transport.send(account, request, { signal, mostMs: 30_000 }).catch(failure);
		if (reply instanceof PagerDutyError) {
			notCompared.push(`${operationId}: ${reply.kind}`);
			continue;
		}
		const { status, text } = reply;
		const body = text === '' ? undefined : parseJson(text);
		if (status >= 400) {
			notCompared.push(`${operationId}: status ${status}`);
			continue;
		}
		const [id] = Object.values(isObject(body) ? body : {}).flatMap((rows) =>
			Array.isArray(rows) ? rows.flatMap((row: unknown) => textAt(row, 'id') ?? []) : [],
		);
		if (id !== undefined) ids.set(operation.path, id);
		const problems = api.checkReply(operationId, status, body);
		if (problems.length === 0) asExpected.push(operationId);
		for (const problem of problems) differences.add(`${operationId}: ${withoutContent(problem, names)}`);
	}
	return { asExpected, differences: [...differences], notCompared };
}

function failure(error: unknown): PagerDutyError {
	if (error instanceof PagerDutyError) return error;
	throw error;
}

/** What was learned, to pass on. */
export function learnedText({ asExpected, differences, notCompared }: Learned): string {
	return [
		`As expected: ${asExpected.length} operations`,
		`Different: ${differences.length}`,
		...differences.map((line) => `  ${line}`),
		`Not compared: ${notCompared.length}`,
		...notCompared.map((line) => `  ${line}`),
		'',
	].join('\n');
}

/** Of one object at most: what is further inside is another object's. */
function pathOf({ path }: Operation, ids: ReadonlyMap<string, string>): string[] | undefined {
	const segments = path.slice(1).split('/');
	const at = segments.findIndex((segment) => segment.startsWith('{'));
	if (at < 0) return segments;
	const id = ids.get(`/${segments.slice(0, at).join('/')}`);
	if (id === undefined) return undefined;
	const filled = segments.with(at, id);
	return filled.some((segment) => segment.startsWith('{')) ? undefined : filled;
}

/** What must be said, and no more; undefined where that is not known here. */
function queryOf({ parameters }: Operation, now: number): Record<string, string> | undefined {
	const query: Record<string, string> = {};
	for (const parameter of parameters) {
		const name = textAt(parameter, 'name') ?? '';
		if (parameter['in'] !== 'query') continue;
		if (name === 'limit') query[name] = '25';
		// Without it, PagerDuty sends null where a number is documented.
		if (name === 'total') query[name] = 'true';
		if (parameter['required'] !== true) continue;
		if (/^(since|from|start)$/.test(name)) query[name] = new Date(now - day).toISOString();
		else if (/^(until|to|end)$/.test(name)) query[name] = new Date(now).toISOString();
		else return undefined;
	}
	return query;
}

/** The names that the document itself gives to properties; others in a path are of somebody's making. */
function knownNames(node: unknown, found = new Set<string>()): ReadonlySet<string> {
	if (Array.isArray(node)) for (const item of node) knownNames(item, found);
	if (!isObject(node)) return found;
	for (const name of Object.keys(objectAt(node, 'properties'))) found.add(name);
	for (const name of listAt(node, 'required')) if (typeof name === 'string') found.add(name);
	for (const child of Object.values(node)) knownNames(child, found);
	return found;
}

/** `/incidents/17/title must be string` as `incidents/…/title must be string`: where and what type, and no value. */
function withoutContent(problem: string, names: ReadonlySet<string>): string {
	const [, pointer = '', said = ''] = /^(\S*)(.*)$/s.exec(problem) ?? [];
	if (!pointer.startsWith('/')) return problem;
	const shown = pointer
		.slice(1)
		.split('/')
		.map((segment) => (/^\d+$/.test(segment) ? '…' : names.has(segment) ? segment : '?'));
	return `${shown.join('/')}${said}`;
}
