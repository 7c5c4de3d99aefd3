import { listOnCalls, type ListOnCallsQuery, type OnCall } from '../../../pagerduty/api/oncalls.ts';
import { pages } from '../../../pagerduty/api/paging.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { readWhole } from '../../lists/read-all.ts';
import { nameOf } from '../../text/names.ts';
import { spanOf } from '../../schedules/read-schedule.ts';
import { rangeOf } from '../../time/range.ts';
import { clip, totalLength, union, type Span } from '../../time/spans.ts';

const day = 86_400_000;

/** What somebody has to do anyway while a shift lasts. */
export interface Duty {
	/** The schedule, or the policy that pages the person directly. */
	readonly on: string;
	readonly level: number;
	/** Undefined for a duty that never ends. */
	readonly span: Span | undefined;
}

/** Somebody's duties around a shift. */
export interface Duties {
	readonly during: readonly Duty[];
	/** How long they would be on call without a break if they took it, in milliseconds. */
	readonly stretch: number;
}

/** Who is on call for anything during `span`, and directly before and after it. operationId: listOnCalls */
export async function readDuties(
	userIds: readonly string[],
	span: Span,
	{ pagerduty }: ToolContext,
): Promise<(userId: string) => Duties> {
	const around = rangeOf({ start: span.start - day, end: span.end + day });
	const rows = await readWhole((at) => listOnCalls(pagerduty, { ...around, user_ids: userIds, ...at }));
	return (userId) => {
		const own = rows.filter(({ user }) => user.id === userId);
		const turns = own.flatMap(({ start, end }) => spanOf(start, end) ?? []);
		const whole = union([...turns, span]).find(({ start, end }) => start <= span.start && span.end <= end);
		return { during: dutiesIn(own, span), stretch: whole ? whole.end - whole.start : span.end - span.start };
	};
}

/** The same turn comes for each policy: the level closest to the page counts. */
function dutiesIn(rows: readonly OnCall[], span: Span): Duty[] {
	const duties = new Map<string, Duty>();
	for (const row of rows) {
		const times = spanOf(row.start, row.end);
		if (times && clip([times], span).length === 0) continue;
		const target = row.schedule ?? row.escalation_policy;
		const level = row.escalation_level ?? 1;
		const key = [target?.id, times?.start].join(' ');
		const known = duties.get(key);
		if (known && known.level <= level) continue;
		duties.set(key, { on: target ? nameOf(target) : 'unknown', level, span: times });
	}
	return [...duties.values()];
}

/** More pages of duty are not read to tell how much people had. */
const mostPages = 5;

/**
 * How long each person is on call by schedules in a span, overlaps once, in milliseconds.
 * @throws {ToolError} where that takes too many requests.
 * operationId: listOnCalls
 */
export async function readHours(
	userIds: readonly string[],
	span: Span,
	{ pagerduty }: ToolContext,
): Promise<(userId: string) => number> {
	const query: ListOnCallsQuery = { ...rangeOf(span), user_ids: userIds };
	const rows: OnCall[] = [];
	let read = 0;
	for await (const page of pages((at) => listOnCalls(pagerduty, { ...query, ...at }))) {
		rows.push(...page.items);
		if (++read >= mostPages && page.more)
			throw new ToolError({ message: `there are more than ${rows.length} turns. Name fewer people with \`users\`.` });
	}
	return (userId) => {
		const turns = rows.filter(({ user }) => user.id === userId).flatMap(({ start, end }) => spanOf(start, end) ?? []);
		return totalLength(union(clip(turns, span)));
	};
}
