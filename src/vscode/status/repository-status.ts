import type { IncidentStore } from '../incidents/store.ts';
import type { OncallPolicy } from '../oncall/policies.ts';
import type { OncallStore } from '../oncall/store.ts';
import type { WorkspaceService } from '../repository/workspace-services.ts';

/** How a service is that a repository of this window belongs to. */
export interface RepositoryStatus {
	readonly name: string;
	/** Undefined while not all open incidents are known. */
	readonly open: number | undefined;
	/** Who is paged for it first; undefined while that is not known. */
	readonly oncall: readonly string[] | undefined;
}

/** How a service is, as far as that is known. */
export function repositoryStatus(
	{ id, name, policyId }: WorkspaceService,
	incidents: IncidentStore,
	oncall: OncallStore,
): RepositoryStatus {
	const isWhole = incidents.load.completeAt !== undefined && incidents.rest === undefined;
	return {
		name,
		open: isWhole ? incidents.open.filter(({ service_id: service }) => service === id).length : undefined,
		oncall: firstOnCall(oncall.policies.find((policy) => policy.id === policyId)),
	};
}

/** Those at the lowest level that anybody is on. */
function firstOnCall(policy: OncallPolicy | undefined): readonly string[] | undefined {
	const [first] = policy?.turns ?? [];
	return policy?.turns.filter(({ level }) => level === first?.level).map(({ user }) => user);
}
