import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { UsageError } from './usage-error.ts';

/** A file of variables is far smaller; anything else by this name is not read. */
const mostBytes = 64 * 1024;

/**
 * The variables of `.env` in a folder; none where there is no such file.
 * @throws {UsageError} when it is there and cannot be read.
 */
export function readDotEnv(folder: string): Readonly<Record<string, string | undefined>> {
	const bytes = read(join(folder, '.env'));
	return bytes === undefined ? {} : parse(textOf(bytes));
}

function read(path: string): Buffer | undefined {
	try {
		const stats = statSync(path, { throwIfNoEntry: false });
		// Python calls a folder like this, too.
		if (!stats?.isFile()) return undefined;
		if (stats.size > mostBytes)
			throw new UsageError(
				`${path} is larger than 64 KiB, so no token is read from it. Set PAGERDUTY_API_TOKEN instead.`,
			);
		return readFileSync(path);
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError(`${path} cannot be read. Allow it, or set PAGERDUTY_API_TOKEN instead.`);
	}
}

/** Editors and shells on Windows put a byte order mark before the text. */
function textOf(bytes: Buffer): string {
	const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : bytes.toString();
	return text.replace(/^\ufeff/, '');
}

/** Node 20 leaves what stands before a name with it: more than one space after `export`, or a line that sets nothing. */
function parse(text: string): Record<string, string | undefined> {
	return Object.fromEntries(
		Object.entries(parseEnv(text)).map(([name, value]) => [/(\w+)\s*$/.exec(name)?.[1] ?? name, value]),
	);
}
