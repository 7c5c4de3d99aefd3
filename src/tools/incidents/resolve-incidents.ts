import * as z from 'zod';
import { freeText } from '../arguments.ts';
import { defineTool } from '../tool.ts';
import { changedIncidents, changeStatus, incidentsArgument, presentChange } from './change-status.ts';

/** operationId: updateIncidents */
export const resolveIncidents = defineTool({
	name: 'resolve_incidents',
	title: 'Resolve incidents',
	description:
		'Resolves open incidents and their alerts. Already resolved ones are left as they are and listed as unchanged.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	input: z.strictObject({
		incidents: incidentsArgument,
		resolution: freeText(2000, 'How it was resolved, for the timeline.').optional(),
	}),
	output: changedIncidents,
	run: ({ incidents, resolution }, context) =>
		changeStatus(
			incidents,
			{
				update: { status: 'resolved', ...(resolution && { resolution }) },
				settled: ({ status }) => (status === 'resolved' ? 'already resolved' : undefined),
			},
			context,
		),
	present: presentChange,
});
