import assert from 'node:assert/strict';
import { likenessTo, wordsOf } from '../../../src/tools/incidents/shared/text-likeness.ts';

const text = (id: string, title: string, more = '') => ({ id, title, more });

describe('likeness of texts', () => {
	it('puts the most alike first, and leaves out what shares no word', () => {
		const found = likenessTo(text('now', 'Disk full on db-7'), [
			text('other', 'Certificate expires'),
			text('half', 'Disk slow on web-2'),
			text('same', 'Disk full on db-3'),
		]);
		assert.deepEqual(
			found.map(({ id }) => id),
			['same', 'half'],
		);
		assert.ok((found[0]?.score ?? 0) > (found[1]?.score ?? 0));
	});

	it('counts the same text as 100, whatever its numbers are', () => {
		const [same] = likenessTo(text('now', 'Queue depth 4512 over 4000 since 12:04'), [
			text('then', 'Queue depth 9001 over 4000 since 03:17'),
		]);
		assert.equal(same?.score, 100);
	});

	it('gives a text with half of the words about half', () => {
		const others = Array.from({ length: 50 }, (_, count) => text(`other ${count}`, 'Something else happened'));
		const [half] = likenessTo(text('now', 'moths eat backup tapes'), [...others, text('then', 'moths eat wool socks')]);
		assert.ok(half && half.score > 35 && half.score < 65, String(half?.score));
	});

	it('takes rare words for more telling than common ones', () => {
		const others = Array.from({ length: 20 }, (_, count) => text(`common ${count}`, 'Checkout latency high'));
		const [first] = likenessTo(text('now', 'Checkout moths'), [...others, text('rare', 'Moths in the backup vault')]);
		assert.equal(first?.id, 'rare');
		assert.deepEqual(first.words, ['moths']);
	});

	it('names the rarest words first', () => {
		const others = [text('a', 'Checkout latency'), text('b', 'Checkout latency moths'), text('c', 'Checkout')];
		const { words = [] } = likenessTo(text('now', 'Checkout latency moths'), others).find(({ id }) => id === 'b') ?? {};
		assert.deepEqual(words, ['moths', 'latency', 'checkout']);
	});

	it('compares nothing with a text without a telling word', () => {
		assert.deepEqual(likenessTo(text('now', '42 99'), [text('then', '42 99')]), []);
		assert.deepEqual(likenessTo(text('now', ''), [text('then', 'Disk full')]), []);
	});

	for (const [written, words] of [
		['HTTP 5xx at https://shop.example/pay?id=3 for p95', ['http', '5xx', 'p95']],
		['gatewayTimeout in eu-west-1', ['gateway', 'timeout', 'eu', 'west']],
		['i-0abc12def34 pod checkout-7f9c6d8b5c-x2k4p', ['pod', 'checkout', 'x2k4p']],
		['Zahlungen über Köln: Ａｂｃ', ['zahlungen', 'über', 'köln', 'abc']],
		['支払い 失敗', ['支払い', '失敗']],
	] as const)
		it(`reads the words of ${written}`, () => {
			assert.deepEqual(wordsOf(written), words);
		});
});
