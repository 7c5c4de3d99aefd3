import { quoted } from '../../tools/text/names.ts';
import type { WorkspaceService } from './workspace-services.ts';

/** What an agent of this editor should know of the repository that is open; undefined where it belongs to no known service. */
export function placeInWords(services: readonly Pick<WorkspaceService, 'id' | 'name'>[]): string | undefined {
	if (services.length === 0) return undefined;
	const names = services.map(({ id, name }) => `${quoted(name)} (id ${id})`).join(', ');
	return services.length === 1
		? `The repository that is open in this editor belongs to the PagerDuty service ${names}: "this service", "this repository" and "our incidents" mean it.`
		: `The repositories that are open in this editor belong to the PagerDuty services ${names}: "these services" mean them.`;
}
