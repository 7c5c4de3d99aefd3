import assert from 'node:assert/strict';
import { failureText } from '../../../src/tools/core/failure-text.ts';
import { addIncidentNote } from '../../../src/tools/incidents/add-incident-note.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

describe('a tool whose scope the token lacks', () => {
	let account: SignedIn;
	const open = async (options: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const scopes = ['incidents.read', 'services.read'];

	it('says which one before anything is sent, what the token has, and what to do', async () => {
		await open({ scopes });
		const { id } = await account.sandbox.trigger();
		const mark = account.sandbox.requests.length;
		const failure = await account.fail('add_incident_note', { incident: id, note: 'Looking' });
		assert.equal(failure.message, 'The PagerDuty token lacks the scope incidents.write.');
		assert.match(failure.next ?? '', /^The token has only incidents\.read, services\.read\. Sign in again/);
		assert.match(failure.next ?? '', /incidents\.write.*Run "PagerDuty: Sign in"/);
		assert.deepEqual(account.requests(mark), []);
	});

	it('says so by PagerDuty’s answer where nobody knows what was granted', async () => {
		await open({ scopes, scopesKnown: false });
		const { id } = await account.sandbox.trigger();
		const mark = account.sandbox.requests.length;
		const failure = await account.fail('add_incident_note', { incident: id, note: 'Looking' });
		assert.equal(failure.status, 403);
		assert.match(failureText(failure), /lacks the scope incidents\.write.*has only incidents\.read, services\.read\./s);
		assert.ok(account.requests(mark).includes(`POST /incidents/${id}/notes`));
	});

	it('tells a person the same in one sentence', async () => {
		await open({ scopes });
		const call = account.toolbox.run(
			addIncidentNote,
			{ incident: '1', note: 'Looking' },
			{ signal: new AbortController().signal, priority: 'person' },
		);
		await assert.rejects(call, { message: 'The PagerDuty token lacks the scope incidents.write.' });
	});

	it('works for what the token may do, without the names that need another scope', async () => {
		await open({ scopes });
		const { id } = await account.sandbox.trigger();
		await account.call('get_incident', { incident: id });
		await account.call('list_services');
		assert.match((await account.fail('list_incidents', { teams: 'Payments' })).message, /lacks the scope teams\.read/);
	});

	for (const [granted, tool] of [
		[['read'], 'list_incidents'],
		[['read', 'write'], 'list_services'],
		[['incidents.read'], 'list_incidents'],
	] as const)
		it(`is none for a token with ${granted.join(' and ')}: ${tool}`, async () => {
			await open({ scopes: granted });
			await account.call(tool);
		});

	it('is refused with a classic token that may only read, before anything is sent', async () => {
		await open({ scopes: ['read'] });
		const { message } = await account.fail('add_incident_note', { incident: '1', note: 'Looking' });
		assert.equal(message, 'The PagerDuty token lacks the scope incidents.write.');
	});
});
