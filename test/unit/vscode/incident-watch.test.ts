import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountState } from '../../../src/vscode/account/current-account.ts';
import { IncidentStore } from '../../../src/vscode/incidents/store.ts';
import { OncallStore } from '../../../src/vscode/oncall/store.ts';
import { IncidentWatch } from '../../../src/vscode/refresh/incident-watch.ts';
import { Poller } from '../../../src/vscode/refresh/poller.ts';
import { SharedLooks } from '../../../src/vscode/refresh/shared-looks.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { incident, oncall as turn } from './support.ts';

const second = 1000;
const minute = 60 * second;
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The one file that windows share, without a disk: what is awaited settles with the clock standing still. */
class OneFile {
	#text: readonly [window: number, signIn: string, at: number] | undefined;
	readonly #clock: FakeClock;

	constructor(clock: FakeClock) {
		this.#clock = clock;
	}

	of(window: number) {
		return {
			isElsewhere: (signIn: string, ms: number) => {
				const [other, account, at = 0] = this.#text ?? [];
				const ago = this.#clock.now().getTime() - at;
				return Promise.resolve(other !== undefined && other !== window && account === signIn && ago >= 0 && ago < ms);
			},
			begin: (signIn: string) => Promise.resolve(void (this.#text = [window, signIn, this.#clock.now().getTime()])),
			fail: () => Promise.resolve(void (this.#text = undefined)),
		};
	}
}

type SignedInState = Extract<AccountState, { kind: 'signedIn' }>;

interface Window {
	readonly poller: Poller;
	readonly watch: IncidentWatch;
	readonly incidents: IncidentStore;
	readonly oncall: OncallStore;
	/** When it looked. */
	readonly looked: number[];
	/** Another window tells that something changed. */
	hear(): void;
}

describe('Windows that look at the same account', () => {
	let clock: FakeClock;
	let file: OneFile;
	let windows: Window[];
	/** What is open at PagerDuty. */
	let there: string[];
	let interval: number;
	let failing: ReadonlySet<number>;
	/** What happens while a window looks, after it was told what is open. */
	let meanwhile: () => Promise<void>;

	const offline = { kind: 'offline', message: 'No network', remedy: 'retry' } as const;
	const state: SignedInState = { kind: 'signedIn', id: 'S1', name: 'Ana', person: true, demo: false, expired: false };

	beforeEach(() => {
		clock = new FakeClock();
		file = new OneFile(clock);
		windows = [];
		there = ['A'];
		interval = minute;
		failing = new Set();
		meanwhile = () => Promise.resolve();
	});
	afterEach(() => {
		for (const { poller, watch } of windows) {
			poller.dispose();
			watch.dispose();
		}
	});

	/** A window; the first one is the one that somebody looks at, unless nobody does. */
	const open = (focused: boolean, signedIn = state): Window => {
		const number = windows.length;
		const looked: number[] = [];
		const incidents = new IncidentStore(clock);
		const oncall = new OncallStore(clock);
		const watch = new IncidentWatch({
			looks: {
				look: async () => {
					looked.push(clock.now().getTime());
					const reading = incidents.begin();
					if (failing.has(number)) {
						reading.fail(offline);
						throw new Error('No network');
					}
					reading.add(there.map((id) => incident(id)));
					await meanwhile();
					reading.complete();
				},
				forget: () => undefined,
			},
			shared: file.of(number),
			account: { state: signedIn, isDemo: signedIn.demo },
			incidents,
			oncall,
			clock,
			interval: () => interval,
			focused: () => focused,
			tellOthers: () => {
				for (const other of windows) if (other !== window) other.hear();
			},
		});
		const poller = new Poller({
			clock,
			random: () => 0,
			retryAfter: () => 0,
			interval: (seen) => watch.interval(seen),
			run: (signal, reason) => watch.look({ signal, priority: reason }, () => offline),
		});
		poller.focused = focused;
		poller.wanted = true;
		poller.reset();
		const window: Window = {
			poller,
			watch,
			incidents,
			oncall,
			looked,
			hear: () => {
				watch.need('elsewhere');
				poller.soon();
			},
		};
		windows.push(window);
		return window;
	};

	const openSeveral = async (count: number, focused = true) => {
		for (let number = 0; number < count; number++) {
			open(focused && number === 0);
			await clock.advance(100);
		}
	};
	const putOnCall = async () => {
		for (const { oncall, poller } of windows) {
			const reading = oncall.begin();
			reading.add([turn('Ana', { me: true })]);
			reading.complete();
			poller.reschedule();
		}
		await clock.advance(minute);
	};
	/** Looks a minute, of all windows together. */
	const looksPerMinute = async (minutes = 60) => {
		const count = () => windows.reduce((sum, { looked }) => sum + looked.length, 0);
		const before = count();
		await clock.advance(minutes * minute);
		return (count() - before) / minutes;
	};

	for (const [count, most] of [
		[1, 1],
		[2, 1.1],
		[4, 1.3],
	] as const) {
		it(`look at most ${most} times a minute where there are ${count}`, async () => {
			await openSeveral(count);
			const looks = await looksPerMinute();
			assert.ok(looks >= 0.99 && looks <= most, String(looks));
		});

		it(`look three times a minute while the person is on call, and hardly more where there are ${count}`, async () => {
			await openSeveral(count);
			await putOnCall();
			const looks = await looksPerMinute();
			assert.ok(looks >= 2.9 && looks <= 2 + most, String(looks));
		});
	}

	it('look every 20 seconds while an incident of the person is open, whatever has the focus', async () => {
		const { incidents, poller, looked } = open(false);
		await clock.advance(second);
		incidents.apply([incident('A', { mine: true })]);
		poller.reschedule();
		there = [];
		await clock.advance(21 * second);
		assert.equal(looked.length, 2);
		// It is over, so there is time.
		await clock.advance(2 * minute);
		assert.equal(looked.length, 2);
	});

	it('look no more by themselves when the person does not want it, on call or not', async () => {
		interval = 0;
		await openSeveral(1);
		await putOnCall();
		assert.equal(await looksPerMinute(), 0);
	});

	it('show within a moment what one of them found', async () => {
		await openSeveral(4);
		await clock.advance(5 * minute);
		there = ['A', 'B'];
		await clock.advance(minute);
		for (const { incidents } of windows) assert.equal(incidents.openCount, 2);
		// Each has looked once for it, and told nobody who told it.
		assert.ok((await looksPerMinute()) <= 1.3);
	});

	it('look again for what another one told while they looked', async () => {
		await openSeveral(2);
		const [first, second] = windows;
		assert.ok(first && second);
		await clock.advance(5 * minute);
		meanwhile = async () => {
			meanwhile = () => Promise.resolve();
			there = ['A', 'B'];
			// The first one sees it and tells, while the second one has its list already.
			await first.poller.now();
		};
		await second.poller.now();
		await clock.advance(1000);
		assert.equal(second.incidents.openCount, 2);
	});

	it('take over from one that was closed', async () => {
		await openSeveral(2);
		await clock.advance(5 * minute);
		windows[0]?.poller.dispose();
		there = ['A', 'B'];
		await clock.advance(6 * minute);
		assert.equal(windows[1]?.incidents.openCount, 2);
	});

	it('do not rely on one that does not get through', async () => {
		await openSeveral(2);
		failing = new Set([0]);
		await clock.advance(5 * minute);
		there = ['A', 'B'];
		await clock.advance(4 * minute);
		assert.equal(windows[1]?.incidents.openCount, 2);
	});

	it('try again themselves after they did not get through, whatever others see', async () => {
		await openSeveral(2);
		const [first, second] = windows;
		assert.ok(first && second);
		failing = new Set([1]);
		await assert.rejects(second.poller.now());
		failing = new Set();
		await first.poller.now();
		await clock.advance(4 * minute);
		assert.equal(second.incidents.load.problem, undefined);
	});

	it('look now and then themselves, even if others do', async () => {
		await openSeveral(2);
		await clock.advance(60 * minute);
		const looks = windows[1]?.looked.length ?? 0;
		assert.ok(looks >= 4 && looks <= 7, String(looks));
	});

	it('share nothing of a demo, which is each window its own', async () => {
		const demo: SignedInState = { ...state, demo: true };
		open(true, demo);
		open(false, demo);
		await clock.advance(second);
		const [, other] = windows;
		await clock.advance(30 * minute);
		assert.equal(other?.looked.length, 11);
	});

	it('look all at once when the person asks in one that leaves it to another', async () => {
		await openSeveral(2);
		await clock.advance(5 * minute);
		const before = windows[1]?.looked.length ?? 0;
		await windows[1]?.poller.now();
		assert.equal(windows[1]?.looked.length, before + 1);
	});
});

describe('The file by which windows share their looks', () => {
	let folder: string;
	let clock: FakeClock;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'oncall-looks-'));
		clock = new FakeClock();
	});
	afterEach(() => rm(folder, { recursive: true }));
	const window = () => new SharedLooks({ folder, clock, log });

	it('tells the others for how long they need not look, and whose account it was', async () => {
		const [one, other] = [window(), window()];
		await one.begin('S1');
		await clock.advance(20 * second);
		assert.equal(await other.isElsewhere('S1', 30 * second), true);
		assert.equal(await one.isElsewhere('S1', 30 * second), false);
		assert.equal(await other.isElsewhere('S2', 30 * second), false);
		assert.equal(await other.isElsewhere('S1', 20 * second), false);
		await one.fail();
		assert.equal(await other.isElsewhere('S1', 30 * second), false);
	});

	it('holds which window, which sign-in and when, and counts for nothing when it is something else', async () => {
		const [one, other] = [window(), window()];
		await one.begin('S1');
		assert.deepEqual(await readdir(folder), ['looked']);
		assert.match(await readFile(join(folder, 'looked'), 'utf8'), /^[-0-9a-f]{36} S1 \d{13}$/);
		await writeFile(join(folder, 'looked'), 'nonsense');
		assert.equal(await other.isElsewhere('S1', minute), false);
	});

	it('counts for nothing when the clock was set back', async () => {
		const [one, other] = [window(), window()];
		await one.begin('S1');
		clock.set('2026-01-05T08:00:00Z');
		assert.equal(await other.isElsewhere('S1', minute), false);
	});

	it('need not be there', async () => {
		const lost = new SharedLooks({ folder: join(folder, 'nobody', 'made'), clock, log });
		assert.equal(await lost.isElsewhere('S1', minute), false);
		await lost.begin('S1');
	});
});
