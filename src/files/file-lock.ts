import { randomUUID } from 'node:crypto';
import { open, readFile, readlink, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { Clock } from '../pagerduty/http/clock.ts';
import { makeFolder } from './folder.ts';

const tryEveryMs = 50;
const longestWaitMs = 60_000;
/** No renewal takes as long: whoever holds the lock has ended without giving it back. */
const abandonedMs = 120_000;

/**
 * A lock that all windows and processes of a computer share by the name of a file. It holds no secret.
 * @throws when it is not free in a minute, or the folder cannot be written to
 */
export function fileLock(path: string, clock: Clock): <Value>(work: () => Promise<Value>) => Promise<Value> {
	const isAbandoned = async (file: string) => {
		try {
			return (await isLeft(file)) || clock.now().getTime() - (await stat(file)).mtimeMs > abandonedMs;
		} catch {
			return false;
		}
	};
	return async (work) => {
		const id = `${randomUUID()} ${process.pid} ${await processSpace()}`;
		// What else is kept there may be secret.
		await makeFolder(dirname(path));
		for (let waited = 0; !(await taken(path, id)); waited += tryEveryMs) {
			if (waited >= longestWaitMs) throw new Error('Another process holds the lock.');
			const isFree = (await isAbandoned(path)) && (await takenAway(path, id, isAbandoned));
			if (!isFree) await clock.sleep(tryEveryMs);
		}
		try {
			return await work();
		} finally {
			// Not one that somebody else has taken over.
			if ((await readFile(path, 'utf8').catch(() => '')) === id) await rm(path, { force: true });
		}
	};
}

/** Takes the lock if it is free: only one of several can make a file that does not exist. */
async function taken(path: string, id: string): Promise<boolean> {
	try {
		const file = await open(path, 'wx', 0o600);
		await file.writeFile(id).finally(() => file.close());
		return true;
	} catch (error) {
		// Windows says EPERM or EACCES as long as somebody is removing the file.
		if (isCode(error, 'EEXIST') || (process.platform === 'win32' && isCode(error, 'EPERM', 'EACCES'))) return false;
		throw error;
	}
}

/** Where a process id means the same process: a container may have the host's name and its files, but has processes of its own. */
async function processSpace(): Promise<string> {
	const container = await readlink('/proc/self/ns/pid').catch(() => '');
	return `${hostname()} ${process.platform} ${container}`;
}

/** Whether the process that took it on this computer has ended, e.g. because somebody killed it. */
async function isLeft(file: string): Promise<boolean> {
	const [, pid, ...space] = (await readFile(file, 'utf8')).split(' ');
	if (!pid || space.join(' ') !== (await processSpace())) return false;
	try {
		// Only looks whether it is there.
		process.kill(Number(pid), 0);
		return false;
	} catch (error) {
		return isCode(error, 'ESRCH');
	}
}

/**
 * Removes an abandoned lock, one process at a time: of two that found it abandoned, the second must not remove what the first has taken
 * since. Gives whether it is gone.
 */
async function takenAway(path: string, id: string, isAbandoned: (file: string) => Promise<boolean>): Promise<boolean> {
	const removing = `${path}.removing`;
	if (!(await taken(removing, id))) {
		if (await isAbandoned(removing)) await rm(removing, { force: true });
		return false;
	}
	try {
		const isStill = await isAbandoned(path);
		if (isStill) await rm(path, { force: true });
		return isStill;
	} finally {
		await rm(removing, { force: true });
	}
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
	return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
