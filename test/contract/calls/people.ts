import type { Calls } from './calls.ts';

export const peopleCalls: Calls = {
	list_users: [
		{ query: 'maya', teams: ['Payments'] },
		{ scope: 'my_teams' },
		{ schedule: 'Payments Primary', since: '+7d', until: '+14d' },
	],
	get_user: [{ user: 'Jonas Richter', include: ['contact_methods', 'addresses', 'notification_rules', 'oncalls'] }],
	get_current_user: [{}],
	list_teams: [
		{ query: 'pay', include: ['members'] },
		{ scope: 'mine', fields: ['all'] },
		{ teams: ['Payments', 'Storefront'] },
	],
	create_user: [
		{
			name: 'Ada Lind',
			email: 'ada.lind@lumen-oak.example',
			role: 'limited_user',
			time_zone: 'Europe/Stockholm',
			job_title: 'Engineer',
			description: 'Joins in spring',
		},
	],
	update_user: [
		{
			user: 'Ada Lind',
			name: 'Ada Lindgren',
			email: 'ada.lindgren@lumen-oak.example',
			role: 'user',
			time_zone: 'Europe/Oslo',
			job_title: 'Senior Engineer',
			description: 'Joined in spring',
			confirm: 'nobody',
		},
	],
	delete_user: [{ user: 'Ada Lindgren', confirm: 'Ada Lindgren' }],
	set_contact_method: [
		{ user: 'me', type: 'sms', label: 'Spare', address: '555 0100', country_code: 44 },
		{ user: 'me', contact_method: 'Spare', label: 'Spare phone' },
		{ user: 'me', type: 'email', label: 'Home', address: 'maya@example.com' },
	],
	set_notification_rule: [
		{ user: 'me', contact_method: 'Home', after_minutes: 12, urgency: 'high' },
		{ user: 'me', notification_rule: '$rule', after_minutes: 7 },
	],
	delete_contact_method: [
		{ user: 'me', contact_method: 'Spare phone' },
		{ user: 'me', notification_rule: '$rule' },
	],
	set_team: [
		{ name: 'Night Watch', description: 'After dark', private: true },
		{ team: 'Night Watch', name: 'Night Owls' },
	],
	set_team_member: [
		{ team: 'Night Owls', user: 'me', role: 'responder' },
		{ team: 'Night Owls', user: 'me', role: 'remove', confirm: 'nobody' },
	],
	delete_team: [{ team: 'Night Owls', reassign_to: 'Payments', confirm: 'Night Owls' }],
};
