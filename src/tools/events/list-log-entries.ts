import * as z from 'zod';
import { getLogEntry, listLogEntries as readLogEntries } from '../../pagerduty/log-entries.ts';
import { moment, reference } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { listArguments, listEnvelope, listResult, presentList, wholeList } from '../list.ts';
import { readTeamRows, teamArguments } from '../team-scope.ts';
import { isoSeconds, parseMoment, parseRange } from '../time.ts';
import { defineTool } from '../tool.ts';
import { logEntryView, toLogEntryView } from '../views/log-entry.ts';

const name = 'list_log_entries';

/** operationId: listLogEntries, or getLogEntry */
export const listLogEntries = defineTool({
	name,
	title: 'List what happened to incidents',
	description:
		'Lists what happened to all incidents of the account, newest first; the last 7 days unless `since` says otherwise. With `log_entry` it shows that one with its raw event.',
	example: 'What happened in the account in the last hour?',
	toolset: 'events',
	access: 'read',
	input: z.strictObject({
		log_entry: reference('Id of one entry, alone.').optional(),
		since: moment('Default: 7 days before `until`.').optional(),
		until: moment('Default: now.').optional(),
		...teamArguments,
		overview: z.boolean().default(true).describe('No notifications and other small steps.'),
		raw_length: z
			.int()
			.min(0)
			.max(20_000)
			.optional()
			.describe('Characters of each raw event. Default: 0; of one entry 4000.'),
		...listArguments(logEntryView),
	}),
	output: z.object({ log_entries: z.array(logEntryView.schema), ...listEnvelope }),
	async run(input, context) {
		if (input.log_entry !== undefined) {
			if (input.since ?? input.until ?? input.teams ?? input.cursor)
				throw new ToolError({ message: 'Give either `log_entry` or filters, not both.' });
			const length = input.raw_length ?? 4000;
			const include = length > 0 ? { include: ['channels'] as const } : {};
			const entry = await getLogEntry(context.pagerduty, input.log_entry, include);
			const one = wholeList([toLogEntryView(entry, length)], { offset: 0 }, 1);
			const { items, envelope } = listResult(name, logEntryView, input, one);
			return { log_entries: items, ...envelope };
		}
		const range = parseRange(
			{ since: input.since ?? aWeekBefore(input.until, context), until: input.until },
			context.asked,
		);
		const length = input.raw_length ?? 0;
		const rows = await readTeamRows(
			name,
			input,
			{
				read: (query) =>
					readLogEntries(context.pagerduty, {
						...query,
						...range,
						is_overview: input.overview,
						...(length > 0 && { include: ['channels'] as const }),
					}),
				view: (entry) => toLogEntryView(entry, length),
			},
			context,
		);
		const { items, envelope } = listResult(name, logEntryView, input, rows);
		return { log_entries: items, ...envelope };
	},
	present: presentList(logEntryView),
});

const week = 7 * 86_400_000;

function aWeekBefore(until: string | undefined, { asked }: ToolContext): string {
	const end = until === undefined ? asked.now() : parseMoment('until', until, asked);
	return isoSeconds(new Date(end.getTime() - week));
}
