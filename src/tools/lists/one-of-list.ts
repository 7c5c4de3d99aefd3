import { ToolError } from '../core/failure.ts';
import { presentList } from './list.ts';
import type { Shape } from '../shapes/shape.ts';

interface Input {
	readonly limit: number;
	readonly cursor?: string | undefined;
	readonly fields?: readonly string[] | undefined;
	readonly [argument: string]: unknown;
}

/** A list as an agent gets it; a single object, asked for with the argument `one`, has all its fields. */
export function presentListOrOne(shape: Shape, one: string) {
	const present = presentList(shape);
	return (output: Readonly<Record<string, unknown>>, input: Input): Record<string, unknown> =>
		present(output, input[one] === undefined || input.fields ? input : { ...input, fields: ['all'] });
}

/**
 * Refuses arguments that `one` leaves without meaning, rather than ignore them.
 * @throws {ToolError}
 */
export function refuseTogether(input: Readonly<Record<string, unknown>>, one: string, others: readonly string[]): void {
	if (input[one] === undefined) return;
	const given = others.filter((name) => input[name] !== undefined);
	if (given.length === 0) return;
	const names = given.map((name) => `\`${name}\``).join(', ');
	throw new ToolError({ message: `\`${one}\` does not go with ${names}: leave one of them out.` });
}
