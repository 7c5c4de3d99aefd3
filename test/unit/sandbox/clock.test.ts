import assert from 'node:assert/strict';
import { SandboxClock } from '../../../src/sandbox/clock.ts';

describe('the clock of the sandbox', () => {
	const start = Date.parse('2026-05-01T00:00:00Z');
	const make = () => new SandboxClock(() => new Date(start));

	it('runs timers in the order in which they are due, each at its own moment', () => {
		const clock = make();
		const seen: [string, number][] = [];
		const note = (name: string) => () => seen.push([name, clock.ms - start]);
		clock.schedule(start + 3000, note('c'));
		clock.schedule(start + 1000, note('a'));
		clock.schedule(start + 1000, note('b'));
		clock.schedule(start + 9000, note('late'));
		clock.advance(5000);
		assert.deepEqual(seen, [
			['a', 1000],
			['b', 1000],
			['c', 3000],
		]);
		assert.equal(clock.ms, start + 5000);
	});

	it('runs timers that timers set, and none that were cancelled', () => {
		const clock = make();
		const seen: number[] = [];
		const again = () => {
			seen.push(clock.ms - start);
			clock.schedule(clock.ms + 1000, again);
		};
		clock.schedule(start + 1000, again);
		clock.schedule(start + 1500, () => seen.push(-1)).cancel();
		clock.advance(3500);
		assert.deepEqual(seen, [1000, 2000, 3000]);
	});

	it('goes to a date, undoes nothing on the way back, and finds its base again', () => {
		const clock = make();
		let runs = 0;
		clock.schedule(start + 1000, () => runs++);
		clock.set(new Date(start + 2000));
		clock.set(new Date(start - 2000));
		assert.equal(clock.now().getTime(), start - 2000);
		clock.catchUp();
		assert.equal(clock.ms, start);
		assert.equal(runs, 1);
	});
});
