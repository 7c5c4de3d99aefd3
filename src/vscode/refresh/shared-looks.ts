import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../files/replace-file.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';

export interface SharedLooksParts {
	/** Of this extension on this machine; need not exist. */
	readonly folder: string;
	readonly clock: Clock;
	readonly log: Log;
}

/**
 * Lets one window of several look at PagerDuty while nobody looks at the others, through a file that holds which window looked,
 * at which sign-in and when. Where it cannot be written, each window looks for itself.
 */
export class SharedLooks {
	readonly #parts: SharedLooksParts;
	readonly #window = randomUUID();

	constructor(parts: SharedLooksParts) {
		this.#parts = parts;
	}

	/** Whether another window has looked, or begun to, in the last so many milliseconds. @param signIn id of the account */
	async isElsewhere(signIn: string, ms: number): Promise<boolean> {
		const [window, account, at] = (await readFile(this.#file, 'utf8').catch(() => '')).split(' ');
		const ago = this.#parts.clock.now().getTime() - Number(at);
		return window !== this.#window && account === signIn && ago >= 0 && ago < ms;
	}

	/** This window looks now. @param signIn id of the account */
	begin(signIn: string): Promise<void> {
		return this.#write(`${this.#window} ${signIn} ${this.#parts.clock.now().getTime()}`);
	}

	/** What this window saw is of no use to the others. */
	fail(): Promise<void> {
		return this.#write('');
	}

	get #file(): string {
		return join(this.#parts.folder, 'looked');
	}

	async #write(text: string): Promise<void> {
		try {
			await replaceFile(this.#file, text);
		} catch {
			this.#parts.log.debug('Other windows do not know of this look.');
		}
	}
}
