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

/** A row of the on-call view, as far as its menu depends on it. */
export interface OncallRow {
	readonly row: 'me' | 'myTurn' | 'team' | 'policy' | 'levels' | 'turn' | 'gap';
	/** It is about one person, who can be paged and contacted. */
	readonly person?: boolean;
	/** That person is the one who is signed in. */
	readonly mine?: boolean;
	/** It is about one turn of a schedule, which somebody else can take over. */
	readonly scheduled?: boolean;
	readonly url?: string | undefined;
}

/**
 * What can be done with a row of the on-call view, as words that menus test with `viewItem =~ /\bword\b/`: what it is (`me`, `myTurn`,
 * `team`, `policy`, `levels`, `turn`, `gap`), then `person`, `mine`, `scheduled` and `linkable`.
 */
export function oncallCapabilities({ row, person, mine, scheduled, url }: OncallRow): string {
	return [row, person && 'person', mine && 'mine', scheduled && 'scheduled', url && 'linkable']
		.filter(Boolean)
		.join(' ');
}
