import * as z from 'zod';
import { listSchedulesV3, type ScheduleV3 } from '../../pagerduty/api/schedules-v3.ts';
import * as schedules from '../../pagerduty/api/schedules.ts';
import type { Schedule } from '../../pagerduty/api/schedules.ts';
import { freeText, references } from '../core/arguments.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { ToolContext } from '../core/context.ts';
import type { Position } from '../lists/cursor.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows, type Rows } from '../lists/list.ts';
import { matches, nearestNames, nothingMatches } from '../lists/matching.ts';
import { nameOf } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { layeredOnly, seesNoShiftBased, shiftsMissing } from '../schedules/shift-based.ts';
import { defineTool } from '../core/tool.ts';
import { scheduleShape, showSchedule, type ShownSchedule } from '../schedules/schedule-shape.ts';

const name = 'list_schedules';

const input = z.strictObject({
	query: freeText(200, 'Part of the name.').optional(),
	teams: references('Names or me.').optional(),
	...listArguments(scheduleShape),
});
type Input = z.output<typeof input>;

/** operationId: listSchedules, then listSchedulesV3 */
export const listSchedules = defineTool({
	name,
	title: 'List schedules',
	description:
		'Lists on-call schedules: layered ones first, then shift-based ones, of which PagerDuty lists only the names.',
	example: 'Which schedules does the Storefront team have?',
	toolset: 'oncall',
	access: 'read',
	operations: { always: ['listSchedules'], sometimes: ['listTeams', 'listSchedulesV3'] },
	input,
	output: z.object({ schedules: z.array(scheduleShape.schema), ...listEnvelope }),
	async run(input, context) {
		const teams = await context.directory.ids('team', input.teams, context);
		const { items, envelope } = listResult(name, scheduleShape, input, await readNamed(input, teams, context));
		return { schedules: items, ...envelope };
	},
	present: presentList(scheduleShape),
});

/** Marks a position in the second system's list. */
const second = 'shifts';

/** Failures that may be over with the next call. */
const passing: readonly PagerDutyError['kind'][] = ['server', 'network', 'timeout', 'rateLimited'];

/** When nothing has the name, what comes nearest in both systems. */
async function readNamed(
	input: Input,
	teams: string[] | undefined,
	context: ToolContext,
): Promise<Rows<ShownSchedule>> {
	const rows = await readBoth(input, teams, context);
	const query = input.query?.trim();
	if (!query || rows.rows.length > 0 || rows.next || input.cursor !== undefined) return rows;
	const near = await nearestNames(query, async (part) => {
		const filter = { limit: 100, ...(part !== undefined && { query: part }), ...(teams && { team_ids: teams }) };
		const lists = [schedules.listSchedules(context.pagerduty, filter), listSchedulesV3(context.pagerduty, filter)];
		const pages = await Promise.all(lists.map((list) => list.then(({ items }) => items).catch(() => [])));
		return pages.flatMap((items) => items.map(nameOf));
	});
	return { ...rows, note: joinNotes(rows.note, nothingMatches('schedule', query, near)) };
}

interface Place {
	readonly limit: number;
	readonly offset: number;
}

async function readBoth(input: Input, teams: string[] | undefined, context: ToolContext): Promise<Rows<ShownSchedule>> {
	const query = input.query?.trim();
	const filter = { ...(query && { query }), ...(teams && { team_ids: teams }) };
	const keep = query ? (schedule: Schedule | ScheduleV3) => matches(query, [nameOf(schedule)]) : undefined;
	const layeredPage = (at: Place) => schedules.listSchedules(context.pagerduty, { ...filter, ...at });
	const shiftBasedPage = (at: Place) => listSchedulesV3(context.pagerduty, { ...filter, ...at });
	const start = pageStart(name, input);
	const layered: Rows<ShownSchedule> =
		start.token === second
			? { rows: [], next: undefined }
			: await readRows({
					start,
					limit: input.limit,
					read: context.directory.learning('schedule', layeredPage, context),
					keep,
					show: (schedule) => showSchedule(schedule, 'layers'),
				});
	if (layered.next) return layered;
	const left = input.limit - layered.rows.length;
	try {
		const shifts = await readRows({
			start: { offset: start.token === second ? start.offset : 0 },
			// One row tells whether there is anything to go on with.
			limit: Math.max(left, 1),
			read: context.directory.learning('schedule', shiftBasedPage, context),
			keep,
			show: (schedule) => showSchedule(schedule, 'shifts'),
		});
		if (left === 0) return { ...layered, next: shifts.rows.length > 0 || shifts.next ? mark(0) : undefined };
		return {
			rows: [...layered.rows, ...shifts.rows.map(({ item, after }) => ({ item, after: mark(after.offset) }))],
			next: shifts.next && mark(shifts.next.offset),
			unreachable: (layered.unreachable ?? false) || (shifts.unreachable ?? false),
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
			note: `${shiftsMissing(error)} Call again with the cursor to try again.`,
		};
	}
}

function mark(offset: number): Position {
	return { offset, token: second };
}
