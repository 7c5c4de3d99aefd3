import type { Exceptions } from './openapi-exceptions.ts';

const fieldOperations = ['getIncidentFieldValues', 'setIncidentFieldValues'];
const bareValue = 'A bare value in PagerDuty’s examples; the schema wraps it in an object.';

/** Where the OpenAPI contradicts itself about alerts, responders and custom fields of incidents. */
export const incidentExceptions: Exceptions = {
	replies: [{ operations: fieldOperations, at: 'custom_fields/*/value', when: 'any', reason: bareValue }],
	statuses: [],
	requests: [
		{
			operations: ['getIncident'],
			what: { queryValue: 'include[]=body' },
			reason: 'The schema of an incident says that this brings the body; the parameter forgot it.',
		},
		{
			operations: ['setIncidentFieldValues'],
			what: { at: 'custom_fields/*/value', any: true },
			reason: bareValue,
		},
		...['id', 'type'].map((name) => ({
			operations: ['updateIncidentAlerts'],
			what: { field: `/alerts/*/${name}` },
			reason: 'In PagerDuty’s example, and needed to say which alert is meant; the schema forgot it.',
		})),
		{
			operations: ['updateIncidentAlert'],
			what: { field: '/alert/type' },
			reason: 'In PagerDuty’s example; the schema forgot it.',
		},
		{
			operations: ['createIncidentResponderRequest'],
			what: { field: '/responder_request_targets/*/responder_request_target' },
			reason: 'In PagerDuty’s example each target is wrapped once more than in the schema.',
		},
	],
};
