import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Ends a process that was started `detached`, together with all it has started, and returns when they are gone.
 * @param {import('node:child_process').ChildProcess} child
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
