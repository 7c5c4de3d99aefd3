import { spawn } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { HostError } from './console.mjs';
import { here } from './paths.mjs';
import { endGroup } from './processes.mjs';

/** npm's own patience is a minute and more before it says that there is no network. */
const patience = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

const unreachable =
	/\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/;

/**
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 * @param {string[]} args
 * @param {string} cwd
 * @param {(pid: number) => void} started
 */
export async function npm(lifetime, args, cwd, started) {
	requireOwnModules(join(cwd, 'node_modules'));
	const child = spawn('npm', [...args, ...patience], {
		cwd,
		detached: true,
		env: environment(),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	if (child.pid) started(child.pid);
	lifetime.defer(() => endGroup(child));
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
	/** @type {number | null} */
	const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
	lifetime.signal.throwIfAborted();
	// npm warns of files that it could not write, and says that it has succeeded.
	if (/\bENOSPC\b/.test(output)) {
		throw new HostError(
			`The disk is full. VS Code and its browser need about 1 GB in ${here}, and npm keeps 450 MB of downloads in its cache: ` +
				'make room, then run the same command again.',
		);
	}
	if (code === 0) return;
	const reason = unreachable.exec(output)?.[1];
	if (reason) {
		throw new HostError(
			`The npm registry cannot be reached (${reason}): check the network and "npm config get registry", then run the same command again.`,
		);
	}
	const tail = output.trim().split('\n').slice(-15).join('\n');
	throw new HostError(
		`"npm ${args.join(' ')}" failed in ${cwd}; mend what npm says below and run the same command again.\n${tail}`,
	);
}

/** npm empties a folder through a link to it: another checkout would lose its editor. @param {string} modules */
function requireOwnModules(modules) {
	if (!lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return;
	throw new HostError(
		`${modules} is a link, and installing would empty the folder that it points to: remove the link, then run the same command again.`,
	);
}

/** Under `npm run`, npm describes the outer project in the environment; the inner npm needs the person's own settings only. */
function environment() {
	const outer =
		/^npm_(config_(?!cache|registry|cafile|proxy|https_proxy|noproxy|offline|prefer_offline)|package_|lifecycle_|command)/i;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !outer.test(name)));
}
