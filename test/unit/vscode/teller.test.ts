import assert from 'node:assert/strict';
import type { ShownIncident } from '../../../src/tools/shapes/incident.ts';
import { NewIncidents } from '../../../src/vscode/notifications/new-incidents.ts';
import { ToldInWindow } from '../../../src/vscode/notifications/told-events.ts';
import { Teller } from '../../../src/vscode/notifications/teller.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { incident } from './support.ts';

const second = 1000;

describe('A window that tells of new incidents', () => {
	let clock: FakeClock;
	let told: string[];
	let failures: unknown[];
	const memory = new ToldInWindow();

	const open = (name: string, tell?: () => Promise<void>) => {
		const news = new NewIncidents(memory);
		return new Teller<ShownIncident>({
			clock,
			patience: () => 70 * second,
			tell:
				tell ??
				(async (incidents) => {
					for (const { id } of await news.claim(incidents)) told.push(`${name} ${id}`);
				}),
			failed: (error) => failures.push(error),
		});
	};

	beforeEach(async () => {
		clock = new FakeClock();
		told = [];
		failures = [];
		await memory.write([]);
	});

	it('is the one somebody looks at, even if another finds them first', async () => {
		const [seen, hidden] = [open('seen'), open('hidden')];
		seen.focused = true;
		hidden.offer([incident('A')]);
		await clock.advance(60 * second);
		assert.deepEqual(told, []);
		seen.offer([incident('A')]);
		await clock.advance(60 * second);
		assert.deepEqual(told, ['seen A']);
	});

	it('is any one while nobody looks at any', async () => {
		const [first, other] = [open('first'), open('other')];
		first.offer([incident('A')]);
		await clock.advance(second);
		other.offer([incident('A')]);
		await clock.advance(100 * second);
		assert.deepEqual(told, ['first A']);
	});

	it('does so when somebody comes, once', async () => {
		const window = open('window');
		window.offer([incident('A')]);
		window.offer([incident('B')]);
		window.focused = true;
		await clock.advance(200 * second);
		assert.deepEqual(told, ['window A', 'window B']);
		assert.equal(clock.sleeping, 0);
	});

	it('does not after it started afresh', async () => {
		const window = open('window');
		window.offer([incident('A')]);
		window.reset();
		window.focused = true;
		await clock.advance(200 * second);
		assert.deepEqual(told, []);
	});

	it('survives that it could not', async () => {
		const window = open('window', () => Promise.reject(new Error('no storage')));
		window.focused = true;
		window.offer([incident('A')]);
		await clock.advance(0);
		assert.equal(failures.length, 1);
	});
});

describe('What was told', () => {
	it('in one demo account says nothing of the next, whose ids are the same', async () => {
		const news = new NewIncidents(new ToldInWindow());
		assert.equal((await news.claim([incident('A')])).length, 1);
		news.reset();
		assert.equal((await news.claim([incident('A')])).length, 0);
		news.reset(new ToldInWindow());
		assert.equal((await news.claim([incident('A')])).length, 1);
	});
});
