import type { Incident } from '../../../pagerduty/api/incident.ts';
import { listOnCalls } from '../../../pagerduty/api/oncalls.ts';
import type { ToolContext } from '../../core/context.ts';
import { readWhole } from '../../lists/read-all.ts';
import { isoSeconds } from '../../time/iso.ts';

/** Who is on call now: per policy and level, the ids of people. */
type Levels = Map<string, Map<number, Set<string>>>;

/**
 * The level after the one that each incident is at, or in words why there is none. PagerDuty does not say at which level an
 * incident is: it is the lowest at which one of its assignees is on call. operationId: listOnCalls
 */
export async function nextLevels(
	incidents: readonly Incident[],
	context: ToolContext,
): Promise<(incident: Incident) => number | string> {
	const levels = await levelsNow(incidents, context);
	return ({ escalation_policy: policy, assignments }) => {
		const ofPolicy = [...(levels.get(policy?.id ?? '') ?? [])].sort(([a], [b]) => a - b);
		const assignees = (assignments ?? []).map(({ assignee }) => assignee.id);
		const current = ofPolicy.find(([, people]) => assignees.some((id) => people.has(id)))?.[0];
		if (current === undefined) return 'assigned to somebody who is not on call for its policy: give `level`';
		// The same people again on a higher level would be no escalation.
		const next = ofPolicy.find(
			([level, people]) => level > current && [...people].some((id) => !assignees.includes(id)),
		);
		return next?.[0] ?? `nobody else is on call above level ${current}`;
	};
}

async function levelsNow(incidents: readonly Incident[], context: ToolContext): Promise<Levels> {
	const policies = [...new Set(incidents.flatMap(({ escalation_policy: policy }) => policy?.id ?? []))];
	const levels: Levels = new Map();
	if (policies.length === 0) return levels;
	const now = isoSeconds(context.clock.now());
	const read = (at: { limit: number; offset: number }) =>
		listOnCalls(context.pagerduty, { ...at, since: now, until: now, escalation_policy_ids: policies });
	for (const { escalation_policy: policy, escalation_level: level, user } of await readWhole(read)) {
		if (!policy || level === undefined) continue;
		const ofPolicy = levels.get(policy.id) ?? new Map<number, Set<string>>();
		levels.set(policy.id, ofPolicy.set(level, (ofPolicy.get(level) ?? new Set()).add(user.id)));
	}
	return levels;
}
