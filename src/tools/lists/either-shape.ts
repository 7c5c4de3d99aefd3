import type * as z from 'zod';
import { ToolError } from '../core/failure.ts';
import type { View } from '../shapes/shape.ts';

/** A list that shows rows of one kind or, on request, of another: its argument `fields` takes the names of both. */
export function eitherView<Usual extends z.ZodRawShape, Other extends z.ZodRawShape>(
	usual: View<Usual>,
	other: View<Other>,
): View {
	return { ...usual, schema: usual.schema.extend(other.schema.shape) };
}

/** @throws {ToolError} for a field that only the other kind of rows has. */
export function checkFields(view: View, fields: readonly string[] = []): void {
	const known = Object.keys(view.schema.shape);
	const wrong = fields.filter((field) => field !== 'all' && !known.includes(field));
	if (wrong.length === 0) return;
	throw new ToolError({
		message: `fields: ${view.plural} have no ${wrong.join(', ')}.`,
		next: `They have ${known.join(', ')}.`,
	});
}
