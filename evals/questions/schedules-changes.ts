import type { Account } from './account.ts';
import { layered } from './schedule-facts.ts';
import { call, changing, doing, one, unless, type Path, type Question } from './question.ts';
import { number, rows, text, texts } from './values.ts';

const area = 'schedules';

async function shiftBased(account: Account, name: string): Promise<unknown> {
	const found = (await account.list('/v3/schedules', {}, 'schedules')).find(
		(row) => text(row, 'summary') === name || text(row, 'name') === name,
	);
	return found === undefined ? undefined : account.get(`/v3/schedules/${text(found, 'id')}`);
}

/** Weekday and time at which a turn of a layer begins. */
function handOff(layer: unknown, timeZone: string): string {
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone,
		weekday: 'long',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
	}).formatToParts(new Date(text(layer, 'rotation_virtual_start')));
	const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? '';
	return `${part('weekday')} ${part('hour')}:${part('minute')}`;
}

export const scheduleChangeQuestions: readonly Question[] = [
	changing(area, {
		id: 'new-schedule',
		sends: ['POST /schedules'],
		touches: ['schedules: Warehouse Nights'],
		ask: 'Make a layered schedule "Warehouse Nights" in the zone Europe/Berlin: Ben Ostrowski and Grace Kimathi by turns, a week each, handed over on Mondays at 09:00.',
		async end({ account }) {
			const found = (await account.list('/schedules')).find((row) => text(row, 'name') === 'Warehouse Nights');
			if (found === undefined) return ['there is no such schedule'];
			const [layer, ...others] = rows(await account.get(`/schedules/${text(found, 'id')}`), 'schedule.schedule_layers');
			return unless({
				'wrong zone': text(found, 'time_zone') === 'Europe/Berlin',
				'wrong people': texts(rows(layer, 'users'), 'user.summary').join() === 'Ben Ostrowski,Grace Kimathi',
				'not a week each': number(layer, 'rotation_turn_length_seconds') === 604_800,
				'not handed over on Mondays at 09:00': handOff(layer, 'Europe/Berlin') === 'Monday 09:00',
				'not the only layer': others.length === 0,
				'not all day and all week': rows(layer, 'restrictions').length === 0,
			});
		},
		path: () =>
			doing(
				call('create_schedule', {
					name: 'Warehouse Nights',
					kind: 'layers',
					time_zone: 'Europe/Berlin',
					users: ['Ben Ostrowski', 'Grace Kimathi'],
					turn: 'weekly',
					handoff: 'Mon 09:00',
				}),
			),
		trap: () =>
			doing(
				call('create_schedule', {
					name: 'Warehouse Nights',
					kind: 'layers',
					time_zone: 'Europe/Berlin',
					users: ['Ben Ostrowski', 'Grace Kimathi'],
					turn: 'weekly',
					handoff: 'Tue 09:00',
				}),
			),
	}),
	changing(area, {
		id: 'joins-the-rotation',
		sends: ['PUT /schedules/…'],
		touches: ['schedules: Fulfilment Daily'],
		ask: 'Sofia Marchetti joins the rotation of Fulfilment Daily, at its end. Nobody else changes.',
		async end({ account }) {
			const shown = await layered(account, 'Fulfilment Daily', account.time(0), account.time(20 * 24));
			const users = rows(shown, 'schedule.schedule_layers')
				.filter((layer) => text(layer, 'end') === '')
				.flatMap((layer) => texts(rows(layer, 'users'), 'user.summary'));
			return unless({
				'she is not in it': users.includes('Sofia Marchetti'),
				'others changed': [...users].sort().join() === 'Chloe Nguyen,Liam Hartigan,Naomi Sato,Sofia Marchetti',
			});
		},
		path: () => doing(call('set_rotation', { schedule: 'Fulfilment Daily', add_users: ['Sofia Marchetti'] })),
		trap: () => doing(call('set_rotation', { schedule: 'Fulfilment Daily', users: ['Sofia Marchetti'] })),
	}),
	changing(area, {
		id: 'leaves-the-rotation',
		sends: ['PUT /schedules/…'],
		touches: ['schedules: Payments Secondary'],
		ask: 'Ethan Caldwell leaves the rotation of Payments Secondary.',
		async end({ account }) {
			const shown = await layered(account, 'Payments Secondary', account.time(1), account.time(40 * 24));
			const users = rows(shown, 'schedule.schedule_layers')
				.filter((layer) => text(layer, 'end') === '')
				.flatMap((layer) => texts(rows(layer, 'users'), 'user.summary'));
			return unless({
				'the rotation is another one': [...users].sort().join() === 'Ben Ostrowski,Diego Fuentes,Maya Okafor',
			});
		},
		path: () => doing(call('set_rotation', { schedule: 'Payments Secondary', remove_users: ['Ethan Caldwell'] })),
		trap: () => doing(call('set_rotation', { schedule: 'Payments Primary', remove_users: ['Ethan Caldwell'] })),
	}),
	changing(area, {
		id: 'rename',
		sends: ['PUT /schedules/…'],
		touches: ['schedules: Identity Around the Clock', 'schedules: Identity Day and Night'],
		ask: 'Rename the schedule Identity Day and Night to "Identity Around the Clock".',
		async end({ account }) {
			const names = texts(await account.list('/schedules'), 'name');
			return unless({
				'the new name is not there': names.includes('Identity Around the Clock'),
				'the old name is still there': !names.includes('Identity Day and Night'),
			});
		},
		path: () =>
			doing(call('update_schedule', { schedule: 'Identity Day and Night', name: 'Identity Around the Clock' })),
		// Nobody asked for the incident.
		trap: () =>
			doing(
				call('update_schedule', { schedule: 'Identity Day and Night', name: 'Identity Around the Clock' }),
				call('resolve_incidents', { incidents: [4258] }),
			),
	}),
	changing(area, {
		id: 'shift-based-commanders',
		sends: ['PUT /v3/schedules/…/rotations/…/events/…', 'POST /v3/schedules/…/rotations/…/events'],
		touches: ['shiftSchedules: Incident Command'],
		hard: 'A shift-based schedule',
		ask: 'On Incident Command, Ben Ostrowski commands too on working days, beside Oliver and Grace, all at once.',
		async end({ account }) {
			const shown = await shiftBased(account, 'Incident Command');
			const events = rows(shown, 'schedule.rotations')
				.flatMap((rotation) => rows(rotation, 'events'))
				.filter((event) => text(event, 'effective_until') === '');
			const users = await account.list('/users');
			const namesOf = (event: unknown) => {
				const ids = texts(rows(event, 'assignment_strategy.members'), 'user_id');
				return texts(
					users.filter((row) => ids.includes(text(row, 'id'))),
					'name',
				).sort();
			};
			return unless({
				'there is none': events.length > 0,
				'not all three command': events.every(
					(event) => namesOf(event).join() === 'Ben Ostrowski,Grace Kimathi,Oliver Bramwell',
				),
				'not all at once': events.every(
					(event) => text(event, 'assignment_strategy.type') === 'every_member_assignment_strategy',
				),
			});
		},
		path: () => doing(call('set_rotation', { schedule: 'Incident Command', add_users: ['Ben Ostrowski'] })),
		trap: () => doing(call('set_rotation', { schedule: 'Incident Command', users: ['Ben Ostrowski'] })),
	}),
	changing(area, {
		id: 'in-use',
		hard: 'PagerDuty refuses, because a policy uses it',
		undone: true,
		ask: 'Delete the schedule Payments Secondary. If it is in use, leave everything as it is and name the escalation policy.',
		answer: { policy: one('The escalation policy that uses it.') },
		async end({ account, answer }) {
			const names = texts(await account.list('/schedules'), 'name');
			return unless({
				'it was deleted': names.includes('Payments Secondary'),
				'the policy is Payments': answer['policy'] === 'Payments',
			});
		},
		*path() {
			const told = yield call('get_schedule', { schedule: 'Payments Secondary' });
			return { done: false, policy: told.values('schedule.escalation_policies')[0] ?? '' };
		},
		*trap(): Path {
			yield call('list_schedules', {});
			return { done: true, policy: 'Payments' };
		},
	}),
];
