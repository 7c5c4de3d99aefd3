import { numberOf, textOf, type Fields } from '../shared/fields.ts';
import { answerOf, type CallTool } from '../shared/reading.ts';
import { scheduleOf, schedulesOf, shiftsOf, type Named, type Schedule, type Shift, type Span } from './data.ts';

/** Pages of a list of shifts: of one schedule, 4 weeks of turns that last an hour. */
const mostPages = 8;

/**
 * Who is on call on a schedule during a span, or why it cannot be read: empty where the answer tells of no schedule.
 * @param wanted whether anybody still wants to know: if not, it stops, and what it gives means nothing
 */
export async function readSchedule(
	call: CallTool,
	id: string,
	{ start, end }: Span,
	wanted: () => boolean = () => true,
): Promise<Schedule | string> {
	const input = {
		schedule: id,
		since: new Date(start).toISOString(),
		until: new Date(end).toISOString(),
		include: ['gaps', 'people'],
		limit: 100,
		fields: ['user', 'start', 'end', 'override', 'user_id'],
	};
	const shifts: Shift[] = [];
	let [cursor, first]: [string | undefined, Fields | undefined] = [undefined, undefined];
	for (let page = 0; page < mostPages; page++) {
		const { failed, output, text } = await answerOf(call, 'get_schedule', {
			...input,
			...(cursor !== undefined && { cursor }),
		});
		if (failed || !wanted()) return text;
		first ??= output;
		shifts.push(...shiftsOf(output));
		cursor = numberOf(output['returned']) === 0 ? undefined : textOf(output['next_cursor']);
		if (cursor === undefined) break;
	}
	const knownUntil = cursor === undefined ? undefined : shifts.at(-1)?.start;
	return scheduleOf(first ?? {}, shifts, knownUntil) ?? '';
}

/** Schedules that can be shown. */
export interface Listed {
	readonly schedules: readonly Named[];
	readonly more: boolean;
}

/** The schedules of the turns that `list_shifts` gives for an input, page by page; why they cannot be read otherwise. */
export async function readSchedulesOfTurns(
	call: CallTool,
	input: Fields,
	wanted: () => boolean,
): Promise<Listed | string> {
	const found = new Map<string, Named>();
	let cursor: string | undefined;
	for (let page = 0; page < mostPages; page++) {
		const { failed, output, text } = await answerOf(call, 'list_shifts', {
			...input,
			...(cursor !== undefined && { cursor }),
		});
		if (failed || !wanted()) return text;
		for (const schedule of schedulesOf(output)) found.set(schedule.id, schedule);
		cursor = numberOf(output['returned']) === 0 ? undefined : textOf(output['next_cursor']);
		if (cursor === undefined) break;
	}
	return { schedules: [...found.values()], more: cursor !== undefined };
}
