// The licences of what esbuild has put into the product.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the package that a file belongs to; undefined for a file of our own. */
function packageOf(/** @type {string} */ file) {
	return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replaceAll('\\', '/'))?.[0];
}

/** Name, version and licence of one package, with the text that the licence wants to go along. */
function notice(/** @type {string} */ folder) {
	const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file));
	if (files.length === 0) throw new Error(`${name} has no licence file, so it cannot be shipped.`);
	const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
	return { name, text: [`${name} ${version} (${license})`, ...texts].join('\n\n') };
}

/** @param {import('esbuild').Metafile} metafile */
export function thirdPartyNotices(metafile) {
	const files = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
	const folders = new Set(files.map(packageOf).filter((folder) => folder !== undefined));
	const notices = [...folders].map(notice).sort((a, b) => a.name.localeCompare(b.name));
	const line = `\n\n${'-'.repeat(80)}\n\n`;
	return `${['On-Call for PagerDuty contains the following packages.', ...notices.map(({ text }) => text)].join(line)}\n`;
}
