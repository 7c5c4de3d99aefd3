import * as z from 'zod';
import { reference } from '../../core/arguments.ts';
import { requireKnownFields } from '../../lists/known-fields.ts';
import { listArguments } from '../../lists/list.ts';
import type { Shape } from '../../shapes/shape.ts';

/** The arguments of a list of figures. They are many: their names come with `all` and with the refusal of a wrong one. */
export function figureArguments(shape: Shape, example: string) {
	const { fields, ...others } = listArguments(shape);
	return {
		fields: fields.describe(`Figures to show instead of the usual ones, such as ${example}, or all.`),
		...others,
	};
}

/** The same of metrics, which can be ordered by any of them. */
export function metricArguments(shape: Shape, example: string) {
	return {
		order_by: reference('Figure to sort by.').optional(),
		order: z.enum(['asc', 'desc']).optional().describe('Order of the sort.'),
		...figureArguments(shape, example),
	};
}

/** @throws {ToolError} for what is no field of the rows: PagerDuty ignores it. */
export function orderOf(
	{ order_by: column, order }: { order_by?: string | undefined; order?: 'asc' | 'desc' | undefined },
	columns: Readonly<Record<string, string>>,
	rows: string,
): { order_by?: string; order?: 'asc' | 'desc' } {
	requireKnownFields('order_by', column === undefined ? undefined : [column], Object.keys(columns), rows);
	const by = column === undefined ? undefined : columns[column];
	return { ...(by && { order_by: by }), ...(order && { order }) };
}
