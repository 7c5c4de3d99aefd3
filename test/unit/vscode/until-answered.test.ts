import assert from 'node:assert/strict';
import { untilAnswered } from '../../../src/vscode/notifications/until-answered.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('A page', () => {
	let clock: FakeClock;
	let ended: AbortController;
	let shown: ((answer: string | undefined) => void)[];
	let stands: boolean;
	beforeEach(() => {
		clock = new FakeClock();
		ended = new AbortController();
		shown = [];
		stands = true;
	});

	/** Begins to show it, and tells how it ended. */
	function begin() {
		const result: { answer?: string | undefined; over: boolean } = { over: false };
		const ask = () =>
			new Promise<string | undefined>((resolve) => {
				// The editor closes the one with the same words.
				shown.at(-1)?.(undefined);
				shown.push(resolve);
			});
		const done = untilAnswered({ ask, stands: () => stands, clock, signal: ended.signal }).then((answer) => {
			result.answer = answer;
			result.over = true;
		});
		return { result, done };
	}

	it('comes back until somebody answers', async () => {
		const { result, done } = begin();
		await clock.advance(30_000);
		await clock.advance(30_000);
		assert.equal(shown.length, 3);
		assert.equal(result.over, false);
		shown.at(-1)?.('Acknowledge');
		await done;
		assert.equal(result.answer, 'Acknowledge');
		await clock.advance(120_000);
		assert.equal(shown.length, 3);
	});

	it('does not come back after somebody has closed it', async () => {
		const { done, result } = begin();
		await clock.advance(30_000);
		shown.at(-1)?.(undefined);
		await done;
		assert.equal(result.answer, undefined);
		await clock.advance(120_000);
		assert.equal(shown.length, 2);
	});

	it('does not come back when it matters no longer, but can be answered under the bell', async () => {
		const { done, result } = begin();
		stands = false;
		await clock.advance(120_000);
		assert.equal(shown.length, 1);
		shown.at(-1)?.('Show');
		await done;
		assert.equal(result.answer, 'Show');
	});

	it('does not come back in another account, where an answer to it counts no more', async () => {
		const { done, result } = begin();
		ended.abort();
		await done;
		shown.at(-1)?.('Acknowledge');
		await clock.advance(120_000);
		assert.equal(shown.length, 1);
		assert.equal(result.answer, undefined);
	});

	it('counts no more in another account though it mattered no longer before', async () => {
		const { done, result } = begin();
		stands = false;
		await clock.advance(30_000);
		ended.abort();
		shown.at(-1)?.('Acknowledge');
		await done;
		assert.equal(result.answer, undefined);
	});
});
