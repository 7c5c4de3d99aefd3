import assert from 'node:assert/strict';
import { FreshReading } from '../../../src/vscode/refresh/fresh-reading.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('What is read when somebody looks', () => {
	const clock = new FakeClock();
	let readings: number;
	let read: () => Promise<string>;
	let fresh: FreshReading<string>;
	beforeEach(() => {
		readings = 0;
		read = () => Promise.resolve('a');
		fresh = new FreshReading(() => {
			readings++;
			return read();
		}, clock);
	});

	it('is read once for all who look within five minutes', async () => {
		await fresh.get();
		await clock.advance(299_999);
		await fresh.get();
		assert.equal(readings, 1);
		await clock.advance(1);
		await fresh.get();
		assert.equal(readings, 2);
	});

	it('is read anew at once when it is out of date', async () => {
		await fresh.get();
		fresh.outdate();
		await fresh.get();
		assert.equal(readings, 2);
	});

	it('is not asked for again at each redraw after a failure, but half a minute later', async () => {
		read = () => Promise.reject(new Error('No.'));
		await assert.rejects(fresh.get());
		await assert.rejects(fresh.get());
		assert.equal(readings, 1);
		read = () => Promise.resolve('a');
		await clock.advance(30_000);
		assert.equal(await fresh.get(), 'a');
		assert.equal(readings, 2);
	});
});
