import { Temporal } from 'temporal-polyfill';
import type { JsonObject } from '../json.ts';
import type { Span } from '../rendering/model.ts';
import { required } from '../model/store.ts';
import type { World } from '../model/world.ts';
import type { Facts, Hours } from './facts.ts';
import type { Question } from './filters.ts';

export type Grouping = 'all' | 'service' | 'team' | 'escalation_policy';

/** Rows of metrics: one per group that has incidents, and per unit of time if one is asked for. */
export function metricRows(
	world: World,
	facts: readonly Facts[],
	grouping: Grouping,
	{ aggregate_unit: unit, time_zone: zone, order, order_by: by, span }: Question & { span: Span },
): JsonObject[] {
	const groups = new Map<string, { item: Facts; group: string }[]>();
	for (const item of facts) {
		for (const group of groupsOf(item, grouping)) {
			const key = JSON.stringify([group, unit ? bucket(item.incident.createdAt, unit, zone) : null]);
			const members = groups.get(key);
			if (members) members.push({ item, group });
			else groups.set(key, [{ item, group }]);
		}
	}
	const rows = [...groups.values()].map((members): JsonObject => {
		const [first] = members;
		const items = members.map(({ item }) => item);
		const start = unit && first ? bucket(first.item.incident.createdAt, unit, zone) : undefined;
		return {
			...(start && { range_start: start }),
			...names(world, grouping, first?.group ?? ''),
			...measure(items),
			...(grouping === 'all' ? percentiles(items) : { up_time_pct: upTime(items, span, world.clock.ms) }),
		};
	});
	// Over no incidents at all there is still one row.
	if (rows.length === 0 && grouping === 'all' && !unit) return [{ ...measure([]), ...percentiles([]) }];
	const column = by ?? (unit ? 'range_start' : 'total_incident_count');
	return rows.sort(inOrder(order, column));
}

function groupsOf({ incident }: Facts, grouping: Grouping): readonly string[] {
	if (grouping === 'service') return [incident.serviceId];
	if (grouping === 'escalation_policy') return [incident.policy.id];
	return grouping === 'team' ? incident.teamIds : [''];
}

function names(world: World, grouping: Grouping, id: string): JsonObject {
	const { services, teams, policies } = world.store;
	if (grouping === 'service') return { service_id: id, service_name: required(services, id).name };
	if (grouping === 'team') return { team_id: id, team_name: required(teams, id).name };
	if (grouping === 'escalation_policy')
		return { escalation_policy_id: id, escalation_policy_name: policies.get(id)?.name ?? id };
	return {};
}

/** The first moment of the day, week (from Monday) or month, by the clock of `zone`. */
function bucket(at: number, unit: 'day' | 'week' | 'month', zone: string): string {
	const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
	const first =
		unit === 'month' ? date.with({ day: 1 }) : unit === 'week' ? date.subtract({ days: date.dayOfWeek - 1 }) : date;
	return `${first.toString()}T00:00:00`;
}

function measure(items: readonly Facts[]): JsonObject {
	const engaged = sum(items, ({ engagedSeconds }) => engagedSeconds);
	const interruptions = (hours: Hours) =>
		sum(items, (item) => item.interruptions.filter((interruption) => interruption.hours === hours).length);
	return {
		mean_assignment_count: mean(items, ({ assignments }) => assignments) ?? 0,
		mean_engaged_seconds: mean(items, ({ engagedSeconds }) => engagedSeconds) ?? 0,
		mean_engaged_user_count: mean(items, ({ joinedBy }) => joinedBy.size) ?? 0,
		mean_seconds_to_engage: mean(items, ({ secondsToEngage }) => secondsToEngage),
		mean_seconds_to_first_ack: mean(items, ({ secondsToFirstAck }) => secondsToFirstAck),
		mean_seconds_to_mobilize: mean(items, ({ secondsToMobilize }) => secondsToMobilize),
		mean_seconds_to_resolve: mean(items, ({ secondsToResolve }) => secondsToResolve),
		mean_user_defined_engaged_seconds: mean(items, ({ engagedSeconds }) => engagedSeconds) ?? 0,
		total_business_hour_interruptions: interruptions('business'),
		total_engaged_seconds: engaged,
		total_escalation_count: sum(items, (item) => item.manualEscalations.length + item.timeoutEscalations.length),
		total_incident_count: items.length,
		total_incidents_acknowledged: items.filter(({ acknowledgements }) => acknowledgements > 0).length,
		total_incidents_auto_resolved: items.filter(({ autoResolved }) => autoResolved).length,
		total_incidents_manual_escalated: items.filter((item) => item.manualEscalations.length > 0).length,
		total_incidents_reassigned: items.filter((item) => item.reassignments.length > 0).length,
		total_incidents_timeout_escalated: items.filter((item) => item.timeoutEscalations.length > 0).length,
		total_interruptions: sum(items, (item) => item.interruptions.length),
		total_notifications: sum(items, (item) => item.notifications.length),
		total_off_hour_interruptions: interruptions('off'),
		total_sleep_hour_interruptions: interruptions('sleep'),
		total_snoozed_seconds: sum(items, ({ snoozedSeconds }) => snoozedSeconds),
		total_user_defined_engaged_seconds: engaged,
	};
}

function percentiles(items: readonly Facts[]): JsonObject {
	const acknowledged = present(items, ({ secondsToFirstAck }) => secondsToFirstAck);
	const resolved = present(items, ({ secondsToResolve }) => secondsToResolve);
	return Object.fromEntries(
		[50, 75, 90, 95].flatMap((percent) => [
			[`p${percent}_seconds_to_first_ack`, percentile(acknowledged, percent)],
			[`p${percent}_seconds_to_resolve`, percentile(resolved, percent)],
		]),
	);
}

/** The share of the time in which no major incident was open. */
function upTime(items: readonly Facts[], { start, end }: Span, now: number): number {
	const last = Math.min(end, now);
	const spans = items
		.filter(({ major }) => major)
		.map(({ incident }) => ({
			from: Math.max(incident.createdAt, start),
			to: Math.min(incident.resolvedAt ?? now, last),
		}));
	return last <= start ? 100 : Math.round(10_000 * (1 - covered(spans) / (last - start))) / 100;
}

/** How long at least one of the spans lasts. */
export function covered(spans: readonly { readonly from: number; readonly to: number }[]): number {
	let total = 0;
	let reached = -Infinity;
	for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
		total += Math.max(0, to - Math.max(from, reached));
		reached = Math.max(reached, to);
	}
	return total;
}

function present(items: readonly Facts[], value: (item: Facts) => number | undefined): number[] {
	return items.map(value).filter((number) => number !== undefined);
}

export function sum(items: readonly Facts[], value: (item: Facts) => number): number {
	return items.reduce((total, item) => total + value(item), 0);
}

/** Whole, over the incidents that have a value; null over none. */
export function mean(items: readonly Facts[], value: (item: Facts) => number | undefined): number | null {
	const values = present(items, value);
	return values.length === 0 ? null : Math.round(values.reduce((a, b) => a + b, 0) / values.length);
}

function percentile(values: number[], percent: number): number | null {
	return values.toSorted((a, b) => a - b)[Math.ceil((percent / 100) * values.length) - 1] ?? null;
}

/** Compares rows by a column; those without a value come last, up or down. */
export function inOrder(order: 'asc' | 'desc', column: string): (a: JsonObject, b: JsonObject) => number {
	const sign = order === 'asc' ? 1 : -1;
	return ({ [column]: a }, { [column]: b }) => {
		if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
		if (typeof a === 'string' && typeof b === 'string') return sign * (a < b ? -1 : a > b ? 1 : 0);
		return Number(a === null) - Number(b === null);
	};
}
