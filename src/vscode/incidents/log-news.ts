import type { Clock } from '../../pagerduty/http/clock.ts';
import { PagerDutyError, type PagerDutyErrorKind } from '../../pagerduty/http/errors.ts';
import { ToolError } from '../../tools/core/failure.ts';
import { listLogEntries } from '../../tools/events/list-log-entries.ts';
import type { Caller } from '../../tools/tool-runs.ts';
import type { RunsTools } from '../lazy-toolbox.ts';

/** Up to where the account's log was read. */
export interface LogMark {
	/** From where on it is to be read, in milliseconds of PagerDuty's clock: the computer's may be wrong. */
	readonly since: number;
	/** Entries after that which are known. */
	readonly ids: ReadonlySet<string>;
}

/** What the account's log tells of since a mark. */
export interface LogNews {
	/** Ids of incidents that changed. */
	readonly changed: readonly string[];
	/** Ids of incidents that were resolved, as far as the log goes. */
	readonly over: readonly string[];
	readonly mark: LogMark;
}

/** More than that is sooner known from the list itself. */
const mostPages = 3;
const pageRows = 100;
/** An entry may show a little after its time, and what is read meanwhile may be older than the log. */
const overlapMs = 60_000;
const dayMs = 86_400_000;

/** What nobody sees in a row. */
const unseen: ReadonlySet<string> = new Set(['notify', 'annotate']);

/** PagerDuty will not show this person its log. */
const refusals: ReadonlySet<PagerDutyErrorKind> = new Set(['forbidden', 'plan', 'notFound', 'refused']);

/**
 * Where the log ends now; undefined where there is none to read.
 * @param list whether the list was read before, so that the log must tell of what happened meanwhile, or is read after this
 */
export async function endOfLog(
	toolbox: RunsTools,
	clock: Clock,
	caller: Caller,
	list: 'before' | 'after',
): Promise<LogMark | undefined> {
	const page = await readable(() => readPage(toolbox, caller, { ...spanSince(weekAgo(clock), clock), limit: 1 }));
	const at = Date.parse(page?.log_entries?.[0]?.at ?? '');
	return Number.isNaN(at) ? undefined : { since: list === 'before' ? at - overlapMs : at, ids: new Set() };
}

/** What has happened since a mark; undefined when the log does not tell, or of too much. */
export async function readLogNews(
	toolbox: RunsTools,
	clock: Clock,
	caller: Caller,
	mark: LogMark,
): Promise<LogNews | undefined> {
	const span = spanSince(mark.since, clock);
	const entries: Entry[] = [];
	let cursor: string | undefined;
	for (let pages = 0; pages < mostPages; pages++) {
		const page = await readable(() => readPage(toolbox, caller, { ...span, limit: pageRows, cursor }));
		if (!page) return undefined;
		for (const { id, at, event, incident_id: incident } of page.log_entries ?? [])
			if (incident !== undefined) entries.push({ id, at: Date.parse(at ?? '') || 0, event, incident });
		cursor = page.next_cursor;
		if (cursor === undefined) return newsOf(entries, mark);
	}
	return undefined;
}

interface Entry {
	readonly id: string;
	readonly at: number;
	readonly event: string;
	readonly incident: string;
}

function newsOf(entries: readonly Entry[], mark: LogMark): LogNews {
	// The newest first: what an incident's first entry says is so now.
	const last = new Map<string, string>();
	for (const { id, event, incident } of entries)
		if (!mark.ids.has(id) && !unseen.has(event) && !last.has(incident)) last.set(incident, event);
	const since = entries.reduce((latest, { at }) => Math.max(latest, at - overlapMs), mark.since);
	return {
		changed: [...last].filter(([, event]) => event !== 'resolve').map(([id]) => id),
		over: [...last].filter(([, event]) => event === 'resolve').map(([id]) => id),
		mark: { since, ids: new Set(entries.filter(({ at }) => at >= since).map(({ id }) => id)) },
	};
}

/** From then on. It ends far ahead, so that nothing is missed where the computer's clock is slow. */
function spanSince(ms: number, clock: Clock): { since: string; until: string } {
	const until = Math.max(ms, clock.now().getTime()) + dayMs;
	return { since: new Date(ms).toISOString(), until: new Date(until).toISOString() };
}

function weekAgo(clock: Clock): number {
	return clock.now().getTime() - 7 * dayMs;
}

/** One page of the log, the newest first; with notifications, or it would take several requests. */
function readPage(
	toolbox: RunsTools,
	caller: Caller,
	{ cursor, ...page }: { since: string; until: string; limit: number; cursor?: string | undefined },
) {
	return toolbox.run(listLogEntries, { ...page, overview: false, ...(cursor !== undefined && { cursor }) }, caller);
}

/** Undefined when the person may not read it. */
async function readable<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
	try {
		return await read();
	} catch (error) {
		const cause = error instanceof ToolError ? error.cause : error;
		if (cause instanceof PagerDutyError && refusals.has(cause.kind)) return undefined;
		throw error;
	}
}
