import {
	isObject,
	listAt,
	objectAt,
	parseJson,
	resolvePointer,
	textAt,
	unknownFields,
	type JsonObject,
} from './json-schema.ts';
import type { RequestException } from './openapi-exceptions.ts';
import { amendPlaces } from './openapi-places.ts';
import { QueryValidator, Validator } from './openapi-validator.ts';
import type { OpenApi, Operation } from './openapi.ts';

/** A request as it was sent; what the sandbox records fits. */
export interface CheckedRequest {
	readonly method: string;
	readonly path: string;
	/** With or without the question mark. */
	readonly query?: string | undefined;
	readonly headers: Readonly<Record<string, string | undefined>>;
	/** The text sent, or the value it was made from. */
	readonly body?: unknown;
}

/** Compares requests with what their operation documents: PagerDuty itself ignores what it does not know. */
export class RequestChecker {
	readonly #document: unknown;
	readonly #match: OpenApi['match'];
	readonly #validator: Validator;
	readonly #queryValidator = new QueryValidator();
	readonly #used = new Set<RequestException>();
	readonly #exceptions: readonly RequestException[];

	constructor(document: unknown, match: OpenApi['match'], exceptions: readonly RequestException[]) {
		this.#document = document;
		this.#match = match;
		this.#exceptions = exceptions;
		this.#validator = new Validator(document, 'request');
	}

	check(request: CheckedRequest): string[] {
		const operation = this.#match(request.method, request.path);
		if (!operation) return [`${request.method} ${request.path} is not documented`];
		return [
			...this.#checkHeaders(operation, request),
			...this.#checkQuery(operation, new URLSearchParams(request.query ?? '')),
			...this.#checkBody(operation, request.body),
		];
	}

	/** The exceptions that were never needed. */
	unused(): RequestException[] {
		return this.#exceptions.filter((exception) => !this.#used.has(exception));
	}

	#checkHeaders(operation: Operation, request: CheckedRequest): string[] {
		const given = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
		return parametersIn(operation, 'header').flatMap((parameter) => {
			const name = textAt(parameter, 'name') ?? '';
			const value = given.get(name.toLowerCase());
			if (value === undefined) {
				if (parameter['required'] !== true) return [];
				return this.#excused(operation, (what) => 'header' in what && what.header === name)
					? []
					: [`header ${name} is missing`];
			}
			const wanted = objectAt(parameter, 'schema')['default'];
			const version = name === 'Accept' && typeof wanted === 'string' && value !== wanted;
			return version ? [`header Accept must be ${wanted}, not ${value}`] : [];
		});
	}

	#checkQuery(operation: Operation, query: URLSearchParams): string[] {
		const parameters = new Map(parametersIn(operation, 'query').map((item) => [textAt(item, 'name') ?? '', item]));
		const names = [...new Set(query.keys())];
		const missing = [...parameters]
			.filter(([name, { required }]) => required === true && !query.has(name))
			.map(([name]) => `query parameter ${name} is missing`);
		const wrong = names.flatMap((name) => {
			const parameter = parameters.get(name);
			if (parameter) return this.#checkValues(operation, name, parameter, query.getAll(name));
			return this.#excused(operation, (what) => 'query' in what && what.query === name)
				? []
				: [`query parameter ${name} is not documented`];
		});
		return [...missing, ...wrong];
	}

	#checkValues(operation: Operation, name: string, parameter: JsonObject, values: string[]): string[] {
		const schema = this.#followed(objectAt(parameter, 'schema'));
		const isList = schema['type'] === 'array' || name.endsWith('[]');
		if (!isList && values.length > 1) return [`query parameter ${name} is given ${values.length} times`];
		// Lists that are not exploded are joined by commas.
		const parts = isList && parameter['explode'] === false ? values.flatMap((value) => value.split(',')) : values;
		const itemSchema = schema['type'] === 'array' ? this.#followed(schema['items']) : schema;
		const dropped = ['uniqueItems', 'maxItems'];
		if (
			'pattern' in schema &&
			this.#excused(operation, (what) => 'queryPattern' in what && what.queryPattern === name)
		) {
			dropped.push('pattern');
		}
		const texts = parts.map((part) => ({
			part,
			errors: this.#queryValidator.check(without(itemSchema, dropped), part),
		}));
		const excused = (part: string) =>
			this.#excused(operation, (what) => 'queryValue' in what && what.queryValue === `${name}=${part}`);
		return texts.flatMap(({ part, errors }) =>
			errors.length > 0 && excused(part) ? [] : errors.map((error) => `query parameter ${name}=${part}: ${error}`),
		);
	}

	#followed(schema: unknown): JsonObject {
		const reference = textAt(schema, '$ref');
		if (reference !== undefined) return this.#followed(resolvePointer(this.#document, reference));
		return isObject(schema) ? schema : {};
	}

	#checkBody(operation: Operation, body: unknown): string[] {
		const given = typeof body === 'string' ? (body === '' ? undefined : parseJson(body)) : body;
		const definition = objectAt(operation.definition, 'requestBody');
		const reference = textAt(definition, '$ref');
		const actual = reference
			? objectAt(objectAt(objectAt(this.#document, 'components'), 'requestBodies'), reference.split('/').at(-1) ?? '')
			: definition;
		const { schema } = objectAt(objectAt(actual, 'content'), 'application/json');
		if (given === undefined) {
			if (typeof body === 'string' && body !== '') return ['the body is not JSON'];
			// The document hardly ever says that a body is required; that it must have fields says as much.
			const named = listAt(isObject(schema) ? schema : {}, 'required').length > 0;
			const wanted = actual['required'] === true || (named && ['POST', 'PUT'].includes(operation.method));
			return wanted ? ['the body is missing'] : [];
		}
		if (!isObject(schema)) return ['no body is documented'];
		const pointer = `${reference ?? `${operation.pointer}/requestBody`}/content/application~1json/schema`;
		const errors = this.#validator.check(pointer, given);
		const unknown = unknownFields(this.#document, schema, given)
			.filter((path) => !this.#excused(operation, (what) => 'field' in what && what.field === anyItem(path)))
			.map((path) => `${path} is not documented`);
		if (errors.length === 0) return unknown;
		const wrong = this.#validator
			.check(pointer, this.#withoutExcused(operation, given))
			.filter(
				(error) => !this.#excused(operation, (what) => 'missing' in what && what.missing === missingField(error)),
			);
		return [...wrong, ...unknown];
	}

	#withoutExcused(operation: Operation, body: unknown): unknown {
		const amendments = this.#exceptions.flatMap((exception) =>
			concerns(exception, operation) && isPlace(exception)
				? [
						{
							exception,
							at: exception.what.at,
							applies: exception.what.any ? () => true : exception.what.object ? isObject : isText,
							replace: () => (exception.what.any ? {} : undefined),
						},
					]
				: [],
		);
		const { value, made } = amendPlaces(body, amendments);
		for (const { exception } of made) this.#used.add(exception);
		return value;
	}

	#excused(operation: Operation, applies: (what: RequestException['what']) => boolean): boolean {
		const exception = this.#exceptions.find((item) => concerns(item, operation) && applies(item.what));
		if (exception) this.#used.add(exception);
		return exception !== undefined;
	}
}

/** `/alerts/*\/id` for an error that says that the field is missing. */
function missingField(error: string): string | undefined {
	const [, path, name] = /^(\/\S*) must have required property '(.+)'$/.exec(error) ?? [];
	return path === undefined || name === undefined ? undefined : anyItem(`${path}/${name}`);
}

/** `/alerts/*\/id` for `/alerts/0/id`. */
function anyItem(path: string): string {
	return path.replace(/\/\d+(?=\/|$)/g, '/*');
}

function isPlace(exception: RequestException): exception is RequestException & {
	what: { at: string; any?: true; object?: true };
} {
	return 'at' in exception.what;
}

function isText(value: unknown): boolean {
	return typeof value === 'string';
}

function parametersIn(operation: Operation, place: string): JsonObject[] {
	return operation.parameters.filter((parameter) => parameter['in'] === place);
}

function concerns(exception: RequestException, operation: Operation): boolean {
	return exception.operations === '*' || exception.operations.includes(operation.operationId);
}

/** A schema without some of its demands. */
function without(schema: unknown, dropped: readonly string[]): unknown {
	if (!isObject(schema)) return schema;
	return Object.fromEntries(Object.entries(schema).filter(([key]) => !dropped.includes(key)));
}
