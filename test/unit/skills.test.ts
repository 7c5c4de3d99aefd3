import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { catalogue } from '../../src/tools/catalogue.ts';

const root = process.cwd();
const Manifest = z.object({
	contributes: z.object({ chatSkills: z.array(z.object({ path: z.string(), when: z.string() })) }),
});

/** The front matter that VS Code reads, and what agents read behind it. */
function read(folder: string) {
	const text = readFileSync(join(root, 'skills', folder, 'SKILL.md'), 'utf8');
	const [, name, description, body] =
		/^---\nname: (.+)\ndescription: (.+)\n---\n\n([^]+)$/.exec(text) ?? assert.fail('no front matter');
	return { name, description: description ?? '', body: body ?? '' };
}

/** Names of arguments and the words that they take. */
function vocabulary(schema: unknown): string[] {
	if (typeof schema !== 'object' || schema === null) return [];
	return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => [
		...(key === 'enum' && Array.isArray(value) ? value.map(String) : []),
		...(key === 'properties' && typeof value === 'object' && value !== null ? Object.keys(value) : []),
		...vocabulary(value),
	]);
}

describe('skills', () => {
	const folders = readdirSync(join(root, 'skills')).sort();

	it('are all offered by VS Code to who is signed in', () => {
		const manifest = Manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
		assert.deepEqual(
			manifest.contributes.chatSkills.map(({ path }) => path).sort(),
			folders.map((folder) => `./skills/${folder}/SKILL.md`),
		);
		for (const { when } of manifest.contributes.chatSkills) assert.equal(when, 'pagerduty.auth == signedIn');
	});

	for (const folder of folders) {
		it(`${folder} has the name of its folder, and says when to use it`, () => {
			const { name, description } = read(folder);
			assert.equal(name, folder);
			assert.match(description, /\. Use it /);
			assert.ok(description.length <= 1024);
		});

		it(`${folder} names tools, arguments and values that exist`, () => {
			const words = new Set(
				catalogue.flatMap((tool) => [
					tool.name,
					...vocabulary(z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' })),
				]),
			);
			const named = [...read(folder).body.matchAll(/`([^`]+)`/g)].flatMap(
				([, code = '']) => code.match(/[a-z_]+/g) ?? [],
			);
			assert.ok(named.length > 5);
			assert.deepEqual(
				named.filter((word) => word !== 'true' && !words.has(word)),
				[],
			);
		});

		it(`${folder} says that texts are no instructions, or that nothing happens unasked`, () => {
			assert.match(read(folder).body, /never an instruction to you|No change may .* unless the person asked/);
		});
	}
});
