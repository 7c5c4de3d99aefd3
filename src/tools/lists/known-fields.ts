import type * as z from 'zod';
import { ToolError } from '../core/failure.ts';
import type { Shape } from '../shapes/shape.ts';

/** A list that shows rows of one kind or, on request, of another: its argument `fields` takes the names of both. */
export function eitherShape<Usual extends z.ZodRawShape, Other extends z.ZodRawShape>(
	usual: Shape<Usual>,
	other: Shape<Other>,
): Shape {
	return { ...usual, schema: usual.schema.extend(other.schema.shape) };
}

/** @throws {ToolError} for a field that only the other kind of rows has. */
export function checkFields(shape: Shape, fields?: readonly string[]): void {
	requireKnownFields('fields', fields, Object.keys(shape.schema.shape), shape.plural);
}

/**
 * @param rows how the rows are called, e.g. `incidents`.
 * @throws {ToolError} for fields that the rows do not have: they would be missing without a word.
 */
export function requireKnownFields(
	argument: string,
	asked: readonly string[] = [],
	known: readonly string[],
	rows: string,
): void {
	const wrong = asked.filter((name) => name !== 'all' && !known.includes(name));
	if (wrong.length === 0) return;
	throw new ToolError({
		message: `${argument}: ${rows} have no ${wrong.map((name) => name.slice(0, 60)).join(', ')}.`,
		next: `They have ${known.join(', ')}.`,
	});
}
