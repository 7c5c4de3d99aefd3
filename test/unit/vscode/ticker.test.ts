import assert from 'node:assert/strict';
import { Ticker } from '../../../src/vscode/refresh/ticker.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const second = 1000;

describe('The ticker', () => {
	it('ticks while it is wanted, after as long as it is told', async () => {
		const clock = new FakeClock();
		const started = clock.now().getTime();
		const ticks: number[] = [];
		let wait = 60 * second;
		const ticker = new Ticker({
			clock,
			wait: () => wait,
			tick: () => ticks.push((clock.now().getTime() - started) / second),
		});
		await clock.advance(600 * second);
		assert.deepEqual(ticks, []);
		ticker.wanted = true;
		await clock.advance(130 * second);
		assert.deepEqual(ticks, [660, 720]);
		wait = 5 * second;
		ticker.reschedule();
		await clock.advance(5 * second);
		assert.deepEqual(ticks, [660, 720, 735]);
		ticker.wanted = false;
		await clock.advance(600 * second);
		assert.equal(ticks.length, 3);
		ticker.reschedule();
		assert.equal(clock.sleeping, 0);
	});

	it('stops from within', async () => {
		const clock = new FakeClock();
		let ticks = 0;
		const ticker = new Ticker({
			clock,
			wait: () => second,
			tick: () => {
				ticks++;
				ticker.dispose();
			},
		});
		ticker.wanted = true;
		await clock.advance(10 * second);
		assert.equal(ticks, 1);
		assert.equal(clock.sleeping, 0);
	});
});
