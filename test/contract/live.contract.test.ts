import assert from 'node:assert/strict';
import { systemClock } from '../../src/pagerduty/http/clock.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { learn, learnedText } from '../live/differences.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { accountExceptions } from '../support/openapi-exceptions-account.ts';
import { incidentExceptions } from '../support/openapi-exceptions-incidents.ts';
import { serviceExceptions } from '../support/openapi-exceptions-services.ts';

const api = loadOpenApi(accountExceptions, incidentExceptions, serviceExceptions);

describe('the suite for a real account', () => {
	let sandbox: Sandbox;
	before(async () => (sandbox = await startSandbox()));
	after(() => sandbox.close());

	/** What it learns when replies are changed on the way. */
	const learned = (change = (text: string) => text) =>
		learn({
			api,
			account: { apiUrl: sandbox.url, token: sandbox.token, kind: 'user' },
			clock: systemClock,
			fetch: async (url, options) => {
				const response = await fetch(url, options);
				const text = change(await response.text());
				return new Response(text === '' ? null : text, { status: response.status, headers: response.headers });
			},
		});

	it('reads much of the account, sends no change, and finds the demo account as expected', async () => {
		const { asExpected, differences } = await learned();
		assert.deepEqual(differences, []);
		assert.ok(asExpected.length > 40, String(asExpected.length));
		assert.ok(sandbox.requests.every(({ method }) => method === 'GET'));
	});

	it('says where a reply differs, and nothing of what is in it', async () => {
		const change = (text: string) =>
			text
				.replaceAll(/"title":"[^"]*"/g, '"title":{"Very secret title":"value of it"}')
				.replaceAll('"type":"user"', '"type":"SecretType"');
		const result = await learned(change);
		assert.ok(
			result.differences.includes('listIncidents: incidents/…/title must be string'),
			result.differences.join('\n'),
		);
		const text = learnedText(result);
		assert.doesNotMatch(text, /secret|value of it/i);
		const { users, services, incidents } = sandbox.store;
		for (const { id } of [...users.values(), ...services.values(), ...incidents.values()])
			assert.ok(!text.includes(id), id);
		for (const { name } of [...users.values(), ...services.values()]) assert.ok(!text.includes(name), name);
	});
});
