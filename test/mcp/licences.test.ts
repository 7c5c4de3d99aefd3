import { listFiles, PackageManager } from '@vscode/vsce';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { buildOnce } from './command-line.ts';

const Built = z.object({ outputs: z.record(z.string(), z.object({ inputs: z.record(z.string(), z.unknown()) })) });
const Package = z.object({ name: z.string(), version: z.string(), license: z.string() });

describe('licences', () => {
	before(buildOnce);

	it('of all that is bundled are told', () => {
		const notices = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8');
		const { outputs } = Built.parse(JSON.parse(readFileSync('dist/meta.json', 'utf8')));
		const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
		const folders = new Set(inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
		assert.ok(folders.size > 3);
		for (const folder of folders) {
			const { name, version, license } = Package.parse(JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')));
			assert.ok(notices.includes(`${name} ${version} (${license})`), name);
			assert.match(license, /^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD)$/, name);
		}
		assert.ok(notices.split(/Copyright/i).length > folders.size);
	});

	it('travel with all that was built, and nothing else does', async () => {
		const built = readdirSync('dist', { recursive: true, withFileTypes: true })
			.filter(
				(entry) => entry.isFile() && !['meta.json', '.npmignore'].includes(entry.name) && !entry.name.endsWith('.map'),
			)
			.map(({ parentPath, name }) => `${parentPath.replaceAll('\\', '/')}/${name}`);
		const shipped = await listFiles({ cwd: process.cwd(), packageManager: PackageManager.None });
		assert.deepEqual(shipped.filter((file) => file.startsWith('dist/')).sort(), built.sort());
		assert.ok(built.includes('dist/THIRD-PARTY-NOTICES.txt'));
	});
});
