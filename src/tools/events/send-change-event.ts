import * as z from 'zod';
import { listServiceChangeEvents } from '../../pagerduty/api/change-events.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { enqueueChange, longestSummary, type DeploymentEvent } from '../../pagerduty/api/events.ts';
import { freeText, moment } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { failureOf } from '../core/failure-text.ts';
import { createOnce } from '../writes/send-once.ts';
import { rangeOf } from '../time/range.ts';
import { defineTool } from '../core/tool.ts';
import {
	checkSize,
	detailsArgument,
	detailsOf,
	findTarget,
	linksArgument,
	linksOf,
	targetArguments,
	timestampOf,
	type RoutingTarget,
} from './shared/event-arguments.ts';

/** operationId: createChangeEvent (Events API), with getService for the key and listServiceChangeEvents for what became of it */
export const sendChangeEvent = defineTool({
	name: 'send_change_event',
	title: 'Record a deployment or other change',
	description:
		'Records a change to a service, such as a deployment, next to its incidents. It pages nobody, cannot be taken back and is never sent twice.',
	example: 'Record the deployment of Checkout 5.3.',
	toolset: 'events',
	access: 'respond',
	effect: { destructive: false, idempotent: false },
	operations: { always: ['createChangeEvent'], sometimes: ['listServices', 'getService', 'listServiceChangeEvents'] },
	input: z.strictObject({
		...targetArguments,
		summary: freeText(longestSummary, 'What changed.'),
		source: freeText(longestSummary, 'Where the change was made, such as the pipeline.').optional(),
		details: detailsArgument,
		links: linksArgument,
		at: moment('Default: now.').optional(),
	}),
	output: z.object({
		accepted: z.boolean(),
		service: z.string().optional(),
		integration: z.string().optional(),
		at: z.string().optional(),
	}),
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
		await record(target, event, context);
		return {
			accepted: true,
			...at.shown,
			...(target.service && { service: target.service.name, integration: target.integration }),
		};
	},
});

/** Clocks differ, and an event is worked off a moment after it was accepted. */
const leeway = 10 * 60_000;

async function record({ key, service }: RoutingTarget, event: DeploymentEvent, context: ToolContext): Promise<void> {
	const { summary, source, timestamp } = event.payload;
	const send = async () => {
		await enqueueChange(context.pagerduty, key, event);
		return { id: '' };
	};
	try {
		if (!service) {
			await send();
			return;
		}
		const at = timestamp === undefined ? context.clock.now().getTime() : Date.parse(timestamp);
		const range = rangeOf({ start: at - leeway, end: at + leeway });
		const alike = async () => {
			const { items } = await listServiceChangeEvents(context.pagerduty, service.id, { ...range, limit: 100 });
			return items.filter((one) => one.summary === summary && (source === undefined || one.source === source));
		};
		await createOnce({ alike, send }, context);
	} catch (error) {
		if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
		const where = service ? `list_change_events with services: [${service.id}]` : 'list_change_events';
		const next = `It may or may not have arrived, and PagerDuty may show it only after a while. Look with ${where} in a minute before sending it again: it would be recorded twice.`;
		throw new ToolError({ ...failureOf(error, ''), next }, error);
	}
}
