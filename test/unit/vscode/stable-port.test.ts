import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StablePort } from '../../../src/vscode/connections/stable-port.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

describe('the port that stays the same', () => {
	let folder: string;
	let clock: FakeClock;
	/** Ports in use, on this machine. */
	let used: Set<number>;
	const windows: StablePort[] = [];

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'port-'));
		clock = new FakeClock();
		used = new Set();
	});

	afterEach(async () => {
		await Promise.all(windows.splice(0).map((window) => window.dispose()));
		await rm(folder, { recursive: true });
	});

	function open(choice: { port: number; needed: boolean } = { port: 8764, needed: true }): StablePort {
		const window = new StablePort({
			folder,
			port: () => choice.port,
			needed: () => Promise.resolve(choice.needed),
			listen: (port) => {
				if (used.has(port)) return Promise.reject(new Error('EADDRINUSE'));
				used.add(port);
				return Promise.resolve({ url: '', dispose: () => Promise.resolve(void used.delete(port)) });
			},
			clock,
			log: { info: () => undefined, warn: () => undefined },
		});
		windows.push(window);
		return window;
	}

	it('is listened to only if somebody has chosen one, and while somebody may come', async () => {
		const choice = { port: 0, needed: true };
		const window = open(choice);
		await window.update();
		assert.deepEqual(window.state, { kind: 'off' });
		Object.assign(choice, { port: 8764, needed: false });
		await window.update();
		assert.deepEqual(window.state, { kind: 'off' });
		assert.deepEqual([...used], []);
		choice.needed = true;
		await window.update();
		assert.deepEqual(window.state, { kind: 'here', port: 8764 });
		choice.port = 8765;
		await window.update();
		assert.deepEqual([...used], [8765]);
		choice.needed = false;
		await window.update();
		assert.deepEqual([...used], []);
	});

	it('belongs to one window, and the next takes over when it closes', async () => {
		const [first, second] = [open(), open()];
		await first.update();
		await second.update();
		assert.deepEqual([first.state.kind, second.state.kind], ['here', 'taken']);
		await first.dispose();
		let told = 0;
		second.changed.on(() => told++);
		while (second.state.kind !== 'here') await clock.advance(5000);
		assert.equal(told, 1);
	});

	it('is said to be in another window where one has it that still runs', async () => {
		used.add(8764);
		// Any process but this one will do.
		await writeFile(join(folder, 'port'), `8764 ${process.ppid}`);
		const window = open();
		await window.update();
		assert.deepEqual(window.state, { kind: 'elsewhere', port: 8764 });
	});

	it('is said to be taken where no window has it', async () => {
		used.add(8764);
		for (const holder of ['', '8765 1', '8764 nobody', '8764 -1', `8764 ${2 ** 22 + 1}`, 'x']) {
			await writeFile(join(folder, 'port'), holder);
			const window = open();
			await window.update();
			assert.deepEqual(window.state, { kind: 'taken', port: 8764 }, holder);
		}
	});

	it('is not asked for any more when the window has closed', async () => {
		used.add(8764);
		const window = open();
		await window.update();
		await window.dispose();
		await settle();
		assert.equal(clock.sleeping, 0);
	});
});
