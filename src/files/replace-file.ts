import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './folder.ts';

/**
 * Puts a text in the place of a file, for its owner's eyes only: whoever reads gets the old one or the new one, never a part.
 * Several writers need a lock beside it.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
	await makeFolder(dirname(path));
	// A link stays one: what it leads to is what others read.
	const real = await realpath(path).catch(() => path);
	const aside = `${real}.${randomUUID()}`;
	try {
		const file = await open(aside, 'wx', 0o600);
		try {
			await file.writeFile(text);
			// The name must not point to bytes that a power cut takes away.
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(aside, real);
	} catch (error) {
		await rm(aside, { force: true });
		throw error;
	}
}
