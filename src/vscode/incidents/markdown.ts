import type { ShownIncident } from '../../tools/shapes/incident.ts';
import type { Situation } from '../words/situation.ts';
import { incidentState, incidentTitle } from './present.ts';

/** An incident for a ticket or a chat, as Markdown: its title with the link, then what is known of it. */
export function incidentMarkdown(incident: ShownIncident, { l10n }: Situation): string {
	const title = escaped(incidentTitle(incident));
	const facts: readonly (readonly [string, string | undefined])[] = [
		[l10n.t('Status'), incidentState(incident, l10n)],
		[l10n.t('Priority'), incident.priority],
		[l10n.t('Service'), incident.service],
		[l10n.t('Assigned to'), incident.assignees?.join(', ')],
		[l10n.t('Escalation policy'), incident.escalation_policy],
		[l10n.t('Opened at'), incident.created_at],
		[l10n.t('Resolved'), incident.resolved_at],
	];
	return [
		incident.url === undefined ? `**${title}**` : `**[${title}](${incident.url})**`,
		'',
		...facts.flatMap(([name, value]) => (value ? [`- ${name}: ${escaped(value)}`] : [])),
	].join('\n');
}

/** Readable in a plain text field too, so only what would change the meaning is escaped. */
function escaped(text: string): string {
	return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>]/g, (character) => `\\${character}`);
}
