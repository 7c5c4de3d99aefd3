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
export function checkFields(shape: Shape, fields: readonly string[] = []): void {
	const known = Object.keys(shape.schema.shape);
	const wrong = fields.filter((field) => field !== 'all' && !known.includes(field));
	if (wrong.length === 0) return;
	throw new ToolError({
		message: `fields: ${shape.plural} have no ${wrong.join(', ')}.`,
		next: `They have ${known.join(', ')}.`,
	});
}
