import assert from 'node:assert/strict';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeEditor } from '../../support/fake-editor.ts';

const choices = [
	{ value: 'no', label: 'Page nobody' },
	{ value: 'yes', label: 'Page them' },
];

describe('The dialog that asks for consent', () => {
	let editor: FakeEditor;
	let clock: FakeClock;
	/** What the dialog says below its first line. */
	let detail: string;
	let press: (label: string | undefined) => void;

	const ask = async (
		client: string | undefined,
		{
			question = 'Page "Dana"?',
			connection,
			signal,
		}: { question?: string; connection?: string; signal?: AbortSignal } = {},
	) => {
		const { consentOnScreen } = await import('../../../src/vscode/consent/screen.ts');
		const person = consentOnScreen(clock, connection).screen?.(client, signal ?? new AbortController().signal);
		assert.ok(person);
		return { answer: person.choose(question, choices, 'no') };
	};

	beforeEach(() => {
		editor = new FakeEditor();
		clock = new FakeClock();
		editor.open();
		Object.assign(editor.window, {
			showWarningMessage: (message: string, options: { readonly detail: string }) => {
				editor.told.push(message);
				({ detail } = options);
				return new Promise((resolve) => {
					press = resolve;
				});
			},
		});
	});

	it('says who asks, in quotes, and shows all of a long line', async () => {
		const { answer } = await ask('Claude "Code"', { question: `Page?\n${'x'.repeat(3000)}`, connection: 'Laptop' });
		assert.ok(detail.startsWith(`${'x'.repeat(3000)}\n`));
		assert.match(detail, /Asked for by "Claude 'Code'", by the connection "Laptop"\.$/);
		press('Page them');
		assert.equal(await answer, 'yes');
		assert.equal(clock.sleeping, 0);
	});

	it('calls a client without a visible name so', async () => {
		for (const name of [undefined, '', ' \u200b\u2060']) {
			const { answer } = await ask(name);
			assert.match(detail, /^Asked for by a client without a name\.$/);
			press(undefined);
			await assert.rejects(answer, /closed the question/);
		}
	});

	it('ends after ten minutes, tells whoever agrees later, and turns no name into a link', async () => {
		const { answer } = await ask('[Details](command:evil)');
		const ended = assert.rejects(answer, /nobody answered within 10 minutes/);
		await clock.advance(10 * 60_000 - 1);
		assert.equal(clock.sleeping, 1);
		await clock.advance(1);
		await ended;
		assert.equal(editor.told.length, 1);
		press('Page them');
		await clock.advance(0);
		const [, late] = editor.told;
		assert.match(late ?? '', /no longer waits for your answer: nothing was changed/);
		assert.ok(!late?.includes(']('), late);
	});
});
