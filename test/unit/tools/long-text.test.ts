import assert from 'node:assert/strict';
import { failureText } from '../../../src/tools/core/failure-text.ts';
import { nearest } from '../../../src/tools/text/nearest.ts';
import { SignedIn } from '../../support/signed-in.ts';

/** So long that comparing all of it with every name would take longer than mocha waits. */
const long = 'list_incident '.repeat(75_000);

describe('text that is far too long', () => {
	let account: SignedIn;

	beforeEach(async () => {
		account = await SignedIn.open();
	});

	afterEach(() => account.close());

	const places: Record<string, [tool: string, input: unknown]> = {
		'the name of a tool': [long, {}],
		'the name of an argument': ['list_incidents', { [long]: 1 }],
		'a keyword': ['list_incidents', { statuses: [long] }],
		'a number': ['list_incidents', { limit: long }],
		'an incident': ['get_incident', { incident: long }],
		'one of several incidents': ['acknowledge_incidents', { incidents: ['1', long] }],
		'a service': ['list_incidents', { services: [long] }],
		'a moment': ['list_incidents', { since: long }],
		'a time zone': ['create_schedule', { name: 'Nights', time_zone: long, users: ['me'] }],
		'a cursor': ['list_incidents', { cursor: long }],
	};
	for (const [place, [tool, input]] of Object.entries(places)) {
		it(`costs no time and is not repeated: ${place}`, async () => {
			const text = failureText(await account.fail(tool, input));
			assert.ok(text.length < 2000, text.slice(0, 300));
			assert.deepEqual(account.requests(), []);
		});
	}

	it('is compared by its start', () => {
		assert.deepEqual(nearest(`list_incidents${' '.repeat(1_000_000)}`, ['list_incidents', 'list_users']), [
			'list_incidents',
		]);
		assert.deepEqual(nearest('Chekout', ['x'.repeat(1_000_000), `Checkout${'y'.repeat(200_000)}`, 'Checkout']), [
			'Checkout',
		]);
	});
});
