import * as z from 'zod';
import type { Incident } from '../../../pagerduty/api/incident.ts';
import { listOnCalls, type OnCall } from '../../../pagerduty/api/oncalls.ts';
import type { ToolContext } from '../../core/context.ts';
import { readWhole } from '../../lists/read-all.ts';
import { nameOf } from '../../text/names.ts';
import { isoSeconds } from '../../time/iso.ts';

/** Who is on call now: per policy and level, their turns. */
type Levels = ReadonlyMap<string, ReadonlyMap<number, readonly OnCall[]>>;

/**
 * The level after the one that each incident is at, or in words why there is none. PagerDuty does not say at which level an
 * incident is: it is the lowest at which one of its assignees is on call. operationId: listOnCalls
 */
export async function nextLevels(
	incidents: readonly Incident[],
	context: ToolContext,
): Promise<(incident: Incident) => number | string> {
	return nextOf(await levelsNow(incidents, context));
}

/** By who is on call. */
function nextOf(levels: Levels): (incident: Incident) => number | string {
	return (incident) => {
		const ofPolicy = levelsOf(incident, levels);
		const assignees = assigneesOf(incident);
		const current = currentLevel(incident, levels);
		if (current === undefined) return 'assigned to somebody who is not on call for its policy: give `level`';
		// The same people again on a higher level would be no escalation.
		const next = ofPolicy.find(
			([level, turns]) => level > current && turns.some(({ user }) => !assignees.includes(user.id)),
		);
		return next?.[0] ?? `nobody else is on call above level ${current}`;
	};
}

/** A level of an incident's escalation policy with somebody on call. */
export const escalationLevelShape = z.object({
	level: z.int(),
	/** The level that the incident is at, and the one that comes next; others have none. */
	is: z.enum(['current', 'next']).optional(),
	/** Without `until`: always. */
	on_call: z.array(z.object({ user: z.string(), schedule: z.string().optional(), until: z.string().optional() })),
});
export type EscalationLevel = z.output<typeof escalationLevelShape>;

/** Who is on call for an incident, level by level, and which level comes next. operationId: listOnCalls */
export async function readEscalation(incident: Incident, context: ToolContext): Promise<EscalationLevel[]> {
	const levels = await levelsNow([incident], context);
	const current = currentLevel(incident, levels);
	// Of low urgency, or given to people by name, it stays where it is.
	const isGiven = incident.assigned_via === 'direct_assignment';
	const escalates = incident.status !== 'resolved' && incident.urgency !== 'low' && !isGiven;
	const next = escalates ? nextOf(levels)(incident) : undefined;
	return levelsOf(incident, levels).map(([level, turns]) => ({
		level,
		...(level === current ? { is: 'current' as const } : level === next && { is: 'next' as const }),
		on_call: [...new Map(turns.map((turn) => [turn.user.id, turn])).values()].map(({ user, schedule, end }) => ({
			user: nameOf(user),
			...(schedule && { schedule: nameOf(schedule) }),
			...(end && { until: end }),
		})),
	}));
}

function assigneesOf({ assignments = [] }: Incident): readonly string[] {
	return assignments.map(({ assignee }) => assignee.id);
}

/** The levels of its policy with anybody on call, the lowest first. */
function levelsOf(
	{ escalation_policy: policy }: Incident,
	levels: Levels,
): readonly (readonly [number, readonly OnCall[]])[] {
	return [...(levels.get(policy?.id ?? '') ?? [])].sort(([a], [b]) => a - b);
}

function currentLevel(incident: Incident, levels: Levels): number | undefined {
	const assignees = assigneesOf(incident);
	return levelsOf(incident, levels).find(([, turns]) => turns.some(({ user }) => assignees.includes(user.id)))?.[0];
}

async function levelsNow(incidents: readonly Incident[], context: ToolContext): Promise<Levels> {
	const policies = [...new Set(incidents.flatMap(({ escalation_policy: policy }) => policy?.id ?? []))];
	const levels = new Map<string, Map<number, OnCall[]>>();
	if (policies.length === 0) return levels;
	const now = isoSeconds(context.clock.now());
	const read = (at: { limit: number; offset: number }) =>
		listOnCalls(context.pagerduty, { ...at, since: now, until: now, escalation_policy_ids: policies });
	for (const turn of await readWhole(read)) {
		const { escalation_policy: policy, escalation_level: level } = turn;
		if (!policy || level === undefined) continue;
		const ofPolicy = levels.get(policy.id) ?? new Map<number, OnCall[]>();
		levels.set(policy.id, ofPolicy.set(level, [...(ofPolicy.get(level) ?? []), turn]));
	}
	return levels;
}
