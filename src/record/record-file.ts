import { appendFile, mkdir, readFile, rm, stat } from 'node:fs/promises';
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
	/** Within this process lines come in turn: the lock is tried again only after a pause. */
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

	/** What is kept, the oldest first. Lines that cannot be read, such as those of a newer version, are passed over. */
	async read(): Promise<readonly Entry[]> {
		return (await this.#lines()).flatMap((line) => entryIn(line) ?? []);
	}

	/** Deletes the record. */
	async delete(): Promise<void> {
		await this.#last;
		await this.#exclusively(() => rm(this.path, { force: true }));
	}

	#add(entry: Entry): void {
		this.#last = this.#last
			.then(() => this.#append(entry))
			.catch((error: unknown) => {
				this.#log.warn(`A change was not recorded in ${this.path} (${error instanceof Error ? error.name : 'error'})`);
			});
	}

	async #append(entry: Entry): Promise<void> {
		await this.#exclusively(async () => {
			await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
			const size = await stat(this.path).then(
				(found) => found.size,
				() => 0,
			);
			if (size > this.#limits.bytes) await this.#shorten();
			await appendFile(this.path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
		});
	}

	async #shorten(): Promise<void> {
		const lines = await this.#lines();
		let left = this.#limits.bytes / 2;
		const kept = [];
		for (const line of lines.reverse()) {
			left -= Buffer.byteLength(line) + 1;
			if (left < 0) break;
			kept.push(line);
		}
		await replaceFile(
			this.path,
			kept
				.map((line) => `${line}\n`)
				.reverse()
				.join(''),
		);
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

function entryIn(line: string): Entry | undefined {
	try {
		return Entry.safeParse(JSON.parse(line)).data;
	} catch {
		return undefined;
	}
}
