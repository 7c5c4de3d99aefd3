import assert from 'node:assert/strict';
import * as z from 'zod';
import {
	accessLevels,
	defaultToolsets,
	toolsetContents,
	toolsets,
	type Policy,
} from '../../../src/tools/core/access.ts';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { failureText } from '../../../src/tools/core/failure-text.ts';
import { Mentions, offers } from '../../../src/tools/offer.ts';
import { published } from '../../../src/tools/published.ts';
import { SignedIn } from '../../support/signed-in.ts';

const policies = accessLevels.flatMap((access): Policy[] => [
	...toolsets.map((toolset) => ({ access, toolsets: [toolset] })),
	{ access, toolsets: defaultToolsets },
	{ access, toolsets },
]);

/** Tools that a text names although they are not offered. */
function notOffered(text: string, policy: Policy): string[] {
	const others = catalogue.filter((tool) => !offers(policy, tool)).map(({ name }) => name);
	return others.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
}

const described = z.looseObject({ description: z.string().optional() });

const firstSentence = (text: string) => text.split(/(?<=[.!?])\s/)[0];

describe('what agents are offered', () => {
	let opened: SignedIn | undefined;
	const open = async (policy: Policy, hidesOthers = false) => {
		opened = await SignedIn.open({ policy, hidesOthers });
		return opened;
	};
	afterEach(() => opened?.close());

	it('is described without tools that are not', () => {
		for (const policy of policies) {
			const mentions = new Mentions({ policy, widen: '' }, catalogue);
			for (const tool of catalogue.filter((candidate) => offers(policy, candidate)))
				assert.deepEqual(
					notOffered(JSON.stringify(mentions.ofTool(published(tool))), policy),
					[],
					`${tool.name} at ${policy.access}`,
				);
		}
	});

	it('is described as fully as before where a tool is all that is offered', () => {
		for (const tool of catalogue) {
			const { name } = tool;
			const policy: Policy = { access: 'read', toolsets: [], tools: [name] };
			const whole = published(tool);
			const alone = new Mentions({ policy, widen: '' }, catalogue).ofTool(whole);
			assert.deepEqual(notOffered(JSON.stringify(alone), policy), [], name);
			assert.equal(firstSentence(alone.description), firstSentence(whole.description), name);
			for (const [argument, schema] of Object.entries(alone.inputSchema.properties)) {
				const { description } = described.parse(schema);
				assert.ok(description === undefined || /\S/.test(description), `${name}: ${argument}`);
			}
		}
	});

	it('is listed without tools that are left out', async () => {
		const excludedTools = ['list_incidents', 'get_schedule', 'get_user', 'list_maintenance_windows', 'set_rotation'];
		const policy: Policy = { access: 'administer', toolsets, excludedTools };
		const account = await open(policy);
		const listed = await account.toolbox.offered();
		assert.equal(listed.length, catalogue.length - excludedTools.length);
		assert.deepEqual(notOffered(JSON.stringify(listed), policy), []);
		const change = listed.find(({ name }) => name === 'delete_override');
		assert.equal(described.parse(change?.inputSchema.properties['override']).description, 'Id.');
	});

	it('is told at the start, with the areas that are not and how the person can turn them on', async () => {
		const account = await open({ access: 'respond', toolsets: defaultToolsets });
		const told = account.toolbox.instructions();
		for (const toolset of toolsets)
			assert.equal(told.includes(`"${toolset}" (${toolsetContents[toolset]})`), !defaultToolsets.includes(toolset));
		assert.match(told, /access "administer"/);
		assert.doesNotMatch(told, /access "respond"/);
		assert.match(told, /they can turn it on in the settings/);
		for (const part of [
			/`teams: me` means their teams/,
			/No look-up is needed/,
			/`more: true`/,
			/`confirm`/,
			/-24h/,
			/zone/,
		])
			assert.match(told, part);
	});

	it('leaves nothing to turn on where all is offered', async () => {
		const account = await open({ access: 'administer', toolsets });
		assert.doesNotMatch(account.toolbox.instructions(), /Not offered/);
	});

	it('is all that errors point to', async () => {
		const policy: Policy = { access: 'respond', toolsets: ['incidents'] };
		const account = await open(policy);
		for (const [tool, input] of [
			['list_incidents', { services: 'Chekout' }],
			['list_incidents', { teams: 'No such team' }],
			['create_incident', { title: 'X', service: 'Checkout', priority: 'P9' }],
			['create_incident', { title: 'X', service: 'Checkout', escalation_policy: 'Nobody' }],
			['reassign_incidents', { incidents: '1', users: 'Nobody Such' }],
			['list_services', {}],
		] as const) {
			const failure = await account.fail(tool, input);
			const text = failureText(failure);
			assert.deepEqual(
				notOffered(text, policy).filter((name) => name !== tool),
				[],
			);
			if (tool !== 'list_services' && /not offered/.test(text)) assert.match(text, /the person can turn it on/);
		}
		const failure = await account.fail('list_incidents', { services: 'Chekout' });
		assert.ok(failure.candidates?.length);
		assert.equal(failure.next, 'Use one of the candidates.');
		const unlike = await account.fail('list_incidents', { services: 'Zzzzzz' });
		assert.match(unlike.next ?? '', /The next step needs toolset "services", which you are not offered now/);
		assert.match((await account.fail('list_incidents', { incident: '1' })).next ?? '', /incident_key/);
	});

	it('is all of what a refused tool says is missing', async () => {
		const account = await open({ access: 'respond', toolsets: ['incidents'] });
		const message = async (name: string) => (await account.fail(name)).message;
		assert.equal(await message('list_oncalls'), 'list_oncalls needs toolset "oncall", which you are not offered now.');
		assert.match(await message('set_team'), /^set_team needs access "administer" and toolset "people", which/);
	});

	it('is all that answers point to', async () => {
		const policy: Policy = { access: 'read', toolsets: ['people'] };
		const account = await open(policy);
		const answer = await account.call('get_user', { user: 'Maya Okafor', include: ['oncalls'] });
		assert.deepEqual(notOffered(JSON.stringify(answer), policy), []);
	});

	it('takes single tools in and out, whatever their area and level', async () => {
		const policy: Policy = {
			access: 'read',
			toolsets: ['incidents'],
			tools: ['add_incident_note', 'list_oncalls'],
			excludedTools: ['get_incident'],
		};
		const account = await open(policy);
		const names = (await account.toolbox.offered()).map(({ name }) => name);
		for (const name of ['list_incidents', 'add_incident_note', 'list_oncalls']) assert.ok(names.includes(name), name);
		for (const name of ['get_incident', 'acknowledge_incidents', 'list_schedules'])
			assert.ok(!names.includes(name), name);
		assert.match(account.toolbox.instructions(), /Not offered now: .*; tool "get_incident"\. /);
		const refused = await account.fail('get_incident', { incident: '1' });
		assert.equal(refused.message, 'get_incident is left out of the tools that you are offered.');
		assert.match(refused.next ?? '', /Only the person can change that/);
		const unlike = await account.fail('get_incidnt', {});
		assert.doesNotMatch(unlike.next ?? '', /get_incident\b/);
	});

	describe('by a door that hides the rest', () => {
		const policy: Policy = { access: 'read', toolsets: ['incidents'], excludedTools: ['get_incident'] };

		it('is all that exists: another tool is answered as one that never was', async () => {
			const account = await open(policy, true);
			const caller = { signal: new AbortController().signal, priority: 'person' } as const;
			const answered = async (name: string) =>
				JSON.stringify(await account.toolbox.call(name, { incidents: '1' }, caller));
			const others = catalogue.filter((tool) => !offers(policy, tool));
			assert.ok(others.length > 50);
			for (const { name } of others) {
				const answer = await answered(name);
				assert.ok(answer.includes(`"There is no tool ${name}."`), answer);
				assert.deepEqual(notOffered(answer.replace(name, ''), policy), []);
				assert.doesNotMatch(answer, /offered|access|toolset|left out|the person/);
			}
			const unknown = await answered('zzzz_qqqq');
			assert.equal((await answered('set_team')).replace('set_team', 'zzzz_qqqq'), unknown);
			assert.deepEqual(account.requests(), []);
			assert.ok(account.logged.every((line) => line.startsWith('unknown tool: ')));
		});

		it('is all that the instructions, errors and remarks tell of', async () => {
			const account = await open(policy, true);
			assert.doesNotMatch(account.toolbox.instructions(), /Not offered|turn it on|get_incident|toolset|administer/);
			const failure = await account.fail('list_incidents', { services: 'Zzzzzz' });
			assert.doesNotMatch(failureText(failure), /not offered|turn it on|list_services/);
			assert.equal(failure.next, undefined);
			const mentions = new Mentions({ policy, widen: undefined }, catalogue);
			assert.deepEqual(
				mentions.ofAnswer({
					note: 'Use list_services.',
					incomplete: ['list_oncalls tells the rest.', 'Half. See set_team.'],
				}),
				{ note: undefined, incomplete: ['Part of this cannot be read here.', 'Half.'] },
			);
		});
	});

	it('points to no tool that is left out', async () => {
		const policy: Policy = { access: 'read', toolsets, excludedTools: ['list_services'] };
		const account = await open(policy);
		const failure = await account.fail('list_incidents', { services: 'Zzzzzz' });
		assert.match(failure.next ?? '', /needs tool "list_services", which you are not offered now/);
	});
});
