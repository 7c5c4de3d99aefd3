import * as z from 'zod';
import { freeText } from '../core/arguments.ts';
import { defineTool } from '../core/tool.ts';

/** Sends nothing to PagerDuty. */
export const findTools = defineTool({
	name: 'find_tools',
	title: 'Find a tool',
	description: 'Finds which of all tools, also those not offered now, would do a job, and how to turn them on.',
	example: 'Could you export payroll for us?',
	toolset: 'account',
	always: true,
	access: 'read',
	operations: { always: [] },
	input: z.strictObject({ job: freeText(300, 'What is to be done, in a few words.') }),
	output: z.object({
		tools: z.array(
			z.object({
				name: z.string(),
				title: z.string(),
				toolset: z.string(),
				access: z.string(),
				offered: z.boolean(),
				/** What is to be turned on first. */
				needs: z.array(z.string()).optional(),
			}),
		),
		returned: z.int(),
		note: z.string().optional(),
	}),
	async run({ job }, { guide }) {
		const found = await guide.find(job);
		const note = noteOf(
			found.some(({ missing }) => missing.length > 0),
			found.length,
			guide.widen,
		);
		return {
			tools: found.map(({ missing, ...tool }) => ({
				...tool,
				offered: missing.length === 0,
				...(missing.length > 0 && { needs: [...missing] }),
			})),
			returned: found.length,
			...(note !== undefined && { note }),
		};
	},
});

function noteOf(lacking: boolean, count: number, widen: string | undefined): string | undefined {
	if (count === 0) return 'No tool fits these words: try others.';
	if (!lacking || widen === undefined) return undefined;
	return `What \`needs\` names is off: only the person can turn it on, ${widen}. Do not look for a way around it.`;
}
