import { withoutInvisible } from './without-invisible.ts';

/** One line of visible text in at most `bytes` bytes of UTF-8. */
export function visibleLine(text: string, bytes: number): string {
	return cut(oneLine(withoutInvisible(oneLine(text))), bytes);
}

function oneLine(text: string): string {
	return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

function cut(text: string, bytes: number): string {
	const encoded = new TextEncoder().encode(text);
	if (encoded.length <= bytes) return text;
	// Three bytes are the ellipsis's; a character cut in two decodes to U+FFFD.
	return `${new TextDecoder().decode(encoded.subarray(0, bytes - 3)).replace(/\uFFFD+$/, '')}…`;
}
