import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { allows, defaultToolsets, toolsets, type Policy } from '../src/tools/core/access.ts';
import { catalogue } from '../src/tools/catalogue.ts';
import { published } from '../src/tools/published.ts';
import { makeBusyIncident, makeWordyIncidents } from '../test/support/busy-incident.ts';
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
	const measured = async (what: string, tool: string, input: object, atMost: number): Promise<Figure> => {
		const value = countTokens(JSON.stringify(await account.call(tool, input)));
		return { what, value, unit: 'tokens', atMost };
	};
	const parts = ['alerts', 'notes', 'timeline'];
	const all = [...parts, 'custom_fields', 'responders', 'subscribers'];
	try {
		const usual = await measured('25 incidents', 'list_incidents', { limit: 25 }, 3_000);
		const { id } = await account.sandbox.trigger();
		for (const note of ['I am on it.', 'The last deployment is suspicious; rolling back.', 'Rolled back, watching.'])
			await account.call('add_incident_note', { incident: id, note });
		const fresh = { incident: id, include: parts };
		const old = { incident: await makeBusyIncident(account), include: all };
		await makeWordyIncidents(account, 25);
		return [
			usual,
			await measured('25 incidents with long titles and four assignees', 'list_incidents', { limit: 25 }, 3_000),
			await measured('one incident with alerts, notes and timeline', 'get_incident', fresh, 2_500),
			await measured('an old and busy incident with all its parts', 'get_incident', old, 2_500),
		];
	} finally {
		await account.close();
	}
}
