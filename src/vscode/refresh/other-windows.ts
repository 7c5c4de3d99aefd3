import { randomUUID } from 'node:crypto';
import { watch, type FSWatcher } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../files/folder.ts';
import { replaceFile } from '../../files/replace-file.ts';
import type { Log } from '../../pagerduty/http/log.ts';

/** What another window changed, without a word about what it changed it to. */
export interface ChangedElsewhere {
	/** Whether it may be about who is on call too. */
	readonly oncall: boolean;
}

export interface OtherWindowsParts {
	/** Of this extension on this machine; need not exist. */
	readonly folder: string;
	readonly changed: (change: ChangedElsewhere) => void;
	readonly log: Log;
}

/** One for each kind of change: of two quick ones another window may see the last only. */
const files = { incidents: 'changed', oncall: 'changed-oncall' } as const;
type Kind = keyof typeof files;

/**
 * Tells the other windows on this machine that something was changed in this one, and hears it of them, through files that hold
 * nothing but who wrote them. Where files cannot be watched, the next look at PagerDuty shows it.
 */
export class OtherWindows {
	readonly #parts: OtherWindowsParts;
	readonly #window = randomUUID();
	#watcher: FSWatcher | undefined;
	#disposed = false;
	readonly #heard: Record<Kind, string> = { incidents: '', oncall: '' };

	constructor(parts: OtherWindowsParts) {
		this.#parts = parts;
	}

	/** Begins to listen. */
	async start(): Promise<void> {
		const { folder, log } = this.#parts;
		try {
			await makeFolder(folder);
			this.#heard.incidents = await this.#read('incidents');
			this.#heard.oncall = await this.#read('oncall');
			if (this.#disposed) return;
			this.#watcher = watch(folder, { persistent: false }, () => void this.#look());
			this.#watcher.on('error', () => log.debug('Changes in other windows are no longer heard of.'));
		} catch {
			log.debug('Changes in other windows are not heard of.');
		}
	}

	/** Something was changed here. */
	async tell({ oncall }: ChangedElsewhere): Promise<void> {
		const { folder, log } = this.#parts;
		try {
			await replaceFile(join(folder, files[oncall ? 'oncall' : 'incidents']), `${this.#window} ${randomUUID()}`);
		} catch {
			log.debug('Other windows were not told of a change.');
		}
	}

	dispose(): void {
		this.#disposed = true;
		this.#watcher?.close();
	}

	async #look(): Promise<void> {
		await Promise.all([this.#lookFor('incidents'), this.#lookFor('oncall')]);
	}

	async #lookFor(kind: Kind): Promise<void> {
		const text = await this.#read(kind);
		if (this.#disposed || text === '' || text === this.#heard[kind]) return;
		this.#heard[kind] = text;
		if (!text.startsWith(this.#window)) this.#parts.changed({ oncall: kind === 'oncall' });
	}

	async #read(kind: Kind): Promise<string> {
		return readFile(join(this.#parts.folder, files[kind]), 'utf8').catch(() => '');
	}
}
