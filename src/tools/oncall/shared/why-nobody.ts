import { getEscalationPolicy } from '../../../pagerduty/api/escalation-policies.ts';
import type { OnCall } from '../../../pagerduty/api/oncalls.ts';
import type { ToolContext } from '../../core/context.ts';
import { nameOf, namesOf, quoted, quotedNames } from '../../text/names.ts';
import { joinNotes } from '../../text/notes.ts';
import { partialAnswer } from '../../lists/partial-answer.ts';
import { readSchedule, type KnownSchedule } from '../../schedules/read-schedule.ts';
import type { Span } from '../../time/spans.ts';

/** What was asked about who is on call. */
export interface AskedOnCalls {
	readonly span: Span;
	readonly schedules: readonly KnownSchedule[] | undefined;
	readonly policyIds: readonly string[] | undefined;
	/** Only these people count. */
	readonly userIds: readonly string[] | undefined;
}

/** Reasons cost a request each. */
const most = 5;

/**
 * Why a schedule or policy that was asked about is not among those on call. `found` is the whole answer.
 * operationId: getSchedule, getScheduleV3, getEscalationPolicy
 */
export async function whyNobody(
	{ span, schedules, policyIds, userIds }: AskedOnCalls,
	found: readonly OnCall[],
	context: ToolContext,
): Promise<string | undefined> {
	const missing = schedules?.filter(({ id }) => found.every(({ schedule }) => schedule?.id !== id)) ?? [];
	const unmanned =
		schedules || userIds
			? []
			: (policyIds ?? []).filter((id) => found.every((one) => one.escalation_policy?.id !== id));
	const asked = [
		...missing.map((schedule) => () => ofSchedule(schedule, span, policyIds, context)),
		...unmanned.map((id) => () => ofPolicy(id, context)),
	];
	const parts = partialAnswer(['why'], context.signal);
	const reasons = await Promise.all(asked.slice(0, most).map((reason) => parts.read('why', reason)));
	const left = asked.length - reasons.length;
	const nobody = userIds && !schedules && found.length === 0 ? ['None of these people is on call then.'] : [];
	return joinNotes(...nobody, ...reasons, left > 0 ? `Nobody was found for ${left} more either.` : undefined);
}

async function ofSchedule(
	known: KnownSchedule,
	span: Span,
	policyIds: readonly string[] | undefined,
	context: ToolContext,
): Promise<string> {
	// A moment is too short to be rendered.
	const rendered = await readSchedule(
		known,
		{ start: span.start, end: Math.max(span.end, span.start + 60_000) },
		context,
	);
	const used = (rendered.layered ?? rendered.shiftBased)?.escalation_policies;
	const turns = [...new Set(rendered.turns.map(({ user }) => user))];
	if (used?.length === 0) {
		const although = turns.length > 0 ? `, although it is the turn of ${quotedNames(turns)}` : '';
		return `No escalation policy uses ${quoted(known.name)}, so nobody is paged by it${although}.`;
	}
	if (turns.length === 0) return `Nobody has a turn on ${quoted(known.name)} then: that is a gap.`;
	if (used && policyIds && !used.some(({ id }) => policyIds.includes(id)))
		return `${quoted(known.name)} belongs to other escalation policies: ${quotedNames(namesOf(used))}.`;
	return `On ${quoted(known.name)} it is the turn of ${quotedNames(turns)}.`;
}

async function ofPolicy(id: string, { pagerduty }: ToolContext): Promise<string> {
	const policy = await getEscalationPolicy(pagerduty, id);
	const targets = [...new Set((policy.escalation_rules ?? []).flatMap(({ targets: all }) => namesOf(all)))];
	return policy.escalation_rules?.length === 0
		? `${quoted(nameOf(policy))} has no levels.`
		: `${quoted(nameOf(policy))} reaches nobody then: there is a gap at every level (${quotedNames(targets)}).`;
}
