import { readAnalyticsIncidents, type AnalyticsIncident } from '../../../pagerduty/api/analytics-incidents.ts';
import type { ToolContext } from '../../core/context.ts';
import type { AnalyticsQuestion } from './question.ts';

/** PagerDuty gives so many at once; a report reads so many pages. */
const pageLength = 1000;
const mostPages = 20;

export interface ReadIncidents {
	readonly incidents: readonly AnalyticsIncident[];
	/** Why not all of them are there, or none. */
	readonly note: string | undefined;
}

const none = 'No matching incidents were opened in this period.';

/** All incidents of a period with their figures, newest first. operationId: getAnalyticsIncidents */
export async function readAllIncidents(
	{ filters, nothing }: Pick<AnalyticsQuestion, 'filters' | 'nothing'>,
	context: ToolContext,
): Promise<ReadIncidents> {
	if (nothing !== undefined) return { incidents: [], note: undefined };
	const incidents: AnalyticsIncident[] = [];
	let after: string | undefined;
	for (let page = 0; page < mostPages; page++) {
		const { items, next_cursor: next } = await readAnalyticsIncidents(context.pagerduty, {
			filters,
			limit: pageLength,
			order: 'desc',
			order_by: 'created_at',
			time_zone: 'Etc/UTC',
			...(after !== undefined && { starting_after: after }),
		});
		incidents.push(...items);
		if (next === undefined || next === after) return { incidents, note: incidents.length === 0 ? none : undefined };
		after = next;
		context.progress(`${incidents.length} incidents read`);
	}
	return { incidents, note: `Only the newest ${incidents.length} incidents are counted: choose a shorter period.` };
}

/** Incidents that are of one group each, the groups in the order in which they come first. */
export function groupBy(
	incidents: readonly AnalyticsIncident[],
	groupOf: (incident: AnalyticsIncident) => string,
): Map<string, readonly AnalyticsIncident[]> {
	const groups = new Map<string, AnalyticsIncident[]>();
	for (const incident of incidents) {
		const group = groupOf(incident);
		const members = groups.get(group);
		if (members) members.push(incident);
		else groups.set(group, [incident]);
	}
	return groups;
}
