/** Control characters, and the invisible ones that reorder or hide text. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu;

/** One line of visible text in at most `bytes` bytes of UTF-8. */
export function plainText(text: string, bytes: number): string {
	return cut(text.replace(invisible, ' ').trim(), bytes);
}

function cut(text: string, bytes: number): string {
	const encoded = new TextEncoder().encode(text);
	if (encoded.length <= bytes) return text;
	// Three bytes are the ellipsis's; a character cut in two decodes to U+FFFD.
	return `${new TextDecoder().decode(encoded.subarray(0, bytes - 3)).replace(/\uFFFD+$/, '')}…`;
}
