import * as z from 'zod';
import { listSchedulesV3 } from '../../pagerduty/schedules-v3.ts';
import { listSchedules as listLayered } from '../../pagerduty/schedules.ts';
import { freeText, references } from '../arguments.ts';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import type { ToolContext } from '../context.ts';
import type { Position } from '../cursor.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows, type Rows } from '../list.ts';
import { joinNotes } from '../parts.ts';
import { layeredOnly, seesNoShiftBased } from '../scheduling/shift-based.ts';
import { defineTool } from '../tool.ts';
import { scheduleView, toScheduleView, type ScheduleView } from '../views/schedule.ts';

const name = 'list_schedules';

const input = z.strictObject({
	query: freeText(200, 'Part of the name.').optional(),
	teams: references('Names or ids.').optional(),
	...listArguments(scheduleView),
});
type Input = z.output<typeof input>;

/** operationId: listSchedules, then listSchedulesV3 */
export const listSchedules = defineTool({
	name,
	title: 'List schedules',
	description:
		'Lists on-call schedules of both kinds: layered ones first, then shift-based ones, of which PagerDuty lists only the names. get_schedule shows the rest.',
	example: 'Which schedules does the Storefront team have?',
	toolset: 'oncall',
	access: 'read',
	input,
	output: z.object({ schedules: z.array(scheduleView.schema), ...listEnvelope }),
	async run(input, context) {
		const teams = await context.directory.ids('team', input.teams, context);
		const { items, envelope } = listResult(name, scheduleView, input, await readBoth(input, teams, context));
		return { schedules: items, ...envelope };
	},
	present: presentList(scheduleView),
});

/** Marks a position in the second system's list. */
const second = 'shifts';

/** Failures that may be over with the next call. */
const passing: readonly PagerDutyError['kind'][] = ['server', 'network', 'timeout', 'rateLimited'];

async function readBoth(input: Input, teams: string[] | undefined, context: ToolContext): Promise<Rows<ScheduleView>> {
	const filter = { ...(input.query && { query: input.query.trim() }), ...(teams && { team_ids: teams }) };
	const start = pageStart(name, input);
	const layered: Rows<ScheduleView> =
		start.token === second
			? { rows: [], next: undefined }
			: await readRows({
					start,
					limit: input.limit,
					read: (at) => listLayered(context.pagerduty, { ...filter, ...at }),
					view: (schedule) => toScheduleView(schedule, 'layers'),
				});
	if (layered.next) return layered;
	const left = input.limit - layered.rows.length;
	try {
		const shifts = await readRows({
			start: { offset: start.token === second ? start.offset : 0 },
			// One row tells whether there is anything to go on with.
			limit: Math.max(left, 1),
			read: (at) => listSchedulesV3(context.pagerduty, { ...filter, ...at }),
			view: (schedule) => toScheduleView(schedule, 'shifts'),
		});
		if (left === 0) return { ...layered, next: shifts.rows.length > 0 ? mark(0) : undefined };
		return {
			rows: [...layered.rows, ...shifts.rows.map(({ item, after }) => ({ item, after: mark(after.offset) }))],
			next: shifts.next && mark(shifts.next.offset),
			note: joinNotes(layered.note, shifts.note),
		};
	} catch (error) {
		// Whoever asks for a page of the second system only has nothing else to get.
		if (!(error instanceof PagerDutyError) || start.token === second) throw error;
		if (seesNoShiftBased(error)) return { ...layered, note: layeredOnly };
		if (!passing.includes(error.kind)) throw error;
		return {
			...layered,
			next: mark(0),
			note: `Shift-based ones are missing: ${error.message} The cursor tries again.`,
		};
	}
}

function mark(offset: number): Position {
	return { offset, token: second };
}
