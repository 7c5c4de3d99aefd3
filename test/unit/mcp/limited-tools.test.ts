import assert from 'node:assert/strict';
import { Ending } from '../../../src/mcp/ending.ts';
import { LimitedTools } from '../../../src/mcp/limited-tools.ts';
import type { CallResult } from '../../../src/tools/toolbox.ts';
import { FakeClock, FakeTools } from '../../mcp/support.ts';

describe('a limited connection', () => {
	let clock: FakeClock;
	let tools: FakeTools;
	let limited: LimitedTools;
	let ending: Ending;
	const open = ({ expiresAt, callsPerMinute }: { expiresAt?: Date; callsPerMinute?: number }) => {
		clock = new FakeClock();
		tools = new FakeTools();
		ending = new Ending(expiresAt, clock);
		limited = new LimitedTools(tools, { ending, callsPerMinute }, clock);
	};
	const call = (name = 'echo_text', signal = new AbortController().signal) =>
		limited.call(name, name === 'echo_text' ? { text: 'x' } : {}, { signal, priority: 'person' });
	const told = async (result: Promise<CallResult>) => {
		const answer = await result;
		return answer.ok ? 'done' : `${answer.failure.message} ${answer.failure.next ?? ''}`;
	};
	const inMinutes = (minutes: number) => new Date(new FakeClock().now().getTime() + minutes * 60_000);

	afterEach(() => ending.dispose());

	it('refuses calls above its number a minute, and says when to try again', async () => {
		open({ callsPerMinute: 2 });
		assert.equal(await told(call()), 'done');
		await clock.advance(20_000);
		assert.equal(await told(call('no_such_tool')), 'There is no tool no_such_tool. ');
		assert.equal(
			await told(call()),
			'This connection may make 2 calls a minute, and they are used up. Nothing was done. Wait 40 seconds, then try again.',
		);
		assert.equal(tools.called, 2);
		await clock.advance(40_000);
		assert.equal(await told(call()), 'done');
		assert.match(await told(call()), /Wait 20 seconds/);
	});

	it('has ended on the second, however late the timer wakes', async () => {
		const late = new FakeClock();
		let now = late.now();
		const clockThatSleepsOn = { now: () => now, sleep: () => new Promise<void>(() => undefined) };
		ending = new Ending(inMinutes(1), clockThatSleepsOn);
		limited = new LimitedTools(new FakeTools(), { ending }, clockThatSleepsOn);
		now = new Date(inMinutes(1).getTime() - 1);
		assert.equal(await told(call()), 'done');
		now = inMinutes(1);
		assert.match(await told(call()), /^This connection ended at/);
		assert.equal(ending.signal.aborted, false);
	});

	it('answers after its end that it has ended, and calls nothing', async () => {
		open({ expiresAt: inMinutes(120) });
		assert.equal(await told(call()), 'done');
		await clock.advance(120 * 60_000);
		assert.equal(
			await told(call()),
			'This connection ended at 2026-01-05T11:00:00Z. Ask the person to start another one.',
		);
		assert.equal(tools.called, 1);
		assert.ok(ending.signal.aborted);
	});

	it('cancels what runs when it ends, and tells that it may have been done', async () => {
		open({ expiresAt: inMinutes(2) });
		const running = told(call('wait_forever'));
		await tools.waiting.until(() => tools.waiting.running === 1);
		await clock.advance(2 * 60_000);
		assert.match(await running, /^This connection ended at .* may or may not have been carried out/);
		assert.equal(tools.waiting.running, 0);
	});

	it('leaves a cancellation to whoever cancelled', async () => {
		open({ expiresAt: inMinutes(2) });
		const stop = new AbortController();
		const running = call('wait_forever', stop.signal);
		await tools.waiting.until(() => tools.waiting.running === 1);
		stop.abort(new Error('Changed my mind'));
		await assert.rejects(running);
	});
});
