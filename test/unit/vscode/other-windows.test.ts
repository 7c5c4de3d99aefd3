import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OtherWindows, type ChangedElsewhere } from '../../../src/vscode/refresh/other-windows.ts';

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('Windows on one machine', () => {
	let folder: string;
	let windows: OtherWindows[];

	beforeEach(async () => {
		folder = join(await mkdtemp(join(tmpdir(), 'oncall-windows-')), 'not there yet');
		windows = [];
	});
	afterEach(async () => {
		for (const window of windows) window.dispose();
		await rm(join(folder, '..'), { recursive: true });
	});

	const open = async () => {
		const heard: ChangedElsewhere[] = [];
		const news = new EventEmitter();
		const changed = (change: ChangedElsewhere) => {
			heard.push(change);
			news.emit('heard');
		};
		const window = new OtherWindows({ folder, changed, log });
		windows.push(window);
		await window.start();
		return { window, heard, hears: () => once(news, 'heard') };
	};

	it('hear of a change in another, and not of their own', async () => {
		const [first, second] = [await open(), await open()];
		const heard = second.hears();
		await first.window.tell({ oncall: false });
		await heard;
		const back = first.hears();
		await second.window.tell({ oncall: true });
		await back;
		assert.deepEqual(second.heard, [{ oncall: false }]);
		assert.deepEqual(first.heard, [{ oncall: true }]);
	});

	it('leave nothing on the disk but who told', async () => {
		const first = await open();
		await first.window.tell({ oncall: true });
		assert.deepEqual(await readdir(folder), ['changed-oncall']);
		assert.match(await readFile(join(folder, 'changed-oncall'), 'utf8'), /^[-0-9a-f]{36} [-0-9a-f]{36}$/);
	});

	it('do not hear of what was told before they opened', async () => {
		await (await open()).window.tell({ oncall: false });
		const [late, other] = [await open(), await open()];
		const heard = late.hears();
		await other.window.tell({ oncall: true });
		await heard;
		assert.deepEqual(late.heard, [{ oncall: true }]);
	});

	it('do without where the folder cannot be used', async () => {
		await rm(join(folder, '..'), { recursive: true });
		await writeFile(join(folder, '..'), 'a file stands in the way');
		const { window, heard } = await open();
		await window.tell({ oncall: true });
		assert.deepEqual(heard, []);
	});
});
