// Runs every check and every suite but the desktop one, shows their output, and ends with the sum.
//   node test/all.mjs [step …]     all steps, or only the named ones
import { spawn } from 'node:child_process';
import { getPriority, setPriority } from 'node:os';
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
		: { desktop: [process.execPath, 'test/desktop.mjs'] }),
};

/** What the others need: these run at once. */
const first = ['build', 'build tests', 'fetch the editor'].filter((name) => name in steps);

/** These drive an editor and wait most of their time: one runs after another. */
const editors = ['host', 'screen', 'chat', 'desktop'].filter((name) => name in steps);

/** The others fill what the editors leave of the machine, and get out of their way. In this order: what fails fast comes first. */
const others = Object.keys(steps).filter((name) => ![...first, ...editors].includes(name));
const lowPriority = 10;

/** Steps that are suites: one in which no test has run is broken. */
const withTests = (name) => ![...first, 'types', 'lint'].includes(name);

/**
 * Runs one step; gives its exit code and mocha's counts, if it prints any.
 * @param {(text: string) => void} print
 */
function run(command, args, print, priority = 0) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
		// Only the administrator may raise it above what this process has.
		if (child.pid !== undefined) setPriority(child.pid, Math.max(getPriority(), priority));
		let output = '';
		let errors = '';
		child.stdout.setEncoding('utf8').on('data', (text) => {
			print(text);
			output += text;
		});
		child.stderr.setEncoding('utf8').on('data', (text) => {
			print(text);
			errors += text;
		});
		child.on('error', (error) => resolve({ code: 1, passed: 0, failed: 0, failures: `${error}` }));
		child.on('close', (code) =>
			resolve({
				code: code ?? 1,
				passed: count(output, 'passing'),
				failed: count(output, 'failing'),
				failures: failuresIn(output) ?? lastLines(output + errors),
			}),
		);
	});
}

function count(output, word) {
	return Number(new RegExp(`^\\s+(\\d+) ${word}\\b`, 'm').exec(output)?.[1] ?? 0);
}

/** What mocha tells of the tests that failed; undefined where none did. */
function failuresIn(output) {
	return /^\s+\d+ failing\b.*/ms.exec(output)?.[0].trim();
}

/** What a step told last that broke in another way. */
function lastLines(output) {
	return output.trimEnd().split('\n').slice(-20).join('\n');
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
const failures = [];
const summary = [];

/** Runs steps of a queue one after another, until it is empty. @param {string[]} queue which others may work through as well */
async function runQueue(queue, priority) {
	for (let name = queue.shift(); name !== undefined; name = queue.shift()) await runStep(name, priority);
}

/** Runs a step, and shows its output when it is over: another runs beside it. */
async function runStep(name, priority) {
	const held = [];
	const [command, ...args] = steps[name];
	const since = performance.now();
	const result = await run(command, args, (text) => held.push(text), priority);
	const seconds = Math.round((performance.now() - since) / 1000);
	process.stdout.write([`\n== ${name}\n`, ...held].join(''));
	passed += result.passed;
	failed += result.failed;
	const counts = withTests(name) ? `${result.passed} passing, ${result.failed} failing, ` : '';
	summary.push(`  ${name}: ${counts}${seconds} s`);
	if (result.code === 0 && (result.passed > 0 || !withTests(name))) return;
	broken.push(name);
	failures.push(`\n== ${name}, what failed\n${result.failures}`);
	// A step that breaks without a failing test (a crash, a type error, no test at all) counts as one failure.
	if (result.failed === 0) failed += 1;
}

const asked = (names) => names.filter((name) => wanted.length === 0 || wanted.includes(name));
await Promise.all(asked(first).map((name) => runStep(name, 0)));
const rest = asked(others);
await Promise.all([runQueue(asked(editors), 0).then(() => runQueue(rest, 0)), runQueue(rest, lowPriority)]);
// Once more, where whoever sees only the end of a long output finds it.
console.log(failures.join('\n'));
console.log(['', 'Suites', ...summary].join('\n'));
console.log(broken.length > 0 ? `\nBroken: ${broken.join(', ')}` : '\nAll steps passed');
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = broken.length > 0 ? 1 : 0;
