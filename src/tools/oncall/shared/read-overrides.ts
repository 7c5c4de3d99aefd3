import { listCustomShifts } from '../../../pagerduty/api/custom-shifts.ts';
import { listScheduleOverrides, listShiftOverrides } from '../../../pagerduty/api/overrides.ts';
import type { ToolContext } from '../../core/context.ts';
import { nameOfId } from '../../names/name-of-id.ts';
import { readWhole } from '../../lists/read-all.ts';
import type { KnownSchedule } from '../../schedules/read-schedule.ts';
import type { Span } from '../../time/spans.ts';
import { isoOf } from '../../time/iso.ts';
import { showCustomShift, showOverride, showShiftOverride, type ShownOverride } from './override-shape.ts';

/**
 * The overrides and custom shifts that touch `span`, whole. One request for a layered schedule; for a shift-based one two,
 * and one for each person whom the directory does not know yet. operationId: listScheduleOverrides, listOverrides, listCustomShifts
 */
export async function readOverrides(
	schedule: KnownSchedule,
	zone: string,
	span: Span,
	context: ToolContext,
): Promise<ShownOverride[]> {
	const range = { since: isoOf(span.start), until: isoOf(span.end), overflow: true };
	if (schedule.kind === 'layers') {
		const overrides = await listScheduleOverrides(context.pagerduty, schedule.id, range);
		return overrides.map((override) => showOverride(override, zone));
	}
	const [overrides, customs] = await Promise.all([
		readWhole((at) => listShiftOverrides(context.pagerduty, schedule.id, { ...range, ...at })),
		readWhole((at) => listCustomShifts(context.pagerduty, schedule.id, { ...range, ...at })),
	]);
	const ids = [
		...overrides.flatMap(({ overridden_member, overriding_member }) => [
			overridden_member?.user_id,
			overriding_member?.user_id,
		]),
		...customs.flatMap(({ assignments }) => assignments.map(({ member }) => member?.user_id)),
	];
	const names = new Map<string, string>();
	await Promise.all(
		[...new Set(ids)].map(async (id) => {
			if (id === undefined) return;
			names.set(id, (await nameOfId('user', id, context)) ?? id);
		}),
	);
	const name = (id: string) => names.get(id) ?? id;
	return [
		...overrides.map((item) => showShiftOverride(item, zone, name)),
		...customs.map((item) => showCustomShift(item, zone, name)),
	].sort((a, b) => Date.parse(a.start ?? '') - Date.parse(b.start ?? ''));
}
