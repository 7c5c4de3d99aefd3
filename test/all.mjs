// Runs every check and every suite but the desktop one, shows their output, and ends with the sum.
//   node test/all.mjs [step …]     all steps, or only the named ones
import { spawn } from 'node:child_process';
import { hostNode } from '../tools/vscode-host/paths.mjs';

/** What runs plain Node's suites: this Node, or another. A skipped test is a failure: a suite of nothing else has not passed. */
const mocha = (suite, node = process.execPath) => [
	node,
	'node_modules/mocha/bin/mocha.js',
	'--forbid-only',
	'--forbid-pending',
	`out/test/${suite}/**/*.test.js`,
];

const plainSuites = ['unit', 'contract', 'mcp'];

/** With the failing network, which takes two minutes and tries nothing that depends on the Node. */
const ownNodeSuites = ['unit', 'chaos', 'contract', 'mcp'];

/** The editor's extension host has a Node of its own: what works on one can hang on the other. */
const onEditorsNode = {
	'fetch the editor': [process.execPath, 'tools/vscode-host/host.mjs', 'install'],
	...Object.fromEntries(plainSuites.map((suite) => [`${suite} on the editor's Node`, mocha(suite, hostNode)])),
};

/** In this order: what fails fast comes first. */
const steps = {
	types: ['npm', 'run', '--silent', 'typecheck'],
	lint: ['npm', 'run', '--silent', 'lint'],
	build: ['npm', 'run', '--silent', 'build'],
	'build tests': ['node', 'esbuild.mjs', '--tests'],
	...Object.fromEntries(ownNodeSuites.map((suite) => [suite, mocha(suite)])),
	// The server of VS Code and its browser run on Linux; elsewhere the editor itself runs the same suites.
	...(process.platform === 'linux'
		? {
				...onEditorsNode,
				pages: [process.execPath, 'test/pages/run.mjs'],
				host: [process.execPath, 'tools/vscode-host/host.mjs', 'test'],
				screen: [process.execPath, 'test/screen/run.mjs'],
				chat: [process.execPath, 'test/chat/run.mjs'],
				clients: [process.execPath, 'node_modules/mocha/bin/mocha.js', '--forbid-pending', 'test/clients/*.test.mjs'],
			}
		: { desktop: ['npm', 'run', '--silent', 'test:desktop'] }),
};

/** Steps of one core each: of every group, two run at a time. All others, which drive an editor, run one after another. */
const groups = [
	['types', 'lint'],
	['build', 'build tests', 'fetch the editor'],
	['unit', "unit on the editor's Node", 'chaos', 'contract', "contract on the editor's Node"],
	['mcp', "mcp on the editor's Node", 'pages', 'clients'],
].map((group) => group.filter((name) => name in steps));

/** Steps that are suites: one in which no test has run is broken. */
const withTests = (name) => !['types', 'lint', 'build', 'build tests', 'fetch the editor'].includes(name);

/** Runs one step; gives its exit code and mocha's counts, if it prints any. @param {(text: string) => void} print */
function run(command, args, print) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
		let output = '';
		child.stdout.setEncoding('utf8').on('data', (text) => {
			print(text);
			output += text;
		});
		child.stderr.setEncoding('utf8').on('data', print);
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

/** Runs steps, so many at a time. Their output comes as it is, or a step at a time where others run beside them. */
async function runAll(names, atOnce) {
	const queue = names.filter((name) => wanted.length === 0 || wanted.includes(name));
	const beside = atOnce > 1;
	const runQueue = async () => {
		for (let name = queue.shift(); name !== undefined; name = queue.shift()) await runStep(name, beside);
	};
	await Promise.all(Array.from({ length: atOnce }, runQueue));
}

async function runStep(name, beside) {
	const held = [`\n== ${name}\n`];
	const print = beside ? (text) => void held.push(text) : (text) => void process.stdout.write(text);
	if (!beside) print(held[0]);
	const [command, ...args] = steps[name];
	const since = performance.now();
	const result = await run(command, args, print);
	const seconds = Math.round((performance.now() - since) / 1000);
	if (beside) process.stdout.write(held.join(''));
	passed += result.passed;
	failed += result.failed;
	if (result.passed + result.failed > 0)
		summary.push(`  ${name}: ${result.passed} passing, ${result.failed} failing, ${seconds} s`);
	if (result.code === 0 && (result.passed > 0 || !withTests(name))) return;
	broken.push(name);
	// A step that breaks without a failing test (a crash, a type error, no test at all) counts as one failure.
	if (result.failed === 0) failed += 1;
}

for (const group of groups) await runAll(group, 2);
await runAll(
	Object.keys(steps).filter((name) => !groups.flat().includes(name)),
	1,
);
console.log(['', 'Suites', ...summary].join('\n'));
console.log(broken.length > 0 ? `\nBroken: ${broken.join(', ')}` : '\nAll steps passed');
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = broken.length > 0 ? 1 : 0;
