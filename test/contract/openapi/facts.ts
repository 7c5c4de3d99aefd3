import { isObject, listAt, objectAt, resolvePointer, textAt, type JsonObject } from '../../support/json-schema.ts';

/** What the checks read of a schema. Descriptions, examples and whatever else is prose stays out. */
const factKeywords = new Set([
	'$ref',
	'type',
	'enum',
	'format',
	'pattern',
	'required',
	'nullable',
	'readOnly',
	'writeOnly',
	'minLength',
	'maxLength',
	'minimum',
	'maximum',
	'minItems',
	'maxItems',
	'uniqueItems',
	'minProperties',
	'maxProperties',
]);
/** The scope that a token with granular scopes needs for an operation. */
export const scopeKeyword = 'x-pd-requires-scope';
const methods = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * The facts of an OpenAPI document that the contract suites need, as an OpenAPI document of the same shape: paths, methods,
 * scopes, parameters, statuses, and the schemas of bodies, for the operations that `wanted` picks.
 */
export function openApiFacts(document: unknown, wanted: (operationId: string) => boolean): JsonObject {
	const paths = Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) => {
		const operations = methods.flatMap((method): [string, unknown][] => {
			const operation = objectAt(item, method);
			const operationId = textAt(operation, 'operationId');
			return operationId !== undefined && wanted(operationId) ? [[method, operationFacts(operation)]] : [];
		});
		if (operations.length === 0) return [];
		const parameters = listAt(item, 'parameters').map(parameterFacts);
		const facts = { ...(parameters.length > 0 && { parameters }), ...Object.fromEntries(operations) };
		return [[path, facts] as const];
	});
	const used = Object.fromEntries(paths);
	return { paths: used, components: reachable(document, used) };
}

function operationFacts(operation: JsonObject): JsonObject {
	const { operationId, requestBody } = operation;
	return {
		operationId,
		...picked(operation, [scopeKeyword]),
		parameters: listAt(operation, 'parameters').map(parameterFacts),
		...(requestBody !== undefined && { requestBody: bodyFacts(requestBody) }),
		responses: mapped(operation['responses'], bodyFacts),
	};
}

function parameterFacts(parameter: unknown): unknown {
	if (!isObject(parameter) || '$ref' in parameter) return parameter;
	const schema = objectAt(parameter, 'schema');
	return {
		...picked(parameter, ['name', 'in', 'required', 'explode']),
		// A header's default is the only value that PagerDuty takes.
		schema: { ...schemaFactsOf(schema), ...picked(schema, ['default']) },
	};
}

/** Of a request's body or a response: whether it must be there, and its JSON. */
function bodyFacts(body: unknown): unknown {
	if (!isObject(body) || '$ref' in body) return body;
	const json = objectAt(objectAt(body, 'content'), 'application/json');
	return {
		...picked(body, ['required']),
		...('schema' in json && { content: { 'application/json': { schema: schemaOf(json['schema']) } } }),
	};
}

function schemaOf(schema: unknown): unknown {
	return isObject(schema) ? schemaFactsOf(schema) : schema;
}

function schemaFactsOf(schema: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
			if (key === 'properties') return [[key, mapped(value, schemaOf)]];
			if (key === 'items' || key === 'additionalProperties') return [[key, schemaOf(value)]];
			if (['allOf', 'anyOf', 'oneOf'].includes(key)) return [[key, listAt(schema, key).map(schemaOf)]];
			return factKeywords.has(key) ? [[key, value]] : [];
		}),
	);
}

/** The components that the paths refer to, and those that these refer to. */
function reachable(document: unknown, paths: unknown): JsonObject {
	const components: Record<string, JsonObject> = {};
	const visit = (node: unknown): void => {
		for (const reference of references(node)) {
			const [, section = '', name = ''] = /^#\/components\/([^/]+)\/([^/]+)/.exec(reference) ?? [];
			const known = (components[section] ??= {});
			if (name === '' || name in known) continue;
			const target = resolvePointer(document, `#/components/${section}/${name}`);
			const facts = componentFacts(section, target);
			known[name] = facts;
			visit(facts);
		}
	};
	visit(paths);
	return mapped(components, (section) => (isObject(section) ? sorted(section) : section));
}

function componentFacts(section: string, target: unknown): unknown {
	if (section === 'parameters') return parameterFacts(target);
	return section === 'schemas' ? schemaOf(target) : bodyFacts(target);
}

function references(node: unknown): string[] {
	if (Array.isArray(node)) return node.flatMap(references);
	if (!isObject(node)) return [];
	return Object.entries(node).flatMap(([key, value]) =>
		key === '$ref' && typeof value === 'string' ? [value] : references(value),
	);
}

function picked(object: JsonObject, names: readonly string[]): JsonObject {
	return Object.fromEntries(names.flatMap((name) => (object[name] === undefined ? [] : [[name, object[name]]])));
}

function mapped(object: unknown, map: (value: unknown) => unknown): JsonObject {
	return isObject(object) ? Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)])) : {};
}

function sorted(object: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As it stands in the repository: a line for each path and each component, so that a change can be read. */
export function factsText(facts: JsonObject): string {
	const lines = (object: unknown, indent: string) =>
		Object.entries(isObject(object) ? object : {})
			.map(([name, value]) => `${indent}${JSON.stringify(name)}:${JSON.stringify(value)}`)
			.join(',\n');
	const sections = Object.entries(objectAt(facts, 'components')).map(
		([name, section]) => `  ${JSON.stringify(name)}:{\n${lines(section, '   ')}\n  }`,
	);
	return `{\n "paths":{\n${lines(facts['paths'], '  ')}\n },\n "components":{\n${sections.join(',\n')}\n }\n}\n`;
}
