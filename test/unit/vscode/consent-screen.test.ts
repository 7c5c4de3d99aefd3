import assert from 'node:assert/strict';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeEditor } from '../../support/fake-editor.ts';
import { SignedIn } from '../../support/signed-in.ts';

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

	describe('that is answered late', () => {
		let account: SignedIn;
		afterEach(() => account.close());

		const create = async (signal: AbortSignal) => {
			const { consentOnScreen } = await import('../../../src/vscode/consent/screen.ts');
			account = await SignedIn.open({ consent: consentOnScreen(clock) });
			const input = { title: 'Down', service: 'Checkout' };
			return { call: account.toolbox.call('create_incident', input, { signal, priority: 'person', client: 'Slow' }) };
		};
		const asked = async () => {
			while (editor.told.length === 0) await new Promise((resolve) => setImmediate(resolve));
		};
		const writes = () => account.sandbox.requests.filter(({ method }) => method !== 'GET');
		/** Says yes, and waits for all that could follow. */
		const agree = async () => {
			press('Open the incident');
			await clock.advance(0);
			assert.deepEqual(writes(), []);
			assert.equal(editor.told.length, 2, 'asked once');
			assert.match(editor.told[1] ?? '', /^"Slow" no longer waits for your answer: nothing was changed/);
		};

		it('does nothing for a call that was cancelled, and asks no second time', async () => {
			const cancelling = new AbortController();
			const { call } = await create(cancelling.signal);
			const ended = assert.rejects(call);
			await asked();
			cancelling.abort();
			await ended;
			await agree();
		});

		it('does nothing for a call that has waited too long, and asks no second time', async () => {
			const { call } = await create(new AbortController().signal);
			await asked();
			await clock.advance(10 * 60_000);
			const result = await call;
			assert.ok(!result.ok);
			assert.match(
				result.failure.message,
				/^Nothing was changed: nobody answered within 10 minutes\. Open the incident/,
			);
			await agree();
		});
	});
});
