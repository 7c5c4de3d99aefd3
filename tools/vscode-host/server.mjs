import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HostError } from './console.mjs';
import { hostModules, hostNode } from './paths.mjs';
import { endGroup, endWithThisProcess } from './processes.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {string} data               the user-data-dir
 * @property {number} [port]             a free one unless given
 * @property {string[]} [extensions]     folders that are the installed extensions, used where they stand
 * @property {Record<string, unknown>} settings   what a new user-data-dir starts with
 * @property {Record<string, string>} [files]   further files of the user's folder: name → content
 * @property {Record<string, string>} [env]     reaches the extensions
 * @property {boolean} [testDriver]      lets the page's address load a development extension and its tests
 *
 * @typedef {{ url: string, authority: string, exited: Promise<void> }} Server
 */

/**
 * Starts code-server on loopback; it ends with `lifetime`.
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startServer(lifetime, options) {
	const port = options.port ?? (await freePort());
	await requireFree(port);
	writeUserFiles(options);
	lifetime.signal.throwIfAborted();
	// Beside the data a Unix socket's path could exceed its limit of 108 bytes.
	const sockets = mkdtempSync(join(tmpdir(), 'vscode-host-'));
	lifetime.defer(() => rmSync(sockets, { recursive: true, force: true }));

	const log = join(options.data, 'server.log');
	const output = openSync(log, 'w');
	const child = spawn(hostNode, serverArguments(options, port, sockets), {
		detached: true, // a process group of its own, so that the extension hosts end with it
		env: { ...serverEnvironment(), ...options.env },
		stdio: ['ignore', output, output],
	});
	closeSync(output);
	/** @type {Promise<void>} */
	const exited = new Promise((resolve) => child.once('exit', () => resolve()));
	endWithThisProcess(lifetime, child);
	lifetime.defer(() => endGroup(child));

	const authority = `127.0.0.1:${port}`;
	const url = `http://${authority}`;
	for (let attempt = 0; !(await isUp(url)); attempt++) {
		if (child.exitCode !== null || attempt > 600) {
			throw new HostError(
				`The VS Code server did not start; the end of ${log}:\n${readFileSync(log, 'utf8').slice(-2000)}`,
			);
		}
		await sleep(100, undefined, { signal: lifetime.signal });
	}
	return { url, authority, exited };
}

/** @param {ServerOptions} options @param {number} port @param {string} sockets */
function serverArguments({ data, testDriver }, port, sockets) {
	return [
		join(hostModules, 'code-server/out/node/entry.js'),
		...['--config', devNull, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
		...['--user-data-dir', data, '--extensions-dir', join(data, 'extensions')],
		...['--session-socket', join(sockets, 'session.sock')],
		...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
		...['--disable-getting-started-override', '--ignore-last-opened'],
		...(testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
	];
}

/** @param {ServerOptions} options */
function writeUserFiles({ data, settings, files = {}, extensions = [] }) {
	const user = join(data, 'User');
	mkdirSync(user, { recursive: true });
	const settingsFile = join(user, 'settings.json');
	if (!existsSync(settingsFile)) writeFileSync(settingsFile, JSON.stringify(settings, null, '\t'));
	for (const [name, content] of Object.entries(files)) writeFileSync(join(user, name), content);
	mkdirSync(join(data, 'extensions'), { recursive: true });
	writeFileSync(join(data, 'extensions/extensions.json'), JSON.stringify(extensions.map(installedExtension)));
}

/** An entry of VS Code's list of installed extensions that points at the working tree. @param {string} folder */
function installedExtension(folder) {
	const { publisher, name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	return {
		identifier: { id: `${publisher}.${name}` },
		version,
		location: { $mid: 1, path: folder, scheme: 'file' },
		metadata: { installedTimestamp: 1, source: 'vsix' },
	};
}

function serverEnvironment() {
	// Started from another editor's terminal, the server would take itself for a part of that editor.
	const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE|CODE_SERVER|ELECTRON)_/.test(name));
	return {
		...Object.fromEntries(inherited),
		VSCODE_CLI: '1', // do not run the login shell to learn the person's environment
		EXTENSIONS_GALLERY: '{}', // no marketplace
	};
}

/** @param {string} url */
async function isUp(url) {
	return fetch(`${url}/healthz`).then(
		({ ok }) => ok,
		() => false,
	);
}

/** @param {number} port @returns {Promise<number>} the port listened on */
async function listenOnce(port) {
	const server = createServer();
	return new Promise((resolve, reject) => {
		server.once('error', reject).listen(port, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
		});
	});
}

/** A port that nothing listens on. */
export const freePort = () => listenOnce(0);

/** @param {number} port */
async function requireFree(port) {
	await listenOnce(port).catch((error) => {
		throw new HostError(
			error.code === 'EADDRINUSE'
				? `Port ${port} is in use: stop what listens there, or choose another one with "npm start -- --port ${port + 1}".`
				: `Port ${port} cannot be used (${error.code}): choose another one with "npm start -- --port N".`,
		);
	});
}
