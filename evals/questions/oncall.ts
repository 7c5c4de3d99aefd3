import type {} from './account.ts';
import { atLevel, onCall, people, policyOf } from './oncall-facts.ts';
import { call, count, one, oneCall, reading, several, truth, type Question } from './question.ts';
import { at, by, number, rows, text, texts } from './values.ts';

const area = 'oncall';

export const oncallQuestions: readonly Question[] = [
	reading(area, {
		id: 'first-for-payments',
		ask: 'Who would be paged first if the Payments Gateway broke now?',
		answer: { person: one('Name.') },
		right: async (account) => {
			const list = await onCall(account, await policyOf(account, 'Payments Gateway'));
			return { person: people(atLevel(list, 1))[0] ?? '' };
		},
		path: () =>
			oneCall('list_oncalls', { services: ['Payments Gateway'] }, (told) => ({
				person:
					told
						.rows('oncalls')
						.find((row) => row.of('level') === '1')
						?.of('user') ?? '',
			})),
	}),
	reading(area, {
		id: 'levels-of-a-service',
		ask: 'Who is behind whom for the Storefront CDN right now? I need everybody at level 2.',
		answer: { people: several('Names.') },
		right: async (account) => ({
			people: people(atLevel(await onCall(account, await policyOf(account, 'Storefront CDN')), 2)),
		}),
		path: () =>
			oneCall('list_oncalls', { services: ['Storefront CDN'] }, (told) => ({
				people: [
					...new Set(
						told
							.rows('oncalls')
							.filter((row) => row.of('level') === '2')
							.map((row) => row.of('user')),
					),
				],
			})),
	}),
	reading(area, {
		id: 'nobody-at-night',
		hard: 'Nobody is on call at that time on the schedule',
		ask: 'Who has the turn on the schedule "Data Business Hours" tomorrow at 03:00 in the schedule\'s own time zone?',
		answer: { somebody: truth('Whether anybody has it.'), people: several('Names.') },
		async right(account) {
			const id = await account.id('/schedules', 'Data Business Hours');
			const found = rows(
				await account.get(`/schedules/${id}/users`, {
					since: '2026-03-11T03:00:00+05:30',
					until: '2026-03-11T03:00:01+05:30',
				}),
				'users',
			);
			return { somebody: found.length > 0, people: texts(found, 'name') };
		},
		*path() {
			const told = yield call('list_shifts', {
				schedules: ['Data Business Hours'],
				since: '2026-03-11T03:00',
				until: '2026-03-11T03:01',
			});
			const people = told.rows('shifts').map((row) => row.of('user'));
			return { somebody: people.length > 0, people };
		},
	}),
	reading(area, {
		id: 'my-next-shift',
		ask: 'When does my next shift begin that has not begun yet, on any schedule?',
		answer: { schedule: one('Its schedule.'), days: count('In how many days, rounded down.') },
		async right(account) {
			const user_ids = [await account.id('/users', 'Maya Okafor')];
			const found = await account.list('/oncalls', { user_ids, since: account.time(0), until: account.time(60 * 24) });
			const coming = found.filter((row) => Date.parse(text(row, 'start')) > account.now());
			const [next] = by(coming, (row) => Date.parse(text(row, 'start')));
			const days = Math.floor((Date.parse(text(next, 'start')) - account.now()) / 86_400_000);
			return { schedule: text(next, 'schedule.summary'), days };
		},
		*path() {
			const told = yield call('list_shifts', { users: ['me'], until: '+60d' });
			const next = told.rows('shifts').find((row) => row.of('now') !== 'true');
			const days = Math.floor((Date.parse(next?.of('start') ?? '') - Date.parse('2026-03-10T10:00:00Z')) / 86_400_000);
			return { schedule: next?.of('schedule') ?? '', days };
		},
	}),
	reading(area, {
		id: 'who-follows',
		ask: 'Who takes over on Payments Primary after the shift that runs now?',
		answer: { person: one('Name.') },
		async right(account) {
			const policy = await policyOf(account, 'Payments Gateway');
			const list = await account.list('/oncalls', {
				escalation_policy_ids: [policy],
				schedule_ids: [await account.id('/schedules', 'Payments Primary')],
				since: account.time(0),
				until: account.time(10 * 24),
			});
			return { person: people(by(list, (row) => Date.parse(text(row, 'start'))))[1] ?? '' };
		},
		path: () =>
			oneCall('list_oncalls', { schedules: ['Payments Primary'], next: true }, (told) => ({
				person: told.rows('oncalls')[0]?.of('user') ?? '',
			})),
	}),
	reading(area, {
		id: 'always-on-call',
		ask: 'Who is always on call, on any escalation policy, because a policy names them and no schedule?',
		answer: { people: several('Names, each once.') },
		async right(account) {
			const found = await account.list('/oncalls');
			return { people: people(found.filter((row) => at(row, 'schedule') === null)) };
		},
		*path() {
			const told = yield call('list_oncalls', { limit: 100 });
			const direct = told.rows('oncalls').filter((row) => row.of('schedule') === '');
			return { people: [...new Set(direct.map((row) => row.of('user')))] };
		},
	}),
	reading(area, {
		id: 'shift-based-evening',
		hard: 'A shift-based schedule, and a time on the clock of the schedule',
		ask: 'Who is on call on Mobile Shifts on 14 March 2026 at 21:30 Tokyo time?',
		answer: { people: several('Names.') },
		async right(account) {
			const moment = '2026-03-14T21:30:00+09:00';
			const list = await onCall(account, await policyOf(account, 'Mobile Push'), moment);
			return { people: people(atLevel(list, 1)) };
		},
		path: () =>
			oneCall('list_oncalls', { schedules: ['Mobile Shifts'], at: '2026-03-14T21:30' }, (told) => ({
				people: told.rows('oncalls').map((row) => row.of('user')),
			})),
	}),
	reading(area, {
		id: 'policy-minutes',
		ask: 'How many minutes pass until the third level is paged if nobody answers on the escalation policy Payments?',
		answer: { minutes: count('Minutes from the beginning.') },
		async right(account) {
			const rules = rows(await account.named('/escalation_policies', 'Payments'), 'escalation_rules');
			return {
				minutes: rules.slice(0, 2).reduce<number>((sum, rule) => sum + number(rule, 'escalation_delay_in_minutes'), 0),
			};
		},
		*path() {
			const told = yield call('list_escalation_policies', { escalation_policies: ['Payments'] });
			const levels = told.rows('escalation_policies')[0]?.values('levels') ?? [];
			const minutes = levels.slice(0, 2).map((level) => Number(/after (\d+) min/.exec(level)?.[1] ?? 0));
			return { minutes: minutes.reduce((sum, each) => sum + each, 0) };
		},
	}),
	reading(area, {
		id: 'cover-tonight',
		ask: 'Tomasz cannot take Mobile Shifts on 11 March 2026 from 00:00 to 08:00 Tokyo time. Who of the rotation and the team has no other duty at that time?',
		answer: { people: several('Names of those who are free.') },
		async right(account) {
			const id = text(
				(await account.list('/v3/schedules', {}, 'schedules')).find((row) => text(row, 'summary') === 'Mobile Shifts'),
				'id',
			);
			const shown = await account.get(`/v3/schedules/${id}`);
			const members = rows(shown, 'schedule.rotations')
				.flatMap((rotation) => rows(rotation, 'events'))
				.flatMap((event) => texts(rows(event, 'assignment_strategy.members'), 'user_id'));
			const team = await account.list('/users', { team_ids: texts(rows(shown, 'schedule.teams'), 'id') });
			const everybody = [...new Set([...members, ...texts(team, 'id')])];
			const busy = await account.list('/oncalls', {
				user_ids: everybody,
				since: '2026-03-11T00:00:00+09:00',
				until: '2026-03-11T08:00:00+09:00',
			});
			const free = everybody.filter((user) => !texts(busy, 'user.id').includes(user));
			return {
				people: texts(
					(await account.list('/users')).filter((row) => free.includes(text(row, 'id'))),
					'name',
				),
			};
		},
		*path() {
			const told = yield call('recommend_cover', {
				schedule: 'Mobile Shifts',
				user: 'Tomasz Zielinski',
				since: '2026-03-11T00:00',
				until: '2026-03-11T08:00',
			});
			const free = told.rows('candidates').filter((row) => row.rows('elsewhere').length === 0);
			return { people: free.map((row) => row.of('user')) };
		},
	}),
];
