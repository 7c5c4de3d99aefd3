import type { McpPage } from './page.ts';

/** Every page. */
export const pages: readonly McpPage[] = [
	{
		uri: 'ui://oncall-for-pagerduty/incident.html',
		title: 'Incident',
		tools: ['get_incident'],
		calls: [
			'get_incident_timeline',
			'list_incident_alerts',
			'list_change_events',
			'find_related_incidents',
			'acknowledge_incidents',
			'resolve_incidents',
			'reopen_incidents',
			'snooze_incidents',
			'escalate_incidents',
			'add_incident_note',
		],
		load: () => import('page:incident'),
	},
	{
		uri: 'ui://oncall-for-pagerduty/oncall.html',
		title: 'On call',
		tools: ['list_shifts', 'get_schedule', 'find_coverage_gaps'],
		calls: ['list_schedules', 'get_current_user', 'get_user', 'list_users', 'create_overrides', 'swap_shifts'],
		load: () => import('page:oncall'),
	},
	{
		uri: 'ui://oncall-for-pagerduty/report.html',
		title: 'Report',
		tools: ['get_incident_metrics', 'report_busiest', 'report_noise', 'report_sla'],
		// Without analytics there would be next to nothing on it.
		calls: ['get_oncall_hours'],
		load: () => import('page:report'),
	},
	{
		uri: 'ui://oncall-for-pagerduty/service.html',
		title: 'Service',
		tools: ['get_service'],
		calls: ['list_incidents', 'list_oncalls', 'list_change_events'],
		load: () => import('page:service'),
	},
];
