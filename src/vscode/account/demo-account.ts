import type { RedactingLog } from '../log.ts';

/** A running demo account. */
export interface Demo {
	readonly url: string;
	readonly token: string;
	close(): Promise<void>;
}

/** The demo account of this window: it runs from its first use until it is left. */
export class DemoAccount {
	readonly #start: () => Promise<Demo>;
	readonly #log: RedactingLog;
	#running: Promise<Demo> | undefined;

	constructor(start: () => Promise<Demo>, log: RedactingLog) {
		this.#start = start;
		this.#log = log;
	}

	/** The running one; after one that did not start, another try. */
	running(): Promise<Demo> {
		return (this.#running ??= this.#open());
	}

	async close(): Promise<void> {
		const demo = this.#running;
		this.#running = undefined;
		try {
			await (await demo)?.close();
		} catch (error) {
			this.#log.warn(`The demo did not end: ${error instanceof Error ? error.message : 'unknown'}`);
		}
	}

	async #open(): Promise<Demo> {
		try {
			const demo = await this.#start();
			this.#log.hide(demo.token);
			return demo;
		} catch (error) {
			this.#running = undefined;
			throw error;
		}
	}
}
