import * as z from 'zod';
import { listSchedulesV3 } from '../../pagerduty/schedules-v3.ts';
import { listSchedules as listLayered } from '../../pagerduty/schedules.ts';
import { freeText, references } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows, type Rows } from '../list.ts';
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
	description: 'Lists on-call schedules of both kinds: layered ones first, then shift-based ones.',
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
	const left = input.limit - layered.rows.length;
	if (layered.next) return layered;
	if (left === 0) return { ...layered, next: { offset: 0, token: second } };
	const shifts = await readRows({
		start: { offset: start.token === second ? start.offset : 0 },
		limit: left,
		read: (at) => readShifts(filter, at, context),
		view: (schedule) => toScheduleView(schedule, 'shifts'),
	});
	const mark = (offset: number) => ({ offset, token: second });
	return {
		rows: [...layered.rows, ...shifts.rows.map(({ item, after }) => ({ item, after: mark(after.offset) }))],
		next: shifts.next && mark(shifts.next.offset),
		note: shifts.note ?? layered.note,
	};
}

function readShifts(
	filter: { readonly query?: string; readonly team_ids?: string[] },
	at: { limit: number; offset: number },
	context: ToolContext,
) {
	return listSchedulesV3(context.pagerduty, { ...filter, ...at });
}
