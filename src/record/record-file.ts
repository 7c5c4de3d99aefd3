import { appendFile, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { fileLock } from '../files/file-lock.ts';
import { makeFolder } from '../files/folder.ts';
import { fileStat, NoFileError, readText } from '../files/plain-file.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import type { Log } from '../pagerduty/http/log.ts';
import type { Recorder } from '../tools/core/recorder.ts';
import { Entry, entryOf, type Origin } from './entry.ts';

export interface RecordLimits {
	/** A larger file loses its older half. */
	readonly bytes: number;
}

/** What a file holds. */
export interface Kept {
	/** The oldest first, although programs write when they get to it. */
	readonly entries: readonly Entry[];
	/** How many lines cannot be read, such as those of a newer version. */
	readonly passedOver: number;
	/** Whether nobody has kept a record there: it is about something else. */
	readonly foreign: boolean;
}

const defaultLimits: RecordLimits = { bytes: 4 * 1024 * 1024 };

/** What was changed, as lines of JSON in a file that several windows and programs write to. Only its owner can read it. */
export class RecordFile {
	readonly path: string;
	readonly #log: Pick<Log, 'warn'>;
	readonly #limits: RecordLimits;
	readonly #exclusively: ReturnType<typeof fileLock>;
	/** What waits for the lock: written together, for whoever has just had the lock gets it again before others look. */
	#waiting: Entry[] = [];
	#last: Promise<void> = Promise.resolve();

	constructor(path: string, clock: Clock, log: Pick<Log, 'warn'>, limits = defaultLimits) {
		this.path = path;
		this.#log = log;
		this.#limits = limits;
		this.#exclusively = fileLock(`${path}.lock`, clock);
	}

	/** Keeps what calls of this origin change. A line that cannot be written is told to the log: the change itself was made. */
	recorder(origin: Origin = {}): Recorder {
		return { record: (call) => this.#add(entryOf(call, origin)) };
	}

	/** Resolves when everything is written. */
	settled(): Promise<void> {
		return this.#last;
	}

	/** What is kept, the oldest first; nothing where there is no file. Lines that cannot be read are passed over. */
	async read(): Promise<readonly Entry[]> {
		return (await this.look())?.entries ?? [];
	}

	/** What the file holds; undefined where there is none. */
	async look(): Promise<Kept | undefined> {
		const lines = await this.#lines();
		if (!lines) return undefined;
		const entries = lines.flatMap((line) => entryIn(line) ?? []);
		return {
			entries: entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
			passedOver: lines.length - entries.length,
			foreign: isForeign(lines),
		};
	}

	/** Makes an empty record where there is none, and tells the log at once if nothing could be recorded. */
	async prepare(): Promise<void> {
		try {
			await this.#exclusively(() => this.#make());
			if (isForeign((await this.#lines()) ?? []))
				this.#log.warn(`${this.path} holds something other than a record: changes are added at its end`);
		} catch (error) {
			this.#log.warn(`Changes cannot be recorded in ${this.path} (${reasonOf(error)})`);
		}
	}

	/** Deletes the record. */
	async delete(): Promise<void> {
		await this.#last;
		await this.#exclusively(() => rm(this.path, { force: true }));
	}

	#add(entry: Entry): void {
		this.#waiting.push(entry);
		if (this.#waiting.length === 1) this.#last = this.#last.then(() => this.#writeAll());
	}

	async #writeAll(): Promise<void> {
		while (this.#waiting.length > 0) await this.#write();
	}

	/** Writes all that waits by the time that nobody else writes. Gives up only what has waited from the beginning. */
	async #write(): Promise<void> {
		const { length: early } = this.#waiting;
		let taken: Entry[] | undefined;
		try {
			await this.#exclusively(() => {
				taken = this.#waiting;
				this.#waiting = [];
				return this.#append(taken);
			});
		} catch (error) {
			const { length } = taken ?? this.#waiting.splice(0, early);
			if (length === 0) return;
			const what = length === 1 ? 'A change was' : `${length} changes were`;
			this.#log.warn(`${what} not recorded in ${this.path} (${reasonOf(error)})`);
		}
	}

	/** Makes the file, with its folder, if it is not there. */
	async #make(): Promise<void> {
		await makeFolder(dirname(this.path));
		await fileStat(this.path);
		await (await open(this.path, 'a', 0o600)).close();
	}

	/** Takes away from `entries` what is written. */
	async #append(entries: Entry[]): Promise<void> {
		await this.#make();
		let { size, torn } = await endOf(this.path);
		for (let entry = entries[0]; entry; entry = entries[0]) {
			if (size > this.#limits.bytes) size = await this.#shorten();
			const line = `${torn ? '\n' : ''}${JSON.stringify(entry)}\n`;
			await appendFile(this.path, line, { mode: 0o600 });
			size += Buffer.byteLength(line);
			torn = false;
			entries.shift();
		}
	}

	/** Keeps the newer half, and gives its size. */
	async #shorten(): Promise<number> {
		const lines = (await this.#lines()) ?? [];
		let left = this.#limits.bytes / 2;
		const kept = [];
		for (const line of lines.reverse()) {
			left -= Buffer.byteLength(line) + 1;
			if (left < 0) break;
			kept.push(line);
		}
		const text = kept
			.map((line) => `${line}\n`)
			.reverse()
			.join('');
		await replaceFile(this.path, text);
		return Buffer.byteLength(text);
	}

	async #lines(): Promise<string[] | undefined> {
		return (await readText(this.path))?.split('\n').filter((line) => line.trim() !== '');
	}
}

/** How large a file is, and whether a program that was killed has left its last line unfinished. */
async function endOf(path: string): Promise<{ readonly size: number; readonly torn: boolean }> {
	const file = await open(path).catch(() => undefined);
	if (!file) return { size: 0, torn: false };
	try {
		const { size } = await file.stat();
		if (size === 0) return { size, torn: false };
		const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
		return { size, torn: buffer.toString() !== '\n' };
	} finally {
		await file.close();
	}
}

const AnyVersion = z.looseObject({ version: z.number() });

/** Whether none of the lines is of a record, be it one of a newer version. */
function isForeign(lines: readonly string[]): boolean {
	return lines.length > 0 && !lines.some((line) => AnyVersion.safeParse(valueIn(line)).success);
}

function entryIn(line: string): Entry | undefined {
	return Entry.safeParse(valueIn(line)).data;
}

function valueIn(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}

/** E.g. `EACCES`: what the system calls it is what people find. */
export function reasonOf(error: unknown): string {
	if (error instanceof NoFileError) return 'it is no file';
	if (!(error instanceof Error)) return 'error';
	return 'code' in error ? String(error.code) : error.message.replace(/\.$/, '');
}
