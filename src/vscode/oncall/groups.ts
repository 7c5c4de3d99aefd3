import type { OncallPolicy } from './policies.ts';

/** The policies of one team, or those of none. */
export interface OncallTeam {
	/** Undefined for the policies that belong to no team. */
	readonly name: string | undefined;
	readonly mine: boolean;
	readonly policies: readonly OncallPolicy[];
}

/** The names of each policy's teams, by the policy's id. */
export type TeamsOfPolicies = ReadonlyMap<string, readonly string[]>;

/** The policies under their teams: those where the person is on call first, then by name. A policy of two teams comes twice. */
export function byTeam(policies: readonly OncallPolicy[], teams: TeamsOfPolicies): readonly OncallTeam[] {
	const groups = new Map<string | undefined, OncallPolicy[]>();
	for (const policy of policies) {
		const names = teams.get(policy.id) ?? [];
		for (const name of names.length > 0 ? names : [undefined]) {
			const group = groups.get(name);
			if (group) group.push(policy);
			else groups.set(name, [policy]);
		}
	}
	return [...groups]
		.map(([name, some]) => ({ name, mine: some.some(({ mine }) => mine), policies: some }))
		.sort((a, b) => Number(b.mine) - Number(a.mine) || compareNames(a.name, b.name));
}

function compareNames(a: string | undefined, b: string | undefined): number {
	if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
	return a.localeCompare(b);
}
