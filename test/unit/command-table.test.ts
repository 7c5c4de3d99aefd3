import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { commandIds } from '../../src/vscode/ids.ts';
import { checkPart, table } from '../support/documents.ts';

const Item = z.object({ command: z.string(), when: z.string().default(''), group: z.string().default('') });
const Run = z.object({ commands: z.array(z.union([z.string(), z.object({ command: z.string() })])) });
const Manifest = z.object({
	contributes: z.object({
		commands: z.array(z.object({ command: z.string(), title: z.string() })),
		menus: z.record(z.string(), z.array(Item)),
		keybindings: z.array(z.object({ command: z.string(), key: z.string(), args: z.unknown().optional() })),
	}),
});

const { contributes } = Manifest.parse(JSON.parse(readFileSync('package.json', 'utf8')));
const words = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync('package.nls.json', 'utf8')));

/** Which commands the code of a folder or file runs or links to. */
function namedIn(...places: string[]): ReadonlySet<string> {
	const names: ReadonlyMap<string, string> = new Map(Object.entries(commandIds));
	const code = places.flatMap(sources).map((file) => readFileSync(file, 'utf8'));
	const found = code.flatMap((text) =>
		[...text.matchAll(/\bcommandIds\.(\w+)/g)].map(([, name = '']) => names.get(name) ?? name),
	);
	return new Set(found);
}

function sources(place: string): string[] {
	if (place.endsWith('.ts')) return [place];
	return readdirSync(place, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => join(place, file));
}

/** Links of tooltips, and rows that run a command when they are clicked. */
const links = namedIn('src/vscode/sidebar');
const statusBar = namedIn('src/vscode/status');
const toasts = namedIn('src/vscode/notifications', 'src/vscode/account', 'src/vscode/commands');

function row(command: string): string {
	const items = contributes.menus['view/item/context']?.filter((item) => item.command === command) ?? [];
	return list([
		items.some(({ group }) => group.startsWith('inline')) && 'icon',
		items.some(({ group }) => !group.startsWith('inline')) && 'menu',
		links.has(command) && 'link',
	]);
}

function title(command: string): string {
	const items = contributes.menus['view/title']?.filter((item) => item.command === command) ?? [];
	return list([
		items.some(({ group }) => group.startsWith('navigation')) && 'button',
		items.some(({ group }) => !group.startsWith('navigation')) && 'menu',
	]);
}

/** In the menu of its tab: of a page, or of a note. */
function editor(command: string): string {
	const items = contributes.menus['editor/title']?.filter((item) => item.command === command) ?? [];
	return list([
		items.some(({ group }) => group.startsWith('navigation')) && 'button',
		items.some(({ group }) => !group.startsWith('navigation')) && 'menu',
	]);
}

function palette(command: string): string {
	const item = contributes.menus['commandPalette']?.find((one) => one.command === command);
	if (!item) return 'always';
	if (item.when === 'false') return '';
	return item.when === 'pagerduty.auth == signedIn' ? 'signed in' : 'at times';
}

/** Keys, of which some act only after the row that the keyboard is on was selected. */
function key(command: string): string {
	const keys = contributes.keybindings.filter((binding) => {
		const run = Run.safeParse(binding.args);
		const ran = run.success ? run.data.commands.map((one) => (typeof one === 'string' ? one : one.command)) : [];
		return binding.command === command || ran.includes(command);
	});
	return list([...new Set(keys.map((binding) => `\`${binding.key}\``))]);
}

const list = (parts: (string | false)[]) => parts.filter((part) => part !== false).join(', ');

function ways(): string {
	const rows = contributes.commands.map(({ command, title: name }) => [
		`${words[name.slice(1, -1)] ?? name} \`${command.replace('pagerduty.', '')}\``,
		row(command),
		title(command),
		editor(command),
		palette(command),
		statusBar.has(command) ? 'link' : '',
		toasts.has(command) ? 'button' : '',
		key(command),
	]);
	return table(
		['Command', 'Row', 'View title', 'Page or note', 'Palette', 'Status bar', 'Toast or dialog', 'Key'],
		rows,
	);
}

describe('The commands', () => {
	it('stand in the guide for contributors with every way to them', () =>
		checkPart('CONTRIBUTING.md', 'commands', ways()));

	it('can each be reached in some way', () => {
		// The old name of New connection, which somebody's own key may have.
		const kept: string = commandIds.copyMcpConfiguration;
		for (const { command } of contributes.commands.filter((one) => one.command !== kept))
			assert.ok([row(command), title(command), palette(command)].some(Boolean), command);
	});
});
