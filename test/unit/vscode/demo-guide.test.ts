import assert from 'node:assert/strict';
import { FakeEditor } from '../../support/fake-editor.ts';

describe('The guide to the demo account', () => {
	it('opens the first time that somebody comes to it, and never again', async () => {
		const editor = new FakeEditor();
		editor.open();
		const { DemoGuide } = await import('../../../src/vscode/account/demo-guide.ts');
		const kept = new Map<string, unknown>();
		const memory = {
			get: (key: string) => kept.get(key),
			update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
		};
		await new DemoGuide('publisher.name', memory).showOnce();
		assert.deepEqual(editor.ran, [['workbench.action.openWalkthrough', 'publisher.name#demo', false]]);
		await new DemoGuide('publisher.name', memory).showOnce();
		assert.equal(editor.ran.length, 1);
	});
});
