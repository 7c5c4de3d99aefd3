import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Workflows = z.object({
	incident_workflows: z.array(
		z.looseObject({ id: z.string(), name: z.string().optional(), steps: z.array(z.string()).optional() }),
	),
	returned: z.number(),
	more: z.boolean(),
	next_cursor: z.string().optional(),
	note: z.string().optional(),
});
const Run = z.looseObject({ id: z.string(), action: z.string(), state: z.string(), finished: z.boolean() });
const Actions = z.object({
	automation_actions: z.array(z.looseObject({ id: z.string(), name: z.string() })),
	invocations: z.array(Run).optional(),
	returned: z.number(),
	more: z.boolean(),
	next_cursor: z.string().optional(),
});
const Started = z.object({ incident: z.string(), invocation: Run, note: z.string() });

describe('incident workflows', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const list = async (input: object = {}) => Workflows.parse(await account.call('list_incident_workflows', input));
	const start = (input: object) => account.call('start_incident_workflow', input);

	it('are listed by name, one by one with small pages, with steps on request', async () => {
		await open();
		const all = await list();
		assert.equal(all.returned, 4);
		assert.ok(all.incident_workflows.every(({ steps }) => steps === undefined));
		const first = await list({ limit: 3 });
		const rest = await list({ limit: 3, cursor: first.next_cursor });
		assert.deepEqual(
			[...first.incident_workflows, ...rest.incident_workflows].map(({ id }) => id),
			all.incident_workflows.map(({ id }) => id),
		);
		assert.equal(rest.more, false);
		const found = await list({ query: 'liaison', fields: ['name', 'steps'] });
		assert.deepEqual(
			found.incident_workflows.map(({ name }) => name),
			['Customer Liaison'],
		);
		assert.equal(found.incident_workflows[0]?.steps?.length, 1);
	});

	it('show their steps one by one, but no credentials that stand in them', async () => {
		await open();
		const { incident_workflows: found } = await list({ workflow: 'major incident' });
		const steps = found[0]?.steps ?? [];
		assert.match(steps.join('\n'), /Send a status update \(Message: Major incident declared/);
		assert.match(steps.join('\n'), /Bot token: \(not shown\)/);
		assert.doesNotMatch(JSON.stringify(found), /demo-not-a-token/);
	});

	it('tell how they are started: by hand, on a condition or for a type, of some services or all', async () => {
		await open();
		const triggersOf = async (input: object) =>
			(await list(input)).incident_workflows.map(({ name, triggers }) => [name, triggers]);
		assert.deepEqual(await triggersOf({ workflow: 'Major Incident' }), [
			[
				'Major Incident',
				[
					{ type: 'manual', services: 'all' },
					{ type: 'conditional', condition: "incident.priority matches 'P1'", services: 'all' },
				],
			],
		]);
		const team = [...account.sandbox.store.teams.values()].find(({ name }) => name === 'Storefront')?.id;
		const liaison = { type: 'manual', services: ['Checkout', 'Payments Gateway'], only_team_id: team };
		const all = await triggersOf({ include: 'triggers' });
		assert.deepEqual(
			all.find(([name]) => name === 'Customer Liaison'),
			['Customer Liaison', [liaison]],
		);
		assert.deepEqual(
			all.find(([name]) => String(name).startsWith('Post-incident')),
			['Post-incident Review (old)', []],
		);
		assert.ok((await triggersOf({})).every(([, triggers]) => triggers === undefined));
	});

	it('are narrowed to those that a trigger starts for a service', async () => {
		await open();
		const names = async (service: string) => (await list({ service })).incident_workflows.map(({ name }) => name);
		assert.deepEqual(await names('Checkout'), ['Customer Liaison', 'Major Incident', 'Security Response']);
		assert.deepEqual(await names('Product Search'), ['Major Incident', 'Security Response']);
	});

	it('are shown without triggers where those cannot be read, with a note', async () => {
		await open();
		account.sandbox.faults.scopeMissing = { match: /triggers/ };
		const { incident_workflows: found, note } = await list({ workflow: 'Major Incident' });
		assert.equal(found[0]?.steps?.length, 3);
		assert.match(note ?? '', /triggers could not be read/);
	});

	it('are listed with a note where asked triggers cannot be read; for a service they must be', async () => {
		await open();
		account.sandbox.faults.scopeMissing = { match: /triggers/ };
		for (const input of [{ include: 'triggers' }, { fields: ['name', 'triggers'] }]) {
			const { incident_workflows: found, note } = await list(input);
			assert.equal(found.length, 4);
			assert.ok(found.every(({ triggers }) => triggers === undefined));
			assert.match(note ?? '', /triggers could not be read/);
		}
		assert.equal((await account.fail('list_incident_workflows', { service: 'Checkout' })).status, 403);
	});

	it('are not those of a service whose only triggers for it are disabled', async () => {
		const Triggers = z.looseObject({ triggers: z.array(z.looseObject({ trigger_type: z.string() })) });
		const disabled = (content: unknown) => {
			const { triggers, ...rest } = Triggers.parse(content);
			return {
				...rest,
				triggers: triggers.map((trigger) => ({ ...trigger, is_disabled: trigger.trigger_type === 'manual' })),
			};
		};
		await open({ replies: (content, { path }) => (path.endsWith('/triggers') ? disabled(content) : content) });
		const { incident_workflows: found } = await list({ service: 'Checkout' });
		assert.deepEqual(
			found.map(({ name }) => name),
			['Major Incident', 'Security Response'],
		);
	});

	it('run on an incident by name, once, with the body that PagerDuty wants', async () => {
		await open();
		const { id, number } = await account.sandbox.trigger();
		const result = z
			.looseObject({ incident: z.string() })
			.parse(await start({ workflow: 'customer liaison', incident: `#${number}` }));
		assert.equal(result.incident, `#${number}`);
		const [request] = account.sandbox.requests.filter(({ method }) => method === 'POST');
		assert.deepEqual(JSON.parse(request?.body ?? ''), {
			incident_workflow_instance: { incident: { id, type: 'incident_reference' } },
		});
		const { notes } = z
			.object({ notes: z.array(z.object({ content: z.string() })) })
			.parse(await account.call('list_incident_notes', { incident: id }));
		assert.match(notes[0]?.content ?? '', /Customer support has been told/);
	});

	it('are never started twice, and an unclear answer says so', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		await list();
		for (const fault of ['dropAfter', 'serverError'] as const) {
			const mark = account.sandbox.requests.length;
			account.sandbox.faults[fault] = { match: /^POST/, status: 503 };
			const failure = await account.fail('start_incident_workflow', { workflow: 'Customer Liaison', incident: id });
			account.sandbox.faults[fault] = undefined;
			assert.match(failure.message, /may or may not have started/);
			assert.match(failure.next ?? '', /timeline/);
			assert.equal(account.requests(mark).filter((request) => request.startsWith('POST')).length, 1, fault);
		}
	});

	it('do not start when disabled, unknown or on no incident, and say why', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		const disabled = await account.fail('start_incident_workflow', {
			workflow: 'Post-incident Review (old)',
			incident: id,
		});
		assert.match([disabled.message, ...(disabled.details ?? [])].join(' '), /disabled/);
		const unknown = await account.fail('start_incident_workflow', { workflow: 'Major Incidnt', incident: id });
		assert.equal(unknown.candidates?.[0]?.name, 'Major Incident');
		await account.fail('start_incident_workflow', { workflow: 'Major Incident', incident: '#99999999' });
		assert.equal(account.sandbox.store.automation.instances.length, 0);
	});

	it('refuse wrong arguments before any request', async () => {
		await open();
		for (const [tool, input] of [
			['list_incident_workflows', { workflow: 'Major Incident', query: 'x' }],
			['list_incident_workflows', { workflow: 'null' }],
			['list_incident_workflows', { name: 'Major Incident' }],
			['list_incident_workflows', { limit: 101 }],
			['start_incident_workflow', { workflow: 'Major Incident' }],
			['start_incident_workflow', { workflow: '', incident: '#1' }],
			['start_incident_workflow', { workflow: 'Major Incident', incident: { id: 'Q1' } }],
			['start_incident_workflow', { workflow_id: 'P1', incident: '#1' }],
		] as const) {
			await account.fail(tool, input);
		}
		assert.deepEqual(account.requests(), []);
	});

	it('with odd records fail no list', async () => {
		await open();
		const [first] = account.sandbox.store.automation.workflows.values();
		assert.ok(first);
		Object.assign(first, { name: null, description: 5, steps: null, createdAt: 0 });
		assert.equal((await list()).returned, 4);
	});
});

describe('automation actions', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const list = async (input: object = {}) => Actions.parse(await account.call('list_automation_actions', input));
	const run = async (input: object) => Started.parse(await account.call('run_automation_action', input));
	const checkout = () => account.sandbox.trigger({ service: 'Checkout' });

	it('are walked by cursor, each row once, and a cursor of other filters is refused', async () => {
		await open();
		const names: string[] = [];
		let cursor: string | undefined;
		do {
			const page = await list({ limit: 1, ...(cursor && { cursor }) });
			names.push(...page.automation_actions.map(({ name }) => name));
			assert.equal(page.more, page.next_cursor !== undefined);
			cursor = page.next_cursor;
		} while (cursor);
		assert.deepEqual(
			names,
			(await list()).automation_actions.map(({ name }) => name),
		);
		assert.equal(names.length, 4);
		const { next_cursor: first } = await list({ limit: 1 });
		const failure = await account.fail('list_automation_actions', {
			limit: 1,
			cursor: first,
			classification: 'diagnostic',
		});
		assert.match(failure.message, /other filters/);
	});

	it('are found by what they are for; scripts are not shown', async () => {
		await open();
		const { automation_actions: found } = await list({
			service: 'checkout',
			classification: 'remediation',
			action_type: 'script',
			team: 'Storefront',
			query: 'pods',
			fields: 'all',
		});
		assert.deepEqual(
			found.map(({ name, services }) => [name, services]),
			[['Restart checkout pods', ['Checkout']]],
		);
		assert.doesNotMatch(JSON.stringify(await list({ fields: 'all' })), /kubectl/);
	});

	it('that fit an incident are listed with what ran on it', async () => {
		await open();
		const { id, number } = await checkout();
		await run({ action: 'purge cdn cache', incident: id });
		const { automation_actions: found, invocations } = await list({ incident: `#${number}` });
		assert.deepEqual(
			found.map(({ name }) => name),
			['Collect pod diagnostics', 'Purge CDN cache', 'Restart checkout pods'],
		);
		assert.deepEqual(
			invocations?.map(({ action }) => action),
			['Purge CDN cache'],
		);
	});

	it('run on an incident, and the result can be followed to the end', async () => {
		await open();
		const { id, number } = await checkout();
		const started = await run({ action: 'Collect pod diagnostics', incident: `#${number}` });
		assert.equal(started.incident, `#${number}`);
		assert.equal(started.invocation.finished, false);
		assert.match(started.note, new RegExp(`invocation ${started.invocation.id}`));
		const state = async () => (await list({ invocation: started.invocation.id })).invocations?.[0]?.state;
		account.sandbox.clock.advance(10_000);
		assert.equal(await state(), 'running');
		account.sandbox.clock.advance(30_000);
		assert.equal(await state(), 'completed');
		const { automation_actions: found, invocations } = await list({ action: 'Collect pod diagnostics', incident: id });
		assert.equal(found[0]?.['last_run_by'], 'Maya Okafor');
		assert.deepEqual(
			invocations?.map((item) => [item.finished, item['seconds'], item['by']]),
			[[true, 25, 'Maya Okafor']],
		);
		const ever = await list({ action: 'Collect pod diagnostics' });
		assert.equal(ever.invocations?.length, 2);
	});

	it('are sent once; when the answer is lost, the run is looked up', async () => {
		await open();
		const runs = account.sandbox.store.automation.invocations.size;
		const { id } = await checkout();
		const mark = account.sandbox.requests.length;
		account.sandbox.faults.dropAfter = { match: /^POST/, times: 1 };
		const started = await run({ action: 'Purge CDN cache', incident: id });
		assert.ok(account.sandbox.store.automation.invocations.has(started.invocation.id));
		account.sandbox.faults.dropBefore = { match: /^POST/, times: 1 };
		account.sandbox.clock.advance(3_600_000);
		const failure = await account.fail('run_automation_action', { action: 'Purge CDN cache', incident: id });
		assert.match(failure.next ?? '', /does not seem to have been carried out/);
		assert.equal(account.requests(mark).filter((request) => request.startsWith('POST')).length, 2);
		assert.equal(account.sandbox.store.automation.invocations.size, runs + 1);
	});

	it('are for the alert of an incident when one is given', async () => {
		await open();
		const { id } = await checkout();
		const [alert] = account.sandbox.store.alerts.of(id);
		await run({ action: 'Purge CDN cache', incident: id, alert: alert?.id });
		const request = account.sandbox.requests.findLast(({ method }) => method === 'POST');
		assert.deepEqual(JSON.parse(request?.body ?? ''), {
			invocation: { metadata: { incident_id: id, alert_id: alert?.id } },
		});
	});

	it('do not run where they do not belong, and PagerDuty says why', async () => {
		await open();
		const runs = account.sandbox.store.automation.invocations.size;
		const { id } = await checkout();
		const other = await account.fail('run_automation_action', { action: 'Fail over payments database', incident: id });
		assert.match([other.message, ...(other.details ?? [])].join(' '), /not associated with the service/);
		await account.call('resolve_incidents', { incidents: id });
		const late = await account.fail('run_automation_action', { action: 'Restart checkout pods', incident: id });
		assert.match([late.message, ...(late.details ?? [])].join(' '), /unresolved incidents only/);
		assert.equal(account.sandbox.store.automation.invocations.size, runs);
	});

	it('refuse wrong arguments', async () => {
		await open();
		for (const input of [
			{ action: 'Purge CDN cache', query: 'x' },
			{ invocation: 'X', incident: '#1' },
			{ incident: '#1', service: 'Checkout' },
			{ classification: 'both' },
			{ action_type: 'shell' },
			{ services: 'Checkout' },
			{ cursor: 'x' },
			{ query: ' ' },
		]) {
			await account.fail('list_automation_actions', input);
		}
		assert.deepEqual(account.requests(), []);
		const failure = await account.fail('list_automation_actions', { invocation: 'NOSUCHRUN' });
		assert.match(failure.message, /no run NOSUCHRUN/);
		await account.fail('run_automation_action', { action: 'Purge CDN cach', incident: '#1' });
	});
});
