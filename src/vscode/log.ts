import type { Log } from '../pagerduty/http/log.ts';
import { redact } from '../pagerduty/http/redact.ts';

/** A log that hides known secrets and whatever looks like one. The second line of defence: the first is not to log them. */
export class RedactingLog implements Log {
	readonly #sink: Log;
	readonly #secrets = new Set<string>();

	constructor(sink: Log) {
		this.#sink = sink;
	}

	/** Hides `secret` wherever it turns up from now on. */
	hide(secret: string): void {
		this.#secrets.add(secret);
	}

	debug(message: string): void {
		this.#sink.debug(this.#redact(message));
	}

	info(message: string): void {
		this.#sink.info(this.#redact(message));
	}

	warn(message: string): void {
		this.#sink.warn(this.#redact(message));
	}

	error(message: string): void {
		this.#sink.error(this.#redact(message));
	}

	#redact(message: string): string {
		return redact(message, [...this.#secrets]);
	}
}
