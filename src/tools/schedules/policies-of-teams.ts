import { listEscalationPolicies } from '../../pagerduty/api/escalation-policies.ts';
import type { ToolContext } from '../core/context.ts';
import { readAll } from '../lists/read-all.ts';

/** The policies of teams. operationId: listEscalationPolicies */
export async function policiesOfTeams(
	teamIds: readonly string[],
	{ pagerduty }: ToolContext,
): Promise<{ readonly ids: string[]; readonly note: string | undefined }> {
	const { items, note } = await readAll((at) => listEscalationPolicies(pagerduty, { ...at, team_ids: teamIds }));
	return { ids: items.map(({ id }) => id), note };
}
