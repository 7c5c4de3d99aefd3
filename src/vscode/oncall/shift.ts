import type { ShownShift } from '../../tools/schedules/shift-shape.ts';
import type { MyTurn } from './mine.ts';
import type { Turn } from './policies.ts';

/** Somebody's turn on a schedule, which somebody else can take over. */
export interface Shift {
	readonly user: string;
	readonly userId: string;
	readonly mine: boolean;
	readonly schedule: string;
	readonly scheduleId: string;
	readonly scheduleUrl: string | undefined;
	readonly start: Date;
	readonly end: Date;
	/** Whether it was taken over from somebody; undefined where that is not known. */
	readonly override: boolean | undefined;
	/** What it is for. */
	readonly policies: readonly string[];
}

/** A shift as a tool shows it; undefined for whoever is always on call. @param myId of the person signed in, if any */
export function shiftOfTool(shown: ShownShift, myId: string | undefined): Shift | undefined {
	const { user, user_id: userId, schedule, schedule_id: scheduleId, schedule_url: scheduleUrl } = shown;
	const [start, end] = [new Date(shown.start ?? NaN), new Date(shown.end ?? NaN)];
	if (scheduleId === undefined || Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) return undefined;
	return {
		user,
		userId,
		mine: userId === myId,
		schedule: schedule ?? '',
		scheduleId,
		scheduleUrl,
		start,
		end,
		override: shown.override,
		policies: shown.escalation_policies ?? [],
	};
}

/** The shift behind a turn of the view; undefined where no schedule is. */
export function shiftOfTurn(turn: Turn, policy: string): Shift | undefined {
	const { user, userId, me: mine, since: start, until: end, schedule, scheduleId, scheduleUrl } = turn;
	if (scheduleId === undefined || !start || !end) return undefined;
	const where = { schedule: schedule ?? '', scheduleId, scheduleUrl };
	return { user, userId, mine, ...where, start, end, override: undefined, policies: [policy] };
}

/** The shift behind one of the person's own turns, under way or to come. */
export function shiftOfMine({ kind, policy, turn }: MyTurn): Shift | undefined {
	if (kind === 'now') return shiftOfTurn(turn, policy.name);
	const { user, userId, start, end, schedule, scheduleId, scheduleUrl } = turn;
	if (scheduleId === undefined || !end) return undefined;
	const where = { schedule: schedule ?? '', scheduleId, scheduleUrl };
	return { user, userId, mine: true, ...where, start, end, override: undefined, policies: [policy.name] };
}
