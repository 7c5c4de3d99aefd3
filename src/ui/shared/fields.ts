/** What somebody sent, before it is known what it holds. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object; none of whatever is no object. */
export function fieldsOf(value: unknown): Fields {
	return isFields(value) ? value : {};
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textsOf(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.flatMap((one) => textOf(one) ?? []) : [];
}

/** The objects of a list, each read; what is no object is left out. */
export function rowsOf<Row>(value: unknown, read: (row: Fields) => Row): readonly Row[] {
	return Array.isArray(value) ? value.filter(isFields).map(read) : [];
}
