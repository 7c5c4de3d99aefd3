import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

export interface Counts {
	passes: number;
	failures: number;
	pending: number;
}

/**
 * Runs every `*.test.js` of a folder with mocha and leaves the counts in `out/results/<name>.json`.
 * `HOST_TEST_GREP` picks tests by their titles.
 */
export async function runSuites(name: string, folder: string, options: Mocha.MochaOptions): Promise<Counts> {
	const mocha = new Mocha({ reporter: 'spec', color: false, grep: process.env['HOST_TEST_GREP'], ...options });
	const suites = readdirSync(folder).filter((file) => file.endsWith('.test.js'));
	if (suites.length === 0) throw new Error(`There is no suite in ${folder}.`);
	for (const suite of suites.sort()) mocha.addFile(join(folder, suite));
	await mocha.loadFilesAsync();
	const counts = await new Promise<Counts>((resolve) => {
		const runner = mocha.run(() => {
			const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
			resolve({ passes, failures, pending });
		});
	});
	const results = join(folder, '../../results');
	mkdirSync(results, { recursive: true });
	writeFileSync(join(results, `${name}.json`), JSON.stringify(counts));
	return counts;
}
