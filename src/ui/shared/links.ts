/** A part of a text: words, or an address of the web. */
export interface TextPart {
	readonly text: string;
	/** What is opened, as a browser reads it: its letters cannot pass for others. */
	readonly url?: string;
}

/** An address as a browser reads it; undefined for whatever is not of the web. */
export function webAddress(text: string): string | undefined {
	// A text that was cut is no address any more.
	if (!/^https?:\/\/[^\s…]+$/i.test(text)) return undefined;
	try {
		return new URL(text).href;
	} catch {
		return undefined;
	}
}

/** Finds the addresses of the web in a text. */
export function linkedParts(text: string): readonly TextPart[] {
	return text.split(/(https?:\/\/[^\s"'<>`\\{}|^…]*[^\s"'<>`\\{}|^….,;:!?)\]])/i).map((part) => {
		const url = webAddress(part);
		return url === undefined ? { text: part } : { text: part, url };
	});
}
