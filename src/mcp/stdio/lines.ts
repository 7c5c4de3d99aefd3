/** A whole line, or the start and the end of one that is too long to keep. */
export type Line =
	| { readonly whole: true; readonly text: string }
	| { readonly whole: false; readonly start: string; readonly end: string };

/** What is kept of each end of a line that is too long. */
const keptBytes = 256;

/** Cuts a stream of bytes into lines without ever keeping more than `maximum` bytes of one. */
export class Lines {
	readonly #maximum: number;
	/** What has come of the line so far; of one that is too long its two ends. */
	#parts: Buffer[] = [];
	#size = 0;

	constructor(maximum: number) {
		this.#maximum = maximum;
	}

	/** Takes more bytes; gives the lines that they end. */
	push(chunk: Buffer): Line[] {
		const lines: Line[] = [];
		let from = 0;
		for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
			this.#add(chunk.subarray(from, end));
			lines.push(this.#take());
			from = end + 1;
		}
		this.#add(chunk.subarray(from));
		return lines;
	}

	/** The stream has ended; gives the line that it ended in, if any. */
	end(): Line[] {
		return this.#size > 0 ? [this.#take()] : [];
	}

	#add(part: Buffer): void {
		this.#size += part.length;
		this.#parts.push(part);
		if (this.#size <= this.#maximum) return;
		const all = Buffer.concat(this.#parts);
		this.#parts = [Buffer.from(all.subarray(0, keptBytes)), Buffer.from(all.subarray(-keptBytes))];
	}

	#take(): Line {
		const parts = this.#parts;
		const whole = this.#size <= this.#maximum;
		this.#parts = [];
		this.#size = 0;
		if (whole) return { whole, text: Buffer.concat(parts).toString() };
		return { whole, start: String(parts[0]), end: String(parts[1]) };
	}
}
