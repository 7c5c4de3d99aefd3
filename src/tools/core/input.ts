import * as z from 'zod';
import { withoutInvisible } from '../../pagerduty/http/without-invisible.ts';
import { innermost, isFreeText } from './arguments.ts';
import { ToolError } from './failure.ts';
import { nearest } from '../text/nearest.ts';
import { cleanLine } from '../text/untrusted.ts';
import { quoted } from '../text/names.ts';
import { parseJson } from '../../pagerduty/http/parse-json.ts';

const again = 'Correct the arguments and call again.';

/**
 * Reads what an agent sent as a tool's input. Harmless slips are mended (`"5"` for 5, one value for a list, quoted or padded
 * ids, another case of a keyword); everything else is refused with the nearest valid names or values, before any request,
 * because PagerDuty itself ignores what it does not know and would answer with everything.
 * @throws {ToolError}
 */
export function parseInput<Input extends z.ZodObject>(input: Input, raw: unknown): z.output<Input> {
	const schemas = new Map<string, z.core.$ZodType>(Object.entries(input.shape));
	const mended: Record<string, unknown> = {};
	for (const [name, value] of argumentsOf(raw)) {
		const schema = schemas.get(name);
		if (!schema) throw unknownArgument(name, [...schemas.keys()]);
		if (value !== null && value !== undefined) mended[name] = mend(name, innermost(schema), value);
	}
	const parsed = input.safeParse(mended);
	if (parsed.success) return parsed.data;
	throw new ToolError({
		message: parsed.error.issues.map((issue) => problem(issue, mended)).join(' '),
		next: again,
	});
}

function argumentsOf(raw: unknown): readonly (readonly [string, unknown])[] {
	const value = typeof raw === 'string' ? parseJson(raw, raw) : raw;
	if (value === undefined || value === null) return [];
	if (typeof value === 'object' && !Array.isArray(value)) return Object.entries(value);
	throw new ToolError({ message: 'The arguments must be one object of named values.', next: again });
}

function unknownArgument(name: string, known: readonly string[]): ToolError {
	const near = nearest(name, known);
	return new ToolError({
		message: `There is no argument \`${cleanLine(name, 60)}\`.`,
		next:
			near.length > 0
				? `Did you mean ${near.map((n) => `\`${n}\``).join(' or ')}?`
				: `Arguments: ${known.join(', ') || 'none'}.`,
	});
}

/** One sentence about what is wrong; the schema library's own words are for programmers. */
function problem(issue: z.core.$ZodIssue, mended: object): string {
	const name = issue.path.join('.');
	const given = issue.path.length > 1 || name in mended;
	if (given) return `${name}: ${expectation(issue)}.`;
	return issue.code === 'invalid_value'
		? `\`${name}\` is missing: give one of ${issue.values.map(String).join(', ')}.`
		: `\`${name}\` is missing.`;
}

const types = new Map<string, string>([
	['int', 'a whole number'],
	['number', 'a number'],
	['boolean', 'true or false'],
]);

function expectation(issue: z.core.$ZodIssue): string {
	if (issue.code === 'invalid_type') return `expected ${types.get(issue.expected) ?? issue.expected}`;
	const unit = 'origin' in issue && issue.origin === 'string' ? ' characters' : '';
	if (issue.code === 'too_big')
		return issue.origin === 'array' ? `at most ${issue.maximum} at once` : `at most ${issue.maximum}${unit}`;
	if (issue.code === 'too_small')
		return issue.origin === 'array'
			? `at least ${issue.minimum} is needed`
			: `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${unit}`;
	return issue.message;
}

function mend(name: string, schema: z.core.$ZodType, value: unknown): unknown {
	if (schema instanceof z.ZodArray) {
		const item = innermost(schema.element);
		const list = listOf(value).map((element) => mend(name, item, element));
		// A keyword given twice means no more than once.
		return item instanceof z.ZodEnum ? [...new Set(list)] : list;
	}
	if (schema instanceof z.ZodEnum) return keyword(name, schema, value);
	if (schema instanceof z.ZodString) return isFreeText(schema) ? written(name, value) : word(name, value);
	if (schema instanceof z.ZodNumber) return typeof value === 'string' ? number(name, value) : value;
	if (schema instanceof z.ZodBoolean) return truth(value);
	return value;
}

/** A list, one value, or a list written as JSON text. */
function listOf(value: unknown): readonly unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value === 'string' && value.trim().startsWith('[')) {
		const parsed = parseJson(value);
		if (Array.isArray(parsed)) return parsed;
	}
	return [value];
}

function keyword(name: string, schema: z.ZodEnum, value: unknown): unknown {
	const text = word(name, value);
	const options = schema.options.map(String);
	const match = options.find((option) => option.toLowerCase() === text.toLowerCase());
	if (match !== undefined) return match;
	const near = nearest(text, options);
	throw new ToolError({
		message: `${name}: ${quoted(text.slice(0, 60))} is not one of ${options.join(', ')}.`,
		next: near[0] ? `Did you mean "${near[0]}"?` : again,
	});
}

/** An id, a name, a date: trimmed, without quotes around it, and never empty. */
function word(name: string, value: unknown): string {
	if (typeof value !== 'string' && typeof value !== 'number')
		throw new ToolError({ message: `${name}: expected text.`, next: again });
	let text = withoutInvisible(String(value)).trim();
	// Quotes inside are not around it: `'a' == 'b'`.
	const around = /^(["'`])((?:(?!\1).)*)\1$|^[“‘](.*)[”’]$/s.exec(text);
	if (around) text = (around[2] ?? around[3] ?? '').trim();
	if (text === '' || /^(null|undefined|none|nil)$/i.test(text)) {
		throw new ToolError({
			message: `${name}: ${quoted(text)} is not a value.`,
			next: 'Leave the argument out if it is not needed.',
		});
	}
	return text;
}

function written(name: string, value: unknown): string {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string') throw new ToolError({ message: `${name}: expected text.`, next: again });
	if (withoutInvisible(text).trim() === '')
		throw new ToolError({ message: `${name}: the text is empty.`, next: again });
	return text;
}

function number(name: string, value: string): number {
	const parsed = Number(value.trim());
	if (value.trim() === '' || Number.isNaN(parsed))
		throw new ToolError({ message: `${name}: ${quoted(value.slice(0, 60))} is not a number.`, next: again });
	return parsed;
}

function truth(value: unknown): unknown {
	if (value === 1 || (typeof value === 'string' && /^(true|yes|1)$/i.test(value.trim()))) return true;
	if (value === 0 || (typeof value === 'string' && /^(false|no|0)$/i.test(value.trim()))) return false;
	return value;
}
