import assert from 'node:assert/strict';
import { catalogue } from '../../src/tools/catalogue.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { SignedIn } from '../support/signed-in.ts';
import { automationCalls } from './calls/automation.ts';
import type { Calls } from './calls/calls.ts';
import { analyticsCalls } from './calls/analytics.ts';
import { eventsCalls } from './calls/events.ts';
import { incidentsCalls } from './calls/incidents.ts';
import { oncallCalls } from './calls/oncall.ts';
import { peopleCalls } from './calls/people.ts';
import { schedulingCalls } from './calls/scheduling.ts';
import { servicesCalls } from './calls/services.ts';

const calls: Calls = {
	...incidentsCalls,
	...oncallCalls,
	...servicesCalls,
	...peopleCalls,
	...schedulingCalls,
	...eventsCalls,
	...analyticsCalls,
	...automationCalls,
};

describe('requests of the tools, against the OpenAPI', () => {
	const openApi = loadOpenApi();
	let account: SignedIn;
	let incident: string;
	let override: string;

	before(async function () {
		if (!openApi) {
			console.log("    PagerDuty's OpenAPI is not at hand: skipped");
			this.skip();
		}
		account = await SignedIn.open();
		incident = (await account.sandbox.trigger()).id;
		override =
			[...account.sandbox.store.schedules.values()].find(({ name }) => name === 'Payments Secondary')?.overrides[0]
				?.id ?? '';
	});
	after(async () => {
		if (openApi) await account.close();
	});

	const filled = (input: Readonly<Record<string, unknown>>): unknown =>
		JSON.parse(
			JSON.stringify(input)
				.replaceAll('$incident', incident)
				.replaceAll('$override', override)
				.replaceAll('$routing_key', routingKeyOf(account)),
		);

	for (const { name, input } of catalogue) {
		it(`${name}: every request is documented`, async () => {
			assert.ok(openApi);
			const samples = calls[name] ?? assert.fail(`${name} has no sample calls here`);
			const unused = Object.keys(input.shape).filter(
				(argument) =>
					!['cursor', 'limit', 'fields'].includes(argument) && !samples.some((sample) => argument in sample),
			);
			assert.deepEqual(unused, [], 'arguments without a sample');
			const mark = account.sandbox.requests.length;
			for (const sample of samples) await account.call(name, filled(sample));
			const requests = account.sandbox.requests.slice(mark);
			if (name !== 'get_current_user') assert.ok(requests.length > 0);
			for (const request of requests) {
				assert.deepEqual(openApi.checkRequest(request), [], `${request.method} ${request.path}?${request.query}`);
			}
		});
	}

	it('tells how much of the API the tools use', () => {
		assert.ok(openApi);
		const used = new Set(account.sandbox.requests.map(({ method, path }) => openApi.match(method, path)?.operationId));
		assert.ok(!used.has(undefined));
		console.log(`      operations used: ${used.size} of ${openApi.operations.length}: ${[...used].sort().join(', ')}`);
	});
});

/** The key of an integration that takes events. */
function routingKeyOf({ sandbox }: SignedIn): string {
	const integrations = [...sandbox.store.services.values()].flatMap((service) => service.integrations);
	const inlet = integrations.find(({ type }) => type === 'events_api_v2_inbound_integration');
	return inlet?.key ?? assert.fail('no integration takes events');
}
