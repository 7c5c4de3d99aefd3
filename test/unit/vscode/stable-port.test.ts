import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StablePort } from '../../../src/vscode/connections/stable-port.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

describe('the port that stays the same', () => {
	let folder: string;
	let clock: FakeClock;
	/** Ports in use, on this machine. */
	let used: Set<number>;
	/** How many servers were asked to listen. */
	let started: number;
	const windows: StablePort[] = [];

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'port-'));
		clock = new FakeClock();
		used = new Set();
		started = 0;
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
			isFree: (port) => Promise.resolve(!used.has(port)),
			listen: (port) => {
				started++;
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
		assert.equal(started, 1);
		await first.dispose();
		let told = 0;
		second.changed.on(() => told++);
		while (second.state.kind !== 'here') await clock.advance(5000);
		assert.equal(told, 1);
		assert.equal(started, 2);
	});

	it('is waited for without starting a server, and shown as taken where another program is faster', async () => {
		const other = createServer();
		const port = await new Promise<number>((resolve) =>
			other.listen(0, '127.0.0.1', () => {
				const address = other.address();
				resolve(typeof address === 'object' && address ? address.port : 0);
			}),
		);
		const log = { info: () => undefined, warn: () => undefined };
		let asked = 0;
		const parts = { folder, port: () => port, needed: () => Promise.resolve(true), clock, log };
		const waits = new StablePort({
			...parts,
			listen: () => {
				asked++;
				return Promise.reject(new Error('EADDRINUSE'));
			},
		});
		windows.push(waits);
		await waits.update();
		assert.deepEqual([waits.state.kind, asked], ['taken', 0]);
		await new Promise((resolve) => other.close(resolve));
		await waits.update();
		// Free a moment ago, and not any more.
		assert.deepEqual([waits.state.kind, asked], ['taken', 1]);
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
