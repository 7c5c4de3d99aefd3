import type { PageName } from '../ids.ts';
import type { PageTool } from './panel-page.ts';

/** The tools of an incident's page: each is about the one incident that it shows. */
const incident: Readonly<Record<string, PageTool>> = {
	get_incident: { load: async () => (await import('../../tools/incidents/get-incident.ts')).getIncident },
	get_incident_timeline: {
		load: async () => (await import('../../tools/incidents/get-incident-timeline.ts')).getIncidentTimeline,
	},
	list_incident_alerts: {
		load: async () => (await import('../../tools/incidents/list-incident-alerts.ts')).listIncidentAlerts,
	},
	list_change_events: {
		load: async () => (await import('../../tools/incidents/list-change-events.ts')).listChangeEvents,
	},
	find_related_incidents: {
		load: async () => (await import('../../tools/incidents/find-related-incidents.ts')).findRelatedIncidents,
	},
	acknowledge_incidents: {
		load: async () => (await import('../../tools/incidents/acknowledge-incidents.ts')).acknowledgeIncidents,
		status: 'acknowledged',
	},
	resolve_incidents: {
		load: async () => (await import('../../tools/incidents/resolve-incidents.ts')).resolveIncidents,
		status: 'resolved',
	},
	reopen_incidents: {
		load: async () => (await import('../../tools/incidents/reopen-incidents.ts')).reopenIncidents,
		status: 'triggered',
	},
	snooze_incidents: { load: async () => (await import('../../tools/incidents/snooze-incidents.ts')).snoozeIncidents },
	escalate_incidents: {
		load: async () => (await import('../../tools/incidents/escalate-incidents.ts')).escalateIncidents,
	},
	add_incident_note: { load: async () => (await import('../../tools/incidents/add-incident-note.ts')).addIncidentNote },
};

/** The tools of the page of who is on call. */
const oncall: Readonly<Record<string, PageTool>> = {
	list_shifts: { load: async () => (await import('../../tools/oncall/list-shifts.ts')).listShifts },
	get_schedule: { load: async () => (await import('../../tools/oncall/get-schedule.ts')).getSchedule },
	list_schedules: { load: async () => (await import('../../tools/oncall/list-schedules.ts')).listSchedules },
	get_current_user: { load: async () => (await import('../../tools/people/get-current-user.ts')).getCurrentUser },
	get_user: { load: async () => (await import('../../tools/people/get-user.ts')).getUser },
	list_users: { load: async () => (await import('../../tools/people/list-users.ts')).listUsers },
	create_overrides: { load: async () => (await import('../../tools/oncall/create-overrides.ts')).createOverrides },
	swap_shifts: { load: async () => (await import('../../tools/oncall/swap-shifts.ts')).swapShifts },
};

/** The tools of the report's page. */
const report: Readonly<Record<string, PageTool>> = {
	get_incident_metrics: {
		load: async () => (await import('../../tools/analytics/get-incident-metrics.ts')).getIncidentMetrics,
	},
	report_busiest: { load: async () => (await import('../../tools/analytics/report-busiest.ts')).reportBusiest },
	report_noise: { load: async () => (await import('../../tools/analytics/report-noise.ts')).reportNoise },
	report_sla: { load: async () => (await import('../../tools/analytics/report-sla.ts')).reportSla },
	get_oncall_hours: { load: async () => (await import('../../tools/oncall/get-oncall-hours.ts')).getOncallHours },
};

/** The tools of a service's page: they only read. */
const service: Readonly<Record<string, PageTool>> = {
	get_service: { load: async () => (await import('../../tools/services/get-service.ts')).getService },
	list_incidents: { load: async () => (await import('../../tools/incidents/list-incidents.ts')).listIncidents },
	list_oncalls: { load: async () => (await import('../../tools/oncall/list-oncalls.ts')).listOncalls },
	list_change_events: {
		load: async () => (await import('../../tools/incidents/list-change-events.ts')).listChangeEvents,
	},
};

/** The tools that each page may call, by name. */
export const pageTools = { incident, oncall, report, service } satisfies Readonly<Record<PageName, unknown>>;

/** Whether the input of a tool names this incident and no other. */
export function isAbout(id: string, input: unknown): boolean {
	if (typeof input !== 'object' || input === null) return false;
	const one: readonly unknown[] = 'incident' in input ? [input.incident] : [];
	const several: readonly unknown[] = 'incidents' in input && Array.isArray(input.incidents) ? input.incidents : [];
	const named = [...one, ...several];
	return named.length === 1 && named[0] === id;
}
