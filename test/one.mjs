// Builds the suites and runs what stands at a line of one of them; without a line, or above its first test, all of it.
//   node test/one.mjs test/unit/tools/lists.test.ts [line]
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const [file = '', line = '0'] = process.argv.slice(2);
const suite = relative(root, resolve(file));
if (!/^test[\\/](unit|contract|mcp|chaos)[\\/].*\.test\.ts$/.test(suite)) {
	console.error('Usage: node test/one.mjs test/<unit, contract, mcp or chaos>/….test.ts [line]');
	process.exit(64);
}

/** Titles without placeholders, from the line upwards: the first one is the test or group that the line is in. */
const above = readFileSync(resolve(root, suite), 'utf8').split('\n').slice(0, Number(line)).reverse();
const title = above.flatMap((text) => /^\s*(?:it|describe)\(\s*(['"])(.+?)\1/.exec(text)?.[2] ?? [])[0];

/** @param {string[]} args */
function run(...args) {
	const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}

run('esbuild.mjs', '--tests');
const built = resolve(root, 'out', suite.replace(/\.ts$/, '.js'));
run('node_modules/mocha/bin/mocha.js', ...(title === undefined ? [] : ['--fgrep', title]), built);
