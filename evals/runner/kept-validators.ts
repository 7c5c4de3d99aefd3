import type { JsonSchemaType, JsonSchemaValidator, jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';

/** The tools of all sessions have the same schemas, and to compile them for each client takes longer than to answer a question. */
export class KeptValidators implements jsonSchemaValidator {
	readonly #schemas = new Map<string, JsonSchemaType>();
	readonly #ajv = new AjvJsonSchemaValidator();

	getValidator<Value>(schema: JsonSchemaType): JsonSchemaValidator<Value> {
		const key = JSON.stringify(schema);
		// Ajv compiles the same object once.
		const known = this.#schemas.get(key) ?? schema;
		this.#schemas.set(key, known);
		return this.#ajv.getValidator<Value>(known);
	}
}
