import type { ShownIncident } from '../../tools/shapes/incident.ts';
import type { L10n, Situation } from '../words/situation.ts';
import type { Icon } from '../icon.ts';
import { age, ageInWords } from '../words/time.ts';
import type { IncidentGroup } from './groups.ts';
import { isHighest, type Priorities } from './order.ts';
import type { Rest } from './store.ts';

/** How an incident's state looks; a triggered one of the highest priority has a shape of its own. */
export function incidentIcon(incident: ShownIncident, priorities: Priorities): Icon {
	switch (incident.status) {
		case 'triggered':
			if (isHighest(incident.priority, priorities)) return { id: 'flame', color: 'charts.red' };
			return incident.urgency === 'low'
				? { id: 'circle-large-outline', color: 'pagerduty.lowUrgencyIconForeground' }
				: { id: 'circle-large-filled', color: 'charts.red' };
		case 'acknowledged':
			return { id: 'eye', color: 'charts.yellow' };
		case 'resolved':
			return { id: 'pass', color: 'charts.green' };
		default:
			return { id: 'question', color: undefined };
	}
}

/** The state in words, e.g. `Triggered, high urgency`. */
export function incidentState(incident: ShownIncident, l10n: L10n): string {
	const status = statusWord(incident.status, l10n);
	if (incident.urgency === 'high') return l10n.t('{0}, high urgency', status);
	if (incident.urgency === 'low') return l10n.t('{0}, low urgency', status);
	return status;
}

/** A status in words. */
export function statusWord(status: string, l10n: L10n): string {
	switch (status) {
		case 'triggered':
			return l10n.t('Triggered');
		case 'acknowledged':
			return l10n.t('Acknowledged');
		case 'resolved':
			return l10n.t('Resolved');
		default:
			return status;
	}
}

/** `#123 Disk full` */
export function incidentTitle(incident: ShownIncident): string {
	return incident.number === undefined ? incident.title : `#${incident.number} ${incident.title}`;
}

/** What a narrow row must not cut off comes first: `P1 · 9m  Disk full`. */
export function incidentLabel(incident: ShownIncident, now: Date, l10n: L10n): string {
	const facts = joined([incident.priority, openFor(incident, now, l10n)]);
	return facts === '' ? incident.title : `${facts}  ${incident.title}`;
}

/** Beside the title, whatever the heading does not say: the service of mine, the assignees of others. */
export function incidentDescription(incident: ShownIncident, group: IncidentGroup['kind']): string {
	return joined([
		group === 'service' ? undefined : incident.service,
		group === 'mine' ? undefined : incident.assignees?.join(', '),
	]);
}

function joined(parts: readonly (string | undefined)[]): string {
	return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

/** How long it has been open; nothing of one that is over. */
function openFor(incident: ShownIncident, now: Date, l10n: L10n): string | undefined {
	return incident.status === 'resolved' ? undefined : age(incident.created_at, now, l10n);
}

/** The same as part of a sentence. */
export function openForInWords(incident: ShownIncident, now: Date, l10n: L10n): string | undefined {
	return incident.status === 'resolved' ? undefined : ageInWords(incident.created_at, now, l10n);
}

/** What a screen reader says of an incident's row. */
export function incidentInWords(incident: ShownIncident, now: Date, l10n: L10n): string {
	const since = openForInWords(incident, now, l10n);
	return [
		incidentTitle(incident),
		incidentState(incident, l10n),
		incident.priority && l10n.t('Priority {0}', incident.priority),
		incident.service && l10n.t('Service {0}', incident.service),
		incident.assignees?.length ? l10n.t('Assigned to {0}', incident.assignees.join(', ')) : undefined,
		since && l10n.t('Open for {0}', since),
	]
		.filter((part) => typeof part === 'string' && part !== '')
		.join('. ');
}

/** A group's heading. */
export function groupLabel(group: IncidentGroup, l10n: L10n): string {
	switch (group.kind) {
		case 'repository':
			return l10n.t('This repository: {0}', group.name ?? '');
		case 'mine':
			return l10n.t('Assigned to me');
		case 'resolved':
			return l10n.t('Resolved from here');
		case 'lately':
			return l10n.t('Resolved in the last day');
		case 'changes':
			return l10n.t('Changes in the last day');
		case 'service':
		case 'alone':
			return group.name ?? l10n.t('Without a service');
		case 'team':
			return group.name ?? l10n.t('Without a team');
		case 'priority':
			return group.name ?? l10n.t('Without a priority');
		case 'urgency':
			return group.name === 'low' ? l10n.t('Low urgency') : l10n.t('High urgency');
	}
}

/** A group's heading for screen readers. */
export function groupInWords(group: IncidentGroup, l10n: L10n): string {
	const heading = groupLabel(group, l10n);
	if (group.kind === 'lately' || group.kind === 'changes') return heading;
	return group.incidents.length === 1
		? l10n.t('{0}, 1 incident', heading)
		: l10n.t('{0}, {1} incidents', heading, group.incidents.length);
}

/** How many of the open incidents are in sight. */
export function restInWords(shown: number, { count }: Rest, { l10n, locale }: Situation): string {
	const number = (value: number) => value.toLocaleString(locale.language);
	return count === undefined
		? l10n.t('Showing the newest {0}', number(shown))
		: l10n.t('Showing {0} of {1}', number(shown), number(shown + count));
}

/** Beside the view's name: `Demo · 2 triggered · High urgency`. @param all whether there are no other open ones. */
export function incidentsDescription(
	demo: boolean,
	open: readonly ShownIncident[],
	all: boolean,
	filter: readonly string[],
	l10n: L10n,
): string {
	const triggered = open.filter(({ status }) => status === 'triggered').length;
	const several = all ? l10n.t('{0} triggered', triggered) : l10n.t('{0}+ triggered', triggered);
	return joined([demo ? l10n.t('Demo') : undefined, triggered > 0 ? several : undefined, filter.join(', ')]);
}

/** The badge's tooltip. */
export function badgeInWords(count: number, person: boolean, l10n: L10n): string {
	if (!person) return count === 1 ? l10n.t('1 open incident') : l10n.t('{0} open incidents', count);
	return count === 1
		? l10n.t('1 open incident is assigned to you')
		: l10n.t('{0} open incidents are assigned to you', count);
}

/** A link that runs a command, as Markdown. */
export function commandLink(name: string, command: string, ...values: readonly string[]): string {
	return `[${name}](command:${command}${values.length > 0 ? `?${linkArguments(values)}` : ''})`;
}

/** The arguments of a command link. Brackets would end the link, and `encodeURIComponent` leaves the round ones. */
function linkArguments(values: readonly string[]): string {
	return encodeURIComponent(JSON.stringify(values)).replace(
		/[!'()*~]/g,
		(character) => `%${character.charCodeAt(0).toString(16)}`,
	);
}
