import assert from 'node:assert/strict';
import { selectedRows } from '../../../src/vscode/sidebar/selected-rows.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('rows that are selected', () => {
	const clock = new FakeClock();

	it('are told at once', async () => {
		assert.deepEqual(await selectedRows({ selection: ['Q1', 'Q2'] }, clock), ['Q1', 'Q2']);
	});

	it('are waited for while the view is drawn anew', async () => {
		const view: { selection: string[] } = { selection: [] };
		const rows = selectedRows(view, clock);
		await clock.advance(500);
		view.selection = ['Q1'];
		await clock.advance(500);
		assert.deepEqual(await rows, ['Q1']);
	});

	it('are none where a second later none is', async () => {
		const rows = selectedRows({ selection: [] }, clock);
		await clock.advance(1_000);
		assert.deepEqual(await rows, []);
		assert.equal(clock.sleeping, 0);
	});
});
