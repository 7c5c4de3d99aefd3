import assert from 'node:assert/strict';
import type { SignedInOptions } from '../../support/signed-in.ts';
import { SignedInEditor } from '../../support/signed-in-editor.ts';

/** The part of a document that is used. */
interface Open {
	text: string;
	isDirty: boolean;
	/** What the editor does with it when it is told to save. */
	saves: boolean;
}

describe('Sending a note of several lines', () => {
	let at: SignedInEditor;
	let id: string;
	/** What is kept on this machine. */
	let kept: string;
	let document: Open;

	const open = async (text: string, options: SignedInOptions = {}) => {
		at = await SignedInEditor.open([], options);
		({ id } = at.store.openByNeed[0] ?? assert.fail());
		document = { text, isDirty: true, saves: true };
		kept = '';
		const save = () => {
			if (!document.saves) return Promise.resolve(false);
			kept = document.text;
			document.isDirty = false;
			return Promise.resolve(true);
		};
		const shown = {
			getText: () => document.text,
			save,
			get isDirty() {
				return document.isDirty;
			},
		};
		Object.assign(at.editor.workspace, { openTextDocument: () => Promise.resolve(shown) });
		const uri = { scheme: 'pagerduty-note', path: `/${id}/Note on #1.md` };
		const tabGroups = { all: [], close: () => Promise.resolve(true) };
		Object.assign(at.editor.window, { tabGroups, activeTextEditor: { document: { uri } } });
		const { writtenNoteCommands } = await import('../../../src/vscode/commands/written-notes.ts');
		const notes = {
			text: () => Promise.resolve(kept),
			delete: () => {
				kept = '';
				return Promise.resolve();
			},
		};
		const { sendNote } = writtenNoteCommands({ ...at.parts, notes });
		return () => sendNote();
	};
	afterEach(() => at.close());

	const sent = () => at.signedIn.sandbox.store.notes.of(id).map(({ content }) => content);

	it('adds it to its incident, and keeps it no longer', async () => {
		const send = await open('One\n\nTwo\n');
		const before = sent().length;
		await send();
		assert.deepEqual(sent().slice(before), ['One\n\nTwo']);
		assert.equal(kept, '');
		assert.deepEqual(at.said, ['Added the note']);
	});

	it('adds it once where somebody presses the key twice', async () => {
		const send = await open('One');
		const before = sent().length;
		await Promise.all([send(), send()]);
		assert.deepEqual(sent().slice(before), ['One']);
	});

	it('keeps it where PagerDuty refuses it', async () => {
		const send = await open('One', { key: 'readOnly' });
		await assert.rejects(Promise.resolve(send()));
		assert.equal(kept, 'One');
	});

	it('keeps what somebody writes on while it is on its way', async () => {
		const send = await open('One', {
			meanwhile: ({ method }) => {
				if (method === 'POST') Object.assign(document, { text: 'One and more', isDirty: true });
				return Promise.resolve();
			},
		});
		await send();
		assert.equal(kept, 'One');
	});

	it('keeps it as well where the editor has saved it by itself', async () => {
		const send = await open('One', {
			meanwhile: ({ method }) => {
				if (method === 'POST') {
					document.text = 'One and more';
					kept = document.text;
				}
				return Promise.resolve();
			},
		});
		await send();
		assert.equal(kept, 'One and more');
	});

	it('sends nothing that another window has sent or changed since', async () => {
		const send = await open('One');
		const before = sent().length;
		document.isDirty = false;
		await send();
		assert.equal(sent().length, before);
		assert.deepEqual(at.editor.told, ['This note was sent or changed in another window. Close it and open it again.']);
	});

	it('sends nothing that the editor cannot keep', async () => {
		const send = await open('One');
		const before = sent().length;
		document.saves = false;
		await send();
		assert.equal(sent().length, before);
	});

	for (const [text, words] of [
		[' \n', 'The note is empty.'],
		['a'.repeat(25_001), 'The note has 25001 characters; PagerDuty takes 25000 at most.'],
	] as const)
		it(`says: ${words}`, async () => {
			const send = await open(text);
			const before = sent().length;
			await send();
			assert.equal(sent().length, before);
			assert.deepEqual(at.editor.told, [words]);
		});
});
