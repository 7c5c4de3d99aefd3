import * as z from 'zod';
import { freeText } from '../core/arguments.ts';
import { defineTool } from '../core/tool.ts';
import { changeIncidents } from './shared/change-incidents.ts';
import { selectionArguments, selectIncidents, selectedAndChanged, presentSelected } from './shared/select-incidents.ts';
import { said } from '../text/said.ts';

const name = 'resolve_incidents';

/** operationId: updateIncidents */
export const resolveIncidents = defineTool({
	name,
	title: 'Resolve incidents',
	description:
		'Resolves open incidents and their alerts. If you choose by filters, the person first sees what matches.',
	example: 'Resolve #4257: the rollback worked.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	consent: ['many'],
	operations: {
		always: ['updateIncidents'],
		sometimes: ['getIncident', 'getCurrentUser', 'listServices', 'listIncidents'],
	},
	input: z.strictObject({
		...selectionArguments,
		resolution: freeText(2000, 'How it was resolved.').optional(),
	}),
	output: selectedAndChanged,
	async run(input, context) {
		const selected = await selectIncidents(
			input,
			{
				tool: name,
				verb: 'resolve',
				statuses: ['triggered', 'acknowledged'],
				asks: {
					yes: said`Resolve`,
					one: said`Resolve this incident?`,
					many: (count) => said`Resolve these ${count} incidents?`,
				},
			},
			context,
		);
		if ('changed' in selected) return selected;
		const { resolution } = input;
		return changeIncidents(
			selected.incidents,
			{
				act: {
					verb: said`Resolve`,
					question: (incidents) => said`Resolve ${incidents}?`,
					agreed: selected.agreed,
				},
				update: { status: 'resolved', ...(resolution && { resolution }) },
				settled: ({ status }) => (status === 'resolved' ? 'already resolved' : undefined),
			},
			context,
			selected.left,
		);
	},
	present: presentSelected,
});
