import * as z from 'zod';
import type { PastIncident, RelatedIncident } from '../../../pagerduty/api/related-incidents.ts';
import { nameOf } from '../../text/names.ts';
import { cleanLine } from '../../text/untrusted.ts';
import { incidentEndShape, type IncidentEnd } from './incident-end.ts';
import type { SimilarIncident } from './similar-incidents.ts';

/** The little that PagerDuty tells of an incident that is like another one; get_incident tells the rest. */
export const relatedIncidentShape = z.object({
	id: z.string(),
	title: z.string(),
	/**
	 * `past`: resolved, of the same service, as PagerDuty finds them. `similar`: resolved, with a text like it. `related`: open,
	 * perhaps with the same cause.
	 */
	relation: z.enum(['past', 'related', 'similar']),
	created_at: z.string().optional(),
	/** Likeness of a past or similar one, 0 to 100. */
	score: z.number().optional(),
	/** Why a related or similar one is among them. */
	reason: z.string().optional(),
	service: z.string().optional(),
	/** How a past or similar one ended. */
	ended: incidentEndShape.optional(),
});
type ShownRelatedIncident = z.output<typeof relatedIncidentShape>;

export function showPast({ incident, score }: PastIncident, ended?: IncidentEnd): ShownRelatedIncident {
	return {
		id: incident.id,
		title: cleanLine(incident.title ?? '(no title)'),
		relation: 'past',
		...(incident.created_at && { created_at: incident.created_at }),
		...(score !== undefined && { score }),
		...(ended && { ended }),
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

/** So many words say what both are about. */
const wordsShown = 8;

export function showSimilar({ incident, likeness }: SimilarIncident, ended?: IncidentEnd): ShownRelatedIncident {
	return {
		id: incident.id,
		title: cleanLine(incident.title ?? '(no title)'),
		relation: 'similar',
		...(incident.created_at && { created_at: incident.created_at }),
		score: likeness.score,
		reason: `both say: ${likeness.words.slice(0, wordsShown).join(', ')}`,
		...(incident.service && { service: nameOf(incident.service) }),
		...(ended && { ended }),
	};
}
