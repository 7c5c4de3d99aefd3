/** ANSI colour and cursor sequences and terminal links, removed whole: without the escape character their rest would stay as text. */
const ansi = /\u001B\[[0-9;?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)/g;

/** Scripts in which a joiner decides how the letters beside it look: those that join like Arabic, and the Indic ones. */
const joining = [
	...['Arabic', 'Syriac', 'Mandaic', 'Nko', 'Mongolian', 'Phags_Pa', 'Adlam', 'Hanifi_Rohingya'],
	...['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala'],
	...['Khmer', 'Myanmar', 'Tibetan', 'Balinese', 'Javanese', 'Sundanese', 'Chakma', 'Newa', 'Grantha', 'Tirhuta'],
];

/** A letter of those scripts, or a mark that stands on one. */
const letter = `(?=[\\p{L}\\p{M}])[${joining.map((script) => `\\p{Script_Extensions=${script}}`).join('')}]`;

/** The parts of the United Kingdom and the states of the USA have flags; other tag characters after a black flag only hide text. */
const flag =
	'\\u{1F3F4}(?:\\u{E0067}\\u{E0062}[\\u{E0061}-\\u{E007A}]{3}|\\u{E0075}\\u{E0073}[\\u{E0061}-\\u{E007A}]{2})\\u{E007F}';

/** What nobody sees by itself, but a reader would miss: group 1 stays. */
const needed = [
	flag,
	// A selector says whether a symbol is shown as text or as an emoji; after a digit only within a keycap.
	'(?![0-9#*])\\p{Emoji}[\\uFE0E\\uFE0F]',
	'[0-9#*]\\uFE0F(?=\\u20E3)',
	// Emoji of several parts, such as a family.
	'(?<=\\p{Extended_Pictographic}[\\uFE0F\\p{Emoji_Modifier}]?)\\u200D(?=\\p{Extended_Pictographic})',
	`(?<=${letter})[\\u200C\\u200D]`,
	`(?<![\\u200C\\u200D])[\\u200C\\u200D](?=${letter})`,
].join('|');

/** Control characters but tab and newline, format characters, what is ignorable by default, and halves of characters. */
const invisible = '(?![\\t\\n])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}]';

const neededOrInvisible = new RegExp(`(${needed})|${invisible}`, 'gu');

/** Text without what nobody can see, as it would be empty if there is nothing else. Scripts and emoji stay as they are written. */
export function withoutInvisible(text: string): string {
	return text.replace(ansi, '').replace(neededOrInvisible, '$1');
}

/** JSON that means the same, in which what nobody can see, and what would end a line, is written as its code. */
export function withVisibleCodes(json: string): string {
	return json
		.replace(neededOrInvisible, (character, kept: string | undefined) => kept ?? codesOf(character))
		.replace(/[\u2028\u2029]/g, codesOf);
}

function codesOf(character: string): string {
	return Array.from({ length: character.length }, (_, place) => character.charCodeAt(place))
		.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
		.join('');
}
