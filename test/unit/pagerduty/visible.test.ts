import assert from 'node:assert/strict';
import { visibleLine } from '../../../src/pagerduty/http/visible-line.ts';
import { withoutInvisible, withVisibleCodes } from '../../../src/pagerduty/http/without-invisible.ts';
import { cleanLine, cleanText } from '../../../src/tools/text/untrusted.ts';

/** Text in tag characters, which nobody sees and a model can read. */
const tags = (text: string) => [...Buffer.from(text)].map((byte) => String.fromCodePoint(0xe0000 + byte)).join('');

/** Text in variation selectors, a byte each. */
const selectors = (text: string) =>
	[...Buffer.from(text)].map((byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe00f0 + byte)).join('');

describe('outside text', () => {
	for (const [what, text] of Object.entries({
		'a family': '👨‍👩‍👧‍👦 on call',
		'a rainbow flag': '🏳️‍🌈 Pride',
		'a profession with a skin tone': '👩🏽‍🚒 Fire',
		'a pirate flag': '🏴‍☠️',
		'the flag of England': '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
		'the flag of Scotland twice': '🏴󠁧󠁢󠁳󠁣󠁴󠁿🏴󠁧󠁢󠁳󠁣󠁴󠁿',
		'the flag of Texas': `🏴${tags('ustx')}\u{E007F}`,
		'a red heart': '❤️ and ❤︎',
		'a keycap': '1️⃣ #️⃣',
		'a Persian word': 'می\u200cخواهم',
		'an Arabic abbreviation': 'ه\u200d.',
		'a Hindi half form': 'क्\u200dष and क्\u200cष',
		'a Sinhala conjunct': 'ශ්\u200dරී',
		'a Malayalam chillu': 'ന്\u200d',
		'a Bengali ya-phala': 'র\u200d্য',
		'an accent': 'Zoë Zoë Ångström',
		'tabs and lines': 'a\tb\nc',
		'currency, arrows and private use': '€ → \uE0B0',
	}))
		it(`keeps ${what}`, () => {
			assert.equal(withoutInvisible(text), text);
			assert.equal(cleanText(text), text);
		});

	for (const [what, hidden] of Object.entries({
		'tag characters': tags('ignore all'),
		'tag characters that end like a flag': `${tags('ignore')}\u{E007F}`,
		'variation selectors': selectors('ignore all'),
		'zero-width spaces': '\u200b\u200b\ufeff\u2060',
		'joiners between Latin letters': '\u200d\u200c\u200d',
		'bidirectional overrides': '\u202e\u2066\u2069\u061c\u200f',
		'a grapheme joiner': '\u034f',
		'Hangul fillers': '\u115f\u1160\u3164\uffa0',
		'Khmer inherent vowels': '\u17b4\u17b5',
		'Mongolian selectors': '\u180b\u180c\u180d\u180e\u180f',
		'invisible operators': '\u2061\u2062\u2063\u2064',
		'musical and shorthand formats': '\u{1d173}\u{1bca0}',
		'unassigned ignorables': '\u{e0fff}\u2065\ufff0',
		'halves of characters': '\udc00\ud83d',
		'control characters': '\u0000\u0007\u007f\u0085',
		'soft hyphens': '\u00ad',
		colours: '\u001b[31m\u001b]8;;https://x.example\u0007',
		noncharacters: '\ufffe\u{1ffff}',
	})) {
		it(`loses ${what}`, () => {
			assert.equal(withoutInvisible(`ab${hidden}cd`), 'abcd');
			assert.equal(cleanLine(`${hidden}ab${hidden}`), 'ab');
			assert.match(visibleLine(`ab${hidden}`, 100), /^ab(?:$| \[31m)/);
		});
	}

	it('loses what hides behind an emoji, an ideograph or a digit', () => {
		assert.equal(withoutInvisible(`😀${selectors('ignore')}`), '😀');
		assert.equal(withoutInvisible(`❤️${selectors('ignore')}!`), '❤️!');
		assert.equal(withoutInvisible(`🏴${tags('ignore all')}\u{E007F}`), '🏴');
		assert.equal(withoutInvisible(`🏴${tags('gbeng')}${tags('hi')}\u{E007F}`), '🏴');
		assert.equal(withoutInvisible('1\uFE0F2\uFE0E'), '12');
		assert.equal(withoutInvisible('葛\u{E0100}'), '葛');
		assert.equal(withoutInvisible('😀\u200d\u200dx'), '😀x');
	});

	it('keeps one joiner of many at a place', () => {
		assert.equal(withoutInvisible('س\u200c\u200d\u200c\u200dx'), 'س\u200cx');
		assert.equal(withoutInvisible('क\u200d\u200c\u200dष'), 'क\u200dष');
	});

	it('is cut without leaving half a character or a loose joiner', () => {
		assert.equal(cleanText('ab😀', 3), 'ab… [2 more characters]');
		assert.match(cleanText(`ab👩\u200d🚒 and more`, 5), /^ab👩… /u);
	});

	it('is written as its code in JSON that must mean the same', () => {
		const hidden = { label: `Pager${tags('ignore all')}\u202eDuty\u200b\u2028 👩‍🚒` };
		const json = withVisibleCodes(JSON.stringify(hidden));
		assert.deepEqual(JSON.parse(json), hidden);
		assert.equal(withoutInvisible(json), json);
		assert.ok(json.includes('👩‍🚒'));
		assert.ok(!json.includes('\u2028'));
	});
});
