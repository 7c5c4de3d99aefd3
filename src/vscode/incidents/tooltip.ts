import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { safeForMarkdown } from '../words/markup-safe.ts';
import type { L10n, Situation } from '../words/situation.ts';
import { moment } from '../words/time.ts';
import type { Priorities } from './order.ts';
import { commandLink, incidentIcon, incidentState, incidentTitle, openForInWords } from './present.ts';

/** Commands that an incident's hover may run. */
export interface HoverCommands {
	readonly acknowledge: string;
	readonly resolve: string;
	readonly reopen: string;
	readonly open: string;
}

/** What PagerDuty does next by itself, as far as its kinds are known. */
function nextStepWord(type: string, l10n: L10n): string {
	switch (type) {
		case 'escalate':
			return l10n.t('escalate');
		case 'unacknowledge':
			return l10n.t('trigger again');
		case 'resolve':
			return l10n.t('resolve');
		case 'urgency_change':
			return l10n.t('change urgency');
		default:
			return type;
	}
}

/** An incident's hover as Markdown. All text from outside is escaped; the only links are our own commands with the id. */
export function incidentTooltip(
	incident: ShownIncident,
	commands: HoverCommands,
	situation: Situation,
	priorities: Priorities,
): string {
	const { now, locale, l10n } = situation;
	const dated = (what: string, at: string | undefined) =>
		at === undefined ? what : l10n.t('{0} at {1}', what, moment(new Date(at), now, locale));
	const acknowledged = incident.acknowledged_by?.map(({ name, at }) => dated(name, at)).join(', ');
	const next = incident.next_steps?.map(({ type, at }) => dated(nextStepWord(type, l10n), at)).join(', ');
	const { id: icon } = incidentIcon(incident, priorities);
	const facts: readonly (readonly [string, string | undefined])[] = [
		[l10n.t('Priority'), incident.priority],
		[l10n.t('Service'), incident.service],
		[l10n.t('Assigned to'), incident.assignees && (incident.assignees.join(', ') || l10n.t('nobody'))],
		[l10n.t('Acknowledged by'), acknowledged || undefined],
		[l10n.t('Escalation policy'), incident.escalation_policy],
		[l10n.t('Open for'), openForInWords(incident, now, l10n)],
		[l10n.t('Resolved'), incident.resolved_at && moment(new Date(incident.resolved_at), now, locale)],
		[l10n.t('Open alerts'), incident.open_alerts === undefined ? undefined : String(incident.open_alerts)],
		[l10n.t('Next'), next || undefined],
	];
	const link = (name: string, command: string) => commandLink(name, command, incident.id);
	const links = [
		incident.status === 'triggered' && link(l10n.t('Acknowledge'), commands.acknowledge),
		incident.status !== 'resolved' && link(l10n.t('Resolve'), commands.resolve),
		incident.status === 'resolved' && link(l10n.t('Reopen'), commands.reopen),
		incident.url && link(l10n.t('Open in PagerDuty'), commands.open),
	].filter((entry) => typeof entry === 'string' && entry !== '');
	return [
		`**${safeForMarkdown(incidentTitle(incident))}**`,
		`$(${icon}) ${incidentState(incident, l10n)}`,
		facts
			.filter(([, value]) => value !== undefined)
			.map(([name, value]) => `${name}: ${safeForMarkdown(value ?? '')}`)
			.join('  \n'),
		...(links.length > 0 ? [links.join(' · ')] : []),
	].join('\n\n');
}
