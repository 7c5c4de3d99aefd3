import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import {
	getOutlierIncident,
	getPastIncidents,
	getRelatedIncidents,
	type OutlierIncident,
} from '../../pagerduty/api/related-incidents.ts';
import { keywords, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { defineTool } from '../core/tool.ts';
import { cleanLine } from '../text/untrusted.ts';
import { relatedIncidentShape, showPast, showRelated } from './shared/related-incident-shape.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';

const relations = ['past', 'related', 'outlier'] as const;

/** operationId: getPastIncidents, getRelatedIncidents, getOutlierIncident */
export const findRelatedIncidents = defineTool({
	name: 'find_related_incidents',
	title: 'Find incidents like this one',
	description:
		'Finds past incidents like this one, open ones that may have the same cause, and how unusual it is. Needs AIOps.',
	example: 'Did something like #4260 happen before?',
	toolset: 'incidents',
	access: 'read',
	operations: { always: ['getIncident', 'getRelatedIncidents', 'getOutlierIncident', 'getPastIncidents'] },
	input: z.strictObject({
		incident: reference(incidentReference),
		relations: keywords(relations, 'Which parts to show. Default: all.').optional(),
		limit: z.int().min(1).max(100).default(5).describe('Past incidents to show. Default: 5.'),
	}),
	output: z.object({
		incidents: z.array(relatedIncidentShape),
		returned: z.int(),
		/** Whether there are more past ones. */
		more: z.boolean(),
		/** How unusual it is, in words. */
		outlier: z.string().optional(),
		incomplete: z.array(z.string()).optional(),
	}),
	async run(input, context) {
		const { id } = await findIncident(input.incident, context);
		const wanted = new Set(input.relations ?? relations);
		const problems: { readonly relation: string; readonly error: unknown }[] = [];
		const read = async <T>(relation: (typeof relations)[number], readOne: () => Promise<T>) => {
			if (!wanted.has(relation)) return undefined;
			return readOne().catch((error: unknown) => {
				problems.push({ relation, error });
				return undefined;
			});
		};
		const { pagerduty } = context;
		const unanswered: string[] = [];
		const [past, related, outlier] = await Promise.all([
			read('past', () => getPastIncidents(pagerduty, id, input.limit)),
			read('related', () => getRelatedIncidents(pagerduty, id)),
			read('outlier', () => readOutlier(id, context, unanswered)),
		]);
		// Nothing could be read: that is no empty answer. A missing plan says so itself.
		if (problems.length === wanted.size || context.signal.aborted) throw problems[0]?.error;
		const incomplete = [...problems.map(({ relation, error }) => `${relation}: ${reasonOf(error)}`), ...unanswered];
		const incidents = [...(past?.items ?? []).map(showPast), ...(related ?? []).map(showRelated)];
		return {
			incidents,
			returned: incidents.length,
			more: past !== undefined && (past.total ?? (past.items.length >= input.limit ? Infinity : 0)) > past.items.length,
			...(outlier !== undefined && { outlier }),
			...(incomplete.length > 0 && { incomplete }),
		};
	},
});

/** A 404 may mean that nothing is unusual, that nothing was analysed, or that the plan has no such thing: it says nothing. */
async function readOutlier(id: string, context: ToolContext, unanswered: string[]): Promise<string | undefined> {
	try {
		return outlierText(await getOutlierIncident(context.pagerduty, id));
	} catch (error) {
		if (!(error instanceof PagerDutyError) || error.kind !== 'notFound') throw error;
		unanswered.push('outlier: PagerDuty does not know about this incident (404), so it may or may not be unusual.');
		return undefined;
	}
}

function outlierText({ incident, incident_template: template }: OutlierIncident): string {
	const { count, frequency, category, since } = incident?.occurrence ?? {};
	const times = count === undefined ? '' : `, ${count} ${count === 1 ? 'time' : 'times'}`;
	const share = frequency === undefined ? '' : ` (${Math.round(frequency * 1000) / 10}% of the service's incidents)`;
	const pattern = template?.mined_text ? `; pattern: ${cleanLine(template.mined_text, 200)}` : '';
	return `${category ?? 'unknown'}${times}${share}${since ? ` since ${since}` : ''}${pattern}`;
}

function reasonOf(error: unknown): string {
	if (error instanceof PagerDutyError && error.kind === 'plan') return "the account's plan does not include this (402)";
	return error instanceof Error ? error.message : 'unknown error';
}
