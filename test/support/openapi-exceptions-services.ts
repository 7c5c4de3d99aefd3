import type { Exceptions } from './openapi-exceptions.ts';

/** Where the OpenAPI contradicts itself about services, people and teams. */
export const serviceExceptions: Exceptions = {
	replies: [
		{
			operations: '*',
			at: '**/job_title',
			when: 'null',
			reason: 'Optional, and no text is null elsewhere in the same object; the schema says string.',
		},
		{
			operations: '*',
			at: '**/last_incident_timestamp',
			when: 'null',
			reason: 'A service without incidents has none; the schema says string.',
		},
		{
			operations: ['createServiceIntegration', 'getServiceIntegration'],
			at: 'integration/vendor',
			when: 'null',
			reason: 'Integrations with the plain events API have none; the schema says object.',
		},
	],
	statuses: [
		{
			operations: ['deleteTeam'],
			status: 400,
			reason: 'Code 6006 of the table of errors: things still belong to the team; forgotten here.',
		},
		{
			operations: ['deleteUser'],
			status: 400,
			reason: 'Described in the prose of the operation, forgotten among its replies.',
		},
	],
	requests: [],
};
