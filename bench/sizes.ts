import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { script, style } from 'page:incident';
import type { Figure } from './measure.ts';

/** Sizes of what is loaded at activation, of the package and of the published tools. */
export function sizes(): Figure[] {
	return [
		{
			what: 'dist/extension.js with all it loads at activation',
			value: kilobytes(loadedBy('dist/extension.js')),
			unit: 'kB',
			atMost: 250,
		},
		{ what: "an incident's page, as it is sent to a chat", value: page.length / 1000, unit: 'kB', atMost: 150 },
		{ what: 'the same compressed', value: gzipSync(page).length / 1000, unit: 'kB', atMost: 50 },
		// A page is its own code, drawn with a library: room for all of them.
		{ what: 'VSIX', value: vsix(), unit: 'kB', atMost: 1300 },
	];
}

const page = `${script}${style}`;

/** A module and its static imports, each once. */
function loadedBy(entry: string): Set<string> {
	const files = new Set<string>();
	const visit = (file: string) => {
		if (files.has(file)) return;
		files.add(file);
		for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*"(\.{1,2}\/[^"]+\.js)"/g))
			visit(join(dirname(file), path));
	};
	visit(entry);
	return files;
}

function kilobytes(files: ReadonlySet<string>): number {
	return [...files].reduce((sum, file) => sum + statSync(file).size, 0) / 1000;
}

function vsix(): number {
	const folder = mkdtempSync(join(tmpdir(), 'vsix-'));
	try {
		const file = join(folder, 'extension.vsix');
		execFileSync(
			'npx',
			[
				'--no-install',
				'vsce',
				'package',
				'--no-dependencies',
				'--no-rewrite-relative-links',
				'--allow-missing-repository',
				'--out',
				file,
			],
			{ stdio: 'pipe' },
		);
		return statSync(file).size / 1000;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
