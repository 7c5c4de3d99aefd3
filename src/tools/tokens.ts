/** Parts of words, numbers by three digits, marks that stand together, and each character of scripts without spaces. */
const parts = /[A-Z]?[a-z]{1,6}|[A-Z]{1,2}|\d{1,3}|\p{Script=Cyrillic}{1,3}|[!-/:-@[-`{-~]{1,3}|\S/gu;
const pictures = /\p{Extended_Pictographic}/gu;

/** About how many tokens a language model makes of a text, rather too many than too few; in any script. */
export function tokensIn(text: string): number {
	return (text.match(parts)?.length ?? 0) + (text.match(pictures)?.length ?? 0);
}
