/** What stands at a dotted path in JSON of PagerDuty's: `service.summary`, `assignments.0.assignee.id`; undefined where nothing does. */
export function at(value: unknown, path: string): unknown {
	return path.split('.').reduce<unknown>((inner, name) => {
		if (typeof inner !== 'object' || inner === null) return undefined;
		return Object.entries(inner).find(([key]) => key === name)?.[1];
	}, value);
}

/** A text at a path; empty where there is none. */
export function text(value: unknown, path: string): string {
	const found = at(value, path);
	return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : '';
}

/** A number at a path; NaN where there is none. */
export function number(value: unknown, path: string): number {
	const found = at(value, path);
	return typeof found === 'number' ? found : Number.NaN;
}

/** The rows of a list at a path. */
export function rows(value: unknown, path: string): readonly unknown[] {
	const found = at(value, path);
	return Array.isArray(found) ? found : [];
}

/** The texts at a path of each row. */
export function texts(list: readonly unknown[], path: string): string[] {
	return list.map((row) => text(row, path));
}

/** The rows in the order of a number; the least first. */
export function by(list: readonly unknown[], order: (row: unknown) => number): unknown[] {
	return list.toSorted((a, b) => order(a) - order(b));
}

/** How often each text comes, the most often first. */
export function counted(list: readonly string[]): [string, number][] {
	const counts = new Map<string, number>();
	for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
	return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}
