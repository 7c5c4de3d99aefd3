import type { Calls } from './calls.ts';

const windowOfTools = 'Move of the build farm';

export const servicesCalls: Calls = {
	list_services: [{ query: 'pay', teams: ['Payments'] }, { scope: 'my_teams' }],
	get_service: [
		{ service: 'Checkout', include: ['dependencies', 'maintenance_windows', 'integrations', 'alert_grouping'] },
	],
	list_maintenance_windows: [
		{ state: 'all', services: ['Internal Tools'], teams: ['Platform Reliability'], query: windowOfTools },
		{ scope: 'my_teams' },
	],
	create_service: [
		{
			name: 'Gift Cards',
			description: 'Bought and spent',
			escalation_policy: 'Payments',
			acknowledgement_timeout: 600,
			auto_resolve_timeout: 0,
			support_hours: 'mon-fri 09:00-17:00 Europe/Berlin',
			urgency_during: 'severity_based',
			urgency_outside: 'low',
			raise_urgency: true,
			alert_creation: 'create_alerts_and_incidents',
		},
		{ name: 'Gift Wrap', escalation_policy: 'Payments', urgency: 'severity_based' },
	],
	update_service: [
		{
			service: 'Gift Cards',
			name: 'Gift Card Balance',
			description: 'Bought, spent, refunded',
			escalation_policy: 'Storefront',
			confirm: 'nobody',
			acknowledgement_timeout: 0,
			auto_resolve_timeout: 3600,
			urgency: 'low',
			status: 'disabled',
		},
		{ service: 'Internal Tools', urgency: 'high' },
		{
			service: 'Mobile Push',
			support_hours: 'sat,sun 10:00-12:00 UTC',
			urgency_during: 'high',
			urgency_outside: 'severity_based',
			raise_urgency: false,
			alert_creation: 'create_incidents',
		},
	],
	create_service_integration: [
		{ service: 'Checkout', name: 'Synthetics', type: 'events_v2' },
		{ service: 'Checkout', name: 'Mail', type: 'email', email: 'checkout@lumen-oak.pagerduty.com' },
	],
	set_maintenance_window: [
		{ services: ['Recommendations'], start: '+1h', end: '+2h', description: 'Upgrade' },
		{ maintenance_window: '$window', services: ['Internal Tools', 'Recommendations'], end: '+30d' },
	],
	delete_maintenance_window: [{ maintenance_window: '$window' }],
	update_service_dependencies: [
		{
			service: 'Payments Gateway',
			add_depends_on: ['Identity & Login'],
			add_needed_by: ['Recommendations'],
			remove_needed_by: ['Checkout'],
			add_needed_by_business: ['Online Shop'],
			remove_needed_by_business: ['Taking Payments'],
		},
		{ service: 'Payments Gateway', remove_depends_on: ['Identity & Login'] },
	],
	set_alert_grouping: [
		{ services: ['Product Search'], type: 'intelligent', time_window: 0, name: 'Search', description: 'Bursts' },
		{ services: ['Product Search'], type: 'content_based', match_fields: ['summary'], match: 'any', time_window: 600 },
		{ services: ['Mobile API'], timeout: 0 },
		{ setting: 'Warehouse hosts', time_window: 1200 },
		{ services: ['Product Search'], type: 'off' },
	],
	delete_service: [{ service: 'Gift Card Balance', confirm: 'Gift Card Balance' }],
};
