import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those that it is in, for its owner alone. Node's own way to make several at once never ends where a file
 * system takes none, e.g. below `/proc`.
 */
export async function makeFolder(path: string): Promise<void> {
	try {
		await makeOne(path);
	} catch (error) {
		const parent = dirname(path);
		if (parent === path || !isMissing(error)) throw error;
		// Somebody else may have made it meanwhile.
		if (!(await isFolder(parent))) await makeFolder(parent);
		await makeOne(path);
	}
}

async function makeOne(path: string): Promise<void> {
	await mkdir(path, { mode: 0o700 }).catch(async (error: unknown) => {
		if (!(await isFolder(path))) throw error;
	});
}

async function isFolder(path: string): Promise<boolean> {
	return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** Whether there is nothing by that name. */
export function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
