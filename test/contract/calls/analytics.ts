import type { Calls } from './calls.ts';

const period = { since: '-60d', until: 'now', time_zone: 'Europe/Berlin' };
const scope = { teams: ['Payments'], services: ['Checkout'], priorities: ['P1'], urgency: 'high' };
const incident_types = ['security_incident'];

export const analyticsCalls: Calls = {
	get_incident_metrics: [
		{},
		{
			...period,
			...scope,
			group_by: 'service',
			aggregate_unit: 'week',
			escalation_policies: ['Payments'],
			major: true,
			min_acknowledgements: 1,
			min_timeout_escalations: 0,
			min_manual_escalations: 0,
			pd_advance_used: false,
			order_by: 'total_interruptions',
			order: 'asc',
		},
		{ group_by: 'team' },
		{ group_by: 'escalation_policy' },
		{ scope: 'my_teams' },
	],
	get_responder_metrics: [
		{},
		{
			...period,
			per_team: true,
			users: ['me'],
			teams: ['Payments'],
			priorities: ['P1'],
			urgency: 'high',
			order_by: 'total_seconds_on_call',
			order: 'desc',
		},
		{ scope: 'my_teams' },
	],
	list_analytics_incidents: [
		{
			...period,
			...scope,
			incident_types,
			updated_after: '-50d',
			major: false,
			order_by: 'seconds_to_resolve',
			order: 'asc',
		},
		{ ...period, ...scope, incident_types, major: true, user: 'me', order: 'asc' },
		{ incident: '$incident', include: ['responses'] },
		{ ...period, scope: 'my_teams' },
	],
	report_response_times: [{ ...period, ...scope, group_by: 'team' }, { scope: 'my_teams' }],
	report_sla: [
		{ ...period, ...scope, incident_types, acknowledge_within: 5, resolve_within: 60, group_by: 'service' },
		{ scope: 'my_teams', resolve_within: 60 },
	],
	report_noise: [{ ...period, ...scope, incident_types }, { scope: 'my_teams' }],
	report_busiest: [
		{ ...period, teams: ['Payments'], priorities: ['P1'], urgency: 'high', top: 3 },
		{ services: ['Checkout'] },
		{ scope: 'my_teams' },
	],
	review_oncall_load: [
		{ teams: ['Platform Reliability'], fields: ['all'] },
		{ schedules: ['Payments Primary', 'Mobile Shifts'], since: '-14d', until: 'now', time_zone: 'UTC' },
		{ schedules: ['Data Business Hours'] },
	],
};
