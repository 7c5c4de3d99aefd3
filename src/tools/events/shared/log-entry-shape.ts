import * as z from 'zod';
import type { LogEntry } from '../../../pagerduty/api/log-entries.ts';
import { nameOf, namesOf } from '../../text/names.ts';
import { cleanLine, cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';
import { timelineEntryShape, showTimelineEntry } from '../../shapes/timeline-entry.ts';

/** What the tools show of a line of the account's log: that of an incident's timeline, and which incident it is about. */
export const logEntryShape = defineShape({
	singular: 'log_entry',
	plural: 'log_entries',
	fields: {
		...timelineEntryShape.schema.shape,
		incident: z.string().optional(),
		service: z.string().optional(),
		incident_id: z.string().optional(),
		teams: z.array(z.string()).optional(),
		/** What came in, as the monitoring tool sent it: JSON text, cut to the length asked for. */
		raw_event: z.string().optional(),
	},
	always: ['id', 'at', 'event', 'incident'],
	compact: ['id', 'at', 'event', 'by', 'summary', 'incident', 'service', 'note', 'raw_event'],
});

export type ShownLogEntry = Shaped<typeof logEntryShape>;

/** @param rawLength the most characters of the raw event; 0: none. */
export function showLogEntry(entry: LogEntry, rawLength: number): ShownLogEntry {
	return {
		...showTimelineEntry(entry),
		incident: entry.incident && cleanLine(entry.incident.summary ?? entry.incident.id),
		service: entry.service && nameOf(entry.service),
		incident_id: entry.incident?.id,
		teams: namesOf(entry.teams),
		raw_event: rawLength === 0 || !entry.channel ? undefined : cleanText(JSON.stringify(entry.channel), rawLength),
	};
}
