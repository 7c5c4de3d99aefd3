// Mocha's root hooks that no secret gets past: what tests send and get as secrets is noted on its way, and looked for at the
// end in all that logs, programs and files of the tests held. In each form: as it is, percent-encoded, in base64.
import childProcess from 'node:child_process';
import diagnostics from 'node:diagnostics_channel';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, join, resolve, sep } from 'node:path';
import { tmpdir } from 'node:os';
import { SecretWatch } from './support/secret-watch.mjs';

const watch = new SecretWatch();
let test = 'a hook';

const secretHeaders = ['authorization', 'x-pagerduty-token'];
const secretVariables = /^PAGERDUTY_(API_TOKEN|USER_API_KEY|CLIENT_SECRET|MCP_SECRET)$/;
const secretParameters = ['code', 'client_secret', 'refresh_token', 'code_verifier'];
/** Made to be copied from the screen. */
const saysSecrets = /\b(sandbox|create|rotate)\b/;
/** Where a secret is meant to be: what a person wrote, the keyring of the tests, and the file of one's own that is asked for. */
const isKeptFile = (/** @type {string} */ path, /** @type {number} */ mode) =>
	basename(path) === '.env' ||
	(basename(path) === 'secret' && path.includes('installed-')) ||
	(path.includes('oncall-for-pagerduty') && basename(path) !== 'connections.json' && (mode & 0o077) === 0);
const largestFile = 512 * 1024;

noteRequests();
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
		for (const folder of folders) seeFiles(folder);
		const leaks = watch.leaks();
		if (leaks.length > 0) throw new Error(`Secrets got out:\n${leaks.slice(0, 20).join('\n')}`);
	},
};

function noteRequests() {
	diagnostics.subscribe('http.server.request.start', (event) => noteIncoming(part(event, 'request')));
	diagnostics.subscribe('http.client.request.start', (event) => {
		const request = part(event, 'request');
		if (!(request instanceof Object) || !('getHeader' in request) || typeof request.getHeader !== 'function') return;
		for (const name of secretHeaders) watch.useHeader(String(request.getHeader(name) ?? ''), `"${test}"`);
		notePath(part(request, 'path'));
	});
	diagnostics.subscribe('undici:request:create', (event) => {
		const request = part(event, 'request');
		const headers = part(request, 'headers');
		const lines = Array.isArray(headers)
			? headers.flatMap((name, at) => (at % 2 === 0 ? [`${String(name)}: ${String(headers[at + 1])}`] : []))
			: String(headers ?? '').split('\r\n');
		for (const line of lines) {
			const [name = '', ...value] = line.split(':');
			if (secretHeaders.includes(name.trim().toLowerCase())) watch.useHeader(value.join(':'), `"${test}"`);
		}
		notePath(part(request, 'path'));
	});
}

/** @param {unknown} request */
function noteIncoming(request) {
	const headers = part(request, 'headers');
	for (const name of secretHeaders) {
		const value = part(headers, name);
		if (value !== undefined) watch.useHeader(String(value), `"${test}"`);
	}
	notePath(part(request, 'url'));
}

/** Secrets that stand in the address. @param {unknown} path */
function notePath(path) {
	const { pathname, searchParams } = new URL(String(path), 'http://localhost');
	watch.use(/^\/mcp\/(.+)$/.exec(pathname)?.[1], `"${test}"`);
	for (const name of secretParameters) watch.use(searchParams.get(name), `"${test}"`);
}

/** @param {unknown} value @param {string} name @returns {unknown} */
function part(value, name) {
	return value instanceof Object ? Reflect.get(value, name) : undefined;
}

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
			seeFiles(folder);
			folders.delete(folder);
		} else if (going.startsWith(folder + sep)) seeFiles(going);
	}
}

/** @param {string} path */
function seeFiles(path) {
	const entry = fs.lstatSync(path, { throwIfNoEntry: false });
	if (entry?.isDirectory() && !['node_modules', 'dist'].includes(basename(path)))
		for (const name of fs.readdirSync(path)) seeFiles(join(path, name));
	if (!entry?.isFile() || entry.size > largestFile || isKeptFile(path, entry.mode)) return;
	try {
		watch.see(fs.readFileSync(path, 'utf8'), `the file ${path} in "${test}"`);
	} catch {
		// Tests make files that nobody may read.
	}
}
