import type { ToolAnswer } from './connection.ts';
import { textsOf, type Fields } from './fields.ts';

/** Calls a tool. */
export type CallTool = (name: string, input: Fields) => Promise<ToolAnswer>;

/** A part of a page that is read by itself. What was read before stays in sight until it is read anew. */
export interface Part<Value> {
	readonly value: Value | undefined;
	/** Why the last reading failed. */
	readonly problem: string | undefined;
	readonly reading: boolean;
}

export const unread = { value: undefined, problem: undefined, reading: false } as const;

/** What a page is read with. */
export interface ReaderParts {
	readonly call: CallTool;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Something to draw. */
	readonly changed: () => void;
}

/** A tool's answer, also where the host does not call it. */
export async function answerOf(call: CallTool, name: string, input: Fields): Promise<ToolAnswer> {
	try {
		return await call(name, input);
	} catch (error) {
		return { failed: true, output: {}, text: error instanceof Error ? error.message : '', meta: {} };
	}
}

const offeredKey = 'oncall-for-pagerduty/offered';

const asksKey = 'oncall-for-pagerduty/asks';

/** Before what kinds of acts whoever runs the tools asks the person; undefined where they do not say. */
export function asksIn(meta: Fields): ReadonlySet<string> | undefined {
	const kinds: unknown = meta[asksKey];
	return kinds === undefined ? undefined : new Set(textsOf(kinds));
}

/** The tools that can be called; undefined where the host does not say. */
export function offeredIn(meta: Fields): ReadonlySet<string> | undefined {
	const names: unknown = meta[offeredKey];
	return names === undefined ? undefined : new Set(textsOf(names));
}
