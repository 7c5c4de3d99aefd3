import type { Calls } from './calls.ts';

const period = { since: '-60d', until: 'now' };
const scope = { teams: ['Payments'], services: ['Checkout'] };

export const analyticsCalls: Calls = {
	get_incident_metrics: [
		{},
		{
			...period,
			...scope,
			group_by: 'service',
			aggregate_unit: 'week',
			escalation_policies: ['Payments'],
			priorities: ['P1'],
			urgency: 'high',
			major: true,
			min_acknowledgements: 1,
			min_timeout_escalations: 0,
			min_manual_escalations: 0,
			pd_advance_used: false,
			time_zone: 'Europe/Berlin',
			order_by: 'total_interruptions',
			order: 'asc',
		},
		{ group_by: 'team' },
		{ group_by: 'escalation_policy' },
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
			time_zone: 'Europe/Berlin',
			order_by: 'total_seconds_on_call',
			order: 'desc',
		},
	],
	list_analytics_incidents: [
		{
			...period,
			...scope,
			updated_after: '-50d',
			priorities: ['P1'],
			urgency: 'high',
			major: false,
			time_zone: 'Europe/Berlin',
			order_by: 'seconds_to_resolve',
			order: 'asc',
		},
	],
	report_response_times: [{ ...period, ...scope, group_by: 'team', urgency: 'high' }],
	report_sla: [
		{
			...period,
			...scope,
			acknowledge_within: 5,
			resolve_within: 60,
			group_by: 'service',
			priorities: ['P1'],
			urgency: 'high',
		},
	],
	report_noise: [{ ...period, ...scope, urgency: 'high' }],
	report_busiest: [{ ...period, teams: ['Payments'], urgency: 'high', top: 3 }, { services: ['Checkout'] }],
};
