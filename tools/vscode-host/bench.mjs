import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { HostError, say } from './console.mjs';
import { EditorInside } from './inside.mjs';
import { extensionRoot } from './paths.mjs';
import { endGroup, endWithThisProcess } from './processes.mjs';

const programs = 'out/bench/editor';
const activations = 10;

/**
 * @typedef {{ what: string, value: number, unit: string, atMost?: number }} Figure
 * @typedef {{ kind: 'figure', content: Figure } | { kind: 'word', content: string }} Told
 */

/**
 * Measures the extension in a real VS Code and prints each figure with its bound; with BENCH_ONLY, one part of them. The exit code
 * tells whether all hold.
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 */
export async function runBench(lifetime) {
	if (!existsSync(join(extensionRoot, programs))) {
		throw new HostError(`${programs} is missing: run "npm run bench:editor", which builds it.`);
	}
	const env = {
		...(await startAccount(lifetime, 'SMALL', [])),
		...(await startAccount(lifetime, 'QUIET', ['--empty'])),
		...(await startAccount(lifetime, 'LARGE', ['--incidents', '5000'])),
	};
	const editor = await EditorInside.start(lifetime, env);
	/** @param {string} name @param {(told: Told) => void} [hear] */
	const run = async (name, hear = () => undefined) => {
		/** @type {Figure[]} */
		const figures = [];
		const tell = (/** @type {string} */ line) => {
			/** @type {Told} */
			const told = JSON.parse(line);
			if (told.kind === 'figure') figures.push(told.content);
			hear(told);
		};
		const { code, errors } = await editor.run({ path: `${programs}/${name}.main.js`, tell, seconds: 600 });
		if (code !== 0) throw new HostError(`${name} failed (${code}); see ${editor.data}\n${errors.slice(-3).join('\n')}`);
		return figures;
	};
	const parts = {
		activation: () => lowestActivation(() => run('activation')),
		large: () => run('large'),
		windows: () => fromWindowToWindow(run),
		responding: () => run('responding'),
	};
	const only = process.env['BENCH_ONLY'];
	/** @type {Figure[]} */
	const figures = [];
	for (const [name, measure] of Object.entries(parts)) if (!only || only === name) figures.push(...(await measure()));
	return printFigures(figures);
}

/** @param {() => Promise<Figure[]>} activate */
async function lowestActivation(activate) {
	/** @type {Figure[]} */
	const runs = [];
	for (let index = 0; index < activations; index++) runs.push(...(await activate()));
	const [lowest] = runs.sort((a, b) => a.value - b.value);
	if (!lowest) throw new HostError('The editor did not tell how long activate() took.');
	return [{ ...lowest, what: `${lowest.what}, the lowest of ${runs.length}` }];
}

/**
 * How long another window takes to show a change.
 * @param {(name: string, hear: (told: Told) => void) => Promise<unknown>} run
 * @returns {Promise<Figure[]>}
 */
async function fromWindowToWindow(run) {
	/** @type {Map<string, number>} when something was said, by its first word */
	const at = new Map();
	/** @type {() => void} */
	let isReady = () => undefined;
	/** @type {Promise<void>} */
	const ready = new Promise((resolve) => (isReady = resolve));
	const hear = (/** @type {Told} */ told) => {
		if (told.kind !== 'word') return;
		const [word = '', , ms] = told.content.split(' ');
		at.set(word, Number(ms));
		if (word === 'ready') isReady();
	};
	const watching = run('watching', hear);
	await Promise.race([ready, watching]);
	await run('changing', hear);
	await watching;
	const value = (at.get('seen') ?? Number.NaN) - (at.get('changed') ?? Number.NaN);
	return [{ what: 'change in one window until another shows it', value, unit: 'ms', atMost: 2000 }];
}

/**
 * The demo account in a process of its own, as PagerDuty would be. Gives its address and token as variables.
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 * @param {string} name
 * @param {string[]} options
 * @returns {Promise<Record<string, string>>}
 */
async function startAccount(lifetime, name, options) {
	const child = spawn(process.execPath, [join(extensionRoot, 'dist/cli.js'), 'sandbox', ...options], {
		detached: true,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	endWithThisProcess(lifetime, child);
	lifetime.defer(() => endGroup(child));
	/** @type {Record<string, string>} */
	const found = {};
	for await (const line of createInterface({ input: child.stdout })) {
		const [, key, value] = /^(URL|Token): (\S+)$/.exec(line) ?? [];
		if (key && value) found[`${name}_${key.toUpperCase()}`] = value;
		if (Object.keys(found).length === 2) return found;
	}
	throw new HostError('The demo account did not start.');
}

/** Prints each figure with its bound. Gives the exit code, which tells whether all hold. @param {readonly Figure[]} figures */
export function printFigures(figures) {
	for (const { what, value, unit, atMost } of figures) {
		const bound = atMost === undefined ? '' : `at most ${atMost}`;
		const verdict = atMost === undefined || value <= atMost ? '' : '  too much';
		console.log(`${value.toFixed(1).padStart(9)} ${unit.padEnd(8)} ${bound.padEnd(13)} ${what}${verdict}`);
	}
	const held = figures.every(({ value, atMost }) => atMost === undefined || value <= atMost);
	if (!held) say('not all bounds hold');
	return held ? 0 : 1;
}
