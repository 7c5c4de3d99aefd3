import assert from 'node:assert/strict';
import { catalogue } from '../../src/tools/catalogue.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { SignedIn } from '../support/signed-in.ts';

/** Calls of each tool that between them use every argument. `$incident` is an open incident. */
const calls: Record<string, readonly Record<string, unknown>[]> = {
	list_incidents: [
		{},
		{
			statuses: ['triggered', 'resolved'],
			urgencies: ['high'],
			services: ['Checkout'],
			teams: ['Payments'],
			users: ['me'],
			priorities: ['P1'],
			title: 'x',
			incident_key: 'k',
			since: '-7d',
			until: 'now',
			sort_by: 'urgency:desc',
			limit: 5,
			fields: ['all'],
		},
		{ scope: 'mine' },
		{ scope: 'my_teams', date_range: 'all', statuses: ['resolved'] },
	],
	get_incident: [{ incident: '$incident', include: ['alerts', 'notes', 'timeline'] }],
	acknowledge_incidents: [{ incidents: ['$incident'] }],
	resolve_incidents: [{ incidents: ['$incident'], resolution: 'Rolled back' }],
	reopen_incidents: [{ incidents: ['$incident'] }],
	add_incident_note: [{ incident: '$incident', note: 'On it' }],
	list_incident_notes: [{ incident: '$incident', limit: 5 }],
	list_incident_alerts: [{ incident: '$incident', statuses: ['triggered'], detail_length: 100 }],
	get_incident_timeline: [
		{ incident: '$incident' },
		{ incident: '$incident', overview: false, since: '-1d', until: 'now' },
	],
	list_oncalls: [
		{},
		{
			services: ['Checkout'],
			escalation_policies: ['Payments'],
			schedules: ['Payments Primary', 'Mobile Shifts'],
			users: ['me'],
			since: 'now',
			until: '+7d',
			earliest: true,
		},
	],
	list_escalation_policies: [{ query: 'pay', users: ['me'], teams: ['Payments'] }],
	list_schedules: [{ query: 'pay', teams: ['Payments'] }],
	list_services: [{ query: 'pay', teams: ['Payments'] }],
	get_service: [{ service: 'Checkout' }],
	list_users: [{ query: 'maya', teams: ['Payments'] }],
	get_current_user: [{}],
};

describe('requests of the tools, against the OpenAPI', () => {
	const openApi = loadOpenApi();
	let account: SignedIn;
	let incident: string;

	before(async function () {
		if (!openApi) {
			console.log("    PagerDuty's OpenAPI is not at hand: skipped");
			this.skip();
		}
		account = await SignedIn.open();
		incident = (await account.sandbox.trigger()).id;
	});
	after(async () => {
		if (openApi) await account.close();
	});

	const filled = (input: Record<string, unknown>): unknown =>
		JSON.parse(JSON.stringify(input).replaceAll('$incident', incident));

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
