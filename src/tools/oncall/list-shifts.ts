import * as z from 'zod';
import { listOnCalls, type OnCall } from '../../pagerduty/api/oncalls.ts';
import { moment, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, wholeList } from '../lists/list.ts';
import { nameOf, quotedNames } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { readPartOfEach } from '../lists/partial-answer.ts';
import { readAll } from '../lists/read-all.ts';
import { knownSchedule, spanOf, type KnownSchedule } from '../schedules/read-schedule.ts';
import { readScheduleReport } from '../schedules/schedule-report.ts';
import type { Span } from '../time/spans.ts';
import { rangeOf, parseSpan } from '../time/range.ts';
import { localZoneNote, localZoneOf } from '../time/local-zone.ts';
import { formatIn } from '../time/show-time.ts';
import { defineTool } from '../core/tool.ts';
import { inHours, shiftShape, showShift, type ShownShift } from '../schedules/shift-shape.ts';
import { checkAhead } from './shared/known-ahead.ts';
import { learnOncalls } from './shared/learn-oncalls.ts';
import type { ShownOverride } from './shared/override-shape.ts';
import { readOverrides } from './shared/read-overrides.ts';

const name = 'list_shifts';

const input = z.strictObject({
	users: references('Default without other filters: me.').optional(),
	schedules: references('Names or ids.').optional(),
	teams: references('Teams whose schedules count, or me.').optional(),
	escalation_policies: references('Names or ids.').optional(),
	since: moment('Default: now.').optional(),
	until: moment('Default: 14 days later, at most 90.').optional(),
	mark_overrides: z.boolean().default(false).describe('Also tell which are overrides.'),
	time_zone: z.string().max(60).optional().describe("Default: the schedule's, else the person's."),
	...listArguments(shiftShape),
});
type Input = z.output<typeof input>;

/** operationId: listOnCalls for people and policies, else getSchedule and getScheduleV3 */
export const listShifts = defineTool({
	name,
	title: 'List shifts',
	description:
		'Lists on-call shifts in order of time, current ones first. With a person or policy, only schedules that a policy uses count.',
	example: 'When is my next shift?',
	toolset: 'oncall',
	access: 'read',
	operations: {
		always: [],
		sometimes: [
			'listOnCalls',
			'listSchedules',
			'listSchedulesV3',
			'listTeams',
			'getSchedule',
			'listEscalationPolicies',
			'getCurrentUser',
			'listUsers',
			'listScheduleOverrides',
			'listOverrides',
			'listCustomShifts',
		],
	},
	input,
	output: z.object({ shifts: z.array(shiftShape.schema), ...listEnvelope }),
	async run(input, context) {
		const start = pageStart(name, input);
		const rendered = input.schedules ?? input.teams;
		const { shifts, note } = await (rendered ? ofSchedules : ofOncalls)(input, context);
		const at = ({ start: time }: ShownShift) => (time === undefined ? 0 : Date.parse(time));
		const sorted = shifts.toSorted((a, b) => at(a) - at(b));
		const { items, envelope } = listResult(name, shiftShape, input, {
			...wholeList(sorted, start, input.limit),
			note,
		});
		return { shifts: items, ...envelope };
	},
	present: presentList(shiftShape),
});

/** Shifts, and what the reader must know of them. */
interface Found {
	readonly shifts: readonly ShownShift[];
	readonly note?: string | undefined;
}

/** From now, for two weeks. */
const reach = { from: 0, to: 14 * 86_400_000, maxDays: 90 };

async function ofSchedules(input: Input, context: ToolContext): Promise<Found> {
	const [{ schedules, zone, note }, users, policies] = await Promise.all([
		readScheduleReport(input, reach, context),
		context.directory.ids('user', input.users, context),
		context.directory.ids('escalation_policy', input.escalation_policies, context),
	]);
	const now = context.clock.now().getTime();
	const untold: string[] = [];
	const shifts = schedules.flatMap((schedule) => {
		const used = (schedule.layered ?? schedule.shiftBased)?.escalation_policies;
		if (policies && !used) untold.push(schedule.name);
		if (policies && !used?.some(({ id }) => policies.includes(id))) return [];
		const turns = schedule.turns.filter(({ userId }) => !users || users.includes(userId));
		return turns.map((turn) => showShift(turn, schedule, zone, now));
	});
	return { shifts, note: joinNotes(note, policiesUntold(untold)) };
}

function policiesUntold(names: readonly string[]): string | undefined {
	if (names.length === 0) return undefined;
	return `PagerDuty did not say which escalation policies use ${quotedNames(names)}, so these shifts are left out.`;
}

/** The same shift comes once for each policy and level: they are gathered in it. */
async function ofOncalls(input: Input, context: ToolContext): Promise<Found> {
	const local = await localZoneOf(input.time_zone, context);
	const { zone } = local;
	const span = parseSpan(input, { ...reach, asked: context.asked, local });
	checkAhead(span.end, context.asked);
	const [users, policies] = await Promise.all([
		context.directory.ids('user', input.users ?? (input.escalation_policies ? undefined : ['me']), context),
		context.directory.ids('escalation_policy', input.escalation_policies, context),
	]);
	const filter = {
		...rangeOf(span),
		...(users && { user_ids: users }),
		...(policies && { escalation_policy_ids: policies }),
	};
	const shifts = new Map<string, ShownShift>();
	const now = context.clock.now().getTime();
	const { items, note } = await readAll((at) =>
		learnOncalls(listOnCalls(context.pagerduty, { ...filter, ...at }), context),
	);
	for (const oncall of items) {
		const key = [oncall.user.id, oncall.schedule?.id, oncall.start, oncall.end].join(' ');
		const policy = oncall.escalation_policy ? nameOf(oncall.escalation_policy) : 'unknown';
		const known = shifts.get(key);
		const { escalation_policies: before = [] } = known ?? {};
		if (known && before.includes(policy)) continue;
		shifts.set(key, { ...(known ?? fromOncall(oncall, zone, now)), escalation_policies: [...before, policy] });
	}
	const marked = input.mark_overrides ? await markOverrides([...shifts.values()], items, span, context) : undefined;
	return {
		shifts: marked?.shifts ?? [...shifts.values()],
		note: joinNotes(note, localZoneNote(local), marked?.note),
	};
}

/** Overrides are read of so many schedules. */
const mostMarked = 40;

/** Marks what somebody took over. Of a schedule whose overrides were not read, it stays open. */
async function markOverrides(
	shifts: readonly ShownShift[],
	oncalls: readonly OnCall[],
	span: Span,
	context: ToolContext,
): Promise<Found> {
	const known = [
		...new Map(oncalls.flatMap(({ schedule }) => (schedule ? [[schedule.id, schedule] as const] : []))).values(),
	]
		.map((schedule) => knownSchedule({ id: schedule.id, name: nameOf(schedule), type: schedule.type }))
		.slice(0, mostMarked);
	const read = (schedule: KnownSchedule) => readOverrides(schedule, 'UTC', span, context);
	const { values, note } = await readPartOfEach('overrides', known, read, context.signal);
	const overrides = new Map(known.map(({ id }, index) => [id, values[index]]));
	return {
		note,
		shifts: shifts.map((shift) => {
			const of = shift.schedule_id === undefined ? undefined : overrides.get(shift.schedule_id);
			return of ? { ...shift, override: of.some((one) => isOf(shift, one)) } : shift;
		}),
	};
}

function isOf(shift: ShownShift, override: ShownOverride): boolean {
	const [one, other] = [spanOf(shift.start, shift.end), spanOf(override.start, override.end)];
	if (!one || !other || override.user_id !== shift.user_id) return false;
	return one.start < other.end && other.start < one.end;
}

/** Without a schedule, start and end the duty is permanent. */
function fromOncall({ user, schedule, start, end }: OnCall, zone: string, now: number): ShownShift {
	const span = spanOf(start, end);
	return {
		user: nameOf(user),
		schedule: schedule && nameOf(schedule),
		start: span && formatIn(span.start, zone),
		end: span && formatIn(span.end, zone),
		hours: span && inHours(span.end - span.start),
		now: !span || (span.start <= now && now < span.end) ? true : undefined,
		user_id: user.id,
		schedule_id: schedule?.id,
		schedule_url: schedule?.html_url,
	};
}
