import { getEscalationPolicy } from '../../../pagerduty/api/escalation-policies.ts';
import { listIncidents } from '../../../pagerduty/api/incidents.ts';
import { pages } from '../../../pagerduty/api/paging.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import type { RenderedSchedule } from '../../schedules/read-schedule.ts';
import { rangeOf } from '../../time/range.ts';

const day = 86_400_000;
/** How far back somebody's knowledge of a service is looked for. */
const knownDays = 90;
/** Of more policies the services are not read. */
const mostPolicies = 5;
/** More than fit into one request. */
const mostServices = 50;
const mostPages = 2;

/** The services that a schedule is for. @throws {ToolError} operationId: getEscalationPolicy */
export async function servicesOf(
	{ layered, shiftBased }: RenderedSchedule,
	{ pagerduty }: ToolContext,
): Promise<string[]> {
	const policies = (layered ?? shiftBased)?.escalation_policies;
	if (!policies) throw new ToolError({ message: 'PagerDuty did not say which escalation policies use the schedule.' });
	const read = await Promise.all(policies.slice(0, mostPolicies).map(({ id }) => getEscalationPolicy(pagerduty, id)));
	return [...new Set(read.flatMap(({ services = [] }) => services.map(({ id }) => id)))].slice(0, mostServices);
}

/** How many incidents of these services each person resolved lately; the newest ones count. operationId: listIncidents */
export async function readAnswered(
	serviceIds: readonly string[],
	{ pagerduty, clock }: ToolContext,
): Promise<ReadonlyMap<string, number>> {
	const by = new Map<string, number>();
	if (serviceIds.length === 0) return by;
	const now = Math.ceil(clock.now().getTime() / 1000) * 1000;
	const query = {
		...rangeOf({ start: now - knownDays * day, end: now }),
		service_ids: serviceIds,
		statuses: ['resolved'] as const,
		sort_by: 'created_at:desc',
	};
	let read = 0;
	for await (const page of pages((at) => listIncidents(pagerduty, { ...query, ...at }))) {
		for (const { last_status_change_by: who } of page.items) if (who) by.set(who.id, (by.get(who.id) ?? 0) + 1);
		if (++read >= mostPages) break;
	}
	return by;
}
