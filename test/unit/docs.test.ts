import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { prompts } from '../../src/mcp/prompts/catalogue.ts';
import { resourceTemplates, singleResources } from '../../src/mcp/resources/catalogue.ts';
import type { Prompt } from '../../src/mcp/prompts/prompt.ts';
import { allows, defaultToolsets, toolsetContents, toolsets } from '../../src/tools/core/access.ts';
import { consentReasons } from '../../src/tools/core/consent.ts';
import { catalogue } from '../../src/tools/catalogue.ts';
import { published } from '../../src/tools/published.ts';
import type { Tool } from '../../src/tools/core/tool.ts';
import { checkPart, checkWhole, table } from '../support/documents.ts';

const ofEveryList = ['limit', 'cursor', 'fields'];

const ofToolset = (toolset: string) => catalogue.filter((tool) => tool.toolset === toolset);

/** The README's overview: what there is in each area, and what an agent may do at each level. */
function overview(): string {
	const rows = toolsets.map((toolset) => {
		const tools = ofToolset(toolset);
		const count = (level: 'read' | 'respond' | 'administer') =>
			String(tools.filter((tool) => allows(level, tool.access)).length);
		const name = defaultToolsets.includes(toolset) ? `**\`${toolset}\`**` : `\`${toolset}\``;
		return [name, toolsetContents[toolset], count('read'), count('respond'), count('administer')];
	});
	return table(['Toolset', 'What it is about', '`read`', '`respond`', '`administer`'], rows);
}

function reference(): string {
	return [
		'# Tools',
		'Every tool that agents can be offered, made from the catalogue in `src/tools`. Which of them an agent sees depends on the toolsets and the access level that you choose.',
		'Objects can be named by id, name, number (`#4260`), e-mail address or `me`. Times are ISO 8601, `now`, or offsets such as `-24h` and `+7d`; a time without a zone is in the zone of the schedule that the call names, or else in yours. Every list takes `limit` (1 to 100, usually 25), `cursor` (the `next_cursor` of the call before, unchanged) and `fields` (which fields to show, or `all`).',
		...toolsets.flatMap((toolset) => [
			`## ${toolset}`,
			`${toolsetContents[toolset]}.${defaultToolsets.includes(toolset) ? ' Offered unless you choose otherwise.' : ''}`,
			...ofToolset(toolset).flatMap(section),
		]),
	].join('\n\n');
}

function section(tool: Tool): string[] {
	const { properties, required = [] } = published(tool).inputSchema;
	const rows = Object.entries(properties)
		.filter(([name]) => !ofEveryList.includes(name))
		.map(([name, schema]) => {
			const type = `${typeName(schema)}${required.includes(name) ? ', required' : ''}`;
			return [`- \`${name}\` (${type})`, textOf(schema, 'description')].filter(Boolean).join(': ');
		});
	const lists = 'cursor' in properties ? ['- `limit`, `cursor`, `fields`: as in every list'] : [];
	return [
		`### \`${tool.name}\``,
		`${tool.title} · access \`${tool.access}\`${asksText(tool)}`,
		tool.description,
		`> ${tool.example}`,
		[...rows, ...lists].join('\n'),
	];
}

/** To what the person must agree first. */
function asksText({ consent = [] }: Tool): string {
	const reasons = consent.map((kind) => consentReasons[kind].replace(/^it /, ''));
	return reasons.length === 0 ? '' : ` · asks first where it ${reasons.join(', or ')}`;
}

function promptReference(): string {
	return [
		'# Prompts',
		'Questions that people ask again and again, made from the catalogue in `src/mcp/prompts`. Editors offer them as commands: in VS Code, once the chat has started the server, type `/` and choose `/mcp.PagerDuty.triage` and so on. While you fill in an argument, what is in your account is suggested.',
		'A prompt gives the agent steps and the tools for them, asks for evidence, and changes nothing before you agree. Steps whose tools are not offered are left out, and the prompt says so; without the tools that it needs, it is not offered.',
		...prompts.flatMap(promptSection),
	].join('\n\n');
}

function promptSection(prompt: Prompt): string[] {
	const all = prompt.arguments.map(({ name }) => [name, name] as const);
	const text = [{}, { audience: 'customers' }, Object.fromEntries(all), ...all.map((one) => Object.fromEntries([one]))]
		.flatMap((given) => prompt.guide(given).steps)
		.join(' ');
	const others = catalogue.filter(({ name }) => !prompt.needs.includes(name) && new RegExp(`\\b${name}\\b`).test(text));
	return [
		`## \`${prompt.name}\``,
		`${prompt.title}. ${prompt.description}`,
		prompt.arguments
			.map(({ name, description, required = false }) => `- \`${name}\`${required ? ' (required)' : ''}: ${description}`)
			.join('\n'),
		`Needs ${prompt.needs.map((name) => `\`${name}\``).join(', ')}. Also uses ${others.map(({ name }) => `\`${name}\``).join(', ')}.`,
	];
}

function resourceReference(): string {
	const names = (needs: readonly string[]) => needs.map((name) => `\`${name}\``).join(', ');
	return [
		'# Resources',
		'Places in PagerDuty that can be given to an agent as context, made from the catalogue in `src/mcp/resources`. In VS Code: _Add Context › MCP Resources_ in the chat, or the command _MCP: Browse Resources_. The list holds those of which there is one, and up to 20 open incidents, those assigned to you first; everything else is found by its address.',
		'A resource holds what the tools give, as JSON, within the same limits and with the same mark that texts from outside are data. Without the tools that it needs, it is not offered. Clients with a session can subscribe to up to 100 of them: they are told when a tool changes what is there, and in VS Code also when the views find it changed. Error -32002 says that there is nothing, and what to do.',
		'## Single ones',
		table(
			['Address', 'What it holds', 'Needs'],
			singleResources.map(({ address, description, needs }) => [`\`${address}\``, description, names(needs)]),
		),
		'## One for each object',
		'In place of `{id}` stands an id, a number or a name; while you write, what is in your account is suggested by number, title and name.',
		table(
			['Address', 'What it holds', 'In place of `{id}`', 'Needs'],
			resourceTemplates.map(({ template, description, meaning, needs }) => [
				`\`${template}\``,
				description,
				meaning,
				names(needs),
			]),
		),
	].join('\n\n');
}

function typeName(schema: unknown): string {
	const values = listOf(schema, 'enum');
	if (values.length > 0) return values.map((value) => `\`${String(value)}\``).join(', ');
	const type = textOf(schema, 'type');
	return type === 'array' ? `list of ${typeName(valueOf(schema, 'items'))}` : type;
}

function valueOf(object: unknown, name: string): unknown {
	return typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined;
}

function textOf(object: unknown, name: string): string {
	const value = valueOf(object, name);
	return typeof value === 'string' ? value : '';
}

function listOf(object: unknown, name: string): unknown[] {
	const value = valueOf(object, name);
	return Array.isArray(value) ? value : [];
}

describe('the documentation', () => {
	it('counts the tools of each area in the README', () => checkPart('README.md', 'tools', overview()));
	it('has every tool in docs/tools.md', () => checkWhole('docs/tools.md', reference()));
	it('has every prompt in docs/prompts.md', () => checkWhole('docs/prompts.md', promptReference()));
	it('has every resource in docs/resources.md', () => checkWhole('docs/resources.md', resourceReference()));
});

describe('the guide for contributors', () => {
	const guide = readFileSync('CONTRIBUTING.md', 'utf8');

	it('names files and folders that are there', () => {
		const paths = [...guide.matchAll(/(?<=[`(])(?:src|test|tools|docs|bench)\/[\w./-]*/g)].map(([path]) => path);
		assert.ok(paths.length > 30);
		for (const path of paths) assert.ok(existsSync(path), path);
	});

	it('has every room of the house, in which no import goes against the rules', () => {
		const { status, stdout } = spawnSync(process.execPath, ['tools/graph.mjs'], { encoding: 'utf8' });
		assert.equal(status, 0, stdout);
		const areas = catalogue.map(({ toolset }) => `src/tools/${toolset}`);
		const rooms = [...stdout.matchAll(/^(src\/\S+) \(/gm)].map(([, room = '']) => room);
		assert.ok(rooms.length > 20);
		for (const room of rooms.filter((one) => !areas.includes(one))) assert.ok(guide.includes(`\`${room}\``), room);
	});
});

describe('The README of the package', () => {
	it('links to no file, because the editor opens none from there, and says where each is', () => {
		assert.equal(spawnSync(process.execPath, ['tools/package-readme.mjs']).status, 0);
		const text = readFileSync('out/README.md', 'utf8');
		const links = [...text.matchAll(/(?<!!)\[[^\]]*\]\(([^)]+)\)/g)].map(([, to = '']) => to);
		assert.deepEqual(
			links.filter((to) => !/^https?:/.test(to)),
			[],
		);
		assert.match(text, /`docs\/tools\.md` in the repository/);
		assert.match(text, /!\[[^\]]+\]\(media\/readme\/overview-dark\.png\)/);
	});
});
