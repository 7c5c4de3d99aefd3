import assert from 'node:assert/strict';
import type { AccountState } from '../../../src/vscode/account/current-account.ts';
import { isOwnPage } from '../../../src/vscode/account/own-page.ts';
import type { ShiftMeant } from '../../../src/vscode/commands/shared/oncall-rows.ts';
import { WorkspaceOncallGrouping } from '../../../src/vscode/oncall/grouping.ts';
import { calendarFile } from '../../../src/vscode/oncall/calendar-file.ts';
import { contactWays } from '../../../src/vscode/oncall/contact-ways.ts';
import type { OncallPolicy } from '../../../src/vscode/oncall/policies.ts';
import { readOncalls } from '../../../src/vscode/oncall/read.ts';
import { shiftOfTurn } from '../../../src/vscode/oncall/shift.ts';
import { OncallStore } from '../../../src/vscode/oncall/store.ts';
import { MeNode, PolicyNode, TurnNode, type OncallTreeNode } from '../../../src/vscode/sidebar/oncall-nodes.ts';
import { describeProblem } from '../../../src/vscode/words/problem.ts';
import { back, enter, escape, yes, type Answer } from '../../support/fake-person.ts';
import type { SignedInOptions } from '../../support/signed-in.ts';
import { SignedInEditor } from '../../support/signed-in-editor.ts';
import { l10n } from './support.ts';

/** The account's time is Tuesday, 10 March 2026, 10:00 UTC; Maya Okafor is signed in and on Payments Primary. */
describe('Commands about who is on call', () => {
	let at: SignedInEditor;
	let oncall: OncallStore;
	let selected: readonly OncallTreeNode[];
	const signedInState: AccountState = {
		kind: 'signedIn',
		id: 'maya',
		name: 'Maya Okafor',
		person: true,
		region: 'us',
		subdomain: 'lumen-oak',
		demo: false,
		expired: false,
	};

	const open = async (answers: readonly Answer[], options: SignedInOptions & { readonly demo?: boolean } = {}) => {
		at = await SignedInEditor.open(answers, options);
		oncall = new OncallStore(at.signedIn.clock);
		selected = [];
		const caller = { signal: new AbortController().signal, priority: 'background' } as const;
		const { toolbox, clock } = at.signedIn;
		await readOncalls(toolbox, oncall, clock, caller, (error) => describeProblem(error, l10n));
		const { demo = false } = options;
		const sources = {
			...{ toolbox, clock, changes: at.changes },
			account: { isPerson: options.key !== 'account', isDemo: demo, state: { ...signedInState, demo } },
			selectedOncall: () => Promise.resolve(selected),
		};
		const grouping = new WorkspaceOncallGrouping({ get: () => undefined, update: () => Promise.resolve() });
		const { oncallCommands } = await import('../../../src/vscode/commands/oncall.ts');
		return oncallCommands({ ...sources, grouping });
	};
	afterEach(() => at.close());

	const rowOf = (wanted: (node: TurnNode) => boolean) =>
		oncall.policies
			.flatMap((policy) => policy.turns.map((turn) => new TurnNode(turn, new PolicyNode(policy))))
			.find(wanted) ?? assert.fail('no such row');
	/** Its module needs the editor, which stands there once a test has opened it. */
	const meant = async (shift: ConstructorParameters<typeof ShiftMeant>[0]) => {
		const rows = await import('../../../src/vscode/commands/shared/oncall-rows.ts');
		return new rows.ShiftMeant(shift);
	};
	const onPrimary = () => rowOf(({ turn }) => turn.schedule === 'Payments Primary');
	const schedule = (name: string) =>
		[...at.signedIn.sandbox.store.schedules.values()].find((one) => one.name === name) ?? assert.fail(name);
	const userId = (name: string) =>
		[...at.signedIn.sandbox.store.users.values()].find((one) => one.name === name)?.id ?? assert.fail(name);
	const overrides = (name: string) =>
		schedule(name).overrides.map(({ userId: id, start, end }) => [
			id,
			new Date(start).toISOString(),
			new Date(end).toISOString(),
		]);

	describe('an override', () => {
		it('puts somebody else on call for the rest of a shift, after a last look that names who, where and when', async () => {
			const { overrideShift } = await open(['The rest', { type: 'Ben', then: 'Ben Ostrowski' }, yes]);
			const row = onPrimary();
			const before = overrides('Payments Primary').length;
			await overrideShift(row);
			const last = overrides('Payments Primary').at(-1);
			assert.equal(overrides('Payments Primary').length, before + 1);
			assert.deepEqual(last, [userId('Ben Ostrowski'), '2026-03-10T10:00:00.000Z', row.turn.until?.toISOString()]);
			const question = at.person.asked.at(-1) ?? '';
			assert.match(
				question,
				/^Put Ben Ostrowski on call for Payments Primary\?\nInstead of Maya Okafor\n.*Mar.*\nTimes are in /,
			);
			assert.match(at.said.join(), /^Ben Ostrowski is on call for Payments Primary /);
		});

		it('takes a part of it, by times that are read in the zone that is named', async () => {
			const { overrideShift } = await open(['A part', '2026-03-11T09:00Z', '2026-03-11T17:00Z', 'Ben Ostrowski', yes]);
			await overrideShift(onPrimary());
			assert.deepEqual(overrides('Payments Primary').at(-1), [
				userId('Ben Ostrowski'),
				'2026-03-11T09:00:00.000Z',
				'2026-03-11T17:00:00.000Z',
			]);
		});

		it('takes the time that is offered as it is, also in the hour that comes twice', async () => {
			await open(['A part', '2026-10-24 10:00', '2026-10-25 02:30']);
			const { askSpan } = await import('../../../src/vscode/commands/shared/ask-span.ts');
			const names = { user: 'Maya', userId: 'U1', mine: true, schedule: 'Primary', scheduleId: 'S1' };
			// The first 02:30 of that night in Berlin.
			const span = { start: new Date('2026-10-24T08:00:20Z'), end: new Date('2026-10-25T00:30:00Z') };
			const shift = { ...names, ...span, scheduleUrl: undefined, override: undefined, policies: [] };
			const locale = { language: 'en', timeZone: 'Europe/Berlin' };
			assert.deepEqual(await askSpan(shift, 'Override', { now: new Date('2026-10-01'), locale, l10n }), span);
			assert.deepEqual(at.person.offered, ['2026-10-24 10:00', '2026-10-25 02:30']);
		});

		it('offers me first where it is somebody else’s shift, and Enter takes it', async () => {
			const { overrideShift } = await open(['The rest', enter, yes]);
			await overrideShift(rowOf(({ turn }) => turn.schedule === 'Payments Secondary'));
			assert.equal(overrides('Payments Secondary').at(-1)?.[0], userId('Maya Okafor'));
		});

		it('is made of the person’s own row, and of the one that is selected when a key is pressed', async () => {
			const { overrideShift } = await open(['The rest', 'Ben Ostrowski', escape, 'The rest', 'Ben Ostrowski', escape]);
			const policy = oncall.policies.find(({ mine }) => mine) ?? assert.fail();
			const turn = policy.turns.find(({ me }) => me) ?? assert.fail();
			await overrideShift(new MeNode([{ kind: 'now', policy, turn }]));
			selected = [onPrimary()];
			await overrideShift({ of: 'selection' });
			assert.equal(at.person.asked.filter((question) => question.startsWith('Put Ben')).length, 2);
		});

		it('asks for the shift where the person’s own row stands for several', async () => {
			const { overrideShift } = await open([escape]);
			const policy = oncall.policies.find(({ mine }) => mine) ?? assert.fail();
			const turn = policy.turns.find(({ me }) => me) ?? assert.fail();
			const mine = { kind: 'now', policy, turn } as const;
			await overrideShift(new MeNode([mine, mine]));
			assert.deepEqual(at.person.asked, ['Override shift']);
		});

		it('from the palette asks for one of my shifts, or one of any schedule, of both kinds', async () => {
			const { overrideShift } = await open([
				'Another schedule',
				{ type: 'Incident Comm', then: 'Incident Command' },
				enter,
				enter,
				'Me',
				yes,
			]);
			await overrideShift();
			const command =
				[...at.signedIn.sandbox.store.shiftSchedules.values()].find(({ name }) => name === 'Incident Command') ??
				assert.fail();
			assert.ok(JSON.stringify(command).includes(userId('Maya Okafor')));
			assert.match(at.said.join(), /^Maya Okafor is on call for Incident Command /);
		});

		it('says so where a part of the time is no longer theirs, on a schedule of shifts', async () => {
			const { overrideShift } = await open(['The rest', 'Ben Ostrowski', yes]);
			const { turn, policy } = rowOf(({ turn: one }) => one.schedule === 'Incident Command');
			const shift = shiftOfTurn(turn, policy.name) ?? assert.fail();
			// As the view had it before somebody else took the end of it.
			await overrideShift(await meant({ ...shift, end: new Date(shift.end.getTime() + 2 * 3_600_000) }));
			assert.match(at.editor.told.join(), /^Ben Ostrowski takes over only a part of that time: .* the turn of /);
		});

		it('is not made when the last question is not answered with yes', async () => {
			const { overrideShift } = await open(['The rest', 'Ben Ostrowski', escape]);
			const before = overrides('Payments Primary').length;
			await overrideShift(onPrimary());
			assert.equal(overrides('Payments Primary').length, before);
			assert.deepEqual(at.said, []);
			const { labels } = at.person.lists.at(-1) ?? assert.fail();
			assert.ok(
				labels.includes('Ben Ostrowski') && !labels.includes('Maya Okafor'),
				'nobody takes over from themselves',
			);
		});

		it('is refused where the shift is somebody else’s by now, with nothing changed', async () => {
			const { overrideShift } = await open(['The rest', 'Ethan Caldwell', yes]);
			const row = onPrimary();
			await at.signedIn.call('create_overrides', {
				schedule: 'Payments Primary',
				user: 'Ben Ostrowski',
				start: '+1h',
				end: '+2h',
			});
			const before = overrides('Payments Primary').length;
			await assert.rejects(
				Promise.resolve(overrideShift(row)),
				/"Maya Okafor" is not on call on "Payments Primary" all that time/,
			);
			assert.equal(overrides('Payments Primary').length, before);
		});

		it('cannot be made of a person whom the policy itself names', async () => {
			const { overrideShift } = await open([escape]);
			await overrideShift(rowOf(({ turn }) => turn.scheduleId === undefined));
			assert.equal(at.person.asked.length, 1);
		});
	});

	describe('a swap', () => {
		it('of my shift with another one of the schedule names both, and makes both', async () => {
			const { swapShifts } = await open([enter, yes]);
			const before = overrides('Payments Primary').length;
			await swapShifts(onPrimary());
			const made = overrides('Payments Primary').slice(before);
			assert.deepEqual(made.map(([id]) => id === userId('Maya Okafor')).sort(), [false, true]);
			assert.match(
				at.person.asked.at(-1) ?? '',
				/^Swap these two shifts on Payments Primary\?\n.*: (.+) instead of Maya Okafor\n.*: Maya Okafor instead of \1\n/,
			);
			assert.match(at.said.join(), /^Swapped with /);
		});

		it('of somebody else’s shift asks for one of mine on the same schedule', async () => {
			const { swapShifts } = await open([escape]);
			const row = rowOf(({ turn }) => turn.schedule === 'Payments Secondary');
			await swapShifts(row);
			assert.deepEqual(at.person.asked, ['Swap shifts']);
		});

		it('is not possible on a schedule that I am not on', async () => {
			const { swapShifts } = await open([]);
			await swapShifts(rowOf(({ turn }) => turn.schedule === 'Fulfilment Daily'));
			assert.deepEqual(at.editor.told, ['You have no shift on Fulfilment Daily in the next 60 days.']);
		});

		it('is refused where a shift that was under way is over by now, with nothing changed', async () => {
			const { swapShifts } = await open([enter, yes]);
			const row = onPrimary();
			const before = overrides('Payments Primary').length;
			const { clock } = at.signedIn.sandbox;
			const ask = at.editor.window.showWarningMessage.bind(at.editor.window);
			const late = (...question: Parameters<typeof ask>) => {
				clock.advance((row.turn.until?.getTime() ?? 0) - clock.now().getTime() + 60_000);
				return ask(...question);
			};
			Object.assign(at.editor.window, { showWarningMessage: late });
			await assert.rejects(Promise.resolve(swapShifts(row)), /"Maya Okafor" has no shift on "Payments Primary" at /);
			assert.equal(overrides('Payments Primary').length, before);
		});

		it('of a shift that is under way says from now on', async () => {
			const { swapShifts } = await open([enter, escape]);
			await swapShifts(onPrimary());
			const { spanInWords } = await import('../../../src/vscode/words/time.ts');
			const until = onPrimary().turn.until ?? assert.fail();
			const rest = spanInWords(at.signedIn.clock.now(), until, { language: 'en' });
			assert.ok(at.person.asked.at(-1)?.includes(`\n${rest}: `));
		});

		it('is not said to be made when PagerDuty does not make it', async () => {
			const { swapShifts } = await open([enter, yes]);
			const row = onPrimary();
			at.signedIn.sandbox.faults.serverError = { status: 503, match: /overrides/ };
			await assert.rejects(Promise.resolve(swapShifts(row)));
			assert.deepEqual(at.said, []);
		});
	});

	describe('to contact a person', () => {
		const me = () => rowOf(({ turn }) => turn.user === 'Maya Okafor');

		it('calls by tel: and copies, and opens nothing of the demo', async () => {
			const { contactPerson } = await open(['+1', { press: 'Copy', on: '+1' }]);
			await contactPerson(me());
			assert.match(at.editor.opened.join(), /^tel:\+1\d+$/);
			await contactPerson(me());
			assert.match(at.editor.copied, /^\+1 /);
			await at.close();
			const demo = await open(['+1'], { demo: true });
			await demo.contactPerson(me());
			assert.deepEqual(at.editor.opened, []);
			assert.deepEqual(at.editor.told, ['The people in the demo account are made up.']);
		});

		it('writes by mailto:', async () => {
			const { contactPerson } = await open(['@']);
			await contactPerson(me());
			assert.deepEqual(at.editor.opened, ['mailto:maya.okafor@lumen-oak.example']);
		});

		it('says so where PagerDuty shows no address', async () => {
			const { contactPerson } = await open([], {
				replies: (reply, { path }) => (path.endsWith('/contact_methods') ? { contact_methods: [] } : reply),
			});
			await contactPerson(me());
			assert.match(at.editor.told.join(), /shows you no phone number and no e-mail address of Maya Okafor/);
		});

		it('takes nothing but numbers and addresses into a link', () => {
			const method = (type: string, address: string, more = {}) => ({ type, address, label: type, ...more });
			assert.deepEqual(
				contactWays([
					method('email', 'ana@x.example'),
					method('email', 'ana@x.example?bcc=all@x.example'),
					method('phone', '+1 (555) 010-2030'),
					method('sms', '+1 5550102030', { blocked: true }),
					method('whatsapp', 'command:evil'),
					method('phone', '+1 555-010-2040,,99'),
					method('phone', '5550102050 ext. 7'),
					method('push', 'aabbcc'),
				]).map(({ link, labels, blocked }) => [link, labels.join(), blocked]),
				[
					['tel:+15550102030', 'phone,sms', false],
					['tel:+15550102040', 'phone', false],
					['tel:5550102050', 'phone', false],
					['mailto:ana@x.example', 'email', false],
				],
			);
		});
	});

	describe('to open a schedule', () => {
		it('opens its page in the web of the account, and no other', async () => {
			const { openSchedule } = await open([]);
			const { turn, policy } = onPrimary();
			const withUrl = (scheduleUrl: string | undefined) =>
				new TurnNode({ ...turn, scheduleUrl }, new PolicyNode(policy));
			await openSchedule(withUrl('https://lumen-oak.pagerduty.com/schedules#P1'));
			await openSchedule(withUrl('https://evil.example/schedules#P1'));
			await openSchedule(withUrl(undefined));
			assert.deepEqual(at.editor.opened, ['https://lumen-oak.pagerduty.com/schedules#P1']);
			assert.equal(at.editor.told.length, 2);
		});

		it('asks for the schedule where none is meant', async () => {
			const { openSchedule } = await open([{ type: 'Data', then: 'Data Business Hours' }], { demo: true });
			await openSchedule();
			assert.deepEqual(at.editor.told, ['The demo account has no pages on the web.']);
		});

		it('knows the pages of the account', () => {
			const own = (address: string, changes = {}) => isOwnPage(address, { state: { ...signedInState, ...changes } });
			assert.equal(own('https://lumen-oak.pagerduty.com/x'), true);
			assert.equal(own('https://lumen-oak.eu.pagerduty.com/x'), false);
			assert.equal(own('https://lumen-oak.eu.pagerduty.com/x', { region: 'eu' }), true);
			assert.equal(own('https://other.pagerduty.com/x'), false);
			assert.equal(own('https://other.pagerduty.com/x', { subdomain: undefined }), true);
			assert.equal(own('https://pagerduty.com.evil.example/x', { subdomain: undefined }), false);
			assert.equal(own('http://lumen-oak.pagerduty.com/x'), false);
			assert.equal(own('https://lumen-oak.pagerduty.com:8443/x'), false);
			assert.equal(own('https://me@lumen-oak.pagerduty.com/x'), false);
			assert.equal(own('command:x'), false);
		});
	});

	describe('my shifts', () => {
		const savedTo = (written: string[], chosen: string | undefined = '/home/maya/shifts.ics') => {
			Object.assign(at.editor.window, { showSaveDialog: () => Promise.resolve(chosen) });
			const writeFile = (_file: unknown, bytes: Uint8Array) =>
				Promise.resolve(void written.push(new TextDecoder().decode(bytes)));
			Object.assign(at.editor.workspace, { fs: { writeFile } });
		};

		it('are those of the next 60 days, in order, under months, with what was taken over marked', async () => {
			const { myShifts } = await open([enter, escape]);
			await at.signedIn.call('create_overrides', {
				schedule: 'Payments Secondary',
				user: 'me',
				start: '2026-03-13T10:00:00Z',
				end: '2026-03-14T10:00:00Z',
			});
			await myShifts();
			const { labels } = at.person.lists[0] ?? assert.fail();
			assert.deepEqual(
				labels.filter((label) => /^\w+ 2026$/.test(label)),
				['March 2026', 'April 2026', 'May 2026'].filter((month) => labels.includes(month)),
			);
			assert.ok(labels.length > 5);
			const { readMyShifts, shiftItem } = await import('../../../src/vscode/commands/shared/shifts.ts');
			const caller = { signal: new AbortController().signal, priority: 'person' } as const;
			const account = { isPerson: true, isDemo: false, state: signedInState };
			const { toolbox, clock } = at.signedIn;
			const sources = { toolbox, clock, changes: at.changes, account, selectedOncall: () => Promise.resolve([]) };
			const shifts = await readMyShifts(sources, caller, true);
			const starts = shifts.map(({ start }) => start.getTime());
			assert.deepEqual(
				starts,
				starts.toSorted((one, other) => one - other),
			);
			const situation = { now: clock.now(), locale: { language: 'en-GB', timeZone: 'UTC' }, l10n };
			const described = shifts.map((shift) => {
				const { description, detail } = shiftItem(shift, situation);
				return [description, detail].join(' | ');
			});
			assert.ok(described.includes('override | Payments Secondary · 24 h · Payments'), described.join('\n'));
			assert.match(described[0] ?? '', /^now \| Payments Primary · \d+ h · Payments$/);
		});

		it('are saved as a calendar file by the button, and by the last row', async () => {
			const { myShifts } = await open([back, 'Save as']);
			const written: string[] = [];
			savedTo(written);
			await myShifts();
			await myShifts();
			assert.equal(written.length, 2);
			assert.match(written[0] ?? '', /^BEGIN:VCALENDAR\r\n/);
			assert.match(written[0] ?? '', /SUMMARY:On call: Payments Primary/);
			assert.match(at.said.join(), /^Saved \d+ shifts/);
		});

		it('are saved with links to pages of the account only', async () => {
			const saved = async (url: string) => {
				const linked = (reply: unknown): unknown =>
					JSON.parse(JSON.stringify(reply).replaceAll(/"html_url":"[^"]*\/schedules[^"]*"/g, `"html_url":"${url}"`));
				const { myShifts } = await open([back], {
					replies: (reply, { path }) => (path.endsWith('/oncalls') ? linked(reply) : reply),
				});
				const written: string[] = [];
				savedTo(written);
				await myShifts();
				return written.join().replaceAll('\r\n ', '');
			};
			assert.match(await saved('https://lumen-oak.pagerduty.com/schedules/P1'), /^URL.*lumen-oak/m);
			await at.close();
			assert.doesNotMatch(await saved('https://evil.example/schedules/P1'), /^URL/m);
		});

		it('are read page after page, whatever time passes', async () => {
			await open([]);
			const { toolbox, clock, sandbox } = at.signedIn;
			const { readMyShifts } = await import('../../../src/vscode/commands/shared/shifts.ts');
			const account = { isPerson: true, isDemo: false, state: signedInState };
			const caller = { signal: new AbortController().signal, priority: 'person' } as const;
			const inParts: typeof toolbox.run = async (tool, input, ...rest) => {
				sandbox.clock.advance(1000);
				return toolbox.run(tool, { ...input, limit: 2 }, ...rest);
			};
			const parts = { changes: at.changes, clock, account, selectedOncall: () => Promise.resolve([]) };
			const whole = await readMyShifts({ toolbox, ...parts }, caller, false);
			assert.deepEqual(await readMyShifts({ toolbox: { run: inParts }, ...parts }, caller, false), whole);
			assert.ok(whole.length > 4);
		});

		it('are none of somebody who is always on call, and that is said', async () => {
			const { myShifts } = await open([]);
			const { users, policies, schedules, shiftSchedules } = at.signedIn.sandbox.store;
			const id = [...users.values()].find(({ name }) => name === 'Maya Okafor')?.id ?? assert.fail('no Maya');
			const [mine, ...others] = [...policies.values()].filter(({ rules }) => rules.length > 0);
			assert.ok(mine);
			for (const policy of [mine, ...others])
				for (const rule of policy.rules) rule.targets = policy === mine ? [{ type: 'user', id }] : [];
			schedules.clear();
			shiftSchedules.clear();
			await myShifts();
			assert.deepEqual(at.editor.told, [`You are always on call for ${mine.name}, without shifts.`]);
		});

		it('are not saved when no file is chosen', async () => {
			const { myShifts } = await open([back]);
			const written: string[] = [];
			savedTo(written);
			Object.assign(at.editor.window, { showSaveDialog: () => Promise.resolve(undefined) });
			await myShifts();
			assert.deepEqual([written, at.said], [[], []]);
		});

		it('lead to what can be done with one, by its buttons and with Enter', async () => {
			const { myShifts } = await open([{ press: 'Override shift', on: 'Mar' }, escape, enter, 'Swap', escape]);
			await myShifts();
			await myShifts();
			assert.equal(at.person.asked[0], 'My shifts in the next 60 days');
			assert.equal(at.person.asked[1], 'Override shift on Payments Primary');
			assert.match(at.person.asked[3] ?? '', /^Payments/);
			assert.equal(at.person.asked[4], 'Swap shifts');
		});

		it('are none of a key that stands for nobody', async () => {
			const { myShifts } = await open([], { key: 'account', from: 'maya.okafor@lumen-oak.example' });
			await myShifts();
			assert.deepEqual(at.editor.told, ['This key belongs to nobody, so it has no shifts.']);
		});

		it('are a file that calendars read: folded, escaped, in UTC, each with a name that stays', () => {
			const shift = {
				user: 'Maya',
				userId: 'U1',
				mine: true,
				schedule: `Nächte, "Kasse"; a\\b\n${'支払い🔥'.repeat(12)}`,
				scheduleId: 'S1',
				scheduleUrl: 'https://lumen-oak.pagerduty.com/schedules#S1',
				// The night in which the clocks go forward in Berlin.
				start: new Date('2026-03-28T23:00:00Z'),
				end: new Date('2026-03-29T08:00:00Z'),
				override: true,
				policies: ['Payments'],
			};
			const file = (end: Date, at: string) => calendarFile([{ ...shift, end }], new Date(at), l10n);
			const first = file(shift.end, '2026-03-10T10:00:00Z');
			const lines = first.split('\r\n');
			for (const line of lines) {
				assert.ok(Buffer.byteLength(line) <= 75, line);
				assert.doesNotMatch(line, /[\r\n\uFFFD]/);
			}
			const unfolded = first.replaceAll('\r\n ', '').split('\r\n');
			const value = (text: string[], name: string) =>
				text.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1);
			assert.equal(value(unfolded, 'DTSTART'), '20260328T230000Z');
			assert.equal(value(unfolded, 'DTEND'), '20260329T080000Z');
			assert.equal(value(unfolded, 'TRANSP'), 'TRANSPARENT');
			assert.equal(value(unfolded, 'DESCRIPTION'), 'Escalation policies: Payments\\nTaken over from somebody else.');
			assert.ok(value(unfolded, 'SUMMARY')?.startsWith('On call: Nächte\\, "Kasse"\\; a\\\\b\\n支払い🔥'));
			const later = file(new Date('2026-03-29T07:00:00Z'), '2026-03-11T10:00:00Z').split('\r\n');
			assert.equal(value(later, 'UID'), value(unfolded, 'UID'));
			assert.ok(Number(value(later, 'SEQUENCE')) > Number(value(unfolded, 'SEQUENCE')));
		});
	});

	it('take a shift that a list passes on', async () => {
		const { openSchedule } = await open([], { demo: true });
		const policy: OncallPolicy = oncall.policies[0] ?? assert.fail();
		const [turn] = policy.turns;
		assert.ok(turn);
		const shift = { user: 'Maya', userId: 'U1', mine: true, schedule: 'Primary', scheduleId: 'S1' };
		const span = { start: new Date(0), end: new Date(1), scheduleUrl: undefined, override: undefined, policies: [] };
		await openSchedule(await meant({ ...shift, ...span }));
		assert.deepEqual(at.person.asked, []);
	});
});
