import assert from 'node:assert/strict';
import { pace } from '../../../src/vscode/refresh/pace.ts';
import { Poller, type Reason } from '../../../src/vscode/refresh/poller.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const second = 1000;

describe('The poller', () => {
	let clock: FakeClock;
	let interval: number;
	let runs: { reason: Reason; at: number; signal: AbortSignal }[];
	let outcome: (signal: AbortSignal) => Promise<void>;
	let retryAfter: number;
	let poller: Poller;
	let started: number;

	const secondsOfRuns = () => runs.map(({ at }) => (at - started) / second);

	beforeEach(() => {
		clock = new FakeClock();
		started = clock.now().getTime();
		interval = 60 * second;
		runs = [];
		retryAfter = 0;
		outcome = () => Promise.resolve();
		poller = new Poller({
			clock,
			random: () => 0,
			interval: (focused) => pace(interval, { focused, urgent: false }),
			retryAfter: () => retryAfter,
			run: (signal, reason) => {
				runs.push({ reason, at: clock.now().getTime(), signal });
				return outcome(signal);
			},
		});
	});
	afterEach(() => poller.dispose());

	it('does nothing before it is started and wanted', async () => {
		poller.wanted = true;
		await clock.advance(600 * second);
		assert.deepEqual(runs, []);
		poller.wanted = false;
		poller.reset();
		await clock.advance(600 * second);
		assert.deepEqual(runs, []);
	});

	it('runs at once, then again after each interval, and not after it is no longer wanted', async () => {
		poller.reset();
		poller.wanted = true;
		await clock.advance(130 * second);
		assert.deepEqual(secondsOfRuns(), [0, 60, 120]);
		poller.wanted = false;
		await clock.advance(600 * second);
		assert.equal(runs.length, 3);
		assert.equal(clock.sleeping, 0);
	});

	it('goes on in time although the clock was set back', async () => {
		poller.reset();
		poller.wanted = true;
		await clock.advance(0);
		clock.set(new Date(started - 3600 * second).toISOString());
		poller.reschedule();
		await clock.advance(61 * second);
		assert.equal(runs.length, 2);
	});

	it('catches up when it is wanted again after a pause', async () => {
		poller.reset();
		poller.wanted = true;
		await clock.advance(second);
		poller.wanted = false;
		await clock.advance(600 * second);
		poller.wanted = true;
		await clock.advance(0);
		assert.deepEqual(secondsOfRuns(), [0, 601]);
	});

	it('goes on when somebody sets the clock back by an hour', async () => {
		poller.reset();
		poller.wanted = true;
		await clock.advance(second);
		clock.set(new Date(started - 3600 * second).toISOString());
		poller.focused = false;
		poller.focused = true;
		await clock.advance(61 * second);
		assert.equal(runs.length, 2);
	});

	it('goes on soon when the clock jumps while it runs', async () => {
		let finish: () => void = () => undefined;
		outcome = () => new Promise((resolve) => (finish = resolve));
		poller.reset();
		poller.wanted = true;
		await clock.advance(second);
		clock.set(new Date(started + 8 * 3600 * second).toISOString());
		outcome = () => Promise.resolve();
		finish();
		await clock.advance(16 * 60 * second);
		assert.ok(runs.length >= 2);
	});

	it('waits for a first delay, unless somebody waits', async () => {
		poller.reset(3 * second);
		poller.wanted = true;
		await clock.advance(second);
		assert.deepEqual(runs, []);
		poller.hurry();
		await clock.advance(0);
		assert.deepEqual(secondsOfRuns(), [1]);
	});

	it('is slower while nobody looks at the window, and catches up when somebody does', async () => {
		poller.reset();
		poller.wanted = true;
		poller.focused = false;
		await clock.advance(200 * second);
		assert.deepEqual(secondsOfRuns(), [0, 180]);
		await clock.advance(100 * second);
		poller.focused = true;
		await clock.advance(0);
		assert.deepEqual(secondsOfRuns(), [0, 180, 300]);
	});

	it('runs once and no more with interval 0', async () => {
		interval = 0;
		poller.reset();
		poller.wanted = true;
		await clock.advance(3600 * second);
		assert.deepEqual(secondsOfRuns(), [0]);
		await poller.now();
		assert.equal(runs.length, 2);
	});

	it('backs off after errors and recovers', async () => {
		outcome = () => Promise.reject(new Error('no network'));
		poller.reset();
		poller.wanted = true;
		await clock.advance(430 * second);
		assert.deepEqual(secondsOfRuns(), [0, 60, 180, 420]);
		outcome = () => Promise.resolve();
		await clock.advance(600 * second);
		assert.deepEqual(secondsOfRuns().slice(4), [900, 960, 1020]);
	});

	it('runs soon when something changed elsewhere, but not before its wait after an error is over', async () => {
		poller.reset();
		poller.wanted = true;
		await clock.advance(10 * second);
		poller.soon();
		await clock.advance(second);
		assert.deepEqual(secondsOfRuns(), [0, 10]);
		outcome = () => Promise.reject(new Error('too many requests'));
		retryAfter = 200 * second;
		await clock.advance(60 * second);
		poller.soon();
		await clock.advance(190 * second);
		assert.deepEqual(secondsOfRuns(), [0, 10, 70]);
		await clock.advance(20 * second);
		assert.deepEqual(secondsOfRuns(), [0, 10, 70, 270]);
	});

	it('never waits longer than a quarter of an hour', async () => {
		outcome = () => Promise.reject(new Error('no network'));
		poller.reset();
		poller.wanted = true;
		await clock.advance(4 * 3600 * second);
		const [last = 0, before = 0] = secondsOfRuns().reverse();
		assert.equal(last - before, 900);
	});

	it('waits as long as PagerDuty asks', async () => {
		outcome = () => Promise.reject(new Error('too many requests'));
		retryAfter = 200 * second;
		poller.reset();
		poller.wanted = true;
		await clock.advance(210 * second);
		assert.deepEqual(secondsOfRuns(), [0, 200]);
	});

	it('rests three times as long as a run took', async () => {
		outcome = (signal) => clock.sleep(40 * second, signal);
		poller.reset();
		poller.wanted = true;
		await clock.advance(170 * second);
		assert.deepEqual(secondsOfRuns(), [0, 160]);
	});

	it('lets a person interrupt a background run, and two wishes share one run', async () => {
		outcome = (signal) => clock.sleep(10 * second, signal);
		poller.reset();
		poller.wanted = true;
		await clock.advance(second);
		const first = poller.now();
		const again = poller.now();
		assert.deepEqual(
			runs.map(({ reason, signal }) => [reason, signal.aborted]),
			[
				['background', true],
				['person', false],
			],
		);
		await clock.advance(10 * second);
		await Promise.all([first, again]);
		await clock.advance(60 * second);
		assert.equal(runs.length, 3);
	});

	it('stops a background run that nobody wants any more, and not that of a person', async () => {
		outcome = (signal) => clock.sleep(10 * second, signal);
		poller.reset();
		poller.wanted = true;
		await clock.advance(second);
		poller.wanted = false;
		assert.equal(runs.at(-1)?.signal.aborted, true);
		const asked = poller.now();
		poller.wanted = true;
		poller.wanted = false;
		await clock.advance(10 * second);
		await asked;
	});

	it('tells the person of an error', async () => {
		outcome = () => Promise.reject(new Error('no network'));
		await assert.rejects(poller.now(), /no network/);
	});

	it('stops the run when it starts afresh or ends', async () => {
		outcome = (signal) => clock.sleep(10 * second, signal);
		poller.reset();
		poller.wanted = true;
		await clock.advance(second);
		poller.reset();
		await clock.advance(0);
		assert.deepEqual(
			runs.map(({ signal }) => signal.aborted),
			[true, false],
		);
		poller.stop();
		await clock.advance(3600 * second);
		assert.equal(runs.length, 2);
		poller.reset();
		await clock.advance(0);
		poller.dispose();
		await settle();
		assert.equal(runs.at(-1)?.signal.aborted, true);
		assert.equal(clock.sleeping, 0);
	});
});
