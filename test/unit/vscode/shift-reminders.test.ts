import assert from 'node:assert/strict';
import type { ShownOncall } from '../../../src/tools/shapes/oncall.ts';
import type { AccountState } from '../../../src/vscode/account/current-account.ts';
import { Emitter } from '../../../src/vscode/emitter.ts';
import { IncidentStore } from '../../../src/vscode/incidents/store.ts';
import type { ShiftRemindersParts } from '../../../src/vscode/notifications/shift-reminders.ts';
import { shiftEvents } from '../../../src/vscode/oncall/reminders.ts';
import { policiesOf } from '../../../src/vscode/oncall/policies.ts';
import { OncallStore } from '../../../src/vscode/oncall/store.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeEditor } from '../../support/fake-editor.ts';
import { heard } from '../../support/heard.ts';
import { oncall } from './support.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('Reminders of shifts', () => {
	let clock: FakeClock;
	let editor: FakeEditor;
	let kept: Map<string, readonly string[]>;
	let minutes: number;
	const disposables: { dispose(): void }[] = [];

	/** 2026-01-05 is a Monday; it is 9:00. */
	beforeEach(() => {
		clock = new FakeClock('2026-01-05T09:00:00Z');
		editor = new FakeEditor();
		editor.open();
		kept = new Map();
		minutes = 15;
	});
	afterEach(() => {
		for (const disposable of disposables.splice(0)) disposable.dispose();
		assert.equal(clock.sleeping, 0);
	});

	const shift = (start: string, end: string, changes: Partial<ShownOncall> = {}) =>
		oncall('Ana', {
			me: true,
			schedule: 'Primary',
			schedule_id: 'S1',
			start: `2026-01-${start}Z`,
			end: `2026-01-${end}Z`,
			...changes,
		});
	const ending = shift('04T09:00:00', '05T17:00:00');
	const beginning = shift('05T17:00:00', '06T17:00:00', { level: 2 });

	/** A window in which these turns were read. */
	const window = async (turns: readonly ShownOncall[], { demo = false, account = 'ana' } = {}) => {
		const { ShiftReminders } = await import('../../../src/vscode/notifications/shift-reminders.ts');
		const store = new OncallStore(clock);
		const switched = new Emitter<AccountState>();
		const signedIn = (id: string): AccountState => ({
			kind: 'signedIn',
			id,
			name: 'Ana',
			person: true,
			demo,
			expired: false,
		});
		const current = { state: signedIn(account), isDemo: demo, switched };
		const parts: Omit<ShiftRemindersParts, 'account'> = {
			oncall: store,
			incidents: new IncidentStore(clock),
			memory: {
				get: (key, otherwise) => kept.get(key) ?? otherwise,
				update: (key, value) => Promise.resolve(void kept.set(key, value)),
			},
			minutes: () => minutes,
			clock,
			log: { debug: heard, info: heard, warn: heard, error: heard },
			random: () => 0.5,
		};
		const reminders = new ShiftReminders({ ...parts, account: current });
		disposables.push(reminders);
		const read = (some: readonly ShownOncall[]) => {
			const reading = store.begin();
			reading.add(some);
			reading.complete();
		};
		read(turns);
		/** Whoever else listens clears the store after the reminders have heard of it. */
		const switchTo = (id: string) => {
			current.state = signedIn(id);
			switched.fire(current.state);
			store.clear();
		};
		return { reminders, read, switchTo };
	};

	it('come 15 minutes before a shift ends and begins, with what follows', async () => {
		const ben = shift('05T17:00:00', '06T17:00:00', { user: 'Ben', user_id: 'UBEN', me: false });
		await window([ending, ben, beginning]);
		await clock.advance(7 * hour + 44 * minute);
		assert.deepEqual(editor.told, []);
		await clock.advance(minute);
		assert.deepEqual(editor.told.length, 2);
		assert.equal(editor.told[0], 'Your shift ends in 15 min: Payments L1, then Ben.');
		assert.match(editor.told.join('\n'), /\nYou will be on call in 15 min: Payments L2, until .+\.$/);
		await clock.advance(2 * hour);
		assert.equal(editor.told.length, 2);
	});

	it('come as long before as the setting says, and not at all with 0', async () => {
		const { reminders } = await window([ending]);
		minutes = 0;
		reminders.update();
		await clock.advance(7 * hour + 50 * minute);
		assert.deepEqual(editor.told, []);
		minutes = 60;
		reminders.update();
		await clock.advance(0);
		assert.match(editor.told.join(), /^Your shift ends in 10 min/);
	});

	it('do not come after a sleep for what is past, but for what is still ahead', async () => {
		await window([ending]);
		clock.set('2026-01-05T18:00:00Z');
		await clock.advance(hour);
		assert.deepEqual(editor.told, []);
		await window([shift('05T19:05:00', '06T17:00:00')]);
		await clock.advance(0);
		assert.match(editor.told.join(), /^You will be on call in 5 min/);
	});

	it('come once, in the window that somebody looks at', async () => {
		await window([ending]);
		// The other one is in the background.
		editor.window.state.focused = false;
		await window([ending]);
		await clock.advance(7 * hour + 45 * minute);
		assert.equal(editor.told.length, 1);
		await clock.advance(hour);
		assert.equal(editor.told.length, 1);
	});

	it('come in one window even if nobody looks at any, and again in none after a reload', async () => {
		editor.focus(false);
		await window([ending]);
		await window([ending]);
		await clock.advance(7 * hour + 46 * minute);
		assert.equal(editor.told.length, 1);
		await window([ending]);
		await clock.advance(5 * minute);
		assert.equal(editor.told.length, 1);
	});

	it('of another account, or of the demo, are others', async () => {
		await window([ending]);
		await clock.advance(7 * hour + 45 * minute);
		await window([ending], { account: 'work' });
		await clock.advance(0);
		assert.equal(editor.told.length, 2);
		const before = JSON.stringify([...kept]);
		await window([ending], { demo: true, account: 'demo' });
		await clock.advance(0);
		assert.equal(editor.told.length, 3);
		assert.equal(JSON.stringify([...kept]), before);
	});

	it('do not come again for the account before when somebody switches to another', async () => {
		const { read, switchTo } = await window([ending]);
		await clock.advance(7 * hour + 50 * minute);
		assert.equal(editor.told.length, 1);
		switchTo('work');
		await clock.advance(minute);
		assert.equal(editor.told.length, 1);
		read([{ ...ending, escalation_policy: 'Search' }]);
		await clock.advance(0);
		assert.equal(editor.told.length, 2);
		assert.match(editor.told[1] ?? '', /Search L1/);
	});

	it('do not come for a shift that meanwhile is somebody else’s', async () => {
		editor.focus(false);
		const { read } = await window([ending]);
		await clock.advance(7 * hour + 45 * minute);
		read([{ ...ending, me: false, user: 'Ben' }]);
		await clock.advance(minute);
		assert.deepEqual(editor.told, []);
	});

	it('lead to the view and to my shifts', async () => {
		editor.pressed = 'My shifts';
		await window([ending]);
		await clock.advance(8 * hour);
		assert.deepEqual(editor.ran, [['pagerduty.myShifts']]);
	});

	it('are one for all that begins or ends at once, and none where a shift goes straight on', () => {
		const now = new Date('2026-01-05T09:00:00Z');
		const events = (...some: ShownOncall[]) =>
			shiftEvents(policiesOf(some, now)).map(({ kind, turns }) => [kind, turns.length]);
		assert.deepEqual(events(ending, { ...ending, escalation_policy_id: 'POTHER' }), [['ends', 2]]);
		assert.deepEqual(events(ending, { ...beginning, level: 1 }), []);
		assert.deepEqual(events(ending, beginning), [
			['ends', 1],
			['begins', 1],
		]);
		assert.deepEqual(events(oncall('Ana', { me: true })), []);
	});
});
