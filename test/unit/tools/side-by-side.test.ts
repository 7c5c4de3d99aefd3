import assert from 'node:assert/strict';
import { SignedIn } from '../../support/signed-in.ts';

describe('calls side by side', () => {
	let account: SignedIn;
	beforeEach(async () => (account = await SignedIn.open()));
	afterEach(() => account.close());

	it('do not wait for one that PagerDuty is slow to answer', async () => {
		account.sandbox.faults.slow = { ms: 60_000, match: /GET \/services/ };
		const cancel = new AbortController();
		const slow = account.call('list_services', {}, cancel.signal);
		const stopped = assert.rejects(slow, /enough/);
		const { id } = await account.sandbox.trigger();
		await Promise.all([account.call('list_users'), account.call('acknowledge_incidents', { incidents: id })]);
		cancel.abort(new Error('enough'));
		await stopped;
	});

	it('give each its own answer', async () => {
		const names = ['list_services', 'list_users', 'list_teams', 'list_schedules', 'list_escalation_policies'];
		const together = await Promise.all(names.map((name) => account.call(name)));
		for (const [index, name] of names.entries()) assert.deepEqual(together[index], await account.call(name));
	});
});
