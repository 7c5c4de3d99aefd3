import * as z from 'zod';
import { defineTool } from '../core/tool.ts';
import { changedIncidents, changeIncidents, incidentsArgument, presentChange } from './shared/change-incidents.ts';
import { policiesOf } from './shared/incident-consent.ts';
import { pagedThrough } from '../schedules/who-is-paged.ts';
import { findIncidents } from '../names/find-incidents.ts';
import { said } from '../text/said.ts';

/** A resolved incident that gets an open status is reopened. operationId: updateIncidents */
export const reopenIncidents = defineTool({
	name: 'reopen_incidents',
	title: 'Reopen incidents',
	description: 'Reopens resolved incidents and pages whoever is on call for them again.',
	example: 'Reopen #4251, it is back.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	consent: ['pages', 'many'],
	operations: { always: ['getIncident', 'updateIncidents'], sometimes: ['getCurrentUser', 'listOnCalls'] },
	input: z.strictObject({ incidents: incidentsArgument }),
	output: changedIncidents,
	async run({ incidents }, context) {
		return changeIncidents(
			await findIncidents(incidents, context),
			{
				act: {
					verb: said`Reopen`,
					question: (incidents, paged) =>
						paged === undefined ? said`Reopen ${incidents}?` : said`Reopen ${incidents} and page ${paged} now?`,
					pages: (open) => pagedThrough(policiesOf(open), context),
				},
				update: { status: 'triggered' },
				settled: ({ status }) => (status === 'resolved' ? undefined : `still ${status ?? 'open'}`),
			},
			context,
		);
	},
	present: (output) => presentChange(output),
});
