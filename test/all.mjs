// Runs every check and every suite but the desktop one, shows their output as it comes, and ends with the sum.
//   node test/all.mjs [step …]     all steps, or only the named ones
import { spawn } from 'node:child_process';

const mocha = (files) => ['npx', '--no-install', 'mocha', '--forbid-only', files];

/** In this order: what fails fast comes first. */
const steps = {
	types: ['npx', '--no-install', 'tsc', '--noEmit'],
	lint: ['npm', 'run', '--silent', 'lint'],
	build: ['npm', 'run', '--silent', 'build'],
	'build tests': ['node', 'esbuild.mjs', '--tests'],
	unit: mocha('out/test/unit/**/*.test.js'),
	contract: mocha('out/test/contract/**/*.test.js'),
	mcp: mocha('out/test/mcp/**/*.test.js'),
	// The server of VS Code and its browser run on Linux; elsewhere the editor itself runs the same suites.
	...(process.platform === 'linux'
		? { host: ['npm', 'run', '--silent', 'test:host'], chat: ['npm', 'run', '--silent', 'test:chat'] }
		: { desktop: ['npm', 'run', '--silent', 'test:desktop'] }),
};

/** Runs one step; gives its exit code and mocha's counts, if it prints any. */
function run(command, args) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], shell: process.platform === 'win32' });
		let output = '';
		child.stdout.setEncoding('utf8').on('data', (text) => {
			process.stdout.write(text);
			output += text;
		});
		child.on('error', (error) => resolve({ code: 1, passed: 0, failed: 0, error }));
		child.on('close', (code) =>
			resolve({ code: code ?? 1, passed: count(output, 'passing'), failed: count(output, 'failing') }),
		);
	});
}

function count(output, word) {
	return Number(new RegExp(`^\\s+(\\d+) ${word}\\b`, 'm').exec(output)?.[1] ?? 0);
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in steps));
if (unknown.length > 0) {
	console.error(`No such step: ${unknown.join(', ')}. Steps: ${Object.keys(steps).join(', ')}.`);
	process.exit(64);
}

let passed = 0;
let failed = 0;
const broken = [];
const summary = [];
for (const [name, [command, ...args]] of Object.entries(steps)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	console.log(`\n== ${name}`);
	const result = await run(command, args);
	passed += result.passed;
	failed += result.failed;
	if (result.passed + result.failed > 0) summary.push(`  ${name}: ${result.passed} passing, ${result.failed} failing`);
	if (result.code === 0) continue;
	broken.push(name);
	// A step that breaks without a failing test (a crash, a type error) counts as one failure.
	if (result.failed === 0) failed += 1;
}
console.log(['', 'Suites', ...summary].join('\n'));
console.log(broken.length > 0 ? `\nBroken: ${broken.join(', ')}` : '\nAll steps passed');
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = broken.length > 0 ? 1 : 0;
