import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { commandIds } from '../../src/vscode/ids.ts';

const Manifest = z.object({ contributes: z.object({ commands: z.array(z.object({ command: z.string() })) }) });
const suites = 'test/host';

/** Commands whose happy path needs more of the window than the host suites have, by the words that their test finds them by. */
const elsewhere: Readonly<Record<string, { readonly file: string; readonly words: string }>> = {
	[commandIds.askAgent]: { file: 'test/chat/agent.chat.test.mjs', words: 'Ask the agent to look into it' },
};

/** What the host suites call `happyPath` with. */
function tested(): string[] {
	const ids: ReadonlyMap<string, string> = new Map(Object.entries(commandIds));
	return readdirSync(suites)
		.filter((file) => file.endsWith('.test.ts'))
		.map((file) => readFileSync(join(suites, file), 'utf8'))
		.flatMap((text) => [...text.matchAll(/\bhappyPath\(\s*(\[[^\]]*\]|'\w+')/g)])
		.flatMap(([, names = '']) => [...names.matchAll(/\w+/g)])
		.map(([name]) => ids.get(name) ?? name);
}

describe('The suites in a real editor', () => {
	it('show the happy path of every command of the manifest', () => {
		const { contributes } = Manifest.parse(JSON.parse(readFileSync('package.json', 'utf8')));
		const commands = contributes.commands.map(({ command }) => command);
		assert.deepEqual([...new Set([...tested(), ...Object.keys(elsewhere)])].sort(), commands.sort());
	});

	it('leave to other suites what these have', () => {
		for (const [command, { file, words }] of Object.entries(elsewhere))
			assert.ok(readFileSync(file, 'utf8').includes(words), command);
	});
});
