import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { isObject, toJsonSchema } from './json-schema.ts';

/** Checks values against schemas anywhere in an OpenAPI document. */
export class Validator {
	readonly #ajv: Ajv;
	readonly #compiled = new Map<string, ValidateFunction>();

	constructor(document: unknown, direction: 'request' | 'reply') {
		this.#ajv = new Ajv({ strict: false, allErrors: true });
		addFormats(this.#ajv);
		// Formats of PagerDuty's own making.
		for (const format of ['url', 'tzinfo', 'activesupport-time-zone', 'partial-time', 'time']) {
			this.#ajv.addFormat(format, true);
		}
		const converted = toJsonSchema(document, direction);
		if (isObject(converted)) this.#ajv.addSchema({ $id: 'openapi', ...converted });
	}

	/** What is wrong with `value` by the schema at `pointer` (`#/paths/…/schema`); empty when nothing is. */
	check(pointer: string, value: unknown): string[] {
		let validate = this.#compiled.get(pointer);
		if (!validate) {
			validate = this.#ajv.compile({ $ref: `openapi${encodeURI(pointer)}` });
			this.#compiled.set(pointer, validate);
		}
		if (validate(value)) return [];
		return describeErrors(validate.errors ?? []);
	}
}

/** Checks texts of a query string: `25` is an integer, `true` a boolean. */
export class QueryValidator {
	readonly #ajv = new Ajv({ strict: false, coerceTypes: true });

	check(schema: unknown, text: string): string[] {
		const converted = toJsonSchema({ schema }, 'request');
		const value = isObject(converted) ? converted['schema'] : undefined;
		if (!isObject(value)) return [];
		// The texts themselves are what PagerDuty parses; their formats are its own.
		const validate = this.#ajv.compile({ type: 'object', properties: { value: { ...value, format: undefined } } });
		return validate({ value: text }) ? [] : describeErrors(validate.errors ?? []);
	}
}

function describeErrors(errors: readonly ErrorObject[]): string[] {
	return [...new Set(errors.map(describe))];
}

function describe(error: ErrorObject): string {
	const allowed: unknown = error.keyword === 'enum' ? error.params['allowedValues'] : undefined;
	const detail = allowed === undefined ? '' : ` ${JSON.stringify(allowed)}`;
	return `${error.instancePath === '' ? '/' : error.instancePath} ${error.message ?? error.keyword}${detail}`;
}
