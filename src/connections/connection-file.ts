import * as z from 'zod';
import { fileLock } from '../files/file-lock.ts';
import { fileStat, NoFileError, readText } from '../files/plain-file.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import { Connection } from './connection.ts';

/** Rows of a newer version, which this one does not understand, are kept and let nobody in. */
const Kept = z.object({ version: z.literal(1), connections: z.array(z.unknown()) });

/** The connections cannot be read, or not be written: one sentence, and what to do in another. */
export class ConnectionFileError extends Error {
	override readonly name = 'ConnectionFileError';
}

/** The file of all connections, which several windows and processes read and change. */
export class ConnectionFile {
	readonly path: string;
	readonly #exclusively: ReturnType<typeof fileLock>;
	/** Within this process changes come in turn: the lock is tried again only after a pause. */
	#last: Promise<unknown> = Promise.resolve();

	constructor(path: string, clock: Clock) {
		this.path = path;
		this.#exclusively = fileLock(`${path}.lock`, clock);
	}

	/** Another value for each content; undefined where there is no file. */
	async stamp(): Promise<string | undefined> {
		try {
			const found = await fileStat(this.path);
			return found && `${found.mtimeNs} ${found.ino} ${found.size}`;
		} catch (error) {
			throw this.#unreadable(error);
		}
	}

	/** @throws {ConnectionFileError} */
	async read(): Promise<readonly Connection[]> {
		return understood(await this.#rows());
	}

	/**
	 * Changes what is kept, while nobody else does. Gives what is kept then.
	 * @throws {ConnectionFileError}
	 */
	change(change: (connections: readonly Connection[]) => readonly Connection[]): Promise<readonly Connection[]> {
		const changed = this.#last.then(() => this.#change(change));
		this.#last = changed.catch(() => undefined);
		return changed;
	}

	async #change(change: (connections: readonly Connection[]) => readonly Connection[]): Promise<readonly Connection[]> {
		try {
			return await this.#exclusively(async () => {
				const rows = await this.#rows();
				const foreign = rows.filter((row) => !Connection.safeParse(row).success);
				const changed = change(understood(rows));
				const kept = { version: 1, connections: [...changed, ...foreign] };
				await replaceFile(this.path, `${JSON.stringify(kept, undefined, '\t')}\n`);
				return changed;
			});
		} catch (error) {
			if (error instanceof ConnectionFileError) throw error;
			throw new ConnectionFileError(
				`The connections cannot be kept in ${this.path}. Check that you may write there, then try again.`,
				{ cause: error },
			);
		}
	}

	async #rows(): Promise<readonly unknown[]> {
		try {
			const text = await readText(this.path);
			return text === undefined ? [] : Kept.parse(JSON.parse(text)).connections;
		} catch (error) {
			throw this.#unreadable(error);
		}
	}

	#unreadable(cause: unknown): ConnectionFileError {
		if (cause instanceof NoFileError)
			return new ConnectionFileError(`${this.path} is no file: connections cannot be kept there.`, { cause });
		return new ConnectionFileError(
			`The connections in ${this.path} cannot be read. Repair the file, or remove it: then all connections end.`,
			{ cause },
		);
	}
}

function understood(rows: readonly unknown[]): Connection[] {
	return rows.flatMap((row) => {
		const read = Connection.safeParse(row);
		return read.success ? [read.data] : [];
	});
}
