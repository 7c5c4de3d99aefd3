import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './console.mjs';

/**
 * Keeps two commands from installing into the same folder at once. The file holds the owner's process id, so that a lock
 * left behind by a killed process does not count.
 * @param {string} file
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 * @param {() => Promise<void>} work
 */
export async function withLock(file, lifetime, work) {
	for (let waited = false; !take(file); waited = true) {
		if (!waited) say('another command is installing the host; waiting for it …');
		await sleep(500, undefined, { signal: lifetime.signal });
	}
	const release = () => rmSync(file, { force: true });
	lifetime.defer(release);
	await work();
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
		process.kill(Number(readFileSync(file, 'utf8')), 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
