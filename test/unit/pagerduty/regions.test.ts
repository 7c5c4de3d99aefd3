import assert from 'node:assert/strict';
import { apiUrls } from '../../../src/pagerduty/http/account.ts';
import { listIncidents } from '../../../src/pagerduty/api/incidents.ts';
import { FakeApi, json, userAccount } from './fake-api.ts';

describe('PagerDuty regions', () => {
	const tokens = [
		['us', 'u+SecretToken12345', 'Token token=u+SecretToken12345'],
		['us', 'pdus+_0XABCDEF', 'Bearer pdus+_0XABCDEF'],
		['eu', 'u+SecretToken12345', 'Token token=u+SecretToken12345'],
		['eu', 'pdeu+_0XABCDEF', 'Bearer pdeu+_0XABCDEF'],
	] as const;

	for (const [region, token, authorization] of tokens) {
		it(`take ${authorization.split(' ')[0]} tokens: ${region}, ${token.split('_')[0]}`, async () => {
			const api = new FakeApi(() => json({ incidents: [] }));
			api.account = { ...userAccount, apiUrl: apiUrls[region], token };
			await listIncidents(api.person);
			const [{ url, headers } = assert.fail('nothing was sent')] = api.calls;
			assert.equal(url.origin, region === 'eu' ? 'https://api.eu.pagerduty.com' : 'https://api.pagerduty.com');
			assert.equal(headers.get('authorization'), authorization);
		});
	}
});
