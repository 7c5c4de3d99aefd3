import type { Clock } from '../../pagerduty/http/clock.ts';

export interface TickerParts {
	readonly clock: Clock;
	/** Milliseconds to the next tick; asked after each. */
	readonly wait: () => number;
	readonly tick: () => void;
}

/** Ticks while somebody sees what only time changes: ages, and whose turn it is. Costs nothing otherwise. */
export class Ticker {
	readonly #parts: TickerParts;
	#running: AbortController | undefined;

	constructor(parts: TickerParts) {
		this.#parts = parts;
	}

	/** Whether anybody sees it. */
	set wanted(wanted: boolean) {
		if (wanted === (this.#running !== undefined)) return;
		this.#running?.abort();
		this.#running = wanted ? new AbortController() : undefined;
		if (this.#running) this.#next(this.#running.signal);
	}

	/** What decides how long to wait changed. */
	reschedule(): void {
		if (!this.#running) return;
		this.wanted = false;
		this.wanted = true;
	}

	dispose(): void {
		this.wanted = false;
	}

	#next(signal: AbortSignal): void {
		if (signal.aborted) return;
		const { clock, wait, tick } = this.#parts;
		clock.sleep(wait(), signal).then(
			() => {
				if (signal.aborted) return;
				tick();
				this.#next(signal);
			},
			() => undefined,
		);
	}
}
