import type { BigIntStats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { isMissing } from './folder.ts';

/** There is no file by that name and there can be none: it is a folder, a device, which may have no end, or below a file. */
export class NoFileError extends Error {
	override readonly name = 'NoFileError';
}

const impossible = ['ENOTDIR', 'ELOOP', 'ENAMETOOLONG'];

/** What is known of a file; undefined where there is none. @throws {NoFileError} */
export async function fileStat(path: string): Promise<BigIntStats | undefined> {
	try {
		const found = await stat(path, { bigint: true });
		if (found.isFile()) return found;
	} catch (error) {
		if (isMissing(error)) return undefined;
		if (!(error instanceof Error && 'code' in error && impossible.includes(String(error.code)))) throw error;
	}
	throw new NoFileError(`${path} is no file.`);
}

/** The text of a file; undefined where there is none. @throws {NoFileError} */
export async function readText(path: string): Promise<string | undefined> {
	if (!(await fileStat(path))) return undefined;
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		// Somebody may have deleted it meanwhile.
		if (isMissing(error)) return undefined;
		throw error;
	}
}
