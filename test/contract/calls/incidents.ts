import type { Calls } from './calls.ts';

export const incidentsCalls: Calls = {
	list_incidents: [
		{},
		{
			statuses: ['triggered', 'resolved'],
			urgencies: ['high'],
			services: ['Checkout'],
			teams: ['Payments'],
			users: ['me'],
			priorities: ['P1'],
			title: 'x',
			incident_key: 'k',
			since: '-7d',
			until: 'now',
			sort_by: 'urgency:desc',
			limit: 5,
			fields: ['all'],
		},
		{ scope: 'mine' },
		{ scope: 'my_teams', date_range: 'all', statuses: ['resolved'] },
	],
	get_incident: [{ incident: '$incident', include: ['alerts', 'notes', 'timeline'] }],
	acknowledge_incidents: [{ incidents: ['$incident'] }],
	resolve_incidents: [{ incidents: ['$incident'], resolution: 'Rolled back' }],
	reopen_incidents: [{ incidents: ['$incident'] }],
	add_incident_note: [{ incident: '$incident', note: 'On it' }],
	list_incident_notes: [{ incident: '$incident', limit: 5 }],
	list_incident_alerts: [{ incident: '$incident', statuses: ['triggered'], detail_length: 100 }],
	get_incident_timeline: [
		{ incident: '$incident' },
		{ incident: '$incident', overview: false, since: '-1d', until: 'now' },
	],
};
