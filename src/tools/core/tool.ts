import type * as z from 'zod';
import type { OperationId } from '../../pagerduty/api/operations.ts';
import type { Access, Toolset } from './access.ts';
import type { ConsentKind } from './consent.ts';
import type { ToolContext } from './context.ts';

/** One capability, as the MCP server, the commands, the views, the CLI, the README's table and the tests all read it. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
	/** `verb_noun`, e.g. `list_incidents`. */
	readonly name: string;
	/** Shown to the person who must approve the call. */
	readonly title: string;
	/** For the model; its first sentence also reads well to the person who must approve the call. */
	readonly description: string;
	/** What a person might ask that this tool answers; for the reference in docs/tools.md. */
	readonly example: string;
	readonly toolset: Toolset;
	/** It is about the tools themselves, so it is offered as soon as any toolset is on. */
	readonly always?: true;
	readonly access: Access;
	/** It may read for long, so a client may let it run while it does something else; only of tools that change nothing. */
	readonly long?: true;
	/** What a change is like; a tool of access `read` changes nothing. */
	readonly effect?: {
		/** It takes something away that cannot simply be put back. */
		readonly destructive: boolean;
		/** Doing it twice is the same as doing it once. */
		readonly idempotent: boolean;
	};
	/**
	 * What it does, in some calls or in all, to which the person must agree first. Such a tool can send no change before it has
	 * settled with `context.consent` whether somebody is asked.
	 */
	readonly consent?: readonly ConsentKind[];
	/**
	 * The operations of PagerDuty's API that it sends. They say which scopes an OAuth token needs for it, and whether it can be
	 * kept to single teams and services.
	 */
	readonly operations: {
		/** Without these, no call of it works. */
		readonly always: readonly OperationId[];
		/** Needed for some arguments, or for a part of the answer that may be missing. */
		readonly sometimes?: readonly OperationId[];
	};
	readonly input: Input;
	readonly output: Output;
	run(input: z.output<Input>, context: ToolContext): Promise<z.output<Output>>;
	/** What an agent gets of the output: the fields and the amount it asked for. Default: the output itself. */
	present?(output: z.output<Output>, input: z.output<Input>): Record<string, unknown>;
}

/** Keeps the types of a tool's input and output together. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
	tool: Tool<Input, Output>,
): Tool<Input, Output> {
	return tool;
}
