import assert from 'node:assert/strict';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeEditor } from '../../support/fake-editor.ts';

describe('Something that runs', () => {
	it('is noticed only if it takes long', async () => {
		new FakeEditor().open();
		const { settledWithin } = await import('../../../src/vscode/commands/shared/slow-action.ts');
		const clock = new FakeClock();
		assert.equal(await settledWithin(Promise.resolve(), 700, clock), true);
		assert.equal(await settledWithin(Promise.reject(new Error('no')), 700, clock), true);
		const slow = settledWithin(clock.sleep(1000), 700, clock);
		await clock.advance(700);
		assert.equal(await slow, false);
		await clock.advance(300);
		assert.equal(clock.sleeping, 0);
	});

	it('says since when it runs, not what it tells agents', async () => {
		const editor = new FakeEditor();
		editor.open();
		const { slowAction } = await import('../../../src/vscode/commands/shared/slow-action.ts');
		const clock = new FakeClock();
		const running = slowAction(clock, 'Resolving', async ({ progress }) => {
			progress?.('too early for anybody to see');
			await clock.sleep(5_000);
			progress?.('Waiting for PagerDuty');
		});
		await clock.advance(5_000);
		await running;
		assert.deepEqual(editor.progress, ['5 seconds so far']);
	});
});
