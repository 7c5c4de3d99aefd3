/**
 * Building blocks of the reply schemas. PagerDuty's replies hold odd records (nulls for lists, plain text for objects,
 * numbers as text), and one odd record must never hide the others: a field that does not fit is undefined,
 * a record that does not fit is left out of its list. Fields that no schema names are dropped.
 */
import * as z from 'zod';

/** The only field that a record cannot do without. */
export const id = z.union([z.string().min(1), z.number().transform(String)]);

/** Text, or undefined. Numbers and booleans become text. */
export function text() {
	return field((value): string | undefined => {
		if (typeof value === 'string') return value;
		return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
	});
}

/** A finite number, or undefined. Reads `"5"` as 5. */
export function number() {
	return field((value): number | undefined => {
		const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
	});
}

/** True, false or undefined. Reads `"true"` and `"false"`. */
export function flag() {
	return field((value): boolean | undefined => {
		if (value === 'true') return true;
		if (value === 'false') return false;
		return typeof value === 'boolean' ? value : undefined;
	});
}

/** Whatever is there, unread: free-form details. */
export function anything() {
	return field((value): unknown => value ?? undefined);
}

/** The record, or undefined when it is missing or does not fit, such as a deleted reference without an id. */
export function maybe<Item extends z.ZodType>(item: Item) {
	return field((value): z.output<Item> | undefined =>
		// Most that is missing is null: a failure has its price.
		value === undefined || value === null ? undefined : item.safeParse(value).data,
	);
}

/** The records that fit, in order. Anything but an array gives none. */
export function list<Item extends z.ZodType>(item: Item) {
	return field((value): z.output<Item>[] => (Array.isArray(value) ? fitting(value, item) : []));
}

/** The same for a list that is shown to somebody: undefined when PagerDuty sent none, which is not the same as an empty one. */
export function maybeList<Item extends z.ZodType>(item: Item) {
	return field((value): z.output<Item>[] | undefined => (Array.isArray(value) ? fitting(value, item) : undefined));
}

/** The elements that fit the schema, in order. */
export function fitting<Item extends z.ZodType>(values: readonly unknown[], item: Item): z.output<Item>[] {
	return values.flatMap((value) => {
		const read = item.safeParse(value);
		return read.success ? [read.data] : [];
	});
}

/** A field that may be missing altogether: it is read all the same. */
function field<Value>(read: (value: unknown) => Value) {
	return z.transform(read);
}
