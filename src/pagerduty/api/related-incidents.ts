import * as z from 'zod';
import { fitting, id, list, maybe, number, text } from './fields.ts';
import { single, whole } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';

/** The few fields that these operations give of an incident. */
const brief = z.object({ id, title: text(), created_at: text(), self: text() });

const pastIncident = z.object({ incident: brief, /** Likeness, 0 to 100. */ score: number() });
export type PastIncident = z.output<typeof pastIncident>;

/** The records themselves, and how many there are in all if PagerDuty says so. */
const pastIncidents = z
	.looseObject({ past_incidents: z.array(z.unknown()).nullable() })
	.transform(({ past_incidents: rows, total }) => ({
		items: fitting(rows ?? [], pastIncident),
		total: z.number().safeParse(total).data,
	}));

/** Resolved incidents of the same service that were like this one, within six months. operationId: getPastIncidents */
export function getPastIncidents(pd: PagerDutyApi, incidentId: string, limit: number) {
	return pd.request({
		operationId: 'getPastIncidents',
		method: 'GET',
		path: ['incidents', incidentId, 'past_incidents'],
		query: { limit, total: true },
		reply: pastIncidents,
	});
}

const relatedIncident = z.object({
	incident: brief,
	/** Why they belong together, e.g. `machine_learning_inferred` or `service_dependency`. */
	relationships: list(z.object({ type: text(), metadata: maybe(z.object({ grouping_classification: text() })) })),
});
export type RelatedIncident = z.output<typeof relatedIncident>;

/** The 20 latest open incidents that may have the same cause. operationId: getRelatedIncidents */
export function getRelatedIncidents(pd: PagerDutyApi, incidentId: string): Promise<RelatedIncident[]> {
	return pd.request({
		operationId: 'getRelatedIncidents',
		method: 'GET',
		path: ['incidents', incidentId, 'related_incidents'],
		reply: whole('related_incidents', relatedIncident),
	});
}

const outlierIncident = z.object({
	incident: maybe(
		brief.extend({
			occurrence: maybe(
				z.object({
					count: number(),
					/** Share of the service's incidents, 0 to 1. */
					frequency: number(),
					/** How unusual it is, e.g. `rare` or `novel`. */
					category: text(),
					since: text(),
					until: text(),
				}),
			),
		}),
	),
	/** What incidents like this one have in common. */
	incident_template: maybe(z.object({ mined_text: text() })),
});
export type OutlierIncident = z.output<typeof outlierIncident>;

/** How unusual an incident is for its service. operationId: getOutlierIncident */
export function getOutlierIncident(pd: PagerDutyApi, incidentId: string): Promise<OutlierIncident> {
	return pd.request({
		operationId: 'getOutlierIncident',
		method: 'GET',
		path: ['incidents', incidentId, 'outlier_incident'],
		reply: single('outlier_incident', outlierIncident),
	});
}
