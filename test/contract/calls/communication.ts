import type { Calls } from './calls.ts';

export const communicationCalls: Calls = {
	post_status_update: [{ incident: '$incident', message: 'We are on it', subject: 'Checkout is slow' }],
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
};
