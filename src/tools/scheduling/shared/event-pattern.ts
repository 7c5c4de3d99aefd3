import { Temporal } from 'temporal-polyfill';
import type { NewMember } from '../../../pagerduty/api/rotations.ts';
import type { RotationEvent } from '../../../pagerduty/api/schedules-v3.ts';
import type { RotationPlan } from './layers.ts';
import { unassigned } from './members.ts';
import type { WeeklyHours } from './rotation-arguments.ts';

/** How turns are taken. */
type Pattern = Pick<RotationPlan, 'turnSeconds' | 'handoff' | 'windows'>;

const daySeconds = 86_400;
const weekDays = 7;
const ruleParts = ['FREQ', 'INTERVAL', 'BYDAY', 'WKST', 'COUNT', 'UNTIL'];
const byDay = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** How turns are taken in an event of a shift-based schedule; undefined where our arguments have no words for it. */
export function patternOf(event: RotationEvent): Pattern | undefined {
	const start = wallOf(event.start_time);
	const end = wallOf(event.end_time);
	const rule = ruleOf(event.recurrence);
	if (!start || !end || !rule || rule.ends || start.second !== 0) return undefined;
	const seconds = start.until(end, { largestUnit: 'seconds' }).seconds;
	const { shifts_per_member: shifts = 1 } = event.assignment_strategy ?? {};
	const time = start.toPlainTime().toString({ smallestUnit: 'minute' });
	const found = turnsOf(rule, { day: start.dayOfWeek, time, seconds }, shifts);
	if (!found) return undefined;
	const { turnDays, windows } = found;
	const day = turnDays % weekDays === 0 ? start.dayOfWeek : undefined;
	return {
		turnSeconds: turnDays * daySeconds,
		handoff: { day, time },
		windows,
	};
}

interface Rule {
	readonly weekly: boolean;
	readonly interval: number;
	/** Recurs only so often, or until a time. */
	readonly ends: boolean;
	/** 1 = Monday … 7 = Sunday; empty = as the first shift. */
	readonly days: readonly number[];
}

interface First {
	readonly day: number;
	readonly time: string;
	readonly seconds: number;
}

/** How many days each turn takes, and at what times of the week. */
function turnsOf(
	{ weekly, interval, days }: Rule,
	{ day, time, seconds }: First,
	shifts: number,
): { readonly turnDays: number; readonly windows: readonly WeeklyHours[] } | undefined {
	const period = interval * (weekly ? weekDays : 1);
	const single = days.length === 0 || (days.length === 1 && days[0] === day);
	if (single && seconds === period * daySeconds) return { turnDays: period * shifts, windows: [] };
	if (interval !== 1) return undefined;
	if (!weekly) {
		return days.length > 0 || seconds > daySeconds
			? undefined
			: { turnDays: shifts, windows: [{ days: [], from: time, seconds }] };
	}
	const windows = [{ days: days.length > 0 ? days : [day], from: time, seconds }];
	const each = Math.max(1, days.length);
	if (shifts % each === 0) return { turnDays: (shifts / each) * weekDays, windows };
	return shifts < each ? { turnDays: shifts, windows } : undefined;
}

/** `RRULE:FREQ=WEEKLY;BYDAY=MO,TU`, daily or weekly; undefined for anything else. */
export function ruleOf(recurrence: readonly string[]): Rule | undefined {
	const text = recurrence.find((line) => line.startsWith('RRULE:'))?.slice('RRULE:'.length) ?? '';
	const parts = new Map(
		text.split(';').map((part): [string, string] => {
			const [name = '', value = ''] = part.split('=');
			return [name, value];
		}),
	);
	const days = (parts.get('BYDAY')?.split(',') ?? []).map((name) => byDay.indexOf(name) + 1);
	const weekly = parts.get('FREQ') === 'WEEKLY';
	const interval = Number(parts.get('INTERVAL') ?? 1);
	const known = (weekly || parts.get('FREQ') === 'DAILY') && (parts.get('WKST') ?? 'MO') === 'MO' && !days.includes(0);
	if (!known || !(interval >= 1) || [...parts.keys()].some((name) => !ruleParts.includes(name))) return undefined;
	return { weekly, interval, ends: parts.has('COUNT') || parts.has('UNTIL'), days: days.toSorted((a, b) => a - b) };
}

/** What the wall clock shows; the Z that PagerDuty writes behind it means nothing. */
export function wallOf(time: RotationEvent['start_time']): Temporal.PlainDateTime | undefined {
	try {
		return Temporal.PlainDateTime.from((time?.date_time ?? '').slice(0, 19));
	} catch {
		return undefined;
	}
}

interface AssignedMember {
	readonly type?: string | undefined;
	readonly user_id?: string | undefined;
}

/** An event that is there, or one to be made. */
interface Assigned {
	readonly assignment_strategy?:
		{ readonly type?: string | undefined; readonly members: readonly AssignedMember[] } | undefined;
}

/** Whether all members are on call at the same time. */
export function isTogether({ assignment_strategy: strategy }: Assigned): boolean {
	return strategy?.type === 'every_member_assignment_strategy';
}

/** Their ids, in the order of their turns; turns that are nobody's are `unassigned`. */
export function membersOf({ assignment_strategy: strategy }: Assigned): string[] {
	return (strategy?.members ?? []).flatMap(({ type, user_id: id }) =>
		type === 'empty_member' ? unassigned : (id ?? []),
	);
}

/** The same members as PagerDuty takes them. */
export function membersInput(ids: readonly string[]): NewMember[] {
	return ids.map((id) => (id === unassigned ? { type: 'empty_member' } : { type: 'user_member', user_id: id }));
}
