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
	count_incidents: [
		{},
		{ by: 'urgency', scope: 'my_teams', urgencies: ['low'] },
		{ by: 'service', services: ['Checkout'], users: ['me'], statuses: ['triggered'] },
		{ by: 'priority', priorities: ['P1'], teams: ['Payments'], since: '-7d', until: 'now' },
		{ by: 'team', date_range: 'all' },
	],
	get_incident: [
		{ incident: '$incident', include: ['alerts', 'notes', 'timeline', 'custom_fields', 'responders', 'subscribers'] },
		{ incident: '$incident', include: ['settable_fields', 'escalation'] },
	],
	create_incident: [
		{ title: 'Checkout is slow', service: 'Checkout' },
		{
			title: 'Checkout is down',
			service: 'Checkout',
			urgency: 'low',
			priority: 'P3',
			assignee: 'me',
			body: 'All of it',
			incident_key: 'contract-key',
			incident_type: 'incident_default',
			conference_number: '+1 415-555-1212,,,,1234#',
			conference_url: 'https://meet.example.com/1',
		},
		{ title: 'Search is slow', service: 'Checkout', escalation_policy: 'Payments' },
	],
	acknowledge_incidents: [
		{ incidents: ['$incident'] },
		{ scope: 'mine', services: ['Checkout'], urgencies: ['high'], confirm: 'not yet' },
	],
	escalate_incidents: [{ incidents: ['$incident'], level: 2 }, { incidents: ['$incident'] }],
	reassign_incidents: [
		{ incidents: ['$incident'], users: ['me'] },
		{ incidents: ['$incident'], escalation_policy: 'Payments' },
	],
	update_incidents: [
		{
			incidents: ['$incident'],
			title: 'Something else is wrong',
			urgency: 'low',
			priority: 'P2',
			custom_fields: ['environment=production', 'affected_regions=eu, us', 'orders_lost=3', 'customers_told='],
			incident_type: 'security_incident',
			conference_number: '+1 415-555-1212,,,,1234#',
			conference_url: 'https://meet.example.com/2',
		},
		{ incidents: ['$incident'], service: 'Product Search', conference_url: 'https://meet.example.com/3' },
		{ incidents: ['$incident'], urgency: 'high' },
	],
	snooze_incidents: [
		{ incidents: ['$acknowledged'], duration: '4h' },
		{ incidents: ['$acknowledged'], until: '+2d' },
	],
	request_responders: [
		{
			incident: '$incident',
			users: ['sofia.marchetti@lumen-oak.example'],
			escalation_policies: ['Payments'],
			message: 'Help',
		},
	],
	resolve_alerts: [
		{ incident: '$incident', alerts: ['$alert'] },
		{ incident: '$incident', all: true },
		// Open in the demo account, with two alerts: they go together.
		{ incident: '#4260', all: true },
	],
	merge_incidents: [{ target: '$incident', sources: ['$other'] }],
	find_related_incidents: [
		{ incident: '$incident', limit: 3 },
		{ incident: '$incident', relations: ['past'] },
		// Something like it happened before.
		{ incident: '#4260', relations: ['past', 'similar'] },
	],
	list_change_events: [
		{ teams: ['Payments'], since: '-7d', until: 'now' },
		{ service: 'Checkout' },
		{ integrations: ['$integration'] },
		{ change_event: '$change_event' },
		{ incident: '$incident' },
	],
	resolve_incidents: [
		{ incidents: ['$incident'], resolution: 'Rolled back' },
		{ scope: 'account', services: ['Checkout'], urgencies: ['low'], confirm: 'not yet' },
	],
	reopen_incidents: [{ incidents: ['$resolved'] }],
	add_incident_note: [{ incident: '$incident', note: 'On it' }],
	list_incident_notes: [{ incident: '$incident', limit: 5 }],
	list_incident_alerts: [
		{ incident: '$incident', statuses: ['triggered'], detail_length: 100 },
		{ incident: '$incident', alert: '$alert' },
	],
	get_incident_timeline: [
		{ incident: '$incident' },
		{ incident: '$incident', overview: false, since: '-1d', until: 'now' },
	],
};
