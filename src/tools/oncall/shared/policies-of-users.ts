import type { EscalationPolicy } from '../../../pagerduty/api/escalation-policies.ts';
import { listOnCalls } from '../../../pagerduty/api/oncalls.ts';
import { listSchedules } from '../../../pagerduty/api/schedules.ts';
import type { ToolContext } from '../../core/context.ts';
import { nameOf, quotedNames } from '../../text/names.ts';
import { joinNotes } from '../../lists/partial-answer.ts';
import { readAll } from '../../lists/read-all.ts';
import { rangeOf } from '../../time/range.ts';
import { knownDays } from './known-ahead.ts';

/** Which policies page some people. */
export interface Paging {
	readonly pages: (policy: EscalationPolicy) => boolean;
	readonly note: string | undefined;
}

/**
 * Tells the policies that page any of these people, as direct targets or through a schedule. Layered schedules name their
 * people; those made of shifts show in who is on call in the next 90 days. operationId: listSchedules, listOnCalls
 */
export async function pagingOf(userIds: readonly string[], context: ToolContext): Promise<Paging> {
	const { pagerduty, asked } = context;
	const now = Math.floor(asked.now().getTime() / 1000) * 1000;
	const range = rangeOf({ start: now, end: now + knownDays * 86_400_000 });
	const [layered, turns] = await Promise.all([
		readAll((at) => listSchedules(pagerduty, at)),
		readAll((at) => listOnCalls(pagerduty, { ...at, ...range, user_ids: userIds })),
	]);
	const schedules = new Map<string, string>();
	for (const schedule of layered.items)
		if (schedule.users?.some(({ id }) => userIds.includes(id))) schedules.set(schedule.id, nameOf(schedule));
	for (const { schedule } of turns.items) if (schedule) schedules.set(schedule.id, nameOf(schedule));
	const through = quotedNames([...schedules.values()]);
	return {
		pages: ({ escalation_rules: levels }) =>
			levels?.some(({ targets }) => targets.some(({ id }) => userIds.includes(id) || schedules.has(id))) ?? false,
		note: joinNotes(layered.note ?? turns.note, through ? `Directly, or through a schedule: ${through}.` : undefined),
	};
}
