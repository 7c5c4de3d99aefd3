import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectionStore } from '../../connections/connection-store.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { Emitter } from '../emitter.ts';

/** The connections of this machine, loaded when somebody first needs them: an editor without any does not pay for them. */
export class MachineConnections {
	/** Fires when one was made, changed, used or ended, in whatever window. */
	readonly changed = new Emitter();
	readonly #path: string;
	readonly #clock: Clock;
	#store: Promise<ConnectionStore> | undefined;

	/** @param folder all windows share it. */
	constructor(folder: string, clock: Clock) {
		this.#path = join(folder, 'connections.json');
		this.#clock = clock;
	}

	store(): Promise<ConnectionStore> {
		this.#store ??= this.#load().catch((error: unknown) => {
			this.#store = undefined;
			throw error;
		});
		return this.#store;
	}

	/** Whether there are any. Loads nothing where there have never been any. */
	async any(): Promise<boolean> {
		if (!this.#store && !(await stat(this.#path).catch(() => undefined))) return false;
		return (await (await this.store()).fresh()).length > 0;
	}

	async #load(): Promise<ConnectionStore> {
		const [{ ConnectionStore: Store }, { ConnectionFile }] = await Promise.all([
			import('../../connections/connection-store.ts'),
			import('../../connections/connection-file.ts'),
		]);
		const store = new Store(new ConnectionFile(this.#path, this.#clock), this.#clock);
		store.onChange(() => this.changed.fire());
		return store;
	}
}
