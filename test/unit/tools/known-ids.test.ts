import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn } from '../../support/signed-in.ts';

const Rows = z.array(z.looseObject({ id: z.string() }));

describe('an object that a list has shown', () => {
	let account: SignedIn;
	beforeEach(async () => (account = await SignedIn.open()));
	afterEach(() => account.close());

	const lists = [
		['list_users', 'users', 'list_shifts'],
		['list_services', 'services', 'list_incidents'],
		['list_teams', 'teams', 'list_incidents'],
		['list_escalation_policies', 'escalation_policies', 'list_shifts'],
		['list_schedules', 'schedules', 'list_oncalls'],
	] as const;
	for (const [list, plural, tool] of lists) {
		it(`is known by its id afterwards: ${list}`, async () => {
			const [first] = Rows.parse((await account.call(list))[plural]);
			assert.ok(first);
			const lookUp = `GET /${plural}/${first.id}`;
			await account.call(tool, { [plural]: [first.id] });
			assert.ok(!account.requests().includes(lookUp));
			account.sandbox.clock.advance(5 * 60_000);
			await account.call(tool, { [plural]: [first.id] });
			assert.ok(account.requests().includes(lookUp), 'it is looked up again after a while');
		});
	}
});
