import { isObject } from './json-schema.ts';

/** Something to be replaced wherever it stands. */
export interface Amendment {
	/** Names joined by slashes: `*` is any one of them, `**` any number; the last one is a name. */
	readonly at: string;
	applies(value: unknown): boolean;
	/** undefined leaves it out. */
	replace(value: unknown): unknown;
}

/** A copy of a JSON value with the amendments made, and which of them were. */
export function amendPlaces<T extends Amendment>(
	value: unknown,
	amendments: readonly T[],
): { value: unknown; made: ReadonlySet<T> } {
	const made = new Set<T>();
	const patterns = amendments.map((amendment) => ({ amendment, pattern: amendment.at.split('/') }));
	const byName = new Map(
		patterns.map((item) => {
			const name = item.pattern.at(-1);
			return [name, patterns.filter(({ pattern }) => pattern.at(-1) === name)];
		}),
	);
	const walk = (node: unknown, path: readonly string[]): unknown => {
		if (Array.isArray(node)) return node.map((item, index) => walk(item, [...path, String(index)]));
		if (!isObject(node)) return node;
		const result: Record<string, unknown> = {};
		for (const [name, child] of Object.entries(node)) {
			const here = [...path, name];
			const found = byName
				.get(name)
				?.find(({ amendment, pattern }) => amendment.applies(child) && fits(pattern, here))?.amendment;
			const amended = found ? found.replace(child) : walk(child, here);
			if (found) made.add(found);
			if (amended !== undefined) result[name] = amended;
		}
		return result;
	};
	return { value: walk(value, []), made };
}

/** Whether a path fits a pattern. */
function fits(pattern: readonly string[], path: readonly string[]): boolean {
	const [first, ...rest] = pattern;
	if (first === undefined) return path.length === 0;
	if (first === '**') return path.some((_, index) => fits(rest, path.slice(index))) || fits(rest, []);
	if (path.length === 0 || (first !== '*' && first !== path[0])) return false;
	return fits(rest, path.slice(1));
}
