import * as z from 'zod';
import { defineTool } from '../core/tool.ts';
import { changeIncidents } from './shared/change-incidents.ts';
import { choiceArguments, chooseIncidents, chosenAndChanged, presentChosen } from './shared/choose-incidents.ts';

const name = 'acknowledge_incidents';

/** operationId: updateIncidents */
export const acknowledgeIncidents = defineTool({
	name,
	title: 'Acknowledge incidents',
	description:
		'Acknowledges open incidents, which stops their escalation. If you choose by filters, it first shows what matches.',
	example: 'Acknowledge all incidents assigned to me.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	input: z.strictObject(choiceArguments),
	output: chosenAndChanged,
	async run(input, context) {
		const chosen = await chooseIncidents(input, { tool: name, verb: 'acknowledge', statuses: ['triggered'] }, context);
		if ('changed' in chosen) return chosen;
		return changeIncidents(
			chosen.incidents,
			{
				update: { status: 'acknowledged' },
				// An acknowledgement of a resolved incident would reopen it and page people again.
				settled: ({ status }) => (status === 'triggered' ? undefined : `already ${status ?? 'settled'}`),
			},
			context,
			chosen.left,
		);
	},
	present: presentChosen,
});
