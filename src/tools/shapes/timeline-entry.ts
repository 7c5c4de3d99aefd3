import * as z from 'zod';
import type { LogEntry } from '../../pagerduty/api/log-entries.ts';
import { nameOf, namesOf } from '../text/names.ts';
import { cleanLine, cleanText } from '../text/untrusted.ts';
import { defineShape, type Shaped } from './shape.ts';

/** What the tools show of one line of an incident's timeline (PagerDuty's log entry). */
export const timelineEntryShape = defineShape({
	singular: 'log_entry',
	plural: 'log_entries',
	fields: {
		id: z.string(),
		at: z.string().optional(),
		/** What happened: `trigger`, `acknowledge`, `escalate`, `notify` … */
		event: z.string(),
		/** Who or what did it. */
		by: z.string().optional(),
		summary: z.string(),
		note: z.string().optional(),
		/** Whom it was assigned to or who was notified. */
		people: z.array(z.string()).optional(),
		/** How it came in, e.g. `web`, `auto` or `api`. */
		channel: z.string().optional(),
		by_id: z.string().optional(),
		url: z.string().optional(),
	},
	always: ['id', 'at', 'event'],
	compact: ['at', 'event', 'by', 'summary', 'note'],
});

type ShownTimelineEntry = Shaped<typeof timelineEntryShape>;

export function showTimelineEntry(entry: LogEntry): ShownTimelineEntry {
	return {
		id: entry.id,
		at: entry.created_at,
		event: (entry.type ?? 'unknown').replace(/_log_entry(_reference)?$/, ''),
		by: entry.agent && nameOf(entry.agent),
		summary: cleanLine(entry.summary ?? ''),
		note: noteOf(entry),
		people: namesOf(entry.assignees ?? (entry.user && [entry.user])),
		channel: entry.channel?.type,
		by_id: entry.agent?.id,
		url: entry.html_url,
	};
}

/** The text of a note is its channel's. */
function noteOf({ type, channel, note }: LogEntry): string | undefined {
	const text = type?.startsWith('annotate_log_entry') ? (channel?.summary ?? channel?.content ?? note) : note;
	return text && cleanText(text);
}

/**
 * What an overview keeps: all but notifications. PagerDuty's own overview (`is_overview`) may also leave out notes and
 * assignments, so it is not asked for.
 */
export function isOverview({ type }: LogEntry): boolean {
	return type === undefined || !/^notify_log_entry/.test(type);
}
