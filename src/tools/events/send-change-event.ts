import * as z from 'zod';
import { enqueueChange, longestSummary } from '../../pagerduty/events.ts';
import { freeText, moment } from '../arguments.ts';
import { defineTool } from '../tool.ts';
import {
	checkSize,
	detailsArgument,
	detailsOf,
	findTarget,
	linksArgument,
	linksOf,
	targetArguments,
	timestampOf,
} from './event-arguments.ts';

/** operationId: createChangeEvent (Events API), with getService for the key */
export const sendChangeEvent = defineTool({
	name: 'send_change_event',
	title: 'Record a deployment or other change',
	description:
		'Records a change to a service, such as a deployment, next to its incidents. It pages nobody, cannot be taken back and is never sent twice.',
	example: 'Record the deployment of Checkout 5.3.',
	toolset: 'events',
	access: 'respond',
	effect: { destructive: false, idempotent: false },
	input: z.strictObject({
		...targetArguments,
		summary: freeText(longestSummary, 'What changed.'),
		source: freeText(longestSummary, 'Where the change was made, such as the pipeline.').optional(),
		details: detailsArgument,
		links: linksArgument,
		at: moment('Default: now.').optional(),
	}),
	output: z.object({ accepted: z.boolean(), service: z.string().optional(), at: z.string().optional() }),
	async run(input, context) {
		const at = await timestampOf(input.at, context);
		const event = {
			payload: {
				summary: input.summary,
				...(input.source && { source: input.source }),
				...at.sent,
				...detailsOf(input.details),
			},
			...linksOf(input.links),
		};
		checkSize(event);
		const target = await findTarget(input, context);
		await enqueueChange(context.pagerduty, target.key, event);
		return { accepted: true, ...at.shown, ...(target.service && { service: target.service.name }) };
	},
});
