import assert from 'node:assert/strict';
import type { RecordedRequest } from '../../src/sandbox/sandbox.ts';
import { catalogue } from '../../src/tools/catalogue.ts';
import { accountExceptions } from '../support/openapi-exceptions-account.ts';
import { incidentExceptions } from '../support/openapi-exceptions-incidents.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { SignedIn } from '../support/signed-in.ts';
import { calls } from './calls/all.ts';

describe('requests of the tools, against the OpenAPI', () => {
	const openApi = loadOpenApi(accountExceptions, incidentExceptions);
	let account: SignedIn;
	let incidents: Readonly<Record<string, string>>;
	let override: string;
	const seen = new Set<RecordedRequest>();

	before(async function () {
		if (!openApi) {
			console.log("    PagerDuty's OpenAPI is not at hand: skipped");
			this.skip();
		}
		account = await SignedIn.open();
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
				.replace(/\$(incident|other|acknowledged|resolved|alert|note)\b/g, (name) => incidents[name] ?? name)
				.replaceAll('$invocation', [...account.sandbox.store.automation.invocations.keys()][0] ?? '')
				.replaceAll('$override', override)
				.replaceAll('$window', windowOf(account))
				.replaceAll('$rule', ruleOf(account))
				.replaceAll('$routing_key', routingKeyOf(account))
				.replaceAll('$log_entry', account.sandbox.store.logEntries[0]?.id ?? '')
				.replaceAll(
					'$checkout_rules',
					account.sandbox.store.orchestrations.ofServices.values().next().value?.version ?? '',
				)
				.replaceAll(
					'$unrouted_rules',
					account.sandbox.store.orchestrations.byId.values().next().value?.paths.unrouted.version ?? '',
				),
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
			incidents = await freshIncidents(account, JSON.stringify(samples));
			for (const request of account.sandbox.requests) seen.add(request);
			for (const sample of samples) await account.call(name, filled(sample));
			// The account remembers the last requests only: how many there were before does not count.
			const requests = account.sandbox.requests.filter((request) => !seen.has(request));
			for (const request of requests) seen.add(request);
			if (name !== 'get_current_user') assert.ok(requests.length > 0);
			for (const request of requests) {
				assert.deepEqual(openApi.checkRequest(request), [], `${request.method} ${request.path}?${request.query}`);
			}
		});
	}

	it('tells how much of the API the tools use', () => {
		assert.ok(openApi);
		const used = new Set([...seen].map(({ method, path }) => openApi.match(method, path)?.operationId));
		assert.ok(!used.has(undefined));
		console.log(`      operations used: ${used.size} of ${openApi.operations.length}: ${[...used].sort().join(', ')}`);
	});
});

/** The id of a notification rule of the person signed in. */
function ruleOf({ sandbox }: SignedIn): string {
	const user = [...sandbox.store.users.values()].find(({ name }) => name === 'Maya Okafor');
	return user?.notificationRules[0]?.id ?? '';
}

/** The id of the maintenance window to come. */
function windowOf(account: SignedIn): string {
	const windows = [...account.sandbox.store.settings.maintenanceWindows.values()];
	return windows.find(({ description }) => description === 'Move of the build farm')?.id ?? '';
}

/** The key of an integration that takes events. */
function routingKeyOf({ sandbox }: SignedIn): string {
	const integrations = [...sandbox.store.services.values()].flatMap((service) => service.integrations);
	const inlet = integrations.find(({ type }) => type === 'events_api_v2_inbound_integration');
	return inlet?.key ?? assert.fail('no integration takes events');
}

/** Incidents in every state that samples ask for, just triggered, with an alert and a note of the first one. */
async function freshIncidents(account: SignedIn, samples: string): Promise<Record<string, string>> {
	// The requests of all tools are more than a minute allows.
	account.sandbox.clock.advance(20_000);
	const { store } = account.sandbox;
	const one = async (name: string) =>
		samples.includes(name) ? (await account.sandbox.trigger({ title: `Sample ${name}` })).id : '';
	const incident = (await account.sandbox.trigger()).id;
	const [other, acknowledged, resolved] = [await one('$other'), await one('$acknowledged'), await one('$resolved')];
	if (acknowledged) await account.call('acknowledge_incidents', { incidents: acknowledged });
	if (resolved) await account.call('resolve_incidents', { incidents: resolved });
	if (samples.includes('$note')) await account.call('add_incident_note', { incident, note: 'Looking' });
	return {
		$incident: incident,
		$other: other,
		$acknowledged: acknowledged,
		$resolved: resolved,
		$alert: store.alerts.of(incident)[0]?.id ?? '',
		$note: store.notes.of(incident)[0]?.id ?? '',
	};
}
