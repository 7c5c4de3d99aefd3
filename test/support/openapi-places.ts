import { isObject } from './json-schema.ts';

/**
 * A copy of a JSON value in which what stands at `at` and passes `test` is replaced,
 * or left out where `replace` gives undefined, and how often that was.
 */
export function amendPlaces(
	value: unknown,
	at: string,
	test: (value: unknown) => boolean,
	replace: (value: unknown) => unknown,
): { value: unknown; found: number } {
	let found = 0;
	const pattern = at.split('/');
	const walk = (node: unknown, path: readonly string[]): unknown => {
		if (Array.isArray(node)) return node.map((item, index) => walk(item, [...path, String(index)]));
		if (!isObject(node)) return node;
		return Object.fromEntries(
			Object.entries(node).flatMap(([name, child]): [string, unknown][] => {
				const here = [...path, name];
				if (!fits(pattern, here) || !test(child)) return [[name, walk(child, here)]];
				found++;
				const replaced = replace(child);
				return replaced === undefined ? [] : [[name, replaced]];
			}),
		);
	};
	return { value: walk(value, []), found };
}

/** Whether a path fits a pattern: `*` is one part of it, `**` any number. */
function fits(pattern: readonly string[], path: readonly string[]): boolean {
	const [first, ...rest] = pattern;
	if (first === undefined) return path.length === 0;
	if (first === '**') return path.some((_, index) => fits(rest, path.slice(index))) || fits(rest, []);
	if (path.length === 0 || (first !== '*' && first !== path[0])) return false;
	return fits(rest, path.slice(1));
}
