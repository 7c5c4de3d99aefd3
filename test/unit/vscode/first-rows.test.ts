import assert from 'node:assert/strict';
import { Emitter } from '../../../src/vscode/emitter.ts';
import { firstRows } from '../../../src/vscode/refresh/first-rows.ts';

describe('What is read beside the first incidents', () => {
	const changed = new Emitter();
	const incidents = { openCount: 0, changed };
	let end: () => void;
	let waiting: boolean;
	let abort: AbortController;
	const wait = () => {
		waiting = true;
		const reading = new Promise<void>((resolve) => (end = resolve));
		void firstRows(incidents, reading, abort.signal).then(() => (waiting = false));
	};
	const show = (openCount: number) => {
		incidents.openCount = openCount;
		changed.fire();
	};
	/** Whatever can go on has gone on. */
	const settled = () => new Promise(setImmediate);
	beforeEach(() => {
		incidents.openCount = 0;
		abort = new AbortController();
	});

	it('waits for the first rows, and not for the last ones', async () => {
		wait();
		show(0);
		await settled();
		assert.equal(waiting, true);
		show(25);
		await settled();
		assert.equal(waiting, false);
	});

	it('goes on where the reading ends without any', async () => {
		wait();
		end();
		await settled();
		assert.equal(waiting, false);
	});

	it('ends when nobody waits any more', async () => {
		wait();
		abort.abort();
		await settled();
		assert.equal(waiting, false);
	});

	it('does not wait where nothing is read, or rows are there', async () => {
		await firstRows(incidents, undefined, abort.signal);
		show(1);
		wait();
		await settled();
		assert.equal(waiting, false);
	});
});
