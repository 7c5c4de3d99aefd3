import { readFileSync } from 'node:fs';
import type { Route } from '../../src/sandbox/server/router.ts';
import { factsPath, type DocumentFile } from '../contract/openapi/documents.ts';
import { isObject, listAt, objectAt, parseJson, resolvePointer, textAt, type JsonObject } from './json-schema.ts';
import { replyExceptions, requestExceptions, statusExceptions, type Exceptions } from './openapi-exceptions.ts';
import { ReplyChecker } from './openapi-reply.ts';
import { RequestChecker, type CheckedRequest } from './openapi-request.ts';

/** An operation of PagerDuty's REST API as its OpenAPI describes it. */
export interface Operation {
	readonly operationId: string;
	readonly method: string;
	/** The path template, `/incidents/{id}`. */
	readonly path: string;
	/** Of the path and of the operation, references followed. */
	readonly parameters: readonly JsonObject[];
	/** The JSON pointer of the operation inside the document. */
	readonly pointer: string;
	readonly definition: JsonObject;
}

export interface OpenApi {
	/** The facts of the REST API as they stand in the file. */
	readonly document: unknown;
	readonly operations: readonly Operation[];
	/** The operation a method and a path (without query) belong to. */
	match(method: string, path: string): Operation | undefined;
	/** What is wrong with a request, in words; empty when it is as documented. */
	checkRequest(request: CheckedRequest): string[];
	/** What is wrong with a reply, in words; `body` is the parsed JSON, undefined for an empty one. */
	checkReply(operationId: string, status: number, body: unknown): string[];
	/** What of these routes is not as documented or has had no reply that is. */
	uncovered(routes: readonly Route[]): string[];
	/** The exceptions, of an area if they are an area's, that have not been needed since loading. */
	unusedExceptions(): string[];
}

/** What the Events API's own address ends with; its document leaves it out of the paths. */
const eventsPrefix = '/v2';

/**
 * The facts of PagerDuty's OpenAPI, of the REST API and of the Events API, that stand in the repository.
 * @param areas exceptions of areas, which hold beside the common ones; only these are then expected to be needed.
 */
export function loadOpenApi(...areas: readonly Partial<Exceptions>[]): OpenApi {
	const rest = load('rest.json', '', areas);
	const events = load('events-v2.json', eventsPrefix, areas);
	const ofEvents = new Set(events.operations.map(({ operationId }) => operationId));
	const at = (path: string) => (path.startsWith(`${eventsPrefix}/`) ? events : rest);
	return {
		...rest,
		match: (method, path) => at(path).match(method, path),
		checkRequest: (request) => at(request.path).checkRequest(request),
		checkReply: (operationId, status, body) =>
			(ofEvents.has(operationId) ? events : rest).checkReply(operationId, status, body),
		uncovered: (routes) => routes.flatMap((route) => at(route.path).uncovered([route])),
	};
}

function load(file: DocumentFile, prefix: string, areas: readonly Partial<Exceptions>[]): OpenApi {
	const document = parseJson(readFileSync(factsPath(file), 'utf8'));
	const operations = readOperations(document, prefix);
	const byId = new Map(operations.map((operation) => [operation.operationId, operation]));
	const match = matcher(operations);
	const replyList = [...replyExceptions, ...areas.flatMap((area) => area.replies ?? [])];
	const statusList = [...statusExceptions, ...areas.flatMap((area) => area.statuses ?? [])];
	const requestList = [...requestExceptions, ...areas.flatMap((area) => area.requests ?? [])];
	const requests = new RequestChecker(document, match, requestList);
	const replies = new ReplyChecker(document, byId, { replies: replyList, statuses: statusList, requests: requestList });
	/** Operations of which a reply was as documented. */
	const covered = new Set<string>();
	const common = new Set<unknown>(
		areas.length === 0 ? [] : [...replyExceptions, ...statusExceptions, ...requestExceptions],
	);
	return {
		document,
		operations,
		match,
		checkRequest: (request) => requests.check(request),
		checkReply(operationId, status, body) {
			const problems = replies.check(operationId, status, body);
			if (problems.length === 0) covered.add(operationId);
			return problems;
		},
		uncovered: (routes) =>
			routes.flatMap(({ method, path, operationId }) => {
				const documented = match(method, path)?.operationId;
				if (documented !== operationId) return [`${method} ${path} is ${documented ?? 'no operation'}`];
				return covered.has(operationId) ? [] : [`${operationId} has not been called`];
			}),
		unusedExceptions: () =>
			[...requests.unused(), ...replies.unused()]
				.filter((exception) => !common.has(exception))
				.map((exception) => JSON.stringify(exception)),
	};
}

function readOperations(document: unknown, prefix: string): Operation[] {
	return Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) =>
		['get', 'post', 'put', 'patch', 'delete'].flatMap((method): Operation[] => {
			const definition = objectAt(item, method);
			const operationId = textAt(definition, 'operationId');
			if (operationId === undefined) return [];
			const parameters = [...listAt(item, 'parameters'), ...listAt(definition, 'parameters')]
				.map((parameter) => follow(document, parameter))
				.filter(isObject);
			const pointer = `#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}`;
			return [{ operationId, method: method.toUpperCase(), path: prefix + path, parameters, pointer, definition }];
		}),
	);
}

function follow(document: unknown, node: unknown): unknown {
	const reference = textAt(node, '$ref');
	return reference === undefined ? node : follow(document, resolvePointer(document, reference));
}

function matcher(operations: readonly Operation[]): OpenApi['match'] {
	const compiled = operations
		.map((operation) => ({
			operation,
			// Templates with fewer parameters are the more specific ones: /users/me before /users/{id}.
			parameters: operation.path.split('{').length,
			pattern: new RegExp(`^${operation.path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
		}))
		.sort((a, b) => a.parameters - b.parameters);
	return (method, path) =>
		compiled.find(({ operation, pattern }) => operation.method === method.toUpperCase() && pattern.test(path))
			?.operation;
}
