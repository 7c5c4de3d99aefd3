import { ToolError } from '../core/failure.ts';
import { presentObject } from '../lists/list.ts';
import type { Shape } from '../shapes/shape.ts';

/** @throws {ToolError} when an update gives nothing to change. */
export function requireChange(changes: object, names: readonly string[]): void {
	if (Object.keys(changes).length > 0) return;
	throw new ToolError({ message: 'Nothing to change was given.', next: `Give at least one of ${names.join(', ')}.` });
}

/** Whether an object already has all the wanted values. A reference counts by its id, null as no value. */
export function hasValues(object: object, wanted: object): boolean {
	const values = new Map<string, unknown>(Object.entries(object));
	return Object.entries(wanted).every(([name, value]) => comparable(values.get(name)) === comparable(value));
}

function comparable(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (Array.isArray(value)) return value.map(comparable).sort().join('\n');
	if (typeof value === 'object' && 'id' in value) return comparable(value.id);
	return JSON.stringify(value);
}

/** A changed object as an agent gets it: the usual fields and those that the change is about. */
export function presentChanged(shape: Shape, more: readonly string[] = []) {
	return (output: Readonly<Record<string, unknown>>): Record<string, unknown> =>
		presentObject(shape)(output, { fields: [...shape.compact, ...more] });
}
