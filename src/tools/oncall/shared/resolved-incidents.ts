import { getEscalationPolicy } from '../../../pagerduty/api/escalation-policies.ts';
import { listIncidents } from '../../../pagerduty/api/incidents.ts';
import { pages } from '../../../pagerduty/api/paging.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import type { RenderedSchedule } from '../../schedules/read-schedule.ts';
import { joinNotes } from '../../text/notes.ts';
import { rangeOf } from '../../time/range.ts';

const day = 86_400_000;
/** How far back somebody's knowledge of a service is looked for. */
const knownDays = 90;
/** Of more policies the services are not read. */
const mostPolicies = 5;
/** More than fit into one request. */
const mostServices = 50;
const mostPages = 2;

/** How many incidents each person resolved lately. */
export interface Resolved {
	readonly by: ReadonlyMap<string, number>;
	/** What was not counted. */
	readonly note: string | undefined;
}

/**
 * How many incidents of the schedule's services each person resolved lately; the newest ones count.
 * @throws {ToolError}
 * operationId: getEscalationPolicy, listIncidents
 */
export async function readResolved(schedule: RenderedSchedule, context: ToolContext): Promise<Resolved> {
	const services = await servicesOf(schedule, context);
	const { by, read, more } = await countResolved(services.ids, context);
	return {
		by,
		note: joinNotes(
			services.note,
			more ? `\`resolved_incidents\` counts the newest ${read} resolved incidents only.` : undefined,
		),
	};
}

async function servicesOf({ layered, shiftBased }: RenderedSchedule, { pagerduty }: ToolContext) {
	const policies = (layered ?? shiftBased)?.escalation_policies;
	if (!policies) throw new ToolError({ message: 'PagerDuty did not say which escalation policies use the schedule.' });
	const read = await Promise.all(policies.slice(0, mostPolicies).map(({ id }) => getEscalationPolicy(pagerduty, id)));
	const ids = [...new Set(read.flatMap(({ services = [] }) => services.map(({ id }) => id)))];
	return {
		ids: ids.slice(0, mostServices),
		note: joinNotes(
			policies.length > mostPolicies
				? `\`resolved_incidents\` counts the services of ${mostPolicies} of the schedule's ${policies.length} escalation policies only.`
				: undefined,
			ids.length > mostServices
				? `\`resolved_incidents\` counts ${mostServices} of ${ids.length} services only.`
				: undefined,
		),
	};
}

async function countResolved(serviceIds: readonly string[], { pagerduty, clock }: ToolContext) {
	const by = new Map<string, number>();
	if (serviceIds.length === 0) return { by, read: 0, more: false };
	const now = Math.ceil(clock.now().getTime() / 1000) * 1000;
	const query = {
		...rangeOf({ start: now - knownDays * day, end: now }),
		service_ids: serviceIds,
		statuses: ['resolved'] as const,
		sort_by: 'created_at:desc',
	};
	let [read, pagesRead] = [0, 0];
	for await (const page of pages((at) => listIncidents(pagerduty, { ...query, ...at }))) {
		for (const { last_status_change_by: who } of page.items) if (who) by.set(who.id, (by.get(who.id) ?? 0) + 1);
		read += page.items.length;
		if (++pagesRead >= mostPages) return { by, read, more: page.more };
	}
	return { by, read, more: false };
}
