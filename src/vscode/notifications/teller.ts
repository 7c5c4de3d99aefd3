import type { Clock } from '../../pagerduty/http/clock.ts';

export interface TellerParts<News> {
	readonly clock: Clock;
	/** Milliseconds that a window waits while nobody looks at it. */
	readonly patience: () => number;
	/** Tells of incidents, but for those that another window has told. */
	readonly tell: (news: readonly News[]) => Promise<void>;
	readonly failed: (error: unknown) => void;
}

/**
 * When a window tells of new incidents: at once if somebody looks at it, else when somebody does, or when the window somebody
 * looks at had its chance. So they are told where they are seen, and told even if nobody looks at any.
 */
export class Teller<News> {
	readonly #parts: TellerParts<News>;
	readonly #waiting = new Map<AbortController, readonly News[]>();
	#focused = false;

	constructor(parts: TellerParts<News>) {
		this.#parts = parts;
	}

	/** Whether somebody looks at this window. */
	set focused(focused: boolean) {
		this.#focused = focused;
		if (!focused) return;
		const waiting = [...this.#waiting.values()].flat();
		this.reset();
		this.#tell(waiting);
	}

	/** These are new. */
	offer(incidents: readonly News[]): void {
		if (this.#focused) {
			this.#tell(incidents);
			return;
		}
		const wait = new AbortController();
		this.#waiting.set(wait, incidents);
		this.#parts.clock.sleep(this.#parts.patience(), wait.signal).then(
			() => {
				if (this.#waiting.delete(wait)) this.#tell(incidents);
			},
			() => undefined,
		);
	}

	/** What waits is not told. */
	reset(): void {
		for (const wait of this.#waiting.keys()) wait.abort();
		this.#waiting.clear();
	}

	#tell(incidents: readonly News[]): void {
		if (incidents.length > 0) this.#parts.tell(incidents).catch(this.#parts.failed);
	}
}
