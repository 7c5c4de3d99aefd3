import assert from 'node:assert/strict';
import { allows } from '../../../src/tools/core/access.ts';
import { decodeCursor, encodeCursor } from '../../../src/tools/lists/cursor.ts';
import { ToolError } from '../../../src/tools/core/failure.ts';
import { nearest } from '../../../src/tools/text/nearest.ts';
import { resultText } from '../../../src/tools/text/result-text.ts';
import { formatDuration } from '../../../src/tools/text/duration.ts';
import { cleanLine, cleanText } from '../../../src/tools/text/untrusted.ts';

describe('access levels', () => {
	it('include the lower ones', () => {
		assert.ok(
			allows('administer', 'read') &&
				allows('respond', 'respond') &&
				!allows('read', 'respond') &&
				!allows('respond', 'administer'),
		);
	});
});

describe('cursors', () => {
	it('come back as the position they stand for', () => {
		assert.deepEqual(decodeCursor('q', encodeCursor('q', { offset: 75, token: 'x' })), { offset: 75, token: 'x' });
	});

	it('are refused for another query and when made up', () => {
		assert.throws(() => decodeCursor('other', encodeCursor('q', { offset: 1 })), ToolError);
		for (const made of [
			'',
			'abc',
			Buffer.from('{"q":1}').toString('base64url'),
			Buffer.from('{"q":"x","o":-1}').toString('base64url'),
		])
			assert.throws(() => decodeCursor('q', made), ToolError);
	});
});

describe('spans of time', () => {
	it('are told in words', () => {
		const spans = [40_000, 5 * 60_000, 125 * 60_000, 2 * 3_600_000, 76 * 3_600_000, 48 * 3_600_000, -5];
		assert.deepEqual(spans.map(formatDuration), ['40s', '5m', '2h 5m', '2h', '3d 4h', '2d', '0s']);
	});
});

describe('text from outside', () => {
	it('loses what is invisible', () => {
		assert.equal(cleanLine('a\u202Eb\u200Bc\u0007 d\n\te\u2066f\uFEFF'), 'abc d ef');
		assert.equal(cleanText('one\r\ntwo\u001b[31mred\u001b[0m'), 'one\ntwored');
		assert.equal(cleanText('tag\u{E0041}\u{E007F}s'), 'tags');
	});

	it('is capped and says so', () => {
		assert.equal(cleanText('x'.repeat(30), 10), `${'x'.repeat(10)}… [20 more characters]`);
	});

	it('keeps what people write', () => {
		assert.equal(cleanLine('Überlastung 🔥 *p99* 超时'), 'Überlastung 🔥 *p99* 超时');
	});
});

describe('nearest', () => {
	it('puts the most alike first and leaves out the rest', () => {
		assert.deepEqual(nearest('service', ['services', 'since', 'fields']), ['services']);
		assert.equal(nearest('Chekout API', ['Payments', 'Checkout API'])[0], 'Checkout API');
		assert.deepEqual(nearest('zzzz', ['incident', 'limit']), []);
	});
});

describe('results as text', () => {
	it('hold every fact, and text from outside cannot pass for a field', () => {
		const text = resultText({
			more: true,
			incidents: [{ id: 'Q1', title: 'a\nmore: false', people: ['x', 'y'] }],
			none: [],
		});
		assert.equal(
			text,
			['more: true', 'incidents:', '- id: Q1', '  title: a', '    more: false', '  people: x, y', 'none: none'].join(
				'\n',
			),
		);
	});
});
