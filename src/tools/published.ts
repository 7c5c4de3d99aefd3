import * as z from 'zod';
import type { Tool } from './core/tool.ts';

/** JSON Schema of an object: what MCP clients get to see. */
export interface ObjectSchema {
	readonly type: 'object';
	readonly properties: Record<string, unknown>;
	readonly required?: string[];
	readonly [key: string]: unknown;
}

/** A tool as published to MCP clients: plain JSON, flat schemas, true hints. */
export interface PublishedTool {
	readonly name: string;
	readonly title: string;
	readonly description: string;
	readonly inputSchema: ObjectSchema;
	readonly outputSchema: ObjectSchema;
	readonly annotations: {
		readonly readOnlyHint: boolean;
		/** Only said of tools that change something, as the protocol has it. */
		readonly destructiveHint?: boolean;
		readonly idempotentHint?: boolean;
		readonly openWorldHint: false;
	};
}

/** Making a schema takes longer than sending it, and is the same for every client. */
const made = new WeakMap<Tool, PublishedTool>();

/** What an agent that is offered every tool is told of one. */
export function published(tool: Tool): PublishedTool {
	const known = made.get(tool) ?? publish(tool);
	made.set(tool, known);
	return known;
}

/** `openWorldHint` is false: one PagerDuty account is a closed world, though some of its text comes from outside. */
function publish(tool: Tool): PublishedTool {
	return {
		name: tool.name,
		title: tool.title,
		description: tool.description,
		inputSchema: inputSchema(tool.input),
		outputSchema: outputSchema(tool.output),
		annotations: {
			readOnlyHint: tool.access === 'read',
			...(tool.effect && { destructiveHint: tool.effect.destructive, idempotentHint: tool.effect.idempotent }),
			openWorldHint: false,
		},
	};
}

/** More keywords than this are named in the argument's description instead of once more in its schema. */
const longEnum = 12;

/**
 * Only what every model provider takes (`test/support/refused-schemas.ts` names who refuses what): lengths, limits of numbers,
 * defaults and `additionalProperties` are left out, and so are long lists of keywords and of fields. Every character here costs
 * each conversation tokens, the descriptions say the defaults, and `parseInput` refuses what does not fit with a better message
 * than a schema can.
 */
function inputSchema(input: z.ZodObject): ObjectSchema {
	const { properties = {}, required } = z.toJSONSchema(input, {
		io: 'input',
		override: ({ jsonSchema, path }) => {
			delete jsonSchema.minItems;
			delete jsonSchema.maxItems;
			delete jsonSchema.maxLength;
			delete jsonSchema.minimum;
			delete jsonSchema.maximum;
			delete jsonSchema.exclusiveMinimum;
			delete jsonSchema.exclusiveMaximum;
			delete jsonSchema.default;
			// Fields of objects come with "all".
			if (
				jsonSchema.enum &&
				(jsonSchema.enum.length > longEnum || (jsonSchema.enum[0] === 'all' && path.at(-1) === 'items'))
			)
				delete jsonSchema.enum;
		},
	});
	const described = Object.entries(properties).map(([name, schema]) => {
		if (typeof schema === 'boolean') return [name, schema] as const;
		// In this order it costs least.
		const { description, ...others } = schema;
		return [name, { description, ...others }] as const;
	});
	return {
		type: 'object',
		properties: Object.fromEntries<unknown>(described),
		...(required?.length && { required }),
	};
}

/** Said once in the server's instructions instead of in each tool. */
const common = ['returned', 'more', 'next_cursor', 'incomplete', 'unchanged', 'failed', 'changed', 'note', 'notice'];

/** The envelope only: which fields the objects have depends on the argument `fields`. What may be of several types is left out. */
function outputSchema(output: z.ZodObject): ObjectSchema {
	const { properties = {} } = z.toJSONSchema(output);
	const shallow = Object.entries(properties).flatMap(([name, schema]) => {
		const type = typeof schema === 'object' ? schema.type : undefined;
		return common.includes(name) || !type ? [] : [[name, { type }] as const];
	});
	return { type: 'object', properties: Object.fromEntries<unknown>(shallow) };
}
