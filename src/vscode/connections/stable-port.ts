import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import { Emitter } from '../emitter.ts';

/** A place where the server of this window listens besides its own. */
export interface Listening {
	readonly url: string;
	dispose(): Promise<void>;
}

/** Who has the port of this machine: this window, another one, or another program. */
export type PortState =
	{ readonly kind: 'off' } | { readonly kind: 'here' | 'elsewhere' | 'taken'; readonly port: number };

export interface StablePortParts {
	/** All windows share it. */
	readonly folder: string;
	/** The port that the person has chosen; 0 for none. */
	readonly port: () => number;
	/** Whether anybody may come to it. */
	readonly needed: () => Promise<boolean>;
	/** Starts this window's server if it does not run. */
	readonly listen: (port: number) => Promise<Listening>;
	/** Whether nobody has the port. Default: it is tried. */
	readonly isFree?: (port: number) => Promise<boolean>;
	readonly clock: Clock;
	readonly log: Pick<Log, 'info' | 'warn'>;
}

/** How long until a window takes over from one that has closed. */
const tryEveryMs = 5000;

/** The port that stays the same, so that saved configurations go on working. One window has it at a time. */
export class StablePort {
	readonly changed = new Emitter();
	readonly #parts: StablePortParts;
	readonly #ended = new AbortController();
	#state: PortState = { kind: 'off' };
	#listening: { readonly port: number; readonly place: Listening } | undefined;
	#turn: Promise<void> = Promise.resolve();
	#waiting: AbortController | undefined;

	constructor(parts: StablePortParts) {
		this.#parts = parts;
	}

	get state(): PortState {
		return this.#state;
	}

	/** Takes or leaves the port as the setting and the connections want it now. Resolves when that is done. */
	update(): Promise<void> {
		this.#turn = this.#turn.then(() => this.#settle());
		return this.#turn;
	}

	async dispose(): Promise<void> {
		this.#ended.abort();
		await this.#turn;
		await this.#listening?.place.dispose();
	}

	async #settle(): Promise<void> {
		if (this.#ended.signal.aborted) return;
		const wanted = this.#parts.port();
		const port = wanted !== 0 && (await this.#parts.needed().catch(() => false)) ? wanted : 0;
		if (this.#listening && this.#listening.port !== port) {
			await this.#listening.place.dispose();
			this.#listening = undefined;
		}
		this.#show(port === 0 ? { kind: 'off' } : await this.#take(port));
		this.#waiting?.abort();
		// Others may make the first connection, or close the window that has the port.
		if (wanted !== 0 && this.#state.kind !== 'here') this.#tryLater();
	}

	async #take(port: number): Promise<PortState> {
		if (this.#listening) return { kind: 'here', port };
		const { isFree = nobodyListensAt, listen } = this.#parts;
		// A server is started to serve, not to find out.
		const place = (await isFree(port)) ? await listen(port).catch(() => undefined) : undefined;
		if (!place) return { kind: (await this.#isOurs(port)) ? 'elsewhere' : 'taken', port };
		this.#listening = { port, place };
		// It only decides what other windows say.
		await writeFile(this.#holderFile, `${port} ${process.pid}`).catch(() => undefined);
		return { kind: 'here', port };
	}

	/** Whether another window of ours says that it has the port, and still runs. */
	async #isOurs(port: number): Promise<boolean> {
		try {
			const [held, pid = 0] = (await readFile(this.#holderFile, 'utf8')).split(' ').map(Number);
			if (held !== port || !(pid > 0) || pid === process.pid) return false;
			// Sends nothing, and throws when there is no such process.
			return process.kill(pid, 0);
		} catch {
			return false;
		}
	}

	#tryLater(): void {
		const waiting = new AbortController();
		this.#waiting = waiting;
		const signal = AbortSignal.any([waiting.signal, this.#ended.signal]);
		this.#parts.clock.sleep(tryEveryMs, signal).then(
			() => void this.update(),
			() => undefined,
		);
	}

	#show(state: PortState): void {
		const before = JSON.stringify(this.#state);
		this.#state = state;
		if (JSON.stringify(state) === before) return;
		if (state.kind === 'here') this.#parts.log.info(`Connections: this window serves port ${state.port}`);
		if (state.kind === 'taken') this.#parts.log.warn(`Connections: port ${state.port} is taken by another program`);
		this.changed.fire();
	}

	get #holderFile(): string {
		return join(this.#parts.folder, 'port');
	}
}

function nobodyListensAt(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}
