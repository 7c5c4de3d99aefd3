import type { OperationId } from '../../pagerduty/api/operations.ts';

/** The operations that an account-level key may send only in somebody's name: their `From` is required, by PagerDuty's OpenAPI. */
export const needsSender: ReadonlySet<OperationId> = new Set([
	'createIncident',
	'createIncidentNote',
	'createIncidentSnooze',
	'createIncidentStatusUpdate',
	'createMaintenanceWindow',
	'createUser',
	'mergeIncidents',
	'updateIncident',
	'updateIncidentAlert',
	'updateIncidentAlerts',
	'updateIncidentNote',
	'updateIncidents',
]);

/** The abilities that PagerDuty's OpenAPI names for an operation; of others it only says that they may answer 402. */
export const neededAbility: Readonly<Partial<Record<OperationId, string>>> = {
	createIncidentResponderRequest: 'coordinated_responding',
	cancelIncidentResponderRequest: 'coordinated_responding',
};
