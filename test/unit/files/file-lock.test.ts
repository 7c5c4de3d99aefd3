import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileLock } from '../../../src/files/file-lock.ts';
import { systemClock, type Clock } from '../../../src/pagerduty/http/clock.ts';

/** Time stands still; who sleeps lets others go first. */
const restless: Clock = { now: () => new Date(), sleep: () => new Promise((resolve) => setImmediate(resolve)) };

describe('a lock in a file', () => {
	let folder: string;
	let path: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'lock-'));
		path = join(folder, 'a folder', 'session.lock');
	});
	afterEach(() => rm(folder, { recursive: true }));

	it('lets in one at a time, whoever holds it by the same name', async () => {
		let inside = 0;
		let most = 0;
		const work = async () => {
			most = Math.max(most, ++inside);
			await new Promise(setImmediate);
			inside--;
		};
		await Promise.all(Array.from({ length: 30 }, () => fileLock(path, restless)(work)));
		assert.equal(most, 1);
		assert.deepEqual(await readdir(join(folder, 'a folder')), []);
	});

	it('is given back after a failure, and gives what the work gives', async () => {
		const lock = fileLock(path, restless);
		await assert.rejects(
			lock(() => Promise.reject(new Error('failed'))),
			/failed/,
		);
		assert.equal(await lock(() => Promise.resolve(7)), 7);
	});

	it('is taken over from somebody who has been gone for two minutes', async () => {
		const lock = fileLock(path, restless);
		await lock(() => Promise.resolve());
		await writeFile(path, 'somebody');
		const longAgo = new Date(Date.now() - 121_000);
		await utimes(path, longAgo, longAgo);
		const all = await Promise.all(
			Array.from({ length: 10 }, (_, at) => fileLock(path, restless)(() => Promise.resolve(at))),
		);
		assert.equal(all.length, 10);
		assert.deepEqual(await readdir(join(folder, 'a folder')), []);
	});

	it('is taken over at once from a program of this computer that has ended, and from no other', async () => {
		const lock = fileLock(path, restless);
		await lock(() => Promise.resolve());
		const { pid } = spawnSync(process.execPath, ['--version']);
		const held = await lock(() => readFile(path, 'utf8'));
		const by = (id: number, space = held.split(' ').slice(2).join(' ')) => `somebody ${id} ${space}`;
		await writeFile(path, by(pid));
		assert.equal(await lock(() => Promise.resolve(7)), 7);
		for (const holder of [
			by(pid, 'elsewhere'),
			by(pid, `${hostname()} ${process.platform} pid:[1]`),
			by(process.pid),
		]) {
			await writeFile(path, holder);
			await assert.rejects(
				lock(() => Promise.resolve()),
				/Another process holds the lock/,
			);
		}
	});

	it('is not taken from somebody who is at work, nor given back for them', async () => {
		const lock = fileLock(path, restless);
		await lock(() => Promise.resolve());
		await writeFile(path, 'somebody');
		await assert.rejects(
			lock(() => Promise.resolve()),
			/Another process holds the lock/,
		);
		assert.ok((await stat(path)).isFile());
		await rm(path);
		await lock(() => writeFile(path, 'somebody else'));
		assert.ok((await stat(path)).isFile());
	});

	it('fails where nothing can be written', async () => {
		await writeFile(join(folder, 'file'), '');
		await assert.rejects(fileLock(join(folder, 'file', 'x.lock'), systemClock)(() => Promise.resolve()));
	});
});
