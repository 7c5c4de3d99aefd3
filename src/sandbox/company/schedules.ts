import { Temporal } from 'temporal-polyfill';
import type { PersonKey, TeamKey } from './people.ts';
import type { Schedule, ShiftSchedule, Team, User } from '../model/model.ts';
import type { Layer, Restriction } from '../rendering/model.ts';
import { required } from '../model/store.ts';
import { day, hour, instantOf, wallTime } from '../time.ts';
import type { World } from '../model/world.ts';

export interface Staff {
	users: ReadonlyMap<PersonKey, User>;
	teams: ReadonlyMap<TeamKey, Team>;
}

export type ScheduleKey =
	'paymentsPrimary' | 'paymentsSecondary' | 'followTheSun' | 'storefront' | 'data' | 'identity' | 'fulfilment';
export type ShiftScheduleKey = 'mobile' | 'command';

const weekSeconds = 7 * 24 * 3600;
const daySeconds = 24 * 3600;

interface LayerPlan {
	name: string;
	people: PersonKey[];
	turnSeconds: number;
	/** Wall-clock time of the hand-off; weekly rotations hand over on Mondays. */
	handoff: string;
	restrictions?: Restriction[];
	/** Whose turn it is at the account's present. */
	now?: PersonKey;
}

function daily(start: string, hours: number): Restriction {
	return {
		type: 'daily_restriction',
		startTimeOfDay: start,
		durationSeconds: hours * 3600,
		startDayOfWeek: null,
	};
}

function weekly(weekday: number, start: string, hours: number): Restriction {
	return {
		type: 'weekly_restriction',
		startDayOfWeek: weekday,
		startTimeOfDay: start,
		durationSeconds: hours * 3600,
	};
}

/** Creates the layered schedules; the demo user is on call at `present` in the first one. */
export function addSchedules(world: World, staff: Staff, present: number): Map<ScheduleKey, Schedule> {
	const result = new Map<ScheduleKey, Schedule>();
	const add = (
		key: ScheduleKey,
		name: string,
		timeZone: string,
		description: string,
		team: TeamKey,
		plans: LayerPlan[],
	) => {
		const schedule: Schedule = {
			id: world.ids.short(),
			name,
			timeZone,
			description,
			teamIds: [required(staff.teams, team).id],
			layers: plans.map((plan) => makeLayer(world, staff, plan, timeZone, present)),
			overrides: [],
		};
		world.store.schedules.set(schedule.id, schedule);
		result.set(key, schedule);
	};
	const week = { turnSeconds: weekSeconds, handoff: '09:00' };
	add('paymentsPrimary', 'Payments Primary', 'America/Los_Angeles', 'First to be paged for Payments', 'payments', [
		{ ...week, name: 'Weekly rotation', people: ['ethan', 'maya', 'diego', 'ben'], now: 'maya' },
	]);
	add('paymentsSecondary', 'Payments Secondary', 'America/Los_Angeles', 'Backs up Payments Primary', 'payments', [
		{ ...week, name: 'Weekly rotation', people: ['maya', 'diego', 'ben', 'ethan'], now: 'diego' },
	]);
	add(
		'followTheSun',
		'Platform Follow-the-Sun',
		'Etc/UTC',
		'Eight hours each: Asia-Pacific, Europe, Americas',
		'platform',
		[
			{
				name: 'Asia-Pacific',
				people: ['liam', 'priya'],
				turnSeconds: weekSeconds,
				handoff: '22:00',
				restrictions: [daily('22:00:00', 8)],
			},
			{
				name: 'Europe',
				people: ['jonas', 'fatima'],
				turnSeconds: weekSeconds,
				handoff: '06:00',
				restrictions: [daily('06:00:00', 8)],
			},
			{
				name: 'Americas',
				people: ['ben', 'ethan'],
				turnSeconds: weekSeconds,
				handoff: '14:00',
				restrictions: [daily('14:00:00', 8)],
			},
		],
	);
	add(
		'storefront',
		'Storefront Weekdays and Weekends',
		'Europe/Berlin',
		'Weekdays by week, weekends by turns',
		'storefront',
		[
			{ ...week, name: 'Weekdays', people: ['sofia', 'hannah', 'oliver'], handoff: '08:00' },
			{
				...week,
				name: 'Weekends',
				people: ['hannah', 'oliver', 'sofia'],
				handoff: '08:00',
				restrictions: [weekly(5, '18:00:00', 62)],
			},
		],
	);
	const officeDays = [1, 2, 3, 4, 5].map((weekday) => weekly(weekday, '09:00:00', 10));
	add('data', 'Data Business Hours', 'Asia/Kolkata', 'Weekdays nine to seven; nobody at night', 'data', [
		{ ...week, name: 'Office hours', people: ['arjun', 'ines', 'priya'], restrictions: officeDays },
	]);
	add('identity', 'Identity Day and Night', 'America/New_York', 'Twelve hours each, hand-off at eight', 'platform', [
		{ name: 'Half days', people: ['ben', 'fatima'], turnSeconds: daySeconds / 2, handoff: '08:00' },
	]);
	add('fulfilment', 'Fulfilment Daily', 'Australia/Sydney', 'A day each, hand-off in the morning', 'mobile', [
		{ name: 'Daily rotation', people: ['chloe', 'liam', 'naomi'], turnSeconds: daySeconds, handoff: '07:30' },
	]);
	addOverrides(world, staff, result, present);
	return result;
}

function addOverrides(world: World, staff: Staff, schedules: Map<ScheduleKey, Schedule>, present: number): void {
	const override = (key: ScheduleKey, person: PersonKey, start: number, hours: number) =>
		required(schedules, key).overrides.push({
			id: world.ids.incident(),
			userId: required(staff.users, person).id,
			start,
			end: start + hours * hour,
		});
	const todayUtc = Math.floor(present / day) * day;
	override('storefront', 'oliver', todayUtc + day + 10 * hour, 8);
	override('followTheSun', 'priya', todayUtc - 3 * day + 6 * hour, 8);
	override('fulfilment', 'naomi', todayUtc + 2 * day, 24);
	override('paymentsSecondary', 'ethan', todayUtc + 4 * day + 16 * hour, 12);
}

/** The rotation starts half a year back, turned so that the wanted person's turn is now. */
function makeLayer(world: World, staff: Staff, plan: LayerPlan, timeZone: string, present: number): Layer {
	const today = wallTime(present, timeZone).toPlainDate();
	const weekly = plan.turnSeconds === weekSeconds;
	const first = today.subtract({ days: 26 * 7 + (weekly ? today.dayOfWeek - 1 : 0) });
	const start = first.toPlainDateTime(Temporal.PlainTime.from(plan.handoff));
	const elapsed = start.until(wallTime(present, timeZone), { largestUnit: 'seconds' }).total('seconds');
	const turn = Math.floor(elapsed / plan.turnSeconds);
	const shift = plan.now === undefined ? 0 : plan.people.indexOf(plan.now) - turn;
	const people = plan.people.map((_, index) => plan.people.at((index + shift) % plan.people.length) ?? plan.people[0]);
	const at = instantOf(start, timeZone);
	return {
		id: world.ids.short(),
		name: plan.name,
		start: at,
		end: null,
		rotationVirtualStart: at,
		turnSeconds: plan.turnSeconds,
		userIds: people.flatMap((person) => (person === undefined ? [] : [required(staff.users, person).id])),
		restrictions: plan.restrictions ?? [],
	};
}

/** Creates the two shift-based (v3) schedules. */
export function addShiftSchedules(world: World, staff: Staff, present: number): Map<ShiftScheduleKey, ShiftSchedule> {
	const ids = (...people: PersonKey[]) => people.map((person) => required(staff.users, person).id);
	const monday = (zone: string) => {
		const today = wallTime(present, zone).toPlainDate();
		return today.subtract({ days: 8 * 7 + today.dayOfWeek - 1 });
	};
	const event = (name: string, zone: string, from: string, until: string, nights: number, rule: string) => ({
		id: world.ids.long(),
		name,
		timeZone: zone,
		start: `${monday(zone).toString()}T${from}`,
		end: `${monday(zone).add({ days: nights }).toString()}T${until}`,
		effectiveSince: instantOf(monday(zone).toPlainDateTime(), zone),
		effectiveUntil: null,
		recurrence: [`RRULE:${rule}`],
	});
	const mobile: ShiftSchedule = {
		id: world.ids.long(),
		name: 'Mobile Shifts',
		timeZone: 'Asia/Tokyo',
		description: 'Days in Tokyo, nights in Warsaw, two people at the change of shift',
		teamIds: [required(staff.teams, 'mobile').id],
		overrides: [],
		rotations: [
			{
				id: world.ids.long(),
				events: [
					{
						...event('Days', 'Asia/Tokyo', '08:00:00', '20:00:00', 0, 'FREQ=DAILY'),
						strategy: {
							type: 'rotating_member_assignment_strategy',
							shiftsPerMember: 7,
							userIds: ids('naomi', 'chloe'),
						},
					},
				],
			},
			{
				id: world.ids.long(),
				events: [
					{
						...event('Nights', 'Europe/Warsaw', '11:00:00', '01:00:00', 1, 'FREQ=DAILY'),
						strategy: {
							type: 'rotating_member_assignment_strategy',
							shiftsPerMember: 7,
							userIds: ids('tomasz', 'sofia'),
						},
					},
				],
			},
		],
	};
	const command: ShiftSchedule = {
		id: world.ids.long(),
		name: 'Incident Command',
		timeZone: 'Europe/London',
		description: 'Two commanders at a time on working days',
		teamIds: [required(staff.teams, 'platform').id],
		overrides: [],
		rotations: [
			{
				id: world.ids.long(),
				events: [
					{
						...event('Working days', 'Europe/London', '07:00:00', '19:00:00', 0, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'),
						strategy: { type: 'every_member_assignment_strategy', userIds: ids('oliver', 'grace') },
					},
				],
			},
		],
	};
	for (const schedule of [mobile, command]) world.store.shiftSchedules.set(schedule.id, schedule);
	return new Map([
		['mobile', mobile],
		['command', command],
	]);
}
