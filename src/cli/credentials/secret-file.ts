import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissing, makeFolder } from '../../files/folder.ts';
import { SecretStoreError, type SecretStore } from './secret-store.ts';

/** What is kept is far smaller: anything else by this name is not read. */
const mostBytes = 64 * 1024;

/** Windows has no such modes: there a person's own folder is closed to others by its access list. */
const hasModes = process.platform !== 'win32';

/** A file that only its owner may read, in a folder that only they may enter. */
export class SecretFile implements SecretStore {
	readonly name: string;
	readonly #path: string;

	constructor(path: string) {
		this.#path = path;
		this.name = `the file ${path}`;
	}

	async read(): Promise<string | undefined> {
		if (!(await this.#isThere())) return undefined;
		try {
			const file = await open(this.#path, constants.O_RDONLY | (hasModes ? constants.O_NOFOLLOW : 0));
			return await this.#textOf(file).finally(() => file.close());
		} catch (error) {
			throw this.#problem('cannot be read', error);
		}
	}

	async write(secret: string): Promise<void> {
		const folder = dirname(this.#path);
		const draft = `${this.#path}.${randomUUID()}`;
		try {
			await makeFolder(folder);
			await this.#isThere();
			const file = await open(draft, 'wx', 0o600);
			await writeAll(file, secret).finally(() => file.close());
			await rename(draft, this.#path);
		} catch (error) {
			await rm(draft, { force: true }).catch(() => undefined);
			throw this.#problem('cannot be written', error);
		}
	}

	async remove(): Promise<boolean> {
		if (!(await this.#isThere())) return false;
		try {
			await rm(this.#path);
			return true;
		} catch (error) {
			throw this.#problem('cannot be removed', error);
		}
	}

	/** Whether the file is there. Nothing is read or written that others could have put there or can see. */
	async #isThere(): Promise<boolean> {
		const folder = await entry(dirname(this.#path));
		if (!folder) return false;
		if (folder.isSymbolicLink() || !folder.isDirectory())
			throw new SecretStoreError(
				`${dirname(this.#path)} is a link or no folder: put a folder of your own in its place.`,
			);
		if (hasModes && (folder.mode & 0o077) !== 0)
			throw new SecretStoreError(
				`Others may enter the folder ${dirname(this.#path)}: close it with chmod 700, then try again.`,
			);
		const file = await entry(this.#path);
		if (!file) return false;
		if (file.isSymbolicLink() || !file.isFile())
			throw new SecretStoreError(`${this.#path} is a link or no file: remove it, then try again.`);
		return true;
	}

	async #textOf(file: FileHandle): Promise<string> {
		const { mode, size } = await file.stat();
		if (hasModes && (mode & 0o077) !== 0)
			throw new SecretStoreError(`Others may read the file ${this.#path}: close it with chmod 600, then try again.`);
		if (size > mostBytes) throw new SecretStoreError(`${this.#path} is no sign-in: run logout, then login.`);
		return file.readFile('utf8');
	}

	#problem(what: string, error: unknown): SecretStoreError {
		if (error instanceof SecretStoreError) return error;
		const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
		return new SecretStoreError(`The file ${this.#path} ${what}${code}: see who owns it and its folder.`, {
			cause: error,
		});
	}
}

async function writeAll(file: FileHandle, text: string): Promise<void> {
	await file.writeFile(text);
	await file.sync();
}

async function entry(path: string) {
	try {
		return await lstat(path);
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw new SecretStoreError(`${path} cannot be looked at: see who owns it and its folder.`, { cause: error });
	}
}
