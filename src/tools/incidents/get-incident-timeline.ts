import * as z from 'zod';
import { listIncidentLogEntries } from '../../pagerduty/api/log-entries.ts';
import { moment, reference } from '../core/arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows } from '../lists/list.ts';
import { joinNotes } from '../text/notes.ts';
import { periodNote, parsePeriod, withinPeriod } from '../time/period.ts';
import { rangeOf } from '../time/range.ts';
import { defineTool } from '../core/tool.ts';
import { timelineEntryShape, showTimelineEntry, isOverview } from '../shapes/timeline-entry.ts';
import { findIncident, findIncidentName, incidentReference } from '../names/find-incidents.ts';

/** Longer than incidents are open, in days. */
const longest = 3650;

/** operationId: listIncidentLogEntries */
export const getIncidentTimeline = defineTool({
	name: 'get_incident_timeline',
	title: 'Show the timeline of an incident',
	description: 'Shows what happened to an incident, newest first.',
	example: 'What happened to #4260 since midnight?',
	toolset: 'incidents',
	access: 'read',
	operations: { always: ['getIncident', 'listIncidentLogEntries'] },
	input: z.strictObject({
		incident: reference(incidentReference),
		overview: z.boolean().default(true).describe('Leave out notifications. Default: true.'),
		since: moment('Start, such as -24h.').optional(),
		until: moment('Default: now.').optional(),
		...listArguments(timelineEntryShape),
	}),
	output: z.object({ log_entries: z.array(timelineEntryShape.schema), ...listEnvelope }),
	async run(input, context) {
		const given = (input.since ?? input.until) !== undefined;
		// What was read before is not read again, unless the time when it was opened is needed.
		const incident = given ? await findIncident(input.incident, context) : undefined;
		const { id } = incident ?? (await findIncidentName(input.incident, context));
		const ends = { since: input.since ?? incident?.created_at, until: input.until };
		const period = given ? await parsePeriod(ends, { days: longest }, context) : undefined;
		const rows = await readRows({
			start: pageStart('get_incident_timeline', input),
			limit: input.limit,
			read: (at) => listIncidentLogEntries(context.pagerduty, id, { ...at, ...(period && rangeOf(period)) }),
			keep: input.overview ? isOverview : undefined,
			show: showTimelineEntry,
		});
		const inside = withinPeriod(rows, period, ({ at }) => at);
		const { items, envelope } = listResult('get_incident_timeline', timelineEntryShape, input, {
			...inside,
			note: joinNotes(inside.note, periodNote(input, period)),
		});
		return { log_entries: items, ...envelope };
	},
	present: presentList(timelineEntryShape),
});
