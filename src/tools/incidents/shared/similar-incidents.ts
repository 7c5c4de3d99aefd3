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
/** Pages of the service, and of the whole account. */
const mostPages = 5;
/** So many titles that are alike have their alerts and notes read too: each takes two requests. */
const mostRead = 8;
/** What is less alike shares a word or two by chance. */
const leastScore = 30;
/** Characters of one text: what comes later repeats itself. */
const longestText = 4_000;

export interface SimilarIncident {
	readonly incident: Incident;
	readonly likeness: Likeness;
}

/** How far back resolved incidents were looked through. */
interface Past {
	readonly incidents: readonly Incident[];
	/** When the oldest of them began, ISO 8601; undefined for none. */
	readonly back: string | undefined;
	/** Why the rest of them was not read. */
	readonly problem?: unknown;
}

export interface SimilarIncidents {
	/** The most alike first. */
	readonly found: readonly SimilarIncident[];
	/** Whether more are alike than are given. */
	readonly more: boolean;
	/** How many resolved incidents had their titles compared, and how many of them their alerts and notes. */
	readonly compared: { readonly titles: number; readonly texts: number };
	/** Since when those of the same service were looked through, and since when those of the account. */
	readonly back: { readonly service: string | undefined; readonly account: string | undefined };
	/** What could not be read. */
	readonly problems: readonly unknown[];
}

/**
 * Resolved incidents of the last 180 days whose title, alerts and notes read like those of an incident: the newest 500 of its
 * service and the newest 500 of the account. No plan is needed for it. operationId: listIncidents, listIncidentAlerts,
 * listIncidentNotes
 * @throws when no resolved incident could be read at all
 */
export async function findSimilarIncidents(
	incident: Incident,
	{ limit, without }: { readonly limit: number; readonly without: ReadonlySet<string> },
	context: ToolContext,
): Promise<SimilarIncidents> {
	const problems: unknown[] = [];
	/** What cannot be read is compared by its title alone. */
	const readText = (id: string) =>
		textOf(id, context).catch((error: unknown) => {
			context.signal.throwIfAborted();
			problems.push(error);
			return '';
		});
	const [ofService, ofAccount, more, { likenessTo }] = await Promise.all([
		incident.service ? readPast(incident, [incident.service.id], context) : nothing,
		readPast(incident, undefined, context),
		readText(incident.id),
		import('./text-likeness.ts'),
	]);
	for (const { problem } of [ofService, ofAccount]) if (problem !== undefined) problems.push(problem);
	const past = new Map([...ofService.incidents, ...ofAccount.incidents].map((one) => [one.id, one]));
	if (past.size === 0 && problems.length > 0) throw problems[0];
	const text = { id: incident.id, title: incident.title ?? '', more };
	const titled = [...past.values()].map(({ id, title }): ComparedText => ({ id, title: title ?? '', more: '' }));
	const closest = likenessTo(text, titled).slice(0, mostRead);
	const read = new Map(await Promise.all(closest.map(async ({ id }) => [id, await readText(id)] as const)));
	const whole = titled.flatMap((one): ComparedText[] => {
		const known = read.get(one.id);
		return known === undefined ? [] : [{ ...one, more: known }];
	});
	const found = closestOf([...likenessTo({ ...text, more: '' }, titled), ...likenessTo(text, whole)])
		.filter(({ id, score }) => score >= leastScore && !without.has(id))
		.flatMap((likeness) => {
			const known = past.get(likeness.id);
			return known ? [{ incident: known, likeness }] : [];
		});
	return {
		found: found.slice(0, limit),
		more: found.length > limit,
		compared: { titles: past.size, texts: read.size },
		back: { service: ofService.back, account: ofAccount.back },
		problems,
	};
}

const nothing: Past = { incidents: [], back: undefined };

/** Each incident once, by what is most alike of it; the most alike first. */
function closestOf(all: readonly Likeness[]): readonly Likeness[] {
	const best = new Map<string, Likeness>();
	for (const likeness of all)
		if (likeness.score > (best.get(likeness.id)?.score ?? -1)) best.set(likeness.id, likeness);
	return [...best.values()].sort((a, b) => b.score - a.score);
}

/** The newest resolved incidents. Those that were read before something went wrong count. */
async function readPast(
	{ id }: Incident,
	services: readonly string[] | undefined,
	{ pagerduty, clock, signal }: ToolContext,
): Promise<Past> {
	const until = clock.now().getTime();
	const incidents: Incident[] = [];
	const told = (problem?: unknown): Past => ({
		incidents: incidents.filter((one) => one.id !== id && !isMerged(one)),
		back: incidents.flatMap(({ created_at: at }) => at ?? []).sort()[0],
		...(problem !== undefined && { problem }),
	});
	try {
		for (let pages = 0; pages < mostPages; pages++) {
			const page = await listIncidents(pagerduty, {
				statuses: ['resolved'],
				since: isoOf(until - spanMs),
				until: isoOf(until),
				...(services && { service_ids: services }),
				sort_by: 'created_at:desc',
				limit: pageRows,
				offset: pages * pageRows,
			});
			incidents.push(...page.items);
			if (!page.more) break;
		}
		return told();
	} catch (error) {
		signal.throwIfAborted();
		return told(error);
	}
}

/** It is told under the one that it went into. */
function isMerged({ resolve_reason: reason }: Incident): boolean {
	return reason?.type === 'merge_resolve_reason';
}

/** What notes and alerts say of an incident. */
async function textOf(incidentId: string, { pagerduty }: ToolContext): Promise<string> {
	const [notes, alerts] = await Promise.all([
		listIncidentNotes(pagerduty, incidentId).catch(ifRefused([])),
		listIncidentAlerts(pagerduty, incidentId, { limit: 25 })
			.then(({ items }) => items)
			.catch(ifRefused([])),
	]);
	const told = [
		...notes.map(({ content }) => content ?? ''),
		...new Set(alerts.flatMap(({ summary, body }) => [summary ?? '', detailsOf(body?.details)])),
	];
	return told.join('\n').slice(0, longestText);
}

function detailsOf(details: unknown): string {
	if (details === undefined || details === null) return '';
	return (typeof details === 'string' ? details : JSON.stringify(details)).slice(0, 1_000);
}
