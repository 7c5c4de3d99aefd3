import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { allows, defaultToolsets, toolsets, type Policy } from '../src/tools/access.ts';
import { catalogue } from '../src/tools/catalogue.ts';
import { published } from '../src/tools/published.ts';
import { SignedIn } from '../test/support/signed-in.ts';
import type { Figure } from './measure.ts';

/** What the tools and their answers cost a model, in tokens of o200k. */
export async function tokens(): Promise<Figure[]> {
	return [
		listed('what is offered by default', { access: 'respond', toolsets: defaultToolsets }, 9_000),
		listed('everything', { access: 'administer', toolsets }, 30_000),
		...(await answers()),
	];
}

function listed(what: string, policy: Policy, atMost: number): Figure {
	const tools = catalogue.filter(
		(tool) => allows(policy.access, tool.access) && policy.toolsets.includes(tool.toolset),
	);
	const value = countTokens(JSON.stringify({ tools: tools.map(published) }));
	return { what: `tools/list of ${what}: ${tools.length} tools`, value, unit: 'tokens', atMost };
}

async function answers(): Promise<Figure[]> {
	const account = await SignedIn.open({ incidents: 20 });
	try {
		const list = await account.call('list_incidents', { limit: 25 });
		const { id } = await account.sandbox.trigger();
		for (const note of ['I am on it.', 'The last deployment is suspicious; rolling back.', 'Rolled back, watching.'])
			await account.call('add_incident_note', { incident: id, note });
		const one = await account.call('get_incident', { incident: id, include: ['alerts', 'notes', 'timeline'] });
		return [
			{ what: '25 incidents', value: countTokens(JSON.stringify(list)), unit: 'tokens', atMost: 3_000 },
			{
				what: 'one incident with alerts, notes and timeline',
				value: countTokens(JSON.stringify(one)),
				unit: 'tokens',
				atMost: 2_500,
			},
		];
	} finally {
		await account.close();
	}
}
