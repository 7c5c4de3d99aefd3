import * as z from 'zod';
import { listIncidentRelatedChangeEvents } from '../../../pagerduty/api/change-events.ts';
import type { Incident } from '../../../pagerduty/api/incident.ts';
import { listIncidentNotes } from '../../../pagerduty/api/notes.ts';
import type { ToolContext } from '../../core/context.ts';
import { formatDuration } from '../../text/duration.ts';
import { nameOf } from '../../text/names.ts';
import { cleanLine, cleanText } from '../../text/untrusted.ts';
import { ifRefused } from './if-refused.ts';

/** How an incident ended: what was done about it, by whom, and what had been changed before. */
export const incidentEndShape = z.object({
	resolved_at: z.string().optional(),
	/** Who resolved it, or what. */
	resolved_by: z.string().optional(),
	/** From its beginning on, such as `2h 5m`. */
	after: z.string().optional(),
	/** The last notes, the newest last: what helped often stands there. */
	notes: z.array(z.string()).optional(),
	/** Changes that PagerDuty relates to it. */
	changes: z.array(z.string()).optional(),
});
export type IncidentEnd = z.output<typeof incidentEndShape>;

const lastNotes = 3;
const noteLength = 500;
const mostChanges = 2;

/**
 * How a resolved incident ended. What cannot be read, such as changes without the plan for it, is left out.
 * operationId: listIncidentNotes, listIncidentRelatedChangeEvents
 */
export async function readIncidentEnd(incident: Incident, { pagerduty }: ToolContext): Promise<IncidentEnd> {
	const [notes, changes] = await Promise.all([
		listIncidentNotes(pagerduty, incident.id).catch(ifRefused([])),
		listIncidentRelatedChangeEvents(pagerduty, incident.id, { limit: mostChanges }).catch(ifRefused([])),
	]);
	const { created_at: began, last_status_change_by: by } = incident;
	const ended = incident.resolved_at ?? incident.last_status_change_at;
	const took = Date.parse(ended ?? '') - Date.parse(began ?? '');
	return {
		...(ended !== undefined && { resolved_at: ended }),
		...(by && { resolved_by: nameOf(by) }),
		...(took >= 0 && { after: formatDuration(took) }),
		...(notes.length > 0 && {
			notes: [...notes]
				.sort((a, b) => Date.parse(a.created_at ?? '') - Date.parse(b.created_at ?? ''))
				.slice(-lastNotes)
				.map(({ content }) => cleanText(content ?? '', noteLength)),
		}),
		...(changes.length > 0 && {
			changes: changes
				.slice(0, mostChanges)
				.map(({ timestamp, summary }) => `${timestamp ?? ''} ${cleanLine(summary ?? '(no summary)', 200)}`.trim()),
		}),
	};
}
