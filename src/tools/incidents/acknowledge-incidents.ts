import * as z from 'zod';
import { defineTool } from '../tool.ts';
import { changedIncidents, changeStatus, incidentsArgument, presentChange } from './change-status.ts';

/** operationId: updateIncidents */
export const acknowledgeIncidents = defineTool({
	name: 'acknowledge_incidents',
	title: 'Acknowledge incidents',
	description:
		'Acknowledges open incidents: escalation stops and the others see that you are on it. Already acknowledged or resolved ones are left as they are and listed as unchanged.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	input: z.strictObject({ incidents: incidentsArgument }),
	output: changedIncidents,
	run: ({ incidents }, context) =>
		changeStatus(
			incidents,
			{
				update: { status: 'acknowledged' },
				// An acknowledgement of a resolved incident would reopen it and page people again.
				settled: ({ status }) => (status === 'triggered' ? undefined : `already ${status ?? 'settled'}`),
			},
			context,
		),
	present: presentChange,
});
