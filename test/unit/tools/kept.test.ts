import assert from 'node:assert/strict';
import { Kept } from '../../../src/tools/within/kept.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('What was found out lately', () => {
	it('is found out once for all who ask, and again after a while or when it is forgotten', async () => {
		const clock = new FakeClock();
		const kept = new Kept<number>(clock);
		let found = 0;
		const get = () => kept.get(() => Promise.resolve(++found));
		assert.deepEqual(await Promise.all([get(), get()]), [1, 1]);
		kept.forget();
		assert.equal(await get(), 2);
		await clock.advance(60_000);
		assert.equal(await get(), 3);
	});

	it('tells why it could not be found out, also when it is forgotten meanwhile', async () => {
		const kept = new Kept<number>(new FakeClock());
		let fail: (error: Error) => void = () => undefined;
		const first = kept.get(() => new Promise((_resolve, reject) => (fail = reject)));
		kept.forget();
		fail(new Error('too slow'));
		await assert.rejects(first, /too slow/);
		assert.equal(await kept.get(() => Promise.resolve(7)), 7);
	});
});
