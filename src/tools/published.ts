import * as z from 'zod';
import type { Tool } from './tool.ts';

/** JSON Schema of an object: what MCP clients get to see. */
export interface ObjectSchema {
	readonly type: 'object';
	readonly properties: Record<string, unknown>;
	readonly required?: string[];
	readonly additionalProperties?: boolean;
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
		readonly title: string;
		readonly readOnlyHint: boolean;
		readonly destructiveHint: boolean;
		readonly idempotentHint: boolean;
		readonly openWorldHint: false;
	};
}

/** `openWorldHint` is false: one PagerDuty account is a closed world, though some of its text comes from outside. */
export function published(tool: Tool): PublishedTool {
	return {
		name: tool.name,
		title: tool.title,
		description: tool.description,
		inputSchema: inputSchema(tool.input),
		outputSchema: outputSchema(tool.output),
		annotations: {
			title: tool.title,
			readOnlyHint: tool.access === 'read',
			destructiveHint: tool.effect?.destructive ?? false,
			idempotentHint: tool.effect?.idempotent ?? true,
			openWorldHint: false,
		},
	};
}

function inputSchema(input: z.ZodObject): ObjectSchema {
	const { properties = {}, required } = z.toJSONSchema(input, { io: 'input' });
	return { type: 'object', properties, ...(required?.length && { required }), additionalProperties: false };
}

/** The envelope only: which fields the objects have depends on the argument `fields`. */
function outputSchema(output: z.ZodObject): ObjectSchema {
	const { properties = {} } = z.toJSONSchema(output);
	const shallow = Object.entries(properties).map(([name, schema]) => {
		const type = typeof schema === 'object' ? schema.type : undefined;
		return [name, type ? { type } : {}];
	});
	return { type: 'object', properties: Object.fromEntries(shallow) };
}
