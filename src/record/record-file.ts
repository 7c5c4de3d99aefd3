import { appendFile, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileLock } from '../files/file-lock.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import type { Log } from '../pagerduty/http/log.ts';
import type { Recorder } from '../tools/core/recorder.ts';
import { Entry, entryOf, type Origin } from './entry.ts';

export interface RecordLimits {
	/** A larger file loses its older half. */
	readonly bytes: number;
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

	/**
	 * What is kept, the oldest first, although programs write when they get to it. Lines that cannot be read, such as those of a
	 * newer version, are passed over.
	 */
	async read(): Promise<readonly Entry[]> {
		const entries = (await this.#lines()).flatMap((line) => entryIn(line) ?? []);
		return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
	}

	/** Deletes the record. */
	async delete(): Promise<void> {
		await this.#last;
		await this.#exclusively(() => rm(this.path, { force: true }));
	}

	#add(entry: Entry): void {
		this.#waiting.push(entry);
		if (this.#waiting.length === 1) this.#last = this.#last.then(() => this.#write());
	}

	/** Writes all that waits by the time that nobody else writes. */
	async #write(): Promise<void> {
		let entries: readonly Entry[] | undefined;
		const take = () => {
			entries = this.#waiting;
			this.#waiting = [];
			return entries;
		};
		try {
			await this.#exclusively(() => this.#append(take()));
		} catch (error) {
			const { length } = entries ?? take();
			const what = length === 1 ? 'A change was' : `${length} changes were`;
			const why = error instanceof Error ? error.name : 'error';
			this.#log.warn(`${what} not recorded in ${this.path} (${why})`);
		}
	}

	async #append(entries: readonly Entry[]): Promise<void> {
		await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
		let { size, torn } = await endOf(this.path);
		for (const entry of entries) {
			if (size > this.#limits.bytes) size = await this.#shorten();
			const line = `${torn ? '\n' : ''}${JSON.stringify(entry)}\n`;
			await appendFile(this.path, line, { mode: 0o600 });
			size += Buffer.byteLength(line);
			torn = false;
		}
	}

	/** Keeps the newer half, and gives its size. */
	async #shorten(): Promise<number> {
		const lines = await this.#lines();
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

	async #lines(): Promise<string[]> {
		try {
			return (await readFile(this.path, 'utf8')).split('\n').filter((line) => line !== '');
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
			throw error;
		}
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

function entryIn(line: string): Entry | undefined {
	try {
		return Entry.safeParse(JSON.parse(line)).data;
	} catch {
		return undefined;
	}
}
