import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { accessLevels, defaultToolsets, toolsetContents, toolsets } from '../../src/tools/core/access.ts';
import { defaultPort } from '../../src/oauth/redirect-uri.ts';
import { classicScopes } from '../../src/oauth/scopes.ts';
import { authenticationId, commandIds, contextKeys, mcpProviderId, settingIds, viewIds } from '../../src/vscode/ids.ts';
import { argumentWords, listedWords, saidTexts } from '../support/said-texts.ts';
import { notificationChoices } from '../../src/vscode/notifications/wanted.ts';

const root = process.cwd();
const text = (file: string) => readFileSync(join(root, file), 'utf8');

const Command = z.object({ command: z.string(), title: z.string(), category: z.string() });
const MenuItem = z.object({ command: z.string(), when: z.string() });
const Setting = z.object({
	type: z.string(),
	enum: z.array(z.string()).optional(),
	enumDescriptions: z.array(z.string()).optional(),
	items: z.object({ enum: z.array(z.string()).optional() }).optional(),
	default: z.unknown(),
	scope: z.string(),
	markdownDescription: z.string(),
});
const Manifest = z.object({
	version: z.string(),
	icon: z.string(),
	activationEvents: z.array(z.string()),
	extensionKind: z.array(z.string()),
	capabilities: z.object({ untrustedWorkspaces: z.object({ restrictedConfigurations: z.array(z.string()) }) }),
	contributes: z.object({
		commands: z.array(Command),
		views: z.record(z.string(), z.array(z.object({ id: z.string(), icon: z.string() }))),
		viewsContainers: z.object({ activitybar: z.array(z.object({ id: z.string(), icon: z.string() })) }),
		viewsWelcome: z.array(z.object({ view: z.string(), contents: z.string(), when: z.string() })),
		menus: z.record(z.string(), z.array(MenuItem.extend({ when: z.string().default('') }))),
		configuration: z.array(
			z.object({ title: z.string(), order: z.number(), properties: z.record(z.string(), Setting) }),
		),
		authentication: z.array(z.object({ id: z.string(), label: z.string() })),
		mcpServerDefinitionProviders: z.array(z.object({ id: z.string(), label: z.string() })),
		walkthroughs: z.array(
			z.object({
				steps: z.array(
					z.object({
						description: z.string(),
						media: z.object({ svg: z.string(), altText: z.string() }),
						completionEvents: z.array(z.string()).min(1),
					}),
				),
			}),
		),
	}),
});

describe('The manifest', () => {
	const source = text('package.json');
	const manifest = Manifest.parse(JSON.parse(source));
	const { contributes } = manifest;
	const nls = z.record(z.string(), z.string()).parse(JSON.parse(text('package.nls.json')));
	const shown = (entry: string) => nls[entry.slice(1, -1)] ?? '';
	const commands = new Set<string>(Object.values(commandIds));
	const views = new Set<string>(Object.values(viewIds));
	const properties = Object.fromEntries(
		contributes.configuration.flatMap((section) => Object.entries(section.properties)),
	);

	it('contributes exactly the commands of the table', () => {
		assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...commands].sort());
		for (const { category } of contributes.commands) assert.equal(category, 'PagerDuty');
	});

	it('names only commands of its own in menus, welcome texts and the walkthrough', () => {
		for (const [menu, items] of Object.entries(contributes.menus))
			for (const { command } of items) assert.ok(commands.has(command), `${menu}: ${command}`);
		const prose = [
			...contributes.viewsWelcome.map(({ contents }) => shown(contents)),
			...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ description }) => shown(description))),
		].join('\n');
		for (const [, command = ''] of prose.matchAll(/command:([\w.]+)/g)) {
			const known =
				commands.has(command) || command.startsWith('workbench.') || views.has(command.replace(/\.focus$/, ''));
			assert.ok(known, command);
		}
	});

	it('contributes exactly the views of the code, with welcome texts and menus for them alone', () => {
		assert.deepEqual(
			Object.values(contributes.views)
				.flat()
				.map(({ id }) => id),
			[...views],
		);
		for (const { view } of contributes.viewsWelcome) assert.ok(views.has(view), view);
		for (const { when } of Object.values(contributes.menus).flat())
			for (const [, view = ''] of when.matchAll(/view == ([\w.]+)/g)) assert.ok(views.has(view), view);
	});

	it('tests only context keys that the code sets', () => {
		const keys = new Set<string>(Object.values(contextKeys));
		const ofSetting = new RegExp(`config\\.(${Object.values(settingIds).join('|')})\\b`, 'g');
		const clauses = [...contributes.viewsWelcome, ...Object.values(contributes.menus).flat()].map(({ when }) => when);
		for (const { steps } of contributes.walkthroughs)
			clauses.push(...steps.flatMap((step) => step.completionEvents.filter((event) => event.startsWith('onContext:'))));
		for (const clause of clauses)
			for (const [key] of clause
				.replaceAll(/view == [\w.]+/g, '')
				.replaceAll(ofSetting, '')
				.matchAll(/pagerduty\.\w+/g))
				assert.ok(keys.has(key), key);
	});

	it('contributes exactly the settings of the code, of which a workspace can set one, if it is trusted', () => {
		const ids = contributes.configuration.flatMap((section) => Object.keys(section.properties));
		assert.deepEqual(ids.sort(), Object.values(settingIds).sort());
		const { restrictedConfigurations: restricted } = manifest.capabilities.untrustedWorkspaces;
		for (const [id, setting] of Object.entries(properties))
			assert.equal(setting.scope, id === settingIds.service ? 'resource' : 'application', id);
		assert.ok(restricted.includes(settingIds.service));
		for (const id of restricted) assert.ok(properties[id], id);
	});

	it('offers the values that the code knows', () => {
		assert.deepEqual(properties[settingIds.agentAccess]?.enum, accessLevels);
		assert.deepEqual(properties[settingIds.toolsets]?.items?.enum, toolsets);
		assert.deepEqual(properties[settingIds.toolsets]?.default, defaultToolsets);
		assert.deepEqual([...toolsets].sort(), Object.keys(toolsetContents).sort());
		assert.deepEqual(properties[settingIds.notifications]?.enum, notificationChoices);
		for (const setting of Object.values(properties))
			assert.equal(setting.enumDescriptions?.length, setting.enum?.length);
	});

	it('has a text for each of its keys, and no text without a key', () => {
		const used = new Set([...source.matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key));
		assert.deepEqual(Object.keys(nls).sort(), [...used].sort());
	});

	it('has the files it names', () => {
		const files = [
			manifest.icon,
			...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
			...Object.values(contributes.views)
				.flat()
				.map(({ icon }) => icon),
			...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
		];
		for (const file of files) assert.ok(existsSync(join(root, file)), file);
	});

	it('names the provider of accounts as the code does', () => {
		assert.deepEqual(contributes.authentication, [{ id: authenticationId, label: 'PagerDuty' }]);
	});

	it('asks for the port and the scopes that the sign-in has by itself', () => {
		assert.equal(properties[settingIds.oauthCallbackPort]?.default, defaultPort);
		assert.deepEqual(properties[settingIds.oauthScopes]?.default, classicScopes);
	});

	it('names the MCP provider as the code does', () => {
		assert.deepEqual(contributes.mcpServerDefinitionProviders, [{ id: mcpProviderId, label: 'PagerDuty' }]);
	});
});

describe('The texts of the code', () => {
	// What tools say reaches the editor as facts, by this one file.
	const passesOn = join('src', 'vscode', 'words', 'said.ts');
	const sources = ['src/extension.ts', ...files('src/vscode'), ...files('src/ui')]
		.filter((file) => file !== passesOn)
		.map(text)
		.join('\n');
	const literals = [...sources.matchAll(/l10n\s*\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g)].map(
		([, single, double]) => (single ?? double ?? '').replaceAll(/\\(.)/g, '$1'),
	);

	it('are all in the bundle for translators, and nothing else is', () => {
		const bundle = z.record(z.string(), z.string()).parse(JSON.parse(text('l10n/bundle.l10n.json')));
		const needed = new Set([...literals, ...saidTexts(), ...listedWords()]);
		const missing = [...needed].filter((key) => !(key in bundle));
		const unused = Object.keys(bundle).filter((key) => !needed.has(key) && !argumentWords().has(key));
		assert.deepEqual({ missing, unused }, { missing: [], unused: [] });
		for (const [key, value] of Object.entries(bundle)) assert.equal(value, key);
	});

	it('are all literal, so that they can be translated', () => {
		assert.equal(literals.length, [...sources.matchAll(/l10n\s*\.t\(/g)].length);
	});
});

describe('Commands and views', () => {
	it('never call the PagerDuty client: they run tools', () => {
		for (const file of files('src/vscode'))
			assert.doesNotMatch(text(file), /pagerduty\/(api\/|http\/(client|request)\.ts)/, file);
	});
});

function files(folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.tsx?$/.test(file))
		.map((file) => join(folder, file));
}
