import * as z from 'zod';
import { longestName } from '../text/names.ts';
import type { ObjectKind } from './directory.ts';
import { ToolError } from './failure.ts';

/** Arguments whose text is kept as it is, quotes and line breaks included. */
const verbatim = new WeakSet<z.core.$ZodType>();

/** Arguments whose texts stand for objects, and what these may be. */
const named = new WeakMap<z.core.$ZodType, readonly ObjectKind[]>();

/** Says what an argument names, for questions that show it: nobody can agree to an id. */
export function naming<Schema extends z.core.$ZodType>(schema: Schema, ...kinds: readonly ObjectKind[]): Schema {
	named.set(schema, kinds);
	return schema;
}

/** What an argument names, as far as a question shows it. */
export function kindsNamed(schema: z.core.$ZodType): readonly ObjectKind[] {
	return named.get(innermost(schema)) ?? [];
}

/** The type of the value itself, without `optional` and `default` around it. */
export function innermost(schema: z.core.$ZodType): z.core.$ZodType {
	return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable
		? innermost(schema.unwrap())
		: schema;
}

/** Whether an argument is free text (a note, a title) rather than an id, a name or a keyword. */
export function isFreeText(schema: z.core.$ZodType): boolean {
	return verbatim.has(schema);
}

/** Free text up to `max` characters. */
export function freeText(max: number, description: string) {
	const schema = z.string().max(max).describe(description);
	verbatim.add(schema);
	return schema;
}

/** One object by id, name or whatever else `description` allows. */
export function reference(description: string) {
	return z.string().max(longestName).describe(description);
}

/** Several objects. */
export function references(description: string, max = 100) {
	return z.array(z.string().max(longestName)).min(1).max(max).describe(description);
}

/** One or more keywords out of `values`. */
export function keywords<const Values extends readonly [string, ...string[]]>(values: Values, description?: string) {
	const schema = z.array(z.enum(values)).min(1);
	return description ? schema.describe(description) : schema;
}

/** A moment as `parseMoment` takes it. */
export function moment(description: string) {
	return z.string().max(40).describe(description);
}

/**
 * Refuses arguments that `one` leaves without meaning, rather than ignore them.
 * @throws {ToolError}
 */
export function refuseTogether(input: Readonly<Record<string, unknown>>, one: string, others: readonly string[]): void {
	if (input[one] === undefined) return;
	const given = others.filter((name) => input[name] !== undefined);
	if (given.length === 0) return;
	const names = given.map((name) => `\`${name}\``).join(', ');
	throw new ToolError({ message: `\`${one}\` does not go with ${names}: leave one of them out.` });
}
