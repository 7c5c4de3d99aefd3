import assert from 'node:assert/strict';
import { agreeable } from '../../support/agreeable.ts';
import { SignedIn } from '../../support/signed-in.ts';

/** Each with how it is shown and how it is renamed. */
const objects: [what: string, name: string, show: [string, string], change: [string, string]][] = [
	['a service', 'Checkout', ['get_service', 'service'], ['update_service', 'service']],
	['a layered schedule', 'Payments Primary', ['get_schedule', 'schedule'], ['update_schedule', 'schedule']],
	['a shift-based schedule', 'Mobile Shifts', ['get_schedule', 'schedule'], ['update_schedule', 'schedule']],
	[
		'an escalation policy',
		'Payments',
		['list_oncalls', 'escalation_policies'],
		['update_escalation_policy', 'escalation_policy'],
	],
	['a team', 'Payments', ['list_teams', 'teams'], ['set_team', 'team']],
	['somebody', 'Ben Ostrowski', ['get_user', 'user'], ['update_user', 'user']],
];

describe('a name that was known before it changed', () => {
	for (const [what, name, [show, shown], [change, changed]] of objects) {
		it(`is nobody’s any more, and the new one is known at once: ${what}`, async () => {
			const account = await SignedIn.open({ person: agreeable });
			try {
				await account.call(show, { [shown]: name });
				await account.call(change, { [changed]: name, name: 'Something Else' });
				await account.call(show, { [shown]: 'Something Else' });
				assert.match((await account.fail(show, { [shown]: name })).message, /There is no|no schedule/);
			} finally {
				await account.close();
			}
		});
	}
});
