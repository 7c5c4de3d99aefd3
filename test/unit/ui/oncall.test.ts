import assert from 'node:assert/strict';
import type { Schedule, Shift } from '../../../src/ui/oncall/data.ts';
import { barsOf, byPerson, initials, lanesOf, momentThere, percent } from '../../../src/ui/oncall/layout.ts';
import {
	doneInWords,
	isCrowded,
	peopleIn,
	planInWords,
	problemOf,
	reachOf,
	replacedIn,
	stepOf,
	stillHolds,
	swappable,
} from '../../../src/ui/oncall/plan.ts';
import { OncallReader } from '../../../src/ui/oncall/reader.ts';
import { boardRows } from '../../../src/ui/oncall/rows.ts';
import { askedIn } from '../../../src/ui/oncall/scope.ts';
import { barTimes } from '../../../src/ui/oncall/words.ts';
import type { ToolAnswer } from '../../../src/ui/shared/connection.ts';
import { textOf, type Fields } from '../../../src/ui/shared/fields.ts';
import { spanOfTime } from '../../../src/ui/shared/time.ts';
import {
	daysFrom,
	localTime,
	momentOfLocal,
	momentsOfLocal,
	startOfDay,
	startOfDayAfter,
} from '../../../src/ui/shared/zone.ts';
import { place } from './support.ts';

const hour = 3_600_000;
const at = (text: string) => Date.parse(text);
const now = at('2026-03-10T10:00:00Z');
const shift = (user: string, start: string, end: string, override = false): Shift => ({
	user,
	userId: `U${user}`,
	start: at(start),
	end: at(end),
	override,
});
const schedule = (changes: Partial<Schedule> = {}): Schedule => ({
	id: 'S',
	name: 'Payments',
	zone: 'America/New_York',
	people: [],
	shifts: [],
	knownUntil: undefined,
	gaps: [],
	...changes,
});

describe('The days of a zone', () => {
	it('have the hours that the clock gives them', () => {
		const lengths = (day: string, zone: string) => {
			const [start = 0, end = 0] = daysFrom(at(day), 1, zone);
			return [new Date(start).toISOString(), (end - start) / hour];
		};
		assert.deepEqual(lengths('2026-03-29T12:00:00Z', 'Europe/Berlin'), ['2026-03-28T23:00:00.000Z', 23]);
		assert.deepEqual(lengths('2026-10-25T12:00:00Z', 'Europe/Berlin'), ['2026-10-24T22:00:00.000Z', 25]);
		assert.deepEqual(lengths('2026-04-04T20:00:00Z', 'Australia/Lord_Howe'), ['2026-04-04T13:00:00.000Z', 24.5]);
		assert.deepEqual(lengths('2026-06-01T12:00:00Z', 'Asia/Kolkata'), ['2026-05-31T18:30:00.000Z', 24]);
		// Midnight is left out there: the day begins at one.
		assert.deepEqual(lengths('2026-04-24T12:00:00Z', 'Africa/Cairo'), ['2026-04-23T22:00:00.000Z', 23]);
	});

	it('are counted by the calendar, there and back', () => {
		const zone = 'America/Los_Angeles';
		const start = startOfDay(at('2026-03-05T20:00:00Z'), zone);
		const later = startOfDayAfter(start, 7, zone);
		assert.equal(localTime(later, zone), '2026-03-12T00:00');
		assert.equal(startOfDayAfter(later, -7, zone), start);
	});

	it('give each time of the clock its moment, also the one that comes twice and the one that is left out', () => {
		const zone = 'Europe/Berlin';
		for (const text of ['2026-03-10T09:30', '1900-06-01T12:00', '2026-12-31T23:59'])
			assert.equal(localTime(momentOfLocal(text, zone) ?? 0, zone), text);
		const twice = [at('2026-10-25T00:30:00Z'), at('2026-10-25T01:30:00Z')];
		assert.deepEqual(momentsOfLocal('2026-10-25T02:30', zone), twice);
		assert.equal(momentOfLocal('2026-10-25T02:30', zone), twice[0]);
		assert.deepEqual(momentsOfLocal('2026-03-29T02:30', zone), []);
		assert.deepEqual(momentsOfLocal('2026-10-25T09:30', zone), [at('2026-10-25T08:30:00Z')]);
		assert.deepEqual(momentsOfLocal('', zone), []);
		assert.equal(momentOfLocal('2026-03-29T02:30', zone), at('2026-03-29T01:30:00Z'));
		assert.equal(momentOfLocal('', zone), undefined);
	});
});

describe('The rows of who is on call', () => {
	const view = { start: at('2026-03-10T00:00:00Z'), end: at('2026-03-17T00:00:00Z') };

	it('hold turns and gaps of the time that is shown, several at once one below the other', () => {
		const bars = barsOf(
			'S',
			schedule({
				shifts: [
					shift('Ann', '2026-03-09T00:00:00Z', '2026-03-11T00:00:00Z'),
					shift('Bob', '2026-03-10T12:00:00Z', '2026-03-12T00:00:00Z'),
					shift('Cleo', '2026-03-11T00:00:00Z', '2026-03-12T00:00:00Z'),
					shift('Dan', '2026-03-20T00:00:00Z', '2026-03-21T00:00:00Z'),
				],
				gaps: [{ start: at('2026-03-12T00:00:00Z'), end: view.end }],
			}),
			'UBob',
			view,
		);
		assert.deepEqual(
			bars.map((bar) => [bar.shift?.user, bar.lane, bar.mine]),
			[
				['Ann', 0, false],
				['Bob', 1, true],
				['Cleo', 0, false],
				[undefined, 0, false],
			],
		);
		assert.equal(lanesOf(bars), 2);
		assert.equal(percent(at('2026-03-09T00:00:00Z'), view), 0);
		assert.equal(percent(at('2026-03-13T12:00:00Z'), view), 50);
		assert.deepEqual(
			byPerson(bars, 'UCleo').map(({ name, bars: of }) => [name, of.length]),
			[
				[undefined, 1],
				['Cleo', 1],
				['Ann', 1],
				['Bob', 1],
			],
		);
	});

	it('give what the mouse draws full steps of the clock', () => {
		assert.equal(momentThere(0.5, view, 15 * 60_000), at('2026-03-13T12:00:00Z'));
		assert.equal(momentThere(0.3333, view, hour), at('2026-03-12T08:00:00Z'));
		assert.equal(momentThere(-1, view, hour), view.start);
		assert.equal(momentThere(7, view, hour), view.end);
	});

	it('have letters for names without room, of any script', () => {
		assert.deepEqual(['Maya Okafor', 'Cher', 'Ana de la Vega', '(ops)', '王 小明', '', '🙂 …'].map(initials), [
			'MO',
			'C',
			'AV',
			'O',
			'王小',
			'',
			'',
		]);
	});

	it('tell the time of each person and schedule, where its clock shows another', () => {
		const turn = shift('Ann', '2026-03-10T12:00:00Z', '2026-03-10T20:00:00Z');
		const [bar] = barsOf('S', schedule({ shifts: [turn] }), undefined, view);
		assert.ok(bar);
		const people = (zone: string) => new Map([['UAnn', { id: 'UAnn', name: 'Ann', zone }]]);
		assert.deepEqual(barTimes(bar, people('Asia/Tokyo'), place), [
			'Tue 10 Mar, 13:00 – 21:00 CET',
			'For Ann: Tue 10 Mar, 21:00 – Wed 11 Mar, 05:00 GMT+9',
			'For Payments: Tue 10 Mar, 08:00 – 16:00 GMT-4',
			'8h',
		]);
		for (const zone of ['Europe/Paris', 'No/Where', 'America/New_York'])
			assert.equal(barTimes(bar, people(zone), place).length, 3, zone);
	});

	it('name the day once where it is the same', () => {
		assert.equal(spanOfTime(now, now + hour, place), 'Tue 10 Mar, 11:00 – 12:00');
		assert.equal(spanOfTime(now, now + 20 * hour, place), 'Tue 10 Mar, 11:00 – Wed 11 Mar, 07:00');
	});
});

describe('A change of who is on call', () => {
	const one = shift('Ann', '2026-03-10T08:00:00Z', '2026-03-10T20:00:00Z');
	const other = shift('Bob', '2026-03-11T08:00:00Z', '2026-03-11T20:00:00Z');
	const of = schedule({ shifts: [one, other] });
	const plan = { kind: 'override', schedule: of, to: { id: 'UCleo', name: 'Cleo' }, insteadOf: undefined } as const;

	it('is looked at again: it holds only while the same people are on call then', () => {
		const gap = { start: at('2026-03-10T20:00:00Z'), end: at('2026-03-11T08:00:00Z') };
		const taken = schedule({ shifts: [one, shift('Dan', '2026-03-10T20:00:00Z', '2026-03-11T08:00:00Z'), other] });
		const inGap = { ...plan, ...gap };
		assert.equal(stillHolds(inGap, of), true);
		assert.equal(stillHolds(inGap, taken), false, 'somebody took the gap');
		assert.equal(stillHolds({ ...plan, start: one.start, end: one.end }, taken), true, 'that is another time');
		const swap = { kind: 'swap', schedule: of, one, other } as const;
		assert.deepEqual(reachOf(swap), { start: one.start, end: other.end });
		assert.equal(stillHolds(swap, taken), true);
		assert.equal(stillHolds(swap, schedule({ shifts: [one] })), false);
		assert.equal(stillHolds(swap, schedule({ shifts: [{ ...one, end: one.end - 1 }, other] })), false);
	});

	it('names whom it replaces only where that person has all of the time', () => {
		const whole = { start: one.start, end: one.end };
		assert.equal(replacedIn(of, whole, undefined)?.id, one.userId);
		const gaps = [{ start: one.end, end: other.start }];
		assert.equal(replacedIn({ ...of, gaps }, { start: one.start, end: one.end + 1000 }, undefined), undefined);
		const crowded = schedule({ shifts: [one, { ...other, start: one.start, end: one.end }] });
		assert.equal(replacedIn(crowded, whole, other.userId)?.id, other.userId);
	});

	it('becomes the input of the tool that makes it; what has begun changes hands at once', () => {
		assert.deepEqual(stepOf({ ...plan, insteadOf: { id: 'UAnn', name: 'Ann' }, start: one.start, end: one.end }, now), {
			tool: 'create_overrides',
			input: { schedule: 'S', user: 'UCleo', instead_of: 'UAnn', start: 'now', end: '2026-03-10T20:00:00.000Z' },
		});
		assert.deepEqual(stepOf({ kind: 'swap', schedule: of, one, other }, now), {
			tool: 'swap_shifts',
			input: {
				schedule: 'S',
				user: 'UAnn',
				with_user: 'UBob',
				shift: 'now',
				with_shift: '2026-03-11T08:00:00.000Z',
			},
		});
	});

	it('is told whole before it is sent, as what is left of it then', () => {
		const words = (insteadOf?: { id: string; name: string }) =>
			planInWords({ ...plan, insteadOf, start: now, end: other.end }, now, place).lines;
		assert.deepEqual(words({ id: 'UAnn', name: 'Ann' })[1], 'Instead of Ann');
		assert.deepEqual(words()[1], 'Instead of Ann, Bob');
		const free = { start: at('2026-03-12T00:00:00Z'), end: at('2026-03-12T01:00:00Z') };
		assert.equal(planInWords({ ...plan, ...free }, now, place).lines[1], 'Nobody is on call then.');
		assert.deepEqual(planInWords({ kind: 'swap', schedule: of, one, other }, now, place).lines, [
			'Tue 10 Mar, 11:00 – 21:00: Bob instead of Ann',
			'Wed 11 Mar, 09:00 – 21:00: Ann instead of Bob',
		]);
	});

	it('knows who is there, whether several are at once, and what can be swapped', () => {
		assert.deepEqual(
			peopleIn(of, { start: now, end: other.end }).map(({ name }) => name),
			['Ann', 'Bob'],
		);
		assert.equal(isCrowded(of, { start: now, end: other.end }), false);
		const crowded = schedule({ shifts: [one, { ...other, start: one.start }] });
		assert.equal(isCrowded(crowded, { start: now, end: other.end }), true);
		assert.deepEqual(swappable(of, other, now), [one]);
		assert.deepEqual(swappable(of, other, one.end), []);
	});

	it('is done, partly done or not done, as the tool says', () => {
		const answer = (output: Fields, failed = false): ToolAnswer => ({ failed, output, text: 'No.', meta: {} });
		const { l10n } = place;
		assert.equal(problemOf(answer({ overrides: [{}] }), l10n), undefined);
		assert.equal(problemOf(answer({}, true), l10n), 'No.');
		assert.equal(problemOf(answer({ overrides: [], note: 'Why.' }), l10n), 'Why.');
		assert.match(problemOf(answer({ overrides: [{}], unclear: [{}] }), l10n) ?? '', /^Only 1 of 2 parts/);
		assert.equal(
			doneInWords({ kind: 'swap', schedule: of, one, other }, { note: 'The two are not equally long.' }, place),
			'Swapped with Bob. The two are not equally long.',
		);
	});
});

describe('What the calendar is asked for', () => {
	it('is read from the input of each of its tools', () => {
		const asked = (input: Fields) => askedIn(input, now);
		assert.deepEqual(asked({ schedule: 'Payments' }).scope, { kind: 'named', schedules: ['Payments'] });
		assert.deepEqual(asked({ schedules: 'A' }).scope, { kind: 'named', schedules: ['A'] });
		assert.deepEqual(asked({ teams: ['T'] }).scope, { kind: 'all', teams: ['T'] });
		assert.deepEqual(asked({ users: ['me'] }).scope, { kind: 'mine' });
		assert.deepEqual(asked({ users: ['Ann'] }).scope, { kind: 'of', users: ['Ann'], policies: [] });
		assert.equal(asked({}).scope, undefined);
		assert.equal(asked({ since: '+2d' }).since, now + 48 * hour);
		assert.equal(asked({ since: '2026-05-01' }).since, at('2026-05-01'));
		assert.equal(asked({ since: 'next Friday' }).since, undefined);
	});
});

describe('The reader of the calendar', () => {
	const reader = (call: (name: string, input: Fields) => Promise<Partial<ToolAnswer>>) => {
		const calls: string[] = [];
		const made = new OncallReader({
			call: async (name, input) => {
				calls.push(`${name} ${textOf(input['schedule']) ?? ''}`.trim());
				return { failed: false, output: {}, text: '', meta: {}, ...(await call(name, input)) };
			},
			now: () => now,
			zone: () => 'Europe/Berlin',
			changed: () => undefined,
		});
		return { made, calls };
	};
	const list = (count: number) => ({
		schedules: Array.from({ length: count }, (_, index) => ({ id: `S${index}`, name: `Schedule ${index}` })),
	});

	it('goes on until it has all turns of a schedule, but not for ever', async () => {
		let pages = 0;
		const { made } = reader((name) => {
			if (name !== 'get_schedule') return Promise.resolve({});
			pages++;
			const start = new Date(now + pages * hour).toISOString();
			const end = new Date(now + (pages + 1) * hour).toISOString();
			return Promise.resolve({
				output: {
					schedule: { id: 'S', name: 'Payments' },
					shifts: [{ user_id: 'U', user: 'Ann', start, end }],
					next_cursor: 'more',
					returned: 1,
				},
			});
		});
		made.begin({ schedule: 'Payments' });
		await made.read();
		assert.equal(made.known.rows.get('Payments')?.value?.shifts.length, 8);
	});

	it('does not mix what is shown with what was shown before', async () => {
		const waiting: (() => void)[] = [];
		const { made, calls } = reader(async (name, { schedule }) => {
			if (name !== 'get_schedule') return {};
			await new Promise<void>((resolve) => waiting.push(resolve));
			return { output: { schedule: { id: schedule, name: schedule } } };
		});
		made.begin({ schedules: ['A', 'B', 'C', 'D', 'E', 'F', 'G'] });
		while (waiting.length < 5) await new Promise(setImmediate);
		made.show({ scope: { kind: 'named', schedules: ['Z'] } });
		while (waiting.length < 6) await new Promise(setImmediate);
		for (const resolve of waiting) resolve();
		while (made.known.reading) await new Promise(setImmediate);
		assert.deepEqual([...made.known.rows.keys()], ['Z']);
		assert.deepEqual(calls.filter((call) => call.startsWith('get_schedule')).slice(5), ['get_schedule Z']);
	});

	it('reads so many schedules and says that there are more', async () => {
		const { made, calls } = reader((name, { schedule }) =>
			Promise.resolve({ output: name === 'list_schedules' ? list(61) : { schedule: { id: schedule } } }),
		);
		made.show({ scope: { kind: 'all' } });
		await made.read();
		assert.equal(made.known.schedules.value?.length, 60);
		assert.equal(made.known.others, true);
		assert.equal(new Set(calls.filter((call) => call.startsWith('get_schedule'))).size, 60);
	});

	it('forgets what it has read when it may not be seen any more, and opens again only once something is read', async () => {
		let works = true;
		const { made } = reader((name) =>
			Promise.resolve(
				works
					? {
							output:
								name === 'get_schedule'
									? { schedule: { id: 'S', name: 'Payments' } }
									: { user: { id: 'U', name: 'Ann' }, shifts: [{ schedule_id: 'S', schedule: 'Payments' }] },
						}
					: { failed: true, text: 'Not yours.' },
			),
		);
		for (const input of [{}, { schedule: 'Payments' }]) {
			works = true;
			made.begin(input);
			await made.read();
			assert.equal(made.known.rows.size, 1);
			works = false;
			made.take({ failed: true, output: {}, text: 'Another account.', meta: {} });
			assert.deepEqual([made.known.rows.size, made.known.schedules.value, made.known.me], [0, undefined, undefined]);
			made.begin(input);
			assert.equal(made.known.closed, 'Another account.');
			await made.read();
			assert.equal(made.known.closed, 'Not yours.');
			works = true;
			await made.read();
			assert.deepEqual([made.known.closed, made.known.rows.size], [undefined, 1]);
			made.show({ scope: { kind: 'named', schedules: ['Payments'] } });
		}
	});

	it('shows all schedules to a key that is nobody’s, and to nobody else', async () => {
		const open = async (answers: Readonly<Record<string, Partial<ToolAnswer>>>) => {
			const { made } = reader((name) => Promise.resolve(answers[name] ?? { failed: true, text: `No ${name}.` }));
			made.begin({});
			await made.read();
			return made;
		};
		const list_schedules = { output: list(2) };
		const get_current_user = { output: { user: { id: 'U', name: 'Ann' } } };
		const seen = ({ known: { scope, schedules } }: OncallReader) => [
			scope.kind,
			schedules.value?.length,
			schedules.problem,
		];
		assert.deepEqual(seen(await open({ list_schedules })), ['all', 2, undefined]);
		assert.deepEqual(seen(await open({ list_schedules, get_current_user })), ['mine', undefined, 'No list_shifts.']);
		assert.deepEqual(seen(await open({})), ['mine', undefined, 'No list_shifts.']);
		const none = { list_schedules, get_current_user, list_shifts: { output: { shifts: [] } } };
		assert.deepEqual(seen(await open(none)), ['mine', 0, undefined]);
	});

	it('finds the schedules of all turns, page by page, and says where it stopped', async () => {
		let last = 3;
		const pages: unknown[] = [];
		const { made } = reader((name, { cursor }) => {
			if (name !== 'list_shifts') return Promise.resolve({ failed: true, text: 'No.' });
			const page = typeof cursor === 'string' ? Number(cursor) : 1;
			pages.push(page);
			const shifts = [{ schedule_id: `S${page}`, schedule: `Schedule ${page}` }];
			return Promise.resolve({
				output: { shifts, returned: 1, ...(page < last && { next_cursor: String(page + 1) }) },
			});
		});
		made.begin({ users: ['Ann'] });
		await made.read();
		assert.deepEqual([made.known.schedules.value?.map(({ id }) => id), made.known.others], [['S1', 'S2', 'S3'], false]);
		last = 100;
		pages.length = 0;
		await made.read();
		assert.deepEqual([pages.length, made.known.others], [8, true]);
	});

	it('says until when the turns are known of a schedule that has too many', async () => {
		const { made } = reader((name) =>
			Promise.resolve(
				name === 'get_schedule'
					? {
							output: {
								schedule: { id: 'S', name: 'Payments' },
								shifts: [{ user: 'Ann', user_id: 'U', start: '2026-03-12T10:00:00Z', end: '2026-03-12T11:00:00Z' }],
								returned: 1,
								next_cursor: 'more',
							},
						}
					: { failed: true, text: 'No.' },
			),
		);
		made.begin({ schedule: 'Payments' });
		await made.read();
		const view = { start: at('2026-03-10T00:00:00Z'), end: at('2026-03-17T00:00:00Z') };
		const [row] = boardRows(made.known, view, 'schedule', '', place);
		assert.equal(row?.hint, 'too many turns: shown until Thu 12 Mar, 11:00');
	});

	describe('by person', () => {
		const day = (date: number) => at(`2026-03-${date}T10:00:00Z`);
		const view = { start: day(10), end: day(17) };
		const read = (id: string, who: string, knownUntil?: number) => {
			const shifts = [shift(who, '2026-03-11T10:00:00Z', '2026-03-12T10:00:00Z')];
			return {
				value: { id, name: id, zone: 'UTC', people: [], shifts, knownUntil, gaps: [] },
				problem: undefined,
				reading: false,
			};
		};
		const said = (rows: ReadonlyMap<string, ReturnType<typeof read>>, ids: readonly string[], filter = '') => {
			const schedules = { value: ids.map((id) => ({ id, name: id })), problem: undefined, reading: false };
			const { made } = reader(() => Promise.resolve({ output: {} }));
			const known = { ...made.known, schedules, rows, me: { id: 'UAnn', name: 'Ann', zone: 'UTC' } };
			return boardRows(known, view, 'person', filter, place).map(({ title, hint, note }) =>
				[title, hint, note].filter((part) => part !== undefined).join(' | '),
			);
		};

		it('says whose turns are not all shown, and of which schedules they are', () => {
			const rows = new Map([
				['Web', read('Web', 'Ann', day(14))],
				['Payments', read('Payments', 'Ann', day(13))],
				['Search', read('Search', 'Bob')],
			]);
			const cut = [
				'Web | too many turns: shown until Sat 14 Mar, 11:00',
				'Payments | too many turns: shown until Fri 13 Mar, 11:00',
			];
			const ann = 'Ann | me · some turns after Fri 13 Mar, 11:00 are not shown';
			assert.deepEqual(said(rows, [...rows.keys()]), [ann, 'Bob', ...cut]);
			// Somebody who is not shown may have turns there as well.
			assert.deepEqual(said(rows, [...rows.keys()], 'Bob'), ['Bob', ...cut]);
		});

		it('says how many schedules are not read yet', () => {
			const rows = new Map([['Search', read('Search', 'Bob')]]);
			assert.deepEqual(said(rows, ['Web', 'Search', 'Payments']), ['Bob', 'Schedules: 2 | Reading …']);
		});
	});

	it('looks somebody up once', async () => {
		const { made, calls } = reader(() => Promise.resolve({ output: { user: { id: 'U', time_zone: 'Asia/Tokyo' } } }));
		await Promise.all([made.look('U'), made.look('U')]);
		await made.look('U');
		assert.deepEqual(calls, ['get_user']);
		assert.equal(made.known.people.get('U')?.zone, 'Asia/Tokyo');
	});
});
