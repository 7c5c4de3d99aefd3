import assert from 'node:assert/strict';
import { lstat, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../../src/files/folder.ts';
import { NoFileError, readText } from '../../../src/files/plain-file.ts';
import { replaceFile } from '../../../src/files/replace-file.ts';

describe('a place for a file', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'place-'));
	});
	afterEach(() => rm(folder, { recursive: true }));

	it('is made with the folders that it is in, by several at once, for its owner only', async () => {
		const deep = join(folder, 'one', 'two', 'three');
		await Promise.all(Array.from({ length: 10 }, () => makeFolder(deep)));
		await makeFolder(deep);
		for (const path of [deep, join(folder, 'one')]) {
			const { mode } = await stat(path);
			if (process.platform !== 'win32') assert.equal(mode & 0o777, 0o700);
		}
	});

	it('cannot be made below a file, or where a link leads nowhere', async () => {
		await writeFile(join(folder, 'file'), '');
		await symlink(join(folder, 'nowhere'), join(folder, 'link'), 'junction');
		for (const path of ['file', join('file', 'deeper'), 'link', join('link', 'deeper')])
			await assert.rejects(makeFolder(join(folder, path)), path);
	});

	it('ends also where the system makes no folders, although their parent is there', async function () {
		if (process.platform !== 'linux') this.skip();
		await assert.rejects(makeFolder('/proc/nowhere/deeper'), /ENOENT/);
	});

	it('is read only where it holds a file', async function () {
		await writeFile(join(folder, 'file'), 'text');
		assert.equal(await readText(join(folder, 'file')), 'text');
		assert.equal(await readText(join(folder, 'none')), undefined);
		await assert.rejects(readText(folder), NoFileError);
		await assert.rejects(readText(join(folder, 'file', 'deeper')), NoFileError);
		if (process.platform !== 'linux') this.skip();
		// It has no end.
		await assert.rejects(readText('/dev/zero'), NoFileError);
	});

	it('keeps a link, and replaces what it leads to', async function () {
		if (process.platform === 'win32') this.skip();
		await mkdir(join(folder, 'elsewhere'));
		await writeFile(join(folder, 'elsewhere', 'file'), 'old');
		await symlink(join(folder, 'elsewhere', 'file'), join(folder, 'link'));
		await replaceFile(join(folder, 'link'), 'new');
		assert.ok((await lstat(join(folder, 'link'))).isSymbolicLink());
		assert.equal(await readFile(join(folder, 'elsewhere', 'file'), 'utf8'), 'new');
	});
});
