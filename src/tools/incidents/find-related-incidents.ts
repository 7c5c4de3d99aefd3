import * as z from 'zod';
import { getIncident } from '../../pagerduty/api/incidents.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import {
	getOutlierIncident,
	getPastIncidents,
	getRelatedIncidents,
	type OutlierIncident,
	type PastIncident,
} from '../../pagerduty/api/related-incidents.ts';
import { keywords, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { defineTool } from '../core/tool.ts';
import { cleanLine } from '../text/untrusted.ts';
import { ifRefused } from './shared/if-refused.ts';
import { readIncidentEnd, type IncidentEnd } from './shared/incident-end.ts';
import { relatedIncidentShape, showPast, showRelated, showSimilar } from './shared/related-incident-shape.ts';
import { findSimilarIncidents, type SimilarIncident, type SimilarIncidents } from './shared/similar-incidents.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';

const relations = ['past', 'related', 'outlier', 'similar'] as const;
type Relation = (typeof relations)[number];

/** It is told how this many of them ended: each takes up to three requests. */
const endsTold = 5;

/**
 * operationId: getPastIncidents, getRelatedIncidents, getOutlierIncident; for `similar` listIncidents and what incidents say
 */
export const findRelatedIncidents = defineTool({
	name: 'find_related_incidents',
	title: 'Find incidents like this one',
	description:
		'Finds past incidents like this one and how they ended, open ones perhaps with the same cause, and how unusual it is. Without AIOps only `similar`.',
	example: 'Did something like #4260 happen before?',
	toolset: 'incidents',
	access: 'read',
	operations: {
		always: ['getIncident', 'getRelatedIncidents', 'getOutlierIncident', 'getPastIncidents'],
		sometimes: ['listIncidents', 'listIncidentAlerts', 'listIncidentNotes', 'listIncidentRelatedChangeEvents'],
	},
	input: z.strictObject({
		incident: reference(incidentReference),
		relations: keywords(
			relations,
			'Default: all; `similar`, by text, in place of `past` where PagerDuty knows none.',
		).optional(),
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
		note: z.string().optional(),
	}),
	async run(input, context) {
		const incident = await findIncident(input.incident, context);
		const { id } = incident;
		const wanted = new Set<Relation>(input.relations ?? ['past', 'related', 'outlier']);
		const problems: { readonly relation: Relation; readonly error: unknown }[] = [];
		const read = async <T>(relation: Relation, readOne: () => Promise<T>) => {
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
		context.signal.throwIfAborted();
		if (input.relations === undefined && (past?.items.length ?? 0) === 0) wanted.add('similar');
		// Those that PagerDuty finds come first.
		const found = new Set(past?.items.map((one) => one.incident.id));
		const room = input.limit - found.size;
		const similar =
			room > 0
				? await read('similar', () => findSimilarIncidents(incident, { limit: room, without: found }, context))
				: undefined;
		// Nothing could be read: that is no empty answer. A missing plan says so itself.
		if (problems.length === wanted.size || context.signal.aborted) throw problems[0]?.error;
		const ends = await readEnds(past?.items ?? [], similar?.found ?? [], context);
		const incomplete = [
			...problems.map(({ relation, error }) => `${relation}: ${reasonOf(error)}`),
			...unanswered,
			...(similar?.problems ?? []).slice(0, 1).map((error) => `similar: not all could be compared: ${reasonOf(error)}`),
			...ends.problems.slice(0, 1).map((error) => `ended: not told of all: ${reasonOf(error)}`),
		];
		const incidents = [
			...(past?.items ?? []).map((one) => showPast(one, ends.byId.get(one.incident.id))),
			...(similar?.found ?? []).map((one) => showSimilar(one, ends.byId.get(one.incident.id))),
			...(related ?? []).map(showRelated),
		];
		const morePast =
			past !== undefined && (past.total ?? (past.items.length >= input.limit ? Infinity : 0)) > past.items.length;
		return {
			incidents,
			returned: incidents.length,
			more: morePast || similar?.more === true || (room <= 0 && wanted.has('similar')),
			...(outlier !== undefined && { outlier }),
			...(incomplete.length > 0 && { incomplete }),
			...(similar && { note: whatWasCompared(similar) }),
		};
	},
});

/** How the first ones ended, by id. */
async function readEnds(
	past: readonly PastIncident[],
	similar: readonly SimilarIncident[],
	context: ToolContext,
): Promise<{ readonly byId: ReadonlyMap<string, IncidentEnd>; readonly problems: readonly unknown[] }> {
	const known = new Map(similar.map(({ incident }) => [incident.id, incident]));
	const byId = new Map<string, IncidentEnd>();
	const problems: unknown[] = [];
	const ids = [...new Set([...past, ...similar].map(({ incident }) => incident.id))].slice(0, endsTold);
	await Promise.all(
		ids.map(async (id) => {
			try {
				const incident = known.get(id) ?? (await getIncident(context.pagerduty, id).catch(ifRefused(undefined)));
				if (incident) byId.set(id, await readIncidentEnd(incident, context));
			} catch (error) {
				context.signal.throwIfAborted();
				problems.push(error);
			}
		}),
	);
	return { byId, problems };
}

function whatWasCompared({ compared, back }: SimilarIncidents): string {
	if (compared.titles === 0) return 'similar: no resolved incident of the last 180 days could be compared.';
	const since = (at: string | undefined, of: string) => (at === undefined ? [] : [`${of} since ${at.slice(0, 10)}`]);
	const where = [...since(back.service, 'of the service'), ...since(back.account, 'of the account')].join(', ');
	return `similar: compared the titles of ${compared.titles} resolved incidents (${where}), and the alerts and notes of the ${compared.texts} closest.`;
}

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
