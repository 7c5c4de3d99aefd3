import * as z from 'zod';
import type { PastIncident, RelatedIncident } from '../../../pagerduty/api/related-incidents.ts';
import { cleanLine } from '../../text/untrusted.ts';

/** The little that PagerDuty tells of an incident that is like another one; get_incident tells the rest. */
export const relatedIncidentShape = z.object({
	id: z.string(),
	title: z.string(),
	/** `past`: resolved, of the same service. `related`: open, perhaps with the same cause. */
	relation: z.enum(['past', 'related']),
	created_at: z.string().optional(),
	/** Likeness of a past one, 0 to 100. */
	score: z.number().optional(),
	/** Why a related one is among them. */
	reason: z.string().optional(),
});
type ShownRelatedIncident = z.output<typeof relatedIncidentShape>;

export function showPast({ incident, score }: PastIncident): ShownRelatedIncident {
	return {
		id: incident.id,
		title: cleanLine(incident.title ?? '(no title)'),
		relation: 'past',
		...(incident.created_at && { created_at: incident.created_at }),
		...(score !== undefined && { score }),
	};
}

export function showRelated({ incident, relationships }: RelatedIncident): ShownRelatedIncident {
	const reasons = relationships.flatMap(({ type, metadata }) => metadata?.grouping_classification ?? type ?? []);
	return {
		id: incident.id,
		title: cleanLine(incident.title ?? '(no title)'),
		relation: 'related',
		...(incident.created_at && { created_at: incident.created_at }),
		...(reasons.length > 0 && { reason: [...new Set(reasons)].join(', ').replace(/_/g, ' ') }),
	};
}
