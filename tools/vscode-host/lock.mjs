import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './console.mjs';
import { isAlive } from './processes.mjs';

/**
 * Keeps two commands from installing into the same folder at once. The file holds the process ids of the owner and of
 * what `work` started, so that a lock left behind by a killed process counts as long as npm still writes, and no longer.
 * @param {string} file
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 * @param {(started: (pid: number) => void) => Promise<void>} work
 */
export async function withLock(file, lifetime, work) {
	for (let waited = false; !take(file); waited = true) {
		if (!waited) say('another command is installing the host; waiting for it …');
		await sleep(500, undefined, { signal: lifetime.signal });
	}
	const release = () => rmSync(file, { force: true });
	lifetime.defer(release);
	await work((pid) => appendFileSync(file, ` ${pid}`));
	release();
}

/** @param {string} file */
function take(file) {
	try {
		writeFileSync(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch {
		if (ownerLives(file)) return false;
		rmSync(file, { force: true });
		return take(file);
	}
}

/** @param {string} file */
function ownerLives(file) {
	try {
		return readFileSync(file, 'utf8')
			.split(' ')
			.some((pid) => isAlive(Number(pid)));
	} catch {
		return false; // released just now
	}
}
