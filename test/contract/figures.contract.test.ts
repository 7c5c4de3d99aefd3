import assert from 'node:assert/strict';
import * as z from 'zod';
import { catalogue } from '../../src/tools/catalogue.ts';
import { isObject, listAt, objectAt, resolvePointer, textAt } from '../support/json-schema.ts';
import { loadOpenApi } from '../support/openapi.ts';

/** Which operations' rows a tool shows, and what it tells by other names or by none. */
const tools = [
	{
		name: 'get_incident_metrics',
		operations: [
			'getAnalyticsMetricsIncidentsAll',
			'getAnalyticsMetricsIncidentsService',
			'getAnalyticsMetricsIncidentsTeam',
			'getAnalyticsMetricsIncidentsEscalationPolicy',
		],
		otherwise: /^(service|team|escalation_policy)_(id|name)$/,
	},
	{
		name: 'get_responder_metrics',
		operations: ['getAnalyticsMetricsRespondersAll', 'getAnalyticsMetricsRespondersTeam'],
		otherwise: /^(responder|team)_(id|name)$/,
	},
] as const;

describe('the figures of analytics', () => {
	const api = loadOpenApi();

	/** Names of all properties of a schema, references and combinations followed. */
	const propertiesOf = (schema: unknown): string[] => {
		const reference = textAt(schema, '$ref');
		if (reference !== undefined) return propertiesOf(resolvePointer(api.document, reference));
		const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => listAt(schema, key));
		return [...Object.keys(objectAt(schema, 'properties')), ...parts.flatMap(propertiesOf)];
	};

	/** The schema of the rows in an operation's reply. */
	const rowsOf = (operationId: string): unknown => {
		const operation = api.operations.find((one) => one.operationId === operationId);
		assert.ok(operation, operationId);
		const content = objectAt(objectAt(objectAt(operation.definition, 'responses'), '200'), 'content');
		const reply = objectAt(objectAt(content, 'application/json'), 'schema');
		const rows = [reply, ...listAt(reply, 'allOf')].map(
			(part) => objectAt(objectAt(part, 'properties'), 'data')['items'],
		);
		return rows.find(isObject) ?? assert.fail(`${operationId} has no rows`);
	};

	for (const { name, operations, otherwise } of tools) {
		it(`are all there in ${name}`, () => {
			const tool = catalogue.find((one) => one.name === name);
			assert.ok(tool);
			const { properties = {} } = z.toJSONSchema(tool.input);
			const { items } = z.object({ items: z.object({ enum: z.array(z.string()) }) }).parse(properties['fields']);
			for (const operation of operations) {
				const documented = propertiesOf(rowsOf(operation)).filter((figure) => !otherwise.test(figure));
				assert.ok(documented.length > 5, operation);
				assert.deepEqual(
					documented.filter((figure) => !items.enum.includes(figure)),
					[],
					operation,
				);
			}
		});
	}
});
