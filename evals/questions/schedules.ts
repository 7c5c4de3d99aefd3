import type { Account } from './account.ts';
import { layered } from './schedule-facts.ts';
import { call, count, one, oneCall, reading, several, type Question } from './question.ts';
import { by, rows, text, texts } from './values.ts';

const area = 'schedules';

/** Who is on call on a layered schedule in the end. */
async function entriesOf(account: Account, name: string, since: string, until: string): Promise<readonly unknown[]> {
	return rows(await layered(account, name, since, until), 'schedule.final_schedule.rendered_schedule_entries');
}

/** Hours of each person. */
function hours(entries: readonly unknown[]): Map<string, number> {
	const sums = new Map<string, number>();
	for (const entry of entries) {
		const who = text(entry, 'user.summary');
		const length = (Date.parse(text(entry, 'end')) - Date.parse(text(entry, 'start'))) / 3_600_000;
		sums.set(who, (sums.get(who) ?? 0) + length);
	}
	return sums;
}

/** Forty schedules of one team, of which one has nobody at night. */
async function makeForty(account: Account): Promise<void> {
	const [team, first, second] = await Promise.all([
		account.id('/teams', 'Data & Insights'),
		account.id('/users', 'Arjun Mehta'),
		account.id('/users', 'Inês Duarte'),
	]);
	const user = (id: string) => ({ user: { id, type: 'user_reference' } });
	for (let index = 1; index <= 39; index++) {
		const night =
			index === 23 ? [{ type: 'daily_restriction', start_time_of_day: '06:00:00', duration_seconds: 64_800 }] : [];
		const schedule = {
			type: 'schedule',
			name: `Feed ${String(index).padStart(2, '0')}`,
			time_zone: 'Etc/UTC',
			teams: [{ id: team, type: 'team_reference' }],
			schedule_layers: [
				{
					name: 'Layer 1',
					start: account.time(-48),
					rotation_virtual_start: account.time(-48),
					rotation_turn_length_seconds: 86_400,
					users: [user(first), user(second)],
					restrictions: night,
				},
			],
		};
		await account.send('POST', '/schedules', { schedule });
	}
}

const week = { since: '2026-03-16T00:00:00Z', until: '2026-03-23T00:00:00Z' };

export const scheduleQuestions: readonly Question[] = [
	reading(area, {
		id: 'hours-of-february',
		ask: 'How many hours was Ben Ostrowski on call on Payments Primary in February 2026, Los Angeles time?',
		answer: { hours: count('Hours.') },
		within: 0.1,
		async right(account) {
			const entries = await entriesOf(
				account,
				'Payments Primary',
				'2026-02-01T00:00:00-08:00',
				'2026-03-01T00:00:00-08:00',
			);
			return { hours: hours(entries).get('Ben Ostrowski') ?? 0 };
		},
		path: () =>
			oneCall(
				'get_oncall_hours',
				{ schedules: ['Payments Primary'], since: '2026-02-01', until: '2026-03-01' },
				(told) => ({
					hours:
						told
							.rows('people')
							.find((row) => row.of('user') === 'Ben Ostrowski')
							?.number('hours') ?? 0,
				}),
			),
	}),
	reading(area, {
		id: 'gaps-next-week',
		ask: 'How many gaps has the schedule Data Business Hours from 16 to 23 March 2026 (UTC), and how many hours are they together?',
		answer: { gaps: count('How many.'), hours: count('Hours together.') },
		within: 0.1,
		async right(account) {
			const entries = by(await entriesOf(account, 'Data Business Hours', week.since, week.until), (row) =>
				Date.parse(text(row, 'start')),
			);
			let gaps = 0;
			let open = 0;
			let at = Date.parse(week.since);
			for (const entry of [...entries, { start: week.until, end: week.until }]) {
				const start = Date.parse(text(entry, 'start'));
				if (start > at) {
					gaps++;
					open += start - at;
				}
				at = Date.parse(text(entry, 'end'));
			}
			return { gaps, hours: open / 3_600_000 };
		},
		*path() {
			const told = yield call('find_coverage_gaps', { schedules: ['Data Business Hours'], ...week });
			return { gaps: told.rows('gaps').length, hours: told.rows('coverage')[0]?.number('uncovered_hours') ?? 0 };
		},
	}),
	reading(area, {
		id: 'forty-schedules',
		hard: 'A team with forty schedules, one of which has a hole',
		ask: 'The team Data & Insights has forty schedules. On which of those called Feed is nobody on call at 03:00 UTC tomorrow?',
		answer: { schedules: several('Names.') },
		prepare: makeForty,
		async right(account) {
			const moment = { since: '2026-03-11T03:00:00Z', until: '2026-03-11T03:00:01Z' };
			const all = (await account.list('/schedules')).filter((row) => text(row, 'name').startsWith('Feed'));
			const open: string[] = [];
			for (const schedule of all)
				if (rows(await account.get(`/schedules/${text(schedule, 'id')}/users`, moment), 'users').length === 0)
					open.push(text(schedule, 'name'));
			return { schedules: open };
		},
		*path() {
			const told = yield call('find_coverage_gaps', {
				teams: ['Data & Insights'],
				since: '2026-03-11T03:00:00Z',
				until: '2026-03-11T03:01:00Z',
			});
			const names = told.rows('gaps').map((row) => row.of('schedule'));
			return { schedules: names.filter((name) => name.startsWith('Feed')) };
		},
	}),
	reading(area, {
		id: 'night-with-25-hours',
		hard: 'The clocks go back in that night, in another zone than that of the person',
		ask: 'How long, in hours, is the shift on Fulfilment Daily that runs through the end of daylight saving time in Sydney on 5 April 2026 at 03:00, and who has it?',
		answer: { hours: count('Hours.'), person: one('Name.') },
		within: 0.01,
		async right(account) {
			const entries = await entriesOf(account, 'Fulfilment Daily', '2026-04-03T00:00:00Z', '2026-04-07T00:00:00Z');
			const moment = Date.parse('2026-04-04T16:00:00Z');
			const found = entries.find(
				(row) => Date.parse(text(row, 'start')) <= moment && moment < Date.parse(text(row, 'end')),
			);
			const length = Date.parse(text(found, 'end')) - Date.parse(text(found, 'start'));
			return { hours: length / 3_600_000, person: text(found, 'user.summary') };
		},
		*path() {
			const told = yield call('list_shifts', {
				schedules: ['Fulfilment Daily'],
				since: '2026-04-03',
				until: '2026-04-07',
			});
			const moment = Date.parse('2026-04-04T16:00:00Z');
			const found = told
				.rows('shifts')
				.find((row) => Date.parse(row.of('start')) <= moment && moment < Date.parse(row.of('end')));
			return { hours: found?.number('hours') ?? 0, person: found?.of('user') ?? '' };
		},
	}),
	reading(area, {
		id: 'in-the-rotation',
		ask: 'Who takes turns on Platform Follow-the-Sun during the European hours?',
		answer: { people: several('Names.') },
		async right(account) {
			const shown = await layered(account, 'Platform Follow-the-Sun', account.time(0), account.time(24));
			const layer = rows(shown, 'schedule.schedule_layers').find((row) => text(row, 'name') === 'Europe');
			return { people: texts(rows(layer, 'users'), 'user.summary') };
		},
		*path() {
			const told = yield call('get_schedule', { schedule: 'Platform Follow-the-Sun', include: ['rotations'] });
			return {
				people:
					told
						.rows('rotations')
						.find((row) => row.of('name') === 'Europe')
						?.values('users') ?? [],
			};
		},
	}),
	reading(area, {
		id: 'least-in-the-team',
		ask: 'Who of the rotation of Fulfilment Daily has the fewest hours from 1 to 11 March 2026 (Sydney time)?',
		answer: { person: one('Name.'), hours: count('Hours.') },
		within: 0.1,
		async right(account) {
			const entries = await entriesOf(
				account,
				'Fulfilment Daily',
				'2026-03-01T00:00:00+11:00',
				'2026-03-11T00:00:00+11:00',
			);
			const [least] = [...hours(entries)].sort((a, b) => a[1] - b[1]);
			return { person: least?.[0] ?? '', hours: least?.[1] ?? 0 };
		},
		*path() {
			const told = yield call('get_oncall_hours', {
				schedules: ['Fulfilment Daily'],
				since: '2026-03-01',
				until: '2026-03-11',
			});
			const least = told.rows('people').at(-1);
			return { person: least?.of('user') ?? '', hours: least?.number('hours') ?? 0 };
		},
	}),
	reading(area, {
		id: 'payroll-weekend',
		ask: 'How many weekend hours (Saturday and Sunday on her own clock) was Sofia Marchetti on call on Storefront Weekdays and Weekends in February 2026, Berlin time?',
		answer: { hours: count('Hours.') },
		within: 0.1,
		async right(account) {
			const entries = await entriesOf(
				account,
				'Storefront Weekdays and Weekends',
				'2026-02-01T00:00:00+01:00',
				'2026-03-01T00:00:00+01:00',
			);
			// Rome and Berlin share a clock, an hour ahead of UTC all February.
			const weekend = (at: number) => [0, 6].includes(new Date(at + 3_600_000).getUTCDay());
			let sum = 0;
			for (const entry of entries.filter((row) => text(row, 'user.summary') === 'Sofia Marchetti'))
				for (let at = Date.parse(text(entry, 'start')); at < Date.parse(text(entry, 'end')); at += 1_800_000)
					if (weekend(at)) sum += 0.5;
			return { hours: sum };
		},
		*path() {
			const told = yield call('export_oncall_payroll', {
				schedules: ['Storefront Weekdays and Weekends'],
				since: '2026-02-01',
				until: '2026-03-01',
			});
			const line = told.text
				.split('\n')
				.find((each) => each.includes('Sofia Marchetti'))
				?.split(',');
			return { hours: Number(line?.[9] ?? 0) };
		},
	}),
	reading(area, {
		id: 'toolset-off',
		hard: 'The toolset that does it is off',
		toolsets: ['incidents', 'oncall'],
		ask: 'Can you export the on-call hours for payroll? If the tool for it is off, name the toolset that I must turn on.',
		answer: { toolset: one('The toolset; empty if it is on.') },
		right: () => Promise.resolve({ toolset: 'scheduling' }),
		path: () =>
			oneCall('find_tools', { job: 'export on-call hours for payroll' }, (told) => ({
				toolset:
					told
						.rows('tools')
						.find((row) => row.of('name') === 'export_oncall_payroll')
						?.of('toolset') ?? '',
			})),
	}),
];
