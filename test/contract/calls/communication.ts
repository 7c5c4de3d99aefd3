import type { Calls } from './calls.ts';

const page = 'Lumen & Oak Status';

export const communicationCalls: Calls = {
	post_status_update: [
		{
			incident: '$incident',
			message: 'We are on it',
			subject: 'Checkout is slow',
			html_message: '<b>We are on it</b>',
		},
	],
	list_status_update_templates: [
		{ query: 'Customers', limit: 5, fields: ['all'] },
		{ template: 'Customers are affected', incident: '$incident', message: 'We are on it' },
	],
	set_status_update_subscribers: [
		{ incident: '$incident', add_users: ['me'], add_teams: ['Payments'] },
		{ incident: '$incident', remove_users: ['me'], remove_teams: ['Payments'] },
	],
	update_incident_note: [{ incident: '$incident', note: '$note', content: 'Looking closer' }],
	delete_incident_note: [{ incident: '$incident', note: '$note' }],
	cancel_responder_requests: [
		{ incident: '$incident', users: ['sofia.marchetti@lumen-oak.example'], escalation_policies: ['Payments'] },
	],
	move_alerts: [{ incident: '$incident', alerts: ['$alert'], target: '$other' }],
	list_status_pages: [{ type: 'public', limit: 5 }, { status_page: page }],
	list_status_page_posts: [
		{ status_page: page, post_type: 'incident', statuses: ['resolved'], reviewed_status: 'approved' },
		{ status_page: page, post: 'Database upgrade', reviewed_status: 'not_reviewed' },
	],
	create_status_page_post: [
		{
			status_page: page,
			title: 'Contract',
			status: 'investigating',
			severity: 'minor',
			message: 'We look into it.',
			services: ['Online Shop'],
			impact: 'partial outage',
			next_update_minutes: 30,
			notify_subscribers: true,
		},
		{
			status_page: page,
			title: 'Contract work',
			post_type: 'maintenance',
			status: 'scheduled',
			severity: 'maintenance',
			message: 'Soon.',
			starts_at: '+1d',
			ends_at: '+2d',
		},
	],
	add_status_page_update: [
		{
			status_page: page,
			post: 'Contract',
			message: 'Better.',
			status: 'resolved',
			severity: 'all good',
			services: ['Online Shop'],
			impact: 'operational',
			next_update_minutes: 60,
			notify_subscribers: false,
		},
		{ status_page: page, post: 'Contract', message: 'Why it happened.', postmortem: true },
	],
};
