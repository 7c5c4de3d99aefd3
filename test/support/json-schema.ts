/** An object of parsed JSON. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under `key`, or an empty one. */
export function objectAt(parent: unknown, key: string): JsonObject {
	const value = isObject(parent) ? parent[key] : undefined;
	return isObject(value) ? value : {};
}

/** The list under `key`, or an empty one. */
export function listAt(parent: unknown, key: string): unknown[] {
	const value = isObject(parent) ? parent[key] : undefined;
	return Array.isArray(value) ? value : [];
}

export function textAt(parent: unknown, key: string): string | undefined {
	const value = isObject(parent) ? parent[key] : undefined;
	return typeof value === 'string' ? value : undefined;
}

/** Parses JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The value a `#/…` reference points to. */
export function resolvePointer(document: unknown, reference: string): unknown {
	return reference
		.slice(2)
		.split('/')
		.map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
		.reduce<unknown>((value, part) => {
			if (Array.isArray(value)) return value[Number(part)];
			return isObject(value) ? value[part] : undefined;
		}, document);
}

/**
 * A copy of an OpenAPI 3.0 document whose schemas are JSON Schema: `nullable` becomes a type, `oneOf` (which the
 * document uses for alternatives that overlap) becomes `anyOf`, and properties that only the other direction
 * carries are no longer required.
 */
export function toJsonSchema(node: unknown, direction: 'request' | 'reply', inSchemas = false): unknown {
	if (Array.isArray(node)) return node.map((item) => toJsonSchema(item, direction));
	if (!isObject(node)) return node;
	return Object.fromEntries(
		Object.entries(node)
			.filter(([key]) => inSchemas || (key !== 'example' && key !== 'examples'))
			.map(([key, value]) => {
				if (key === 'schema' || inSchemas) return [key, convertSchema(value, direction)];
				return [key, toJsonSchema(value, direction, key === 'schemas')];
			}),
	);
}

function convertSchema(schema: unknown, direction: 'request' | 'reply'): unknown {
	if (!isObject(schema)) return schema;
	// What a reference leads into is converted as well.
	if (typeof schema['$ref'] === 'string') return { $ref: schema['$ref'].replaceAll('/oneOf/', '/anyOf/') };
	const result: JsonObject = {};
	for (const [key, value] of Object.entries(schema)) {
		if (key === 'properties') result[key] = mapValues(value, direction);
		else if (key === 'items' || key === 'additionalProperties') result[key] = convertSchema(value, direction);
		else if (key === 'allOf' || key === 'anyOf') result[key] = convertList(value, direction);
		else if (key === 'oneOf') result['anyOf'] = convertList(value, direction);
		else if (key === 'required') result[key] = requiredNames(schema, direction);
		else if (['type', 'enum', 'format', 'pattern'].includes(key) || /^(min|max|unique)/.test(key)) result[key] = value;
	}
	return schema['nullable'] === true ? allowNull(result) : result;
}

function allowNull(schema: JsonObject): JsonObject {
	if (typeof schema['type'] !== 'string') return { anyOf: [{ type: 'null' }, schema] };
	const values = listAt(schema, 'enum');
	return {
		...schema,
		type: [schema['type'], 'null'],
		...(values.length > 0 ? { enum: [...new Set([...values, null])] } : {}),
	};
}

function requiredNames(schema: JsonObject, direction: 'request' | 'reply'): unknown[] {
	const onlyOther = direction === 'request' ? 'readOnly' : 'writeOnly';
	return listAt(schema, 'required').filter((name) => objectAt(schema['properties'], String(name))[onlyOther] !== true);
}

function mapValues(value: unknown, direction: 'request' | 'reply'): unknown {
	if (!isObject(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, convertSchema(schema, direction)]));
}

function convertList(value: unknown, direction: 'request' | 'reply'): unknown {
	return Array.isArray(value) ? value.map((schema) => convertSchema(schema, direction)) : value;
}

/** Paths of fields that no branch of the schema names, `incident/titel`. Free-form objects are left alone. */
export function unknownFields(document: unknown, schema: unknown, value: unknown, path = ''): string[] {
	if (Array.isArray(value)) {
		const items = expand(document, schema).flatMap((branch) => ('items' in branch ? [branch['items']] : []));
		if (items.length === 0) return [];
		return value.flatMap((item, index) => unknownFields(document, { anyOf: items }, item, `${path}/${index}`));
	}
	if (!isObject(value)) return [];
	const branches = expand(document, schema);
	const named = branches.flatMap((branch) => (isObject(branch['properties']) ? [branch['properties']] : []));
	if (named.length === 0 || branches.some((branch) => branch['additionalProperties'] !== undefined)) return [];
	return Object.entries(value).flatMap(([name, child]) => {
		const known = named.flatMap((properties) => (name in properties ? [properties[name]] : []));
		const here = `${path}/${name}`;
		return known.length === 0 ? [here] : unknownFields(document, { anyOf: known }, child, here);
	});
}

/** Every schema object that may describe a value: references followed, combinations taken apart. */
function expand(document: unknown, schema: unknown): JsonObject[] {
	if (!isObject(schema)) return [];
	if (typeof schema['$ref'] === 'string') return expand(document, resolvePointer(document, schema['$ref']));
	const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => listAt(schema, key));
	return [schema, ...parts.flatMap((part) => expand(document, part))];
}
