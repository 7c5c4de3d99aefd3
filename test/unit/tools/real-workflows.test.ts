import assert from 'node:assert/strict';
import * as z from 'zod';
import { english } from '../../../src/tools/text/said.ts';
import { Asked } from '../../support/needs-consent.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Listed = z.object({
	incident_workflows: z.array(
		z.looseObject({
			steps: z.array(z.string()).default([]),
			triggers: z.array(z.looseObject({ condition: z.string().optional() })).default([]),
		}),
	),
});

describe('workflows as PagerDuty really keeps them', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	it('repeat steps that stand inside a step, and those are shown', async () => {
		await open();
		const found = Listed.parse(await account.call('list_incident_workflows', { workflow: 'Security Response' }));
		assert.equal(
			found.incident_workflows[0]?.steps.at(-1),
			'Repeat every 30 minutes (Delay between loops: 30), which runs: Ask for evidence (Message: What have we learned since?)',
		);
	});

	it('and whoever starts one is asked by these, too', async () => {
		const person = new Asked();
		person.answer = 'yes';
		await open({ consent: { words: english }, person });
		const { id } = await account.sandbox.trigger();
		await account.call('start_incident_workflow', { workflow: 'Security Response', incident: id });
		assert.match(person.questions.join(), /"Repeat every 30 minutes", "Ask for evidence"\./);
	});

	it('start for every new incident where their condition is empty', async () => {
		await open();
		const trigger = account.sandbox.store.automation.triggers.find(({ type }) => type === 'conditional');
		assert.ok(trigger);
		trigger.condition = '';
		const found = Listed.parse(await account.call('list_incident_workflows', { workflow: 'Major Incident' }));
		assert.equal(
			found.incident_workflows[0]?.triggers[1]?.condition,
			'none: starts for every new incident of its services',
		);
	});
});
