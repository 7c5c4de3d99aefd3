import type { Log } from '../../pagerduty/http/log.ts';
import { Emitter, type Disposable } from '../emitter.ts';

export interface MyTeamsParts {
	/** Reads the names of the teams of whoever is signed in. */
	readonly read: (signal: AbortSignal) => Promise<readonly string[]>;
	readonly switched: { on(listener: () => void): Disposable };
	readonly log: Log;
}

/** The teams of the person signed in, read when they are first needed. */
export class MyTeams {
	/** They are known now. */
	readonly learned = new Emitter();
	readonly #parts: MyTeamsParts;
	readonly #listening: Disposable;
	#names: readonly string[] | undefined;
	/** The reading that counts: one that began for somebody else does not. */
	#reading: AbortController | undefined;

	constructor(parts: MyTeamsParts) {
		this.#parts = parts;
		this.#listening = parts.switched.on(() => {
			this.#names = undefined;
			this.#end();
		});
	}

	/** Undefined while they are not known. */
	get names(): readonly string[] | undefined {
		return this.#names;
	}

	/** Has them read unless they are known. What could not be read is tried again the next time. */
	learn(): void {
		if (this.#names || this.#reading) return;
		this.#reading = new AbortController();
		void this.#read(this.#reading);
	}

	dispose(): void {
		this.#listening.dispose();
		this.#end();
	}

	#end(): void {
		this.#reading?.abort();
		this.#reading = undefined;
	}

	async #read(reading: AbortController): Promise<void> {
		try {
			const names = await this.#parts.read(reading.signal);
			if (this.#reading !== reading) return;
			this.#names = names;
			this.learned.fire();
		} catch {
			this.#parts.log.debug('The teams of the person could not be read.');
		} finally {
			if (this.#reading === reading) this.#reading = undefined;
		}
	}
}
