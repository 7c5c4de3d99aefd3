import type { OperationId } from '../../pagerduty/api/operations.ts';
import type { Within } from '../core/access.ts';
import type { Tool } from '../core/tool.ts';
import type { RowKind } from './rows.ts';

/**
 * How an operation is kept to the teams and services of a limit. Whatever the rule, every object that the path, the query and the
 * body name must be inside, and what the reply refers to elsewhere is taken out of it.
 */
export interface Rule {
	/** Of the list under this key, what is outside is left out. */
	readonly rows?: readonly [key: string, kind: RowKind];
	/** The object under this key decides, rather than the id in the path. */
	readonly object?: readonly [key: string, kind: RowKind];
	/** The filters that PagerDuty is asked for, so that little has to be left out. */
	readonly filters?: readonly ('team_ids' | 'service_ids' | 'escalation_policy_ids')[];
	/** These stand in the body under `filters`, and nothing but them keeps the figures inside. */
	readonly figures?: true;
	/** Its rows are of teams: where none is named, they would all be missing. */
	readonly ofTeams?: true;
	/** Segments of the path are words, not ids. */
	readonly wordsOnly?: true;
	/** It changes what a team owns, so that one of the limit's teams must own it: to be used by its services is not enough. */
	readonly owned?: true;
	/** The policy that the body gives it must be owned, or be the one that it has: with another one it would leave. */
	readonly policyStays?: true;
	/** What is made or changed belongs to the teams that stand at this place of the body. */
	readonly bornIn?: readonly string[];
}

const checked: Rule = {};
const owned: Rule = { owned: true };
const free: Rule = { wordsOnly: true };
const figures = (filters: Rule['filters'], rows?: Rule['rows']): Rule => ({
	wordsOnly: true,
	figures: true,
	...(filters && { filters }),
	...(rows && { rows }),
});
const onlyTeams = ['team_ids'] as const;
const teamsAndServices = ['team_ids', 'service_ids'] as const;

/**
 * Operations that can be kept to teams and services. What is not here is refused: it is about the whole account, or PagerDuty
 * does not say to whom its objects belong.
 */
const rules: Readonly<Partial<Record<OperationId, Rule>>> = {
	listAbilities: free,
	listPriorities: free,
	listIncidentTypes: free,
	listIncidentTypeCustomFields: free,
	listExtensionSchemas: free,
	getCurrentUser: free,

	listIncidents: { rows: ['incidents', 'incident'], filters: teamsAndServices },
	getIncident: { object: ['incident', 'incident'] },
	createIncident: { object: ['incident', 'incident'] },
	updateIncidents: checked,
	updateIncident: checked,
	createIncidentSnooze: checked,
	mergeIncidents: checked,
	listIncidentAlerts: checked,
	getIncidentAlert: checked,
	updateIncidentAlerts: checked,
	updateIncidentAlert: checked,
	listIncidentNotes: checked,
	createIncidentNote: checked,
	updateIncidentNote: checked,
	deleteIncidentNote: checked,
	listIncidentLogEntries: checked,
	getIncidentFieldValues: checked,
	setIncidentFieldValues: checked,
	createIncidentResponderRequest: checked,
	cancelIncidentResponderRequest: checked,
	createIncidentStatusUpdate: checked,
	getIncidentNotificationSubscribers: { rows: ['subscribers', 'subscriber'] },
	createIncidentNotificationSubscribers: checked,
	removeIncidentNotificationSubscribers: checked,
	listLogEntries: { rows: ['log_entries', 'incident'], filters: onlyTeams },
	getLogEntry: { object: ['log_entry', 'incident'] },
	listChangeEvents: { rows: ['change_events', 'of_services'], filters: onlyTeams },
	getChangeEvent: { object: ['change_event', 'of_services'] },
	listServiceChangeEvents: { rows: ['change_events', 'of_services'] },
	listIncidentRelatedChangeEvents: { rows: ['change_events', 'of_services'] },

	listOnCalls: { rows: ['oncalls', 'of_policy'], filters: ['escalation_policy_ids'] },
	listSchedules: { rows: ['schedules', 'schedule'] },
	getSchedule: checked,
	listScheduleUsers: checked,
	listScheduleOverrides: checked,
	createScheduleOverride: owned,
	deleteScheduleOverride: owned,
	updateSchedule: { owned: true, bornIn: ['schedule', 'teams'] },
	deleteSchedule: owned,
	listSchedulesV3: { rows: ['schedules', 'schedule'] },
	getScheduleV3: checked,
	listOverrides: checked,
	createOverrides: owned,
	updateOverride: owned,
	deleteOverride: owned,
	listCustomShifts: checked,
	createCustomShifts: owned,
	updateCustomShift: owned,
	deleteCustomShift: owned,
	updateScheduleV3: owned,
	deleteScheduleV3: owned,
	createRotation: owned,
	deleteRotation: owned,
	createEvent: owned,
	updateEvent: owned,
	deleteEvent: owned,
	listEscalationPolicies: { rows: ['escalation_policies', 'escalation_policy'] },
	getEscalationPolicy: checked,
	createEscalationPolicy: { bornIn: ['escalation_policy', 'teams'] },
	updateEscalationPolicy: { owned: true, bornIn: ['escalation_policy', 'teams'] },
	deleteEscalationPolicy: owned,

	listServices: { rows: ['services', 'service'] },
	getService: checked,
	createService: owned,
	updateService: { policyStays: true },
	deleteService: checked,
	createServiceIntegration: checked,
	getServiceIntegration: checked,
	getTechnicalServiceServiceDependencies: { rows: ['relationships', 'relationship'] },
	createServiceDependency: { rows: ['relationships', 'relationship'] },
	deleteServiceDependency: { rows: ['relationships', 'relationship'] },
	listMaintenanceWindows: { rows: ['maintenance_windows', 'of_services'], filters: teamsAndServices },
	getMaintenanceWindow: { object: ['maintenance_window', 'of_services'] },
	createMaintenanceWindow: checked,
	updateMaintenanceWindow: checked,
	deleteMaintenanceWindow: checked,
	listAlertGroupingSettings: { rows: ['alert_grouping_settings', 'of_services'] },
	getAlertGroupingSetting: { object: ['alert_grouping_setting', 'of_services'] },
	postAlertGroupingSettings: checked,
	putAlertGroupingSetting: checked,
	deleteAlertGroupingSetting: checked,

	listUsers: { rows: ['users', 'user'], filters: onlyTeams },
	getUser: checked,
	getUserContactMethods: checked,
	getUserNotificationRules: checked,
	listTeams: { rows: ['teams', 'team'], ofTeams: true },
	getTeam: checked,
	listTeamUsers: checked,

	getAnalyticsMetricsIncidentsAll: figures(teamsAndServices),
	getAnalyticsMetricsIncidentsService: figures(teamsAndServices, ['data', 'figures']),
	getAnalyticsMetricsIncidentsTeam: { ...figures(teamsAndServices, ['data', 'figures']), ofTeams: true },
	getAnalyticsMetricsIncidentsEscalationPolicy: figures(teamsAndServices, ['data', 'figures']),
	getAnalyticsMetricsRespondersAll: figures(onlyTeams),
	getAnalyticsMetricsRespondersTeam: figures(onlyTeams, ['data', 'figures']),
	getAnalyticsIncidents: figures(teamsAndServices, ['data', 'figures']),
	getAnalyticsIncidentsById: checked,
	getAnalyticsIncidentResponsesById: checked,
};

function isOperation(operationId: string): operationId is keyof typeof rules {
	return Object.hasOwn(rules, operationId);
}

/** How an operation is kept inside; undefined when it cannot be. */
export function ruleOf(operationId: string, { teams, services }: Within): Rule | undefined {
	const rule = isOperation(operationId) ? rules[operationId] : undefined;
	if (rule === undefined) return undefined;
	// Only teams own what is changed or made there, and figures of people go by teams alone.
	if ((rule.owned || rule.bornIn || rule.ofTeams) && teams.length === 0) return undefined;
	if (rule.figures && !rule.filters?.includes('service_ids') && (teams.length === 0 || services.length > 0))
		return undefined;
	return rule;
}

/** Whether anything is confined at all. */
export function isConfined(within: Within | undefined): within is Within {
	return within !== undefined && within.teams.length + within.services.length > 0;
}

/** Operations that tools need for names and the like, and that alone make no tool useful. */
const ancillary: ReadonlySet<OperationId> = new Set<OperationId>([
	'getCurrentUser',
	'getIncident',
	'getService',
	'getTeam',
	'listEscalationPolicies',
	'listExtensionSchemas',
	'listIncidentTypes',
	'listPriorities',
	'listSchedules',
	'listSchedulesV3',
	'listServices',
	'listTeams',
	'listUsers',
]);

/** Whether a tool does what it is for within these teams and services. */
export function worksWithin({ operations, access }: Pick<Tool, 'operations' | 'access'>, within: Within): boolean {
	const { always, sometimes = [] } = operations;
	// It sends nothing.
	if (always.length + sometimes.length === 0) return true;
	const possible = (operation: OperationId) => ruleOf(operation, within) !== undefined;
	if (!always.every(possible)) return false;
	if (access === 'read' && always.length > 0) return true;
	const point = [...always, ...sometimes].filter((operation) => !ancillary.has(operation));
	return point.some((operation) => possible(operation) && (access === 'read' || !/^(?:get|list)/.test(operation)));
}
