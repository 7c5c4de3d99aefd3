import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import type { Entry, Origin } from '../../record/entry.ts';
import type { RecordFile } from '../../record/record-file.ts';
import type { Recorder } from '../../tools/core/recorder.ts';
import { Emitter } from '../emitter.ts';

export interface ActivityRecordParts {
	/** All windows of this machine share it. */
	readonly folder: string;
	/** Asked at each change. */
	readonly enabled: () => boolean;
	readonly clock: Clock;
	readonly log: Pick<Log, 'warn'>;
}

/** How often it is looked whether another window has written, in milliseconds. */
const lookEveryMs = 2000;

/** What was changed in PagerDuty from this machine's editor. Its parts are loaded with the first change, or the first look. */
export class ActivityRecord {
	/** Fires when there is something new, in whatever window. */
	readonly changed = new Emitter();
	readonly path: string;
	readonly #parts: ActivityRecordParts;
	#file: Promise<RecordFile> | undefined;

	constructor(parts: ActivityRecordParts) {
		this.#parts = parts;
		this.path = join(parts.folder, 'agent-activity.jsonl');
	}

	/** Keeps what calls of this origin change, as long as the setting says so. */
	async recorder(origin: Origin = {}): Promise<Recorder> {
		return (await this.recorders())(origin);
	}

	/** What makes recorders for several origins. */
	async recorders(): Promise<(origin: Origin) => Recorder> {
		const file = await this.file();
		return (origin) => {
			const keeping = file.recorder(origin);
			return {
				record: (call) => {
					if (!this.#parts.enabled()) return;
					keeping.record(call);
					void file.settled().then(() => this.changed.fire());
				},
			};
		};
	}

	/** What is kept, the newest first. Loads nothing where there is nothing. */
	async entries(): Promise<readonly Entry[]> {
		if ((await this.#stamp()) === '') return [];
		return (await (await this.file()).read()).toReversed();
	}

	async delete(): Promise<void> {
		await (await this.file()).delete();
		this.changed.fire();
	}

	file(): Promise<RecordFile> {
		this.#file ??= this.#load().catch((error: unknown) => {
			this.#file = undefined;
			throw error;
		});
		return this.#file;
	}

	/** Hears of what other windows write, until it is told to stop. */
	async watch(signal: AbortSignal): Promise<void> {
		let seen = await this.#stamp();
		try {
			for (;;) {
				await this.#parts.clock.sleep(lookEveryMs, signal);
				const now = await this.#stamp();
				if (now !== seen) this.changed.fire();
				seen = now;
			}
		} catch {
			// Nobody looks any more.
		}
	}

	async #stamp(): Promise<string> {
		const found = await stat(this.path).catch(() => undefined);
		return found === undefined ? '' : `${found.mtimeMs} ${found.size}`;
	}

	async #load(): Promise<RecordFile> {
		const { RecordFile: File } = await import('../../record/record-file.ts');
		return new File(this.path, this.#parts.clock, this.#parts.log);
	}
}
