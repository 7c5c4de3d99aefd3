import assert from 'node:assert/strict';
import { consentKinds } from '../../../src/tools/core/consent.ts';
import { SignedIn } from '../../support/signed-in.ts';

describe('Notes that say by which client they came', () => {
	let account: SignedIn;
	let signs: boolean;
	beforeEach(() => {
		signs = true;
	});
	afterEach(() => account.close());

	/** The text of a note that a client, or the person, adds. */
	const added = async (client: string | undefined, note = 'Looking', own = false) => {
		account = await SignedIn.open({ signsNotes: () => signs, consent: { own, given: consentKinds } });
		const { id } = await account.sandbox.trigger();
		const caller = { signal: new AbortController().signal, priority: 'person', client } as const;
		const result = await account.toolbox.call('add_incident_note', { incident: id, note }, caller);
		assert.ok(result.ok, JSON.stringify(result));
		return account.sandbox.store.notes.of(id).at(-1)?.content;
	};

	it('end with its name, on one line of its own', async () => {
		assert.equal(await added('Claude\nCode'), 'Looking\n\nvia Claude Code');
	});

	it('are as they were written without the setting, and where nobody knows the client', async () => {
		assert.equal(await added(undefined), 'Looking');
		await account.close();
		signs = false;
		assert.equal(await added('Claude Code'), 'Looking');
	});

	it('are as they were written where the person adds them', async () =>
		assert.equal(await added('VS Code', 'Looking', true), 'Looking'));

	it('keep their text whole where the name no longer fits', async () => {
		const long = 'x'.repeat(24_995);
		assert.equal(await added('Claude Code', long), long);
	});
});
