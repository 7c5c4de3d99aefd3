import type { Account } from './account.ts';
import { people } from './oncall-facts.ts';
import { call, changing, doing, unless, type Path, type Question } from './question.ts';
import { layered } from './schedule-facts.ts';
import { rows, text } from './values.ts';

const area = 'oncall';

/** Overrides of a layered schedule in the coming three weeks. */
async function overridesOf(account: Account, schedule: string): Promise<readonly unknown[]> {
	const id = await account.id('/schedules', schedule);
	const span = { since: account.time(-1), until: account.time(21 * 24) };
	return rows(await account.get(`/schedules/${id}/overrides`, span), 'overrides');
}

const spans = (list: readonly unknown[]) =>
	list.map((row) =>
		[text(row, 'user.summary'), Date.parse(text(row, 'start')), Date.parse(text(row, 'end'))].join(' '),
	);
const span = (who: string, start: string, end: string) => [who, Date.parse(start), Date.parse(end)].join(' ');

export const oncallChangeQuestions: readonly Question[] = [
	changing(area, {
		id: 'override',
		sends: ['POST /schedules/…/overrides'],
		touches: ['schedules: Payments Primary'],
		ask: 'Ethan takes over Payments Primary from me tomorrow, 11 March, 09:00 to 17:00 Los Angeles time.',
		end: async ({ account }) =>
			unless({
				'the override is another one': spans(await overridesOf(account, 'Payments Primary')).includes(
					span('Ethan Caldwell', '2026-03-11T09:00:00-07:00', '2026-03-11T17:00:00-07:00'),
				),
				'there is not just one': (await overridesOf(account, 'Payments Primary')).length === 1,
			}),
		path: () =>
			doing(
				call('create_overrides', {
					schedule: 'Payments Primary',
					user: 'Ethan Caldwell',
					start: '2026-03-11T09:00',
					end: '2026-03-11T17:00',
				}),
			),
		// Nine to five in UTC.
		trap: () =>
			doing(
				call('create_overrides', {
					schedule: 'Payments Primary',
					user: 'Ethan Caldwell',
					start: '2026-03-11T09:00:00Z',
					end: '2026-03-11T17:00:00Z',
				}),
			),
	}),
	changing(area, {
		id: 'night-of-the-clocks',
		sends: ['POST /schedules/…/overrides'],
		touches: ['schedules: Storefront Weekdays and Weekends'],
		hard: 'The clocks go forward in that night',
		ask: 'Hannah takes Storefront Weekdays and Weekends in the night from 28 to 29 March 2026, 22:00 to 06:00 Berlin time. Put her on call.',
		end: async ({ account }) =>
			unless({
				'the override is another one': spans(await overridesOf(account, 'Storefront Weekdays and Weekends')).includes(
					span('Hannah Weiss', '2026-03-28T22:00:00+01:00', '2026-03-29T06:00:00+02:00'),
				),
			}),
		path: () =>
			doing(
				call('create_overrides', {
					schedule: 'Storefront Weekdays and Weekends',
					user: 'Hannah Weiss',
					start: '2026-03-28T22:00',
					end: '2026-03-29T06:00',
				}),
			),
		// Eight hours later it is seven.
		trap: () =>
			doing(
				call('create_overrides', {
					schedule: 'Storefront Weekdays and Weekends',
					user: 'Hannah Weiss',
					start: '2026-03-28T22:00:00+01:00',
					end: '2026-03-29T06:00:00+01:00',
				}),
			),
	}),
	changing(area, {
		id: 'take-override-back',
		sends: ['DELETE /schedules/…/overrides/…'],
		touches: ['schedules: Payments Secondary'],
		ask: 'The override on Payments Secondary is not needed any more. Take it back.',
		end: async ({ account }) =>
			unless({ 'there still is one': (await overridesOf(account, 'Payments Secondary')).length === 0 }),
		*path() {
			const told = yield call('get_schedule', { schedule: 'Payments Secondary', include: ['overrides'] });
			yield call('delete_override', { schedule: 'Payments Secondary', override: told.rows('overrides')[0]?.of('id') });
			return { done: true };
		},
	}),
	changing(area, {
		id: 'swap',
		sends: ['POST /schedules/…/overrides'],
		touches: ['schedules: Payments Primary'],
		ask: 'Swap my running shift on Payments Primary with the one of Diego that follows.',
		async end({ account }) {
			// When my shift ends, and when the one after it does.
			const [handOff, end] = [Date.parse('2026-03-16T09:00:00-07:00'), Date.parse('2026-03-23T09:00:00-07:00')];
			const shown = await layered(account, 'Payments Primary', account.time(1), new Date(end).toISOString());
			const turns = rows(shown, 'schedule.final_schedule.rendered_schedule_entries');
			const whoFrom = (from: number, until: number) =>
				people(turns.filter((turn) => Date.parse(text(turn, 'start')) < until && Date.parse(text(turn, 'end')) > from));
			return unless({
				'Diego has not all of my shift': whoFrom(account.now(), handOff).join() === 'Diego Fuentes',
				'I have not all of his shift': whoFrom(handOff, end).join() === 'Maya Okafor',
				'there are other overrides': (await overridesOf(account, 'Payments Primary')).length === 2,
			});
		},
		path: () => doing(call('swap_shifts', { schedule: 'Payments Primary', user: 'me', with_user: 'Diego Fuentes' })),
		// The days in the middle of both shifts only.
		trap: () =>
			doing(
				call('create_overrides', { schedule: 'Payments Primary', user: 'Diego Fuentes', start: 'now', end: '+3d' }),
				call('create_overrides', { schedule: 'Payments Primary', user: 'me', start: '+7d', end: '+9d' }),
			),
	}),
	changing(area, {
		id: 'refused-by-the-person',
		hard: 'The person says no when they are asked',
		person: 'declines',
		undone: true,
		ask: 'Put nobody but Grace Kimathi on the first level of the escalation policy Storefront, after 15 minutes Hannah Weiss. If the person does not agree when asked, leave it.',
		async end({ account, asked }) {
			const rules = rows(await account.named('/escalation_policies', 'Storefront'), 'escalation_rules');
			return unless({
				'it was changed': text(rules[0], 'targets.0.summary') === 'Storefront Weekdays and Weekends',
				'the person was not asked': asked > 0,
			});
		},
		*path() {
			yield call('update_escalation_policy', {
				escalation_policy: 'Storefront',
				levels: ['Grace Kimathi', 'Hannah Weiss'],
				delays: [15],
			});
			return { done: false };
		},
		*trap(): Path {
			yield call('list_escalation_policies', { query: 'Storefront' });
			return { done: false };
		},
	}),
];
