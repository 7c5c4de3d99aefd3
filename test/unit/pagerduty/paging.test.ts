import assert from 'node:assert/strict';
import { listIncidents } from '../../../src/pagerduty/api/incidents.ts';
import * as z from 'zod';
import { cursorPage, cursorPages, page, pages, type CursorPage, type Page } from '../../../src/pagerduty/api/paging.ts';
import { FakeApi, json } from './fake-api.ts';

function pageOf(offset: number, received: number, more: boolean): Page<number> {
	const items = Array.from({ length: received }, (_, index) => offset + index);
	return { items, received, limit: 100, offset, more, total: undefined };
}

async function all<Item>(source: AsyncIterable<Page<Item>>): Promise<Page<Item>[]> {
	const found: Page<Item>[] = [];
	for await (const each of source) found.push(each);
	return found;
}

describe('PagerDuty pages', () => {
	it('reads one page with its position', async () => {
		const api = new FakeApi(() =>
			json({ incidents: [{ id: 'Q1' }, { no: 'id' }, { id: 'Q2' }], limit: 3, offset: '6', more: true, total: 12 }),
		);
		const { items, ...position } = await listIncidents(api.person, { limit: 3, offset: 6 });
		assert.deepEqual(
			items.map(({ id }) => id),
			['Q1', 'Q2'],
		);
		assert.deepEqual(position, { places: [0, 2], received: 3, limit: 3, offset: 6, more: true, total: 12 });
	});

	it('reads a page whose position is null or missing, or whose rows are null', () => {
		const schema = page('things', z.object({ id: z.string() }));
		const none = { items: [], places: [], received: 0, limit: undefined, offset: 0, more: false, total: undefined };
		assert.deepEqual(schema.parse({ things: null, limit: null, offset: null, more: null, total: null }), none);
		assert.deepEqual(schema.parse({ things: [] }), none);
	});

	it('walks by the rows received, not by those asked for', async () => {
		const offsets: number[] = [];
		const found = await all(
			pages(({ offset }) => {
				offsets.push(offset);
				return Promise.resolve(pageOf(offset, 30, offset < 90));
			}),
		);
		assert.deepEqual(offsets, [0, 30, 60, 90]);
		assert.equal(found.flatMap(({ items }) => items).length, 120);
	});

	it('counts rows that could not be read', async () => {
		const api = new FakeApi(({ url }) =>
			url.searchParams.get('offset') === '0'
				? json({ incidents: [{ id: 'Q1' }, {}], more: true })
				: json({ incidents: [{ id: 'Q3' }], more: false }),
		);
		await all(pages((at) => listIncidents(api.person, at)));
		assert.deepEqual(
			api.calls.map(({ url }) => url.searchParams.get('offset')),
			['0', '2'],
		);
	});

	it('starts where it is told, in steps as told', async () => {
		const asked: unknown[] = [];
		await all(
			pages(
				(at) => {
					asked.push(at);
					return Promise.resolve(pageOf(at.offset, at.limit, asked.length < 2));
				},
				{ limit: 10, offset: 40 },
			),
		);
		assert.deepEqual(asked, [
			{ limit: 10, offset: 40 },
			{ limit: 10, offset: 50 },
		]);
	});

	it('ends with a page that is empty although it says more', async () => {
		assert.equal((await all(pages(({ offset }) => Promise.resolve(pageOf(offset, 0, true))))).length, 1);
	});

	it('stops at 10 000 rows without asking beyond, and says that there is more', async () => {
		const asked: { limit: number; offset: number }[] = [];
		const found = await all(
			pages(
				(at) => {
					asked.push(at);
					return Promise.resolve(pageOf(at.offset, at.limit, true));
				},
				{ limit: 300 },
			),
		);
		assert.deepEqual(asked.at(-1), { limit: 100, offset: 9900 });
		assert.equal(found.flatMap(({ items }) => items).length, 10_000);
		assert.equal(found.at(-1)?.more, true);
	});

	it('asks no further than the reader reads', async () => {
		let reads = 0;
		const walk = pages(({ offset }) => {
			reads++;
			return Promise.resolve(pageOf(offset, 10, true));
		});
		for await (const each of walk) if (each.offset >= 10) break;
		assert.equal(reads, 2);
	});

	it('passes a failure on', async () => {
		await assert.rejects(all(pages(() => Promise.reject(new Error('no')))), /no/);
	});

	it('reads and walks by cursor', async () => {
		const schema = cursorPage('records', z.object({ id: z.string() }));
		const replies: Record<string, unknown> = {
			start: { records: [{ id: 'a' }, {}], next_cursor: 'c1', limit: 100 },
			c1: { records: null, next_cursor: 'c2' },
			c2: { records: [{ id: 'b' }], next_cursor: null },
		};
		const found: CursorPage<{ id: string }>[] = [];
		const walk = cursorPages((cursor) => Promise.resolve(schema.parse(replies[cursor ?? 'start'])));
		for await (const each of walk) found.push(each);
		assert.deepEqual(found, [
			{ items: [{ id: 'a' }], next_cursor: 'c1' },
			{ items: [], next_cursor: 'c2' },
			{ items: [{ id: 'b' }], next_cursor: undefined },
		]);
		assert.equal(schema.parse({ records: [], next_cursor: '' }).next_cursor, undefined);
	});

	it('ends when a cursor comes again', async () => {
		const cursors: (string | undefined)[] = [];
		const walk = cursorPages((cursor) => {
			cursors.push(cursor);
			return Promise.resolve({ items: [], next_cursor: 'same' });
		}, 'start');
		for await (const each of walk) assert.ok(each);
		assert.deepEqual(cursors, ['start', 'same']);
	});
});
