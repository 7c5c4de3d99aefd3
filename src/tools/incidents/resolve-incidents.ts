import * as z from 'zod';
import { freeText } from '../core/arguments.ts';
import { defineTool } from '../core/tool.ts';
import { changeIncidents } from './shared/change-incidents.ts';
import { choiceArguments, chooseIncidents, chosenAndChanged, presentChosen } from './shared/choose-incidents.ts';

const name = 'resolve_incidents';

/** operationId: updateIncidents */
export const resolveIncidents = defineTool({
	name,
	title: 'Resolve incidents',
	description: 'Resolves open incidents and their alerts. If you choose by filters, it first shows what matches.',
	example: 'Resolve #4257: the rollback worked.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	input: z.strictObject({
		...choiceArguments,
		resolution: freeText(2000, 'How it was resolved.').optional(),
	}),
	output: chosenAndChanged,
	async run(input, context) {
		const change = { tool: name, verb: 'resolve', statuses: ['triggered', 'acknowledged'] } as const;
		const chosen = await chooseIncidents(input, change, context);
		if ('changed' in chosen) return chosen;
		const { resolution } = input;
		return changeIncidents(
			chosen.incidents,
			{
				update: { status: 'resolved', ...(resolution && { resolution }) },
				settled: ({ status }) => (status === 'resolved' ? 'already resolved' : undefined),
			},
			context,
			chosen.left,
		);
	},
	present: presentChosen,
});
