import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostError, withProgress } from './console.mjs';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { extensionRoot, here, hostModules, vscodeServer } from './paths.mjs';

/** Native modules that would need a compiler, and the plain JavaScript that stands in for them. */
const shims = {
	'spdlog.cjs': '@vscode/spdlog/index.js',
	'native-watchdog.cjs': '@vscode/native-watchdog/index.js',
};

/** Written last, inside the folder that `npm ci` empties first: a half-finished install never carries it. */
const stamp = join(hostModules, '.installed');

/** @param {import('./lifetime.mjs').Lifetime} lifetime */
export async function installHost(lifetime) {
	requireSupportedPlatform();
	requireUsablePath();
	if (isInstalled()) return;
	await withLock(join(here, '.installing'), lifetime, async (started) => {
		if (isInstalled()) return;
		await withProgress(
			'1/2 downloading VS Code (code-server) and Node 24 from the npm registry: once, about 200 MB, 680 MB on disk',
			npm(lifetime, ['ci', '--ignore-scripts'], here, started),
		);
		// The versions and hashes of the shrinkwrap VS Code ships. It lacks one peer dependency, which npm would refuse without
		// --legacy-peer-deps; the optional packages are Copilot's command line (110 MB), not its chat.
		await withProgress(
			"2/2 downloading VS Code's own dependencies",
			npm(
				lifetime,
				['ci', '--omit=dev', '--omit=optional', '--ignore-scripts', '--legacy-peer-deps'],
				vscodeServer,
				started,
			),
		);
		for (const [shim, target] of Object.entries(shims)) {
			copyFileSync(join(here, 'shims', shim), join(vscodeServer, 'node_modules', target));
		}
		writeFileSync(stamp, fingerprint());
	});
}

function isInstalled() {
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

function fingerprint() {
	const hash = createHash('sha256');
	const parts = ['package-lock.json', 'install.mjs', ...Object.keys(shims).map((shim) => join('shims', shim))];
	for (const part of parts) hash.update(readFileSync(join(here, part)));
	return hash.digest('hex');
}

function requireSupportedPlatform() {
	const linux = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);
	if (linux && hasGlibc()) return;
	throw new HostError(
		`The VS Code host runs on Linux with glibc (x64, arm64) and this is ${process.platform}-${process.arch}${linux ? ' without glibc' : ''}: ` +
			'install VS Code on the desktop with its "code" command for "npm start", and use "npm run test:desktop" for the tests.',
	);
}

/** VS Code's server reads such a character in an address as the end of the path or as an escape, and would start without the extension. */
function requireUsablePath() {
	const character = /[#%?]/.exec(extensionRoot)?.[0];
	if (character === undefined) return;
	throw new HostError(
		`This folder's path has a "${character}", which VS Code's server cannot handle: ${extensionRoot}\n` +
			'Move the folder to a path without "#", "%" and "?", then run the same command again.',
	);
}

function hasGlibc() {
	const report = process.report.getReport();
	return typeof report === 'object' && 'header' in report && 'glibcVersionRuntime' in Object(report.header);
}
