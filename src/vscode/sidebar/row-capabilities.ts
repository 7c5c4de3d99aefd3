import type { ShownIncident } from '../../tools/shapes/incident.ts';

/** What can be done with an incident, as words that menus test with `viewItem =~ /\bword\b/`. */
export function incidentCapabilities(incident: ShownIncident): string {
	const open = incident.status !== 'resolved';
	return [
		'incident',
		incident.status === 'triggered' && 'acknowledgeable',
		open && 'resolvable',
		// One click resolves it: not beside the button that acknowledges what somebody else may have to see.
		open && (incident.mine === true || incident.status === 'acknowledged') && 'takenOn',
		!open && 'reopenable',
		incident.url && 'linkable',
	]
		.filter(Boolean)
		.join(' ');
}

/** What can be done with a row, as words that menus test with `viewItem =~ /\bword\b/`. */
export function oncallCapabilities(row: 'policy' | 'turn' | 'gap', url: string | undefined): string {
	return url ? `${row} linkable` : row;
}
