import type { Incident } from '../../../pagerduty/api/incident.ts';
import { listIncidentAlerts } from '../../../pagerduty/api/alerts.ts';
import { listIncidents } from '../../../pagerduty/api/incidents.ts';
import { listIncidentNotes } from '../../../pagerduty/api/notes.ts';
import type { ToolContext } from '../../core/context.ts';
import { isoOf } from '../../time/iso.ts';
import { ifRefused } from './if-refused.ts';
import type { ComparedText, Likeness } from './text-likeness.ts';

/** PagerDuty lists no more than six months at once. */
const spanMs = 180 * 24 * 3_600_000;
const pageRows = 100;
/** Pages of the service, and then of the whole account. */
const mostPages = 5;
/** So many titles that are alike have their alerts and notes read too: each takes two requests. */
const mostRead = 8;
/** What is less alike shares a word or two by chance. */
const leastScore = 20;
/** Characters of one text: what comes later repeats itself. */
const longestText = 4_000;

export interface SimilarIncident {
	readonly incident: Incident;
	readonly likeness: Likeness;
}

export interface SimilarIncidents {
	/** The most alike first. */
	readonly found: readonly SimilarIncident[];
	/** How many resolved incidents were looked through. */
	readonly looked: number;
	/** When the oldest of them began, ISO 8601; undefined for none. */
	readonly back: string | undefined;
}

/**
 * Resolved incidents of the last 180 days whose title, alerts and notes read like those of an incident: of its service first, then
 * of the account, at most 1,000. Any plan has what it takes, and nothing leaves this computer. operationId: listIncidents,
 * listIncidentAlerts, listIncidentNotes
 */
export async function findSimilarIncidents(
	incident: Incident,
	limit: number,
	context: ToolContext,
): Promise<SimilarIncidents> {
	const [past, more, { likenessTo }] = await Promise.all([
		readPast(incident, context),
		textOf(incident.id, context),
		import('./text-likeness.ts'),
	]);
	const text = { id: incident.id, title: incident.title ?? '', more };
	const titled = past.map((one) => ({ id: one.id, title: one.title ?? '', more: '' }));
	const first = likenessTo(text, titled).slice(0, Math.max(mostRead, limit));
	const read = new Map(
		await Promise.all(first.slice(0, mostRead).map(async ({ id }) => [id, await textOf(id, context)] as const)),
	);
	const whole = titled.map((one): ComparedText => ({ ...one, more: read.get(one.id) ?? '' }));
	const found = likenessTo(text, whole)
		.filter(({ score }) => score >= leastScore)
		.slice(0, limit)
		.flatMap((likeness) => {
			const known = past.find(({ id }) => id === likeness.id);
			return known ? [{ incident: known, likeness }] : [];
		});
	const begins = past.flatMap(({ created_at: at }) => at ?? []).sort();
	return { found, looked: past.length, back: begins[0] };
}

async function readPast({ id, service }: Incident, context: ToolContext): Promise<readonly Incident[]> {
	const until = context.clock.now().getTime();
	const window = { statuses: ['resolved'], since: isoOf(until - spanMs), until: isoOf(until) } as const;
	const byId = new Map<string, Incident>();
	for (const services of service ? [[service.id], undefined] : [undefined]) {
		for (let pages = 0; pages < mostPages; pages++) {
			const page = await listIncidents(context.pagerduty, {
				...window,
				...(services && { service_ids: services }),
				sort_by: 'created_at:desc',
				limit: pageRows,
				offset: pages * pageRows,
			});
			for (const one of page.items) if (one.id !== id && !isMerged(one)) byId.set(one.id, one);
			if (!page.more) break;
		}
	}
	return [...byId.values()];
}

/** It is told under the one that it went into. */
function isMerged({ resolve_reason: reason }: Incident): boolean {
	return reason?.type === 'merge_resolve_reason';
}

/** What alerts and notes say of an incident; the little that can be read where not all can. */
async function textOf(incidentId: string, { pagerduty }: ToolContext): Promise<string> {
	const [alerts, notes] = await Promise.all([
		listIncidentAlerts(pagerduty, incidentId, { limit: 25 })
			.then(({ items }) => items)
			.catch(ifRefused([])),
		listIncidentNotes(pagerduty, incidentId).catch(ifRefused([])),
	]);
	const told = [
		...new Set(alerts.flatMap(({ summary, body }) => [summary ?? '', detailsOf(body?.details)])),
		...notes.map(({ content }) => content ?? ''),
	];
	return told.join('\n').slice(0, longestText);
}

function detailsOf(details: unknown): string {
	if (details === undefined || details === null) return '';
	return (typeof details === 'string' ? details : JSON.stringify(details)).slice(0, 1_000);
}
