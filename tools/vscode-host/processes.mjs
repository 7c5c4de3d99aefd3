import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { here } from './paths.mjs';

/**
 * Ends a process that was started `detached`, together with all it has started, and returns when they are gone.
 * @param {{ pid?: number }} child
 */
export async function endGroup({ pid }) {
	if (!pid) return;
	send(-pid, 'SIGTERM');
	for (let attempt = 0; attempt < 50 && isAlive(-pid); attempt++) await sleep(100);
	send(-pid, 'SIGKILL');
}

/** @param {number} pid negative for a group */
export const isAlive = (pid) => send(pid, 0);

/** @param {number} pid @param {NodeJS.Signals | 0} signal @returns {boolean} whether there was such a process */
function send(pid, signal) {
	try {
		return process.kill(pid, signal);
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/**
 * Has a process that was started `detached`, and all it has started, ended even when this process is killed so hard that it can end
 * nothing itself.
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 * @param {{ pid?: number }} child
 */
export function endWithThisProcess(lifetime, { pid }) {
	const guard = spawn(process.execPath, [join(here, 'guard.mjs'), String(pid)], {
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	guard.unref();
	lifetime.defer(() => guard.kill('SIGKILL'));
}
