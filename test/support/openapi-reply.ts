import { isObject, objectAt } from './json-schema.ts';
import type { Exceptions, ReplyException, StatusException } from './openapi-exceptions.ts';
import { amendPlaces, type Amendment } from './openapi-places.ts';
import { Validator } from './openapi-validator.ts';
import type { Operation } from './openapi.ts';

/** Compares replies with what their operation documents. */
export class ReplyChecker {
	readonly #document: unknown;
	readonly #operations: ReadonlyMap<string, Operation>;
	readonly #validator: Validator;
	readonly #replies: readonly ReplyException[];
	readonly #statuses: readonly StatusException[];
	readonly #amendments: readonly (Amendment & { exception: ReplyException })[];
	readonly #used = new Set<unknown>();

	constructor(document: unknown, operations: ReadonlyMap<string, Operation>, { replies, statuses }: Exceptions) {
		this.#document = document;
		this.#operations = operations;
		this.#replies = replies;
		this.#statuses = statuses;
		this.#amendments = replies.map(toAmendment);
		this.#validator = new Validator(document, 'reply');
	}

	check(operationId: string, status: number, body: unknown): string[] {
		const operation = this.#operations.get(operationId);
		if (!operation) return [`${operationId} is not documented`];
		const responses = objectAt(operation.definition, 'responses');
		if (!(String(status) in responses)) return this.#undocumented(operationId, status);
		const pointer = this.#schemaOf(operation, status);
		if (pointer === undefined) return body === undefined ? [] : ['an empty body is documented'];
		if (body === undefined) return ['the body is missing'];
		return this.#checkBody(operationId, pointer, body);
	}

	/** The exceptions that were never needed. */
	unused(): (ReplyException | StatusException)[] {
		return [...this.#replies, ...this.#statuses].filter((exception) => !this.#used.has(exception));
	}

	#undocumented(operationId: string, status: number): string[] {
		const exception = this.#statuses.find((item) => item.status === status && concerns(item, operationId));
		if (!exception) return [`status ${status} is not documented`];
		this.#used.add(exception);
		return [];
	}

	#schemaOf(operation: Operation, status: number): string | undefined {
		const response = objectAt(operation.definition['responses'], String(status));
		const reference = response['$ref'];
		const base = typeof reference === 'string' ? reference : `${operation.pointer}/responses/${status}`;
		const resolved = typeof reference === 'string' ? objectAt(objectAt(this.#document, 'components'), 'responses') : {};
		const actual = typeof reference === 'string' ? objectAt(resolved, reference.split('/').at(-1) ?? '') : response;
		const content = objectAt(objectAt(actual, 'content'), 'application/json');
		return isObject(content['schema']) ? `${base}/content/application~1json/schema` : undefined;
	}

	/** An exception counts as needed when leaving it out brings errors back. */
	#checkBody(operationId: string, pointer: string, body: unknown): string[] {
		if (this.#validator.check(pointer, body).length === 0) return [];
		const candidates = this.#amendments.filter(({ exception }) => concerns(exception, operationId));
		const { value, made } = amendPlaces(body, candidates);
		const errors = this.#validator.check(pointer, value);
		for (const amendment of made) {
			if (this.#used.has(amendment.exception)) continue;
			const others = candidates.filter((item) => item !== amendment);
			const remaining = this.#validator.check(pointer, amendPlaces(body, others).value);
			if (remaining.length > errors.length) this.#used.add(amendment.exception);
		}
		return errors;
	}
}

/** What the schema would have: excepted values left out, expanded objects made references again. */
function toAmendment(exception: ReplyException): Amendment & { exception: ReplyException } {
	return {
		exception,
		at: exception.at,
		applies: (value) => isMeant(value, exception.when),
		replace: exception.when === 'expanded' ? toReference : () => (exception.when === 'any' ? {} : undefined),
	};
}

function isMeant(value: unknown, when: ReplyException['when']): boolean {
	if (when === 'any') return true;
	if (when === 'null') return value === null;
	if (when === 'text') return typeof value === 'string';
	if (when === 'object') return isObject(value);
	if (when === 'expanded') return Array.isArray(value) ? value.some(isExpanded) : isExpanded(value);
	return value === when.equals;
}

/** Objects in place of references have a type without the ending. */
function isExpanded(value: unknown): boolean {
	return isObject(value) && typeof value['type'] === 'string' && !value['type'].endsWith('_reference');
}

function toReference(value: unknown): unknown {
	if (Array.isArray(value)) return value.map((item: unknown) => (isExpanded(item) ? toReference(item) : item));
	if (!isObject(value)) return value;
	const { id, summary, self, html_url } = value;
	return { id, type: `${String(value['type'])}_reference`, summary, self, html_url };
}

function concerns(exception: { operations: readonly string[] | '*' }, operationId: string): boolean {
	return exception.operations === '*' || exception.operations.includes(operationId);
}
