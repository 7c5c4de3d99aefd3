import { deleteCustomShift } from '../../../pagerduty/api/custom-shifts.ts';
import { PagerDutyError } from '../../../pagerduty/http/errors.ts';
import { deleteScheduleOverride, deleteShiftOverride } from '../../../pagerduty/api/overrides.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { said } from '../../text/said.ts';
import { quoted } from '../../text/names.ts';
import type { KnownSchedule } from '../../schedules/read-schedule.ts';
import { removeOnce } from '../../writes/send-once.ts';
import type { ShownOverride } from './override-shape.ts';
import { readOverrides } from './read-overrides.ts';

const day = 86_400_000;

/** An override or custom shift that goes on or is to come, and the others that do. */
interface FoundOverride {
	readonly override: ShownOverride;
	readonly open: readonly ShownOverride[];
}

/** @throws {ToolError} for one that is past or not there. */
export async function findOverride(schedule: KnownSchedule, id: string, context: ToolContext): Promise<FoundOverride> {
	const now = context.clock.now().getTime();
	const open = await current(schedule, now, context);
	const override = open.find((item) => item.id === id);
	if (override) return { override, open };
	const past = await readOverrides(schedule, 'UTC', { start: now - 365 * day, end: now }, context);
	if (past.some((item) => item.id === id)) {
		throw new ToolError({
			message: 'That override is over: PagerDuty keeps it as it was.',
			said: said`That override of ${quoted(schedule.name)} is over, and PagerDuty keeps it as it was.`,
			next: 'Nothing needs to be done: it no longer has any effect.',
		});
	}
	throw new ToolError({
		message: `${quoted(schedule.name)} has no override ${id}.`,
		said: said`That override of ${quoted(schedule.name)} is no longer there.`,
		candidates: open.slice(0, 10).map((item) => ({ id: item.id, name: `${item.user} from ${item.start ?? '?'}` })),
		next: 'Look it up with get_schedule and `include: overrides`.',
	});
}

/** Takes an override away, or ends it now if it has begun. operationId: deleteScheduleOverride, deleteOverride or deleteCustomShift */
export async function removeOverride(
	schedule: KnownSchedule,
	override: ShownOverride,
	context: ToolContext,
): Promise<'deleted' | 'ended_now'> {
	const begun = hasBegun(override, context);
	await removeOnce(
		{
			send: () =>
				send(schedule, override, context).catch((error: unknown) => {
					// Somebody else was faster, or PagerDuty does not know of it in time: what is there decides.
					const isOpen = error instanceof PagerDutyError && error.kind === 'notFound';
					throw isOpen ? error.with({ unclear: true }) : error;
				}),
			isAway: async () => {
				const left = await current(schedule, context.clock.now().getTime() + 1000, context);
				return left.every(({ id }) => id !== override.id);
			},
			missing: 'The override is still there.',
		},
		context,
	);
	return begun ? 'ended_now' : 'deleted';
}

export function hasBegun({ start }: ShownOverride, { clock }: ToolContext): boolean {
	return Date.parse(start ?? '') < clock.now().getTime();
}

/** What goes on or is still to come; PagerDuty knows the future for years, people plan it for months. */
function current(schedule: KnownSchedule, now: number, context: ToolContext): Promise<ShownOverride[]> {
	return readOverrides(schedule, 'UTC', { start: now, end: now + 365 * day }, context);
}

function send(schedule: KnownSchedule, { id, kind }: ShownOverride, { pagerduty }: ToolContext): Promise<unknown> {
	if (schedule.kind === 'layers') return deleteScheduleOverride(pagerduty, schedule.id, id);
	return (kind === 'custom_shift' ? deleteCustomShift : deleteShiftOverride)(pagerduty, schedule.id, id);
}
