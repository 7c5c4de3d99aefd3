import assert from 'node:assert/strict';
import * as z from 'zod';
import { answerBudget, listResult, readRows, wholeList } from '../../../src/tools/lists/list.ts';
import { defineShape } from '../../../src/tools/shapes/shape.ts';

const view = defineShape({
	singular: 'thing',
	plural: 'things',
	fields: { id: z.string(), text: z.string().optional() },
	compact: ['id', 'text'],
});
const things = (count: number, length = 1) =>
	Array.from({ length: count }, (_, index) => ({ id: `T${index}`, text: 'x'.repeat(length) }));
const input = { limit: 100 };

describe('the answer of a list', () => {
	it('joins what is to be said: why something is missing, and that not all fits', () => {
		const rows = {
			...wholeList(things(10, answerBudget / 4), { offset: 0 }, 100),
			note: 'Archived ones are left out.',
		};
		const { items, envelope } = listResult('list_things', view, input, rows);
		assert.equal(items.length, 3);
		assert.match(envelope.note ?? '', /^Archived ones are left out\. Only 3 of 10 fit into one answer: /);
		assert.equal(envelope.more, true);
		assert.equal(typeof envelope.next_cursor, 'string');
	});

	it('gives at least one item, however large', () => {
		const { items } = listResult(
			'list_things',
			view,
			input,
			wholeList(things(2, answerBudget * 2), { offset: 0 }, 100),
		);
		assert.equal(items.length, 1);
	});

	it('says that there is more although PagerDuty gives no way to it', () => {
		const { envelope } = listResult('list_things', view, input, { rows: [], next: undefined, unreachable: true });
		assert.deepEqual(envelope, { returned: 0, more: true });
	});

	it('counts only the asked fields against its size', () => {
		const rows = wholeList(things(10, answerBudget / 4), { offset: 0 }, 100);
		const { items, envelope } = listResult('list_things', view, { ...input, fields: ['id'] }, rows);
		assert.deepEqual([items.length, envelope.more, envelope.note], [10, false, undefined]);
	});

	it('goes on after the rows that could not be read, and loses none of the others', async () => {
		const read = ({ offset }: { limit: number; offset: number }) =>
			Promise.resolve({
				items: offset === 0 ? [{ id: 'T0' }, { id: 'T2' }] : [{ id: 'T3' }],
				places: offset === 0 ? [0, 2] : [0],
				received: offset === 0 ? 3 : 1,
				limit: 3,
				offset,
				more: offset === 0,
				total: undefined,
			});
		const page = (offset: number, limit: number) =>
			readRows({ start: { offset }, limit, read, show: (thing) => thing });
		assert.deepEqual((await page(0, 3)).next, { offset: 3 });
		assert.deepEqual((await page(3, 3)).next, undefined);
	});
});
