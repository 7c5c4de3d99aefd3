import type { Account } from './account.ts';
import { call, count, one, oneCall, reading, several, type Question } from './question.ts';
import { by, number, rows, text, texts } from './values.ts';

const area = 'analytics';
const month = { since: '2026-02-01T00:00:00Z', until: '2026-03-01T00:00:00Z' };
const created = { created_at_start: month.since, created_at_end: month.until };
const dates = { date_range_start: month.since, date_range_end: month.until };

async function ask(account: Account, path: string, filters: object): Promise<readonly unknown[]> {
	return rows(await account.send('POST', `/analytics/${path}`, { filters, time_zone: 'Etc/UTC', limit: 1000 }), 'data');
}

const teamsOf = async (account: Account) => texts(await account.list('/teams'), 'id');
const incidentsOf = async (account: Account, filters: object = {}) =>
	ask(account, 'raw/incidents', { ...created, team_ids: await teamsOf(account), ...filters });
const people = (account: Account) => ask(account, 'metrics/responders/all', dates);
const most = (list: readonly unknown[], name: string) => by(list, (row) => -number(row, name))[0];

export const analyticsQuestions: readonly Question[] = [
	reading(area, {
		id: 'incidents-of-february',
		ask: 'How many incidents were there in February 2026 (UTC)?',
		answer: { incidents: count('How many.') },
		right: async (account) => ({ incidents: (await incidentsOf(account)).length }),
		path: () =>
			oneCall('get_incident_metrics', { ...month }, (told) => ({
				incidents: told.rows('incident_metrics')[0]?.number('total_incident_count') ?? 0,
			})),
	}),
	reading(area, {
		id: 'noisiest',
		ask: 'Which service had the most incidents in February 2026 (UTC), and how many?',
		answer: { service: one('Name.'), incidents: count('How many.') },
		async right(account) {
			const found = most(
				await ask(account, 'metrics/incidents/services', { ...created, team_ids: await teamsOf(account) }),
				'total_incident_count',
			);
			return { service: text(found, 'service_name'), incidents: number(found, 'total_incident_count') };
		},
		*path() {
			const told = yield call('get_incident_metrics', { ...month, group_by: 'service' });
			const [first] = told
				.rows('incident_metrics')
				.sort((a, b) => b.number('total_incident_count') - a.number('total_incident_count'));
			return { service: first?.of('name') ?? '', incidents: first?.number('total_incident_count') ?? 0 };
		},
	}),
	reading(area, {
		id: 'mean-time-of-checkout',
		ask: 'How many seconds did it take on average to acknowledge an incident of Checkout in February 2026 (UTC)?',
		answer: { seconds: count('Seconds.') },
		within: 1,
		async right(account) {
			const service_ids = [await account.id('/services', 'Checkout')];
			const [found] = await ask(account, 'metrics/incidents/services', { ...created, service_ids });
			return { seconds: number(found, 'mean_seconds_to_first_ack') };
		},
		path: () =>
			oneCall('get_incident_metrics', { ...month, services: ['Checkout'] }, (told) => ({
				seconds: told.rows('incident_metrics')[0]?.number('mean_seconds_to_first_ack') ?? 0,
			})),
	}),
	reading(area, {
		id: 'woken-most',
		ask: 'Who was interrupted most often during sleep hours in February 2026 (UTC), and how often?',
		answer: { people: several('Names; several if equally often.'), times: count('How often.') },
		async right(account) {
			const list = await people(account);
			const times = Math.max(...list.map((row) => number(row, 'total_sleep_hour_interruptions')));
			return {
				people: texts(
					list.filter((row) => number(row, 'total_sleep_hour_interruptions') === times),
					'responder_name',
				),
				times,
			};
		},
		*path() {
			const told = yield call('get_responder_metrics', { ...month, limit: 100 });
			const list = told.rows('responder_metrics');
			const times = Math.max(...list.map((row) => row.number('total_sleep_hour_interruptions')));
			const found = list.filter((row) => row.number('total_sleep_hour_interruptions') === times);
			return { people: found.map((row) => row.of('responder')), times };
		},
	}),
	reading(area, {
		id: 'slowest',
		ask: 'Which incident of February 2026 (UTC) took longest to resolve?',
		answer: { incident: count('Its number.') },
		right: async (account) => ({
			incident: number(most(await incidentsOf(account), 'seconds_to_resolve'), 'incident_number'),
		}),
		path: () =>
			oneCall('list_analytics_incidents', { ...month, order_by: 'seconds_to_resolve', limit: 1 }, (told) => ({
				incident: told.rows('incidents')[0]?.number('number') ?? 0,
			})),
	}),
	reading(area, {
		id: 'promise-kept',
		ask: 'How many incidents of Payments Gateway in February 2026 (UTC) were acknowledged within five minutes?',
		answer: { met: count('How many.') },
		async right(account) {
			const service_ids = [await account.id('/services', 'Payments Gateway')];
			const list = await ask(account, 'raw/incidents', { ...created, service_ids });
			return { met: list.filter((row) => number(row, 'seconds_to_first_ack') <= 300).length };
		},
		path: () =>
			oneCall('report_sla', { ...month, services: ['Payments Gateway'], acknowledge_within: 5 }, (told) => ({
				met: told.rows('sla')[0]?.number('acknowledged.met') ?? 0,
			})),
	}),
	reading(area, {
		id: 'without-anybody',
		ask: 'How many incidents of Product Search in February 2026 (UTC) were resolved by themselves, without anybody acknowledging them?',
		answer: { incidents: count('How many.') },
		async right(account) {
			const service_ids = [await account.id('/services', 'Product Search')];
			const list = await ask(account, 'raw/incidents', { ...created, service_ids });
			const alone = list.filter(
				(row) => JSON.stringify(row).includes('"auto_resolved":true') && !(number(row, 'acknowledgement_count') > 0),
			);
			return { incidents: alone.length };
		},
		path: () =>
			oneCall('report_noise', { ...month, services: ['Product Search'] }, (told) => ({
				incidents: told.number('all.without_person'),
			})),
	}),
	reading(area, {
		id: 'load-beside-the-team',
		hard: 'Nights count by the clock of each person',
		ask: 'On Identity Day and Night, who had night duty (22 to 8 on their own clock) in the four weeks until 10 March 2026 10:00 UTC, and who had none?',
		answer: { nights: several('Names of those with nights.'), none: several('Names of those without.') },
		async right(account) {
			const id = await account.id('/schedules', 'Identity Day and Night');
			const shown = await account.get(`/schedules/${id}`, {
				since: '2026-02-10T10:00:00Z',
				until: '2026-03-10T10:00:00Z',
			});
			const users = await account.list('/users');
			const hard = (entry: unknown) => {
				const zone = text(
					users.find((row) => text(row, 'id') === text(entry, 'user.id')),
					'time_zone',
				);
				const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit' });
				let hours = 0;
				for (let at = Date.parse(text(entry, 'start')); at < Date.parse(text(entry, 'end')); at += 3_600_000) {
					const hour = Number(clock.format(at));
					if (hour >= 22 || hour < 8) hours++;
				}
				return hours >= 2;
			};
			const entries = rows(shown, 'schedule.final_schedule.rendered_schedule_entries');
			const all = [...new Set(texts(entries, 'user.summary'))];
			const nights = all.filter((name) => entries.some((entry) => text(entry, 'user.summary') === name && hard(entry)));
			return { nights, none: all.filter((name) => !nights.includes(name)) };
		},
		*path() {
			const told = yield call('review_oncall_load', {
				schedules: ['Identity Day and Night'],
				since: '2026-02-10T10:00:00Z',
				until: '2026-03-10T10:00:00Z',
			});
			const list = told.rows('people');
			const some = list.filter((row) => row.number('nights') > 0).map((row) => row.of('user'));
			return { nights: some, none: list.map((row) => row.of('user')).filter((name) => !some.includes(name)) };
		},
	}),
	reading(area, {
		id: 'busiest-person',
		ask: 'Who had the most interruptions altogether in February 2026 (UTC), and how many?',
		answer: { people: several('Names; several if equally many.'), interruptions: count('How many.') },
		async right(account) {
			const list = await people(account);
			const top = Math.max(...list.map((row) => number(row, 'total_interruptions')));
			const found = list.filter((row) => number(row, 'total_interruptions') === top);
			return { people: texts(found, 'responder_name'), interruptions: top };
		},
		*path() {
			const told = yield call('report_busiest', { ...month, top: 50 });
			const list = told.rows('people');
			const top = Math.max(...list.map((row) => row.number('interruptions')));
			const found = list.filter((row) => row.number('interruptions') === top);
			return { people: found.map((row) => row.of('person')), interruptions: top };
		},
	}),
	reading(area, {
		id: 'by-team',
		ask: 'Which team had the most incidents in February 2026 (UTC)?',
		answer: { team: one('Name.') },
		async right(account) {
			const list = await ask(account, 'metrics/incidents/teams', { ...created, team_ids: await teamsOf(account) });
			return { team: text(most(list, 'total_incident_count'), 'team_name') };
		},
		*path() {
			const told = yield call('get_incident_metrics', { ...month, group_by: 'team' });
			const [first] = told
				.rows('incident_metrics')
				.sort((a, b) => b.number('total_incident_count') - a.number('total_incident_count'));
			return { team: first?.of('name') ?? '' };
		},
	}),
];
