// Mocha's root hooks that no secret gets past: what tests send and get as secrets is noted on its way, and looked for at the
// end in all that logs, programs and files of the tests held. In each form: as it is, percent-encoded, in base64.
import childProcess from 'node:child_process';
import diagnostics from 'node:diagnostics_channel';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, resolve, sep } from 'node:path';
import { tmpdir } from 'node:os';
import { SecretWatch, seeFiles } from './support/secret-watch.mjs';
import { noteRequests } from './support/secrets-in-requests.mjs';

const watch = new SecretWatch();
let test = 'a hook';

const secretVariables = /^PAGERDUTY_(API_TOKEN|USER_API_KEY|CLIENT_SECRET|MCP_SECRET)$/;
/** Made to be copied from the screen. */
const saysSecrets = /\b(sandbox|create|rotate)\b/;
/** Where a secret is meant to be: what a person wrote, the keyring of the tests, and the file of one's own that is asked for. */
const isKeptFile = (/** @type {string} */ path, /** @type {number} */ mode) =>
	basename(path) === '.env' ||
	(basename(path) === 'secret' && path.includes('installed-')) ||
	(path.includes('oncall-for-pagerduty') && basename(path) !== 'connections.json' && (mode & 0o077) === 0);
const largestFile = 512 * 1024;

noteRequests({
	use: (secret) => watch.use(secret, `"${test}"`),
	useHeader: (header) => watch.useHeader(header, `"${test}"`),
});
notePrograms();
noteFolders();
diagnostics.subscribe('test:log', (line) => watch.see(String(line), `the log in "${test}"`));
diagnostics.subscribe('test:secret', (header) => watch.useHeader(String(header), `"${test}"`));

export const mochaHooks = {
	/** @this {import('mocha').Context} */
	beforeEach() {
		test = this.currentTest?.fullTitle() ?? test;
	},
	afterAll() {
		for (const folder of folders) seeFolder(folder);
		const leaks = watch.leaks();
		if (leaks.length > 0) throw new Error(`Secrets got out:\n${leaks.slice(0, 20).join('\n')}`);
	},
};

function notePrograms() {
	const { spawn } = childProcess;
	/** @param {...any} args */
	const spawnNoted = (...args) => {
		const child = Reflect.apply(spawn, childProcess, args);
		const [program, params = [], options] = args;
		const words = Array.isArray(params) ? params.join(' ') : '';
		for (const [name, value] of Object.entries(options?.env ?? {}))
			if (secretVariables.test(name)) watch.use(value, `"${test}"`);
		// Values of options are left out: one of them may be what must not be told.
		const said = words.split(' ').filter((word) => /^[a-z]{2,12}$/.test(word));
		const name = [basename(String(program)), ...said].join(' ');
		if (child.stderr) tap(child.stderr, `stderr of ${name} in "${test}"`);
		if (child.stdout && !saysSecrets.test(words)) tap(child.stdout, `stdout of ${name} in "${test}"`);
		return child;
	};
	Object.assign(childProcess, { spawn: spawnNoted });
	syncBuiltinESMExports();
}

/** Reads along without making the stream flow. @param {import('node:stream').Readable} stream @param {string} place */
function tap(stream, place) {
	const { push } = stream;
	let rest = '';
	stream.push = (chunk, encoding) => {
		// What is cut in two is put together again.
		const text = rest + (chunk === null ? '' : String(chunk));
		watch.see(text, place);
		rest = text.slice(-200);
		return Reflect.apply(push, stream, [chunk, encoding]);
	};
}

/** @type {Set<string>} */
const folders = new Set();

/** Folders that the tests make are looked through before they go. */
function noteFolders() {
	const { mkdtempSync, rmSync } = fs;
	const { mkdtemp, rm } = fs.promises;
	/** @param {...any} args */
	const madeSync = (...args) => note(Reflect.apply(mkdtempSync, fs, args));
	/** @param {...any} args */
	const made = async (...args) => note(await Reflect.apply(mkdtemp, fs.promises, args));
	/** @param {any} path @param {...any} args */
	const removeSync = (path, ...args) => {
		leave(path);
		Reflect.apply(rmSync, fs, [path, ...args]);
	};
	/** @param {any} path @param {...any} args */
	const remove = (path, ...args) => {
		leave(path);
		return Reflect.apply(rm, fs.promises, [path, ...args]);
	};
	Object.assign(fs, { mkdtempSync: madeSync, rmSync: removeSync });
	Object.assign(fs.promises, { mkdtemp: made, rm: remove });
	syncBuiltinESMExports();
}

/** @param {string} folder */
function note(folder) {
	if (resolve(folder).startsWith(resolve(tmpdir()))) folders.add(resolve(folder));
	return folder;
}

/** @param {unknown} path */
function leave(path) {
	const going = resolve(String(path));
	for (const folder of folders) {
		if (folder === going || folder.startsWith(going + sep)) {
			seeFolder(folder);
			folders.delete(folder);
		} else if (going.startsWith(folder + sep)) seeFolder(going);
	}
}

/** @param {string} path */
function seeFolder(path) {
	seeFiles(
		watch,
		path,
		(file) => `the file ${file} in "${test}"`,
		(file, { size, mode }) => size > largestFile || isKeptFile(file, mode),
	);
}
