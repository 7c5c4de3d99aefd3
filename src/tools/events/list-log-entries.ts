import * as z from 'zod';
import * as logEntries from '../../pagerduty/api/log-entries.ts';
import { moment, reference, refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { checkFields, eitherShape } from '../lists/known-fields.ts';
import { listArguments, listEnvelope, listResult, presentList, wholeList, type Rows } from '../lists/list.ts';
import { isOverview } from '../shapes/timeline-entry.ts';
import { readTeamRows, teamArguments } from '../names/team-scope.ts';
import { joinNotes } from '../text/notes.ts';
import { periodNote, parsePeriod, withinPeriod } from '../time/period.ts';
import { rangeOf } from '../time/range.ts';
import { defineTool } from '../core/tool.ts';
import type { Shape } from '../shapes/shape.ts';
import { logEntryShape, showLogEntry, type ShownLogEntry } from './shared/log-entry-shape.ts';
import { notificationShape } from './shared/notification-shape.ts';
import { mostDays, notificationsArgument, readNotifications } from './shared/read-notifications.ts';

const name = 'list_log_entries';

/** In days. */
const week = 7;

const input = z.strictObject({
	log_entry: reference('Id of one entry to show alone.').optional(),
	notifications: notificationsArgument,
	since: moment('Start. Default: 7 days before the end.').optional(),
	until: moment('Default: now.').optional(),
	...teamArguments,
	overview: z.boolean().optional().describe('Leave out notifications. Default: true.'),
	raw_length: z
		.int()
		.min(0)
		.max(20_000)
		.optional()
		.describe('How many characters of each raw event to show. Default: 0, or 4000 for one entry.'),
	...listArguments(eitherShape(logEntryShape, notificationShape)),
});
type Input = z.output<typeof input>;

/** operationId: listLogEntries, getLogEntry, or listNotifications */
export const listLogEntries = defineTool({
	name,
	title: 'List what happened to incidents',
	description:
		'Lists what happened to all incidents of the account, newest first; the last 7 days unless `since` says otherwise. With `log_entry`, it shows that one with its raw event. With `notifications`, it lists who was notified instead.',
	example: 'What happened in the account in the last hour?',
	toolset: 'events',
	access: 'read',
	operations: { always: [], sometimes: ['listLogEntries', 'listTeams', 'getLogEntry', 'listNotifications'] },
	input,
	output: z.object({
		log_entries: z.array(logEntryShape.schema).optional(),
		notifications: z.array(notificationShape.schema).optional(),
		...listEnvelope,
	}),
	async run(input, context) {
		const given = { ...input, scope: input.scope === 'account' ? undefined : input.scope };
		refuseTogether(given, 'log_entry', ['notifications', 'since', 'until', 'scope', 'teams', 'overview', 'cursor']);
		refuseTogether(given, 'notifications', ['scope', 'teams', 'overview', 'raw_length']);
		checkFields(shapeOf(input), input.fields);
		if (input.notifications) {
			const { notifications } = input;
			const period = await parsePeriod(input, { days: week, maxDays: mostDays }, context);
			const rows = await readNotifications(name, { ...input, notifications }, rangeOf(period), context);
			const inside = withinPeriod(rows, period, ({ at }) => at);
			const note = joinNotes(inside.note, periodNote(input, period));
			const { items, envelope } = listResult(name, notificationShape, input, { ...inside, note });
			return { notifications: items, ...envelope };
		}
		const rows =
			input.log_entry === undefined
				? await readMatching(input, context)
				: await readOne(input.log_entry, input, context);
		const { items, envelope } = listResult(name, logEntryShape, input, rows);
		return { log_entries: items, ...envelope };
	},
	present: (output, input) => presentList(shapeOf(input))(output, input),
});

function shapeOf({ notifications }: Input): Shape {
	return notifications ? notificationShape : logEntryShape;
}

async function readOne(id: string, input: Input, context: ToolContext): Promise<Rows<ShownLogEntry>> {
	const length = input.raw_length ?? 4000;
	const entry = await logEntries.getLogEntry(context.pagerduty, id, length > 0 ? { include: ['channels'] } : {});
	return wholeList([showLogEntry(entry, length)], { offset: 0 }, 1);
}

async function readMatching(input: Input, context: ToolContext): Promise<Rows<ShownLogEntry>> {
	const period = await parsePeriod(input, { days: week }, context);
	const length = input.raw_length ?? 0;
	const rows = await readTeamRows(
		name,
		input,
		{
			read: (query) =>
				logEntries.listLogEntries(context.pagerduty, {
					...query,
					...rangeOf(period),
					...(length > 0 && { include: ['channels'] as const }),
				}),
			keep: (input.overview ?? true) ? isOverview : undefined,
			show: (entry) => showLogEntry(entry, length),
		},
		context,
	);
	const inside = withinPeriod(rows, period, ({ at }) => at);
	return { ...inside, note: joinNotes(inside.note, periodNote(input, period)) };
}
