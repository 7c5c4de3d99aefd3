import { parseArgs } from 'node:util';
import { unknown, UsageError } from './usage-error.ts';

/**
 * - `none`: a switch.
 * - `text`: must have a value, `--name value` or `--name=value`.
 * - `optional`: may have one, `--name=value` only, so that it never swallows what follows.
 */
export type FlagValue = 'none' | 'text' | 'optional';

export interface Arguments {
	/** Name without dashes to value; undefined for a mere switch. */
	readonly flags: ReadonlyMap<string, string | undefined>;
	readonly words: readonly string[];
}

/**
 * Reads a command line.
 * @param takenBy the commands that take an option
 * @throws {UsageError} for a flag that is not known or whose value is missing or too much.
 */
export function readArguments(
	args: readonly string[],
	known: ReadonlyMap<string, FlagValue>,
	takenBy: (name: string) => readonly string[] = () => [],
): Arguments {
	const options = Object.fromEntries(
		[...known].map(([name, value]) => [name, { type: value === 'text' ? ('string' as const) : ('boolean' as const) }]),
	);
	const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
	const flags = new Map<string, string | undefined>();
	const words: string[] = [];
	for (const token of tokens) {
		if (token.kind === 'positional') words.push(token.value);
		if (token.kind !== 'option') continue;
		const value = known.get(token.name);
		if (value === undefined) throw noOption(token.rawName, known, takenBy(token.name));
		checkValue(token.rawName, value, token.value, token.inlineValue === true);
		flags.set(token.name, token.value);
	}
	return { flags, words };
}

/** An option of other commands is no slip of the pen: its name is right, and --help shows it. */
function noOption(given: string, known: ReadonlyMap<string, FlagValue>, others: readonly string[]): UsageError {
	if (others.length > 0) return new UsageError(`${given} goes with ${commandList.format(others)} only.`);
	return unknown(
		'option',
		given,
		[...known.keys()].map((option) => `--${option}`),
	);
}

const commandList = new Intl.ListFormat('en');

function checkValue(name: string, wanted: FlagValue, given: string | undefined, inline: boolean): void {
	if (wanted === 'none' && given !== undefined) throw new UsageError(`${name} takes no value.`);
	if (wanted === 'text' && (given === undefined || given === '' || (!inline && given.startsWith('--'))))
		throw new UsageError(`${name} needs a value.`);
}
