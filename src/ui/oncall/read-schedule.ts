import { numberOf, textOf, type Fields } from '../shared/fields.ts';
import { answerOf, type CallTool } from '../shared/reading.ts';
import { scheduleOf, shiftsOf, type Schedule, type Shift, type Span } from './data.ts';

/** Pages of one schedule's shifts: 4 weeks of turns that last an hour. */
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
	return scheduleOf(first ?? {}, shifts) ?? '';
}
