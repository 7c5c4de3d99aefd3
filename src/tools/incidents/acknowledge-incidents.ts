import * as z from 'zod';
import { defineTool } from '../core/tool.ts';
import { changeIncidents } from './shared/change-incidents.ts';
import { selectionArguments, selectIncidents, selectedAndChanged, presentSelected } from './shared/select-incidents.ts';
import { said } from '../text/said.ts';

const name = 'acknowledge_incidents';

/** operationId: updateIncidents */
export const acknowledgeIncidents = defineTool({
	name,
	title: 'Acknowledge incidents',
	description:
		'Acknowledges open incidents, which stops their escalation. If you choose by filters, the person first sees what matches.',
	example: 'Acknowledge all incidents assigned to me.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	consent: ['many'],
	operations: {
		always: ['updateIncidents'],
		sometimes: ['getIncident', 'listServices', 'listIncidents', 'getCurrentUser'],
	},
	input: z.strictObject(selectionArguments),
	output: selectedAndChanged,
	async run(input, context) {
		const selected = await selectIncidents(
			input,
			{
				tool: name,
				verb: 'acknowledge',
				statuses: ['triggered'],
				asks: {
					yes: said`Acknowledge`,
					one: said`Acknowledge this incident?`,
					many: (count) => said`Acknowledge these ${count} incidents?`,
				},
			},
			context,
		);
		if ('changed' in selected) return selected;
		return changeIncidents(
			selected.incidents,
			{
				act: {
					verb: said`Acknowledge`,
					question: (incidents) => said`Acknowledge ${incidents}?`,
					agreed: selected.agreed,
				},
				update: { status: 'acknowledged' },
				// An acknowledgement of a resolved incident would reopen it and page people again.
				settled: ({ status }) => (status === 'triggered' ? undefined : `already ${status ?? 'settled'}`),
			},
			context,
			selected.left,
		);
	},
	present: presentSelected,
});
