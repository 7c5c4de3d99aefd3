import { incidentsBehind, type IncidentSources } from '../commands/shared/incidents-meant.ts';
import type { OpenPage } from '../commands/page.ts';
import type { Sidebar } from '../sidebar/sidebar.ts';
import { pageOf, type LinkTarget } from './editor-link.ts';

export interface ShowTargetParts extends IncidentSources {
	readonly sidebar: Pick<Sidebar, 'show' | 'hasRow'>;
	readonly openPage: OpenPage;
}

/** Shows the page of what a link is about. An incident's row is selected, too, where it has one. */
export async function showTarget(target: LinkTarget, parts: ShowTargetParts): Promise<void> {
	const { sidebar, openPage } = parts;
	if (target.kind !== 'incident') {
		const { page, subject } = pageOf(target);
		await openPage(page, subject);
		return;
	}
	// A number becomes an id: each incident has one page.
	const [incident] = await incidentsBehind(parts, [target.incident]);
	if (!incident) return;
	if (sidebar.hasRow(incident.id)) await sidebar.show(incident.id);
	await openPage('incident', { incident: incident.id });
}
