import { getService } from '../../tools/services/get-service.ts';
import { listTeams } from '../../tools/people/list-teams.ts';
import { listServices } from '../../tools/services/list-services.ts';
import type { Caller } from '../../tools/tool-runs.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import { nameBegins, sameName, sameTeam } from './suggestion.ts';
import type { WorkspaceService } from './workspace-services.ts';

/** @param service id or name. @throws what the tool throws */
export async function readService(toolbox: RunsTools, service: string): Promise<WorkspaceService> {
	const { service: found } = await toolbox.run(getService, { service }, background());
	return { id: found.id, name: found.name, policyId: found.escalation_policy_id };
}

/** The only service whose name is that of a repository but for case, spaces and hyphens. @throws what the tool throws */
export async function findServiceOf(
	toolbox: RunsTools,
	repository: string,
): Promise<Pick<WorkspaceService, 'id' | 'name'> | undefined> {
	const query = nameBegins(repository);
	if (query === undefined) return undefined;
	const { services } = await toolbox.run(listServices, { scope: 'account', query, limit: 100 }, background());
	const [only, ...others] = services.filter(({ name }) => sameName(name, repository));
	return others.length === 0 ? only : undefined;
}

/** The only service of the only team of PagerDuty that is called like a team elsewhere. @throws what the tool throws */
export async function findServiceOfTeam(
	toolbox: RunsTools,
	team: string,
): Promise<Pick<WorkspaceService, 'id' | 'name'> | undefined> {
	const query = nameBegins(team.replace(/^teams?[^\p{L}\p{N}]+/iu, ''));
	if (query === undefined) return undefined;
	const { teams, more: moreTeams } = await toolbox.run(listTeams, { query, limit: 100 }, background());
	const [found, ...others] = teams.filter(({ name }) => sameTeam(name, team));
	if (!found || others.length > 0 || moreTeams) return undefined;
	const { services, more } = await toolbox.run(listServices, { teams: [found.id], limit: 2 }, background());
	const [only, ...rest] = services;
	return rest.length > 0 || more ? undefined : only;
}

function background(): Caller {
	return { signal: new AbortController().signal, priority: 'background' };
}
