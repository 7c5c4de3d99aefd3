import * as z from 'zod';
import type { Clock } from '../pagerduty/http/clock.ts';
import { cleanLine } from '../tools/text/untrusted.ts';
import { inTurn, said, type Said, type Saying } from '../tools/text/said.ts';
import type { Entry, State } from './entry.ts';
import { fingerprint, MaintenanceWindow as WindowShape, Note as NoteShape } from './fingerprint.ts';
import { memberPlan } from './undo-member.ts';
import { rotationPlan } from './undo-rotation.ts';
import { answer, impossible, NotUndone, unknownResult, type Ask, type Call, type UndoPlan } from './undo-plan.ts';

/** How a change could be taken back. Asks PagerDuty nothing. */
export function undoPlan(entry: Entry): UndoPlan {
	if (entry.outcome !== 'done') return impossible(said`It may not have been carried out.`);
	return plans[entry.tool]?.(entry) ?? impossible(said`Changes of this kind cannot be undone from here.`);
}

/**
 * Takes a change back by the tool that does the opposite, unless somebody has changed it since.
 * @throws {NotUndone}
 */
export async function undo(
	entry: Entry,
	ask: Ask,
	clock: Pick<Clock, 'now'>,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
	const plan = undoPlan(entry);
	if (!plan.possible) throw new NotUndone(plan.why);
	const difference = await plan.differs(ask, clock.now());
	if (difference !== undefined) throw new NotUndone(said`${difference} Nothing was done.`);
	const outputs: Readonly<Record<string, unknown>>[] = [];
	for (const { tool, input } of plan.calls) {
		const done = outputs.length;
		const output = await answer(ask, tool, input).catch((error: unknown) => {
			const why = error instanceof NotUndone ? error.said : said`It was cancelled.`;
			throw done === 0 && error instanceof NotUndone ? error : partly(done, plan.calls.length, why);
		});
		const left = leftAlone(output);
		if (left !== undefined) throw partly(done, plan.calls.length, left, Changed.safeParse(output).data?.changed);
		outputs.push(output);
	}
	return outputs;
}

const Row = z.object({ id: z.string(), number: z.int().optional(), reason: z.string() });
const Changed = z.object({
	changed: z.int(),
	unchanged: z.array(Row).default([]),
	failed: z.array(Row).default([]),
});

/** What a change of several incidents has left as it was; undefined where it has done all, or is no such change. */
function leftAlone(output: Readonly<Record<string, unknown>>): Said | undefined {
	const { data } = Changed.safeParse(output);
	if (!data) return undefined;
	const left = [...data.unchanged, ...data.failed].map(({ id, number, reason }) => `#${number ?? id} (${reason})`);
	return left.length === 0 && data.changed > 0 ? undefined : said`Left as it was: ${left.join(', ')}.`;
}

/** @param changed how many incidents the last step changed all the same */
function partly(done: number, all: number, why: Saying, changed = 0): NotUndone {
	if (done === 0 && changed === 0) return new NotUndone(said`${why} Look at PagerDuty for what was done.`);
	const part = said`Only a part was undone: ${done} of ${all} steps.`;
	const more =
		changed === 1
			? said`The next one changed 1 of its incidents.`
			: said`The next one changed ${changed} of its incidents.`;
	return new NotUndone(inTurn(changed === 0 ? [part, why] : [part, more, why], ' '));
}

const plans: Readonly<Record<string, (entry: Entry) => UndoPlan>> = {
	acknowledge_incidents: () =>
		impossible(
			said`PagerDuty has no way to take an acknowledgement back; it ends by itself if the service is set up that way.`,
		),
	resolve_incidents: (entry) =>
		forIncidents(entry, (ids) => [{ tool: 'reopen_incidents', input: { incidents: ids } }], paging),
	reopen_incidents: (entry) => forIncidents(entry, (ids) => [{ tool: 'resolve_incidents', input: { incidents: ids } }]),
	reassign_incidents: (entry) => {
		const known = knownOf(entry) ?? [];
		const isDirect = ({ before }: Known) => before.assigned_via === 'direct_assignment';
		const isUnknown = ({ assigned_via: via, escalation_policy: policy }: State) =>
			via === undefined || (via !== 'direct_assignment' && policy === undefined);
		if (known.some(({ before }) => isUnknown(before)))
			return impossible(said`It is not known how all of the incidents were assigned before. Reassign them instead.`);
		if (known.some((one) => isDirect(one) && one.before.escalation_policy !== one.after.escalation_policy))
			return impossible(said`It also changed the escalation policy. Reassign it again instead.`);
		const call = (one: Known) => (isDirect(one) ? reassignment(one.before) : escalation(one.before));
		return forEachIncident(entry, call, known.every(isDirect) ? paging : escalating);
	},
	snooze_incidents: (entry) => {
		const known = knownOf(entry) ?? [];
		if (known.some(({ before }) => before.triggers_again === undefined))
			return impossible(
				said`The acknowledgement would not have ended by itself, and PagerDuty has no way to end a snooze early.`,
			);
		const again = (one: Known): Call => ({
			tool: 'snooze_incidents',
			input: { incidents: [one.before.id], until: one.before.triggers_again },
		});
		const plan = forEachIncident(entry, again);
		if (!plan.possible) return plan;
		return { ...plan, differs: async (ask, now) => (await plan.differs(ask, now)) ?? endedBy(now, known) };
	},
	update_incidents: (entry) => {
		const others = Object.keys(entry.arguments).filter(
			(name) => !['incidents', 'title', 'urgency', 'priority'].includes(name),
		);
		if (others.length > 0) return impossible(said`What ${others.join(', ')} was before is not known.`);
		const raises = knownOf(entry)?.some(({ before, after }) => before.urgency === 'high' && after.urgency !== 'high');
		const call = ({ before, after }: Known): Call => ({
			tool: 'update_incidents',
			input: {
				incidents: [before.id],
				...(before.title !== after.title && { title: before.title }),
				...(before.urgency !== after.urgency && { urgency: before.urgency }),
				...(before.priority !== after.priority && { priority: before.priority ?? 'none' }),
			},
		});
		return forEachIncident(
			entry,
			call,
			raises === true ? said`It raises the urgency again, which pages people.` : undefined,
		);
	},
	add_incident_note: (entry) => {
		const { data } = Note.safeParse(entry.result);
		if (!data) return unknownResult;
		const { incident, note } = data;
		if (entry.fingerprint === undefined) return impossible(tooLong);
		return {
			possible: true,
			calls: [{ tool: 'delete_incident_note', input: { incident, note: note.id } }],
			differs: async (ask) => {
				const { notes } = Notes.parse(
					await answer(ask, 'list_incident_notes', { incident, limit: 100, fields: ['all'] }),
				);
				const now = notes.find(({ id }) => id === note.id);
				if (!now) return said`The note is no longer there.`;
				return fingerprint(now) === entry.fingerprint ? undefined : said`Somebody has changed the note since then.`;
			},
		};
	},
	create_overrides: (entry) => {
		const { data } = Overrides.safeParse(entry.result);
		const { replaces } = entry.arguments;
		if (!data || data.overrides.length === 0) return unknownResult;
		if (replaces !== undefined) return impossible(said`It took the place of another override, which is gone.`);
		const { schedule, overrides } = data;
		return {
			possible: true,
			calls: overrides.map(({ id }) => ({ tool: 'delete_override', input: { schedule, override: id } })),
			warning: said`Whoever the rotation names is on call again.`,
			differs: async (ask) => {
				const times = overrides.flatMap(({ start, end }) => [Date.parse(start), Date.parse(end)]);
				const [since, until] = [Math.min(...times), Math.max(...times)].map((time) => new Date(time).toISOString());
				const input = { schedule, since, until, include: ['overrides'], limit: 1 };
				const now = Overrides.shape.overrides.parse((await answer(ask, 'get_schedule', input))['overrides']);
				const key = ({ id, user, start, end }: (typeof now)[number]) =>
					[id, user, Date.parse(start), Date.parse(end)].join(' ');
				const known = new Set(now.map(key));
				return overrides.every((one) => known.has(key(one)))
					? undefined
					: said`Somebody has changed or removed the override since then.`;
			},
		};
	},
	set_team_member: memberPlan,
	set_rotation: rotationPlan,
	set_maintenance_window: (entry) => {
		const { data } = Window.safeParse(entry.result);
		if (!data) return unknownResult;
		if (entry.arguments['maintenance_window'] !== undefined)
			return impossible(said`What the maintenance window was like before is not known.`);
		if (entry.fingerprint === undefined) return impossible(tooLong);
		const { maintenance_window: made } = data;
		return {
			possible: true,
			calls: [{ tool: 'delete_maintenance_window', input: { maintenance_window: made.id } }],
			warning: said`Its services open incidents and page people again.`,
			differs: async (ask) => {
				const input = { state: 'open', limit: 100, fields: ['all'] };
				const rows = Windows.parse(await answer(ask, 'list_maintenance_windows', input)).maintenance_windows;
				const now = rows.find(({ id }) => id === made.id);
				if (!now) return said`The maintenance window is no longer open.`;
				return fingerprint(now) === entry.fingerprint
					? undefined
					: said`Somebody has changed the maintenance window since then.`;
			},
		};
	},
};

const paging = said`It pages people.`;
const escalating = said`The escalation policy begins anew, which pages people.`;
const tooLong = said`Its text is too long to tell whether somebody has changed it since.`;

interface Known {
	readonly before: State;
	readonly after: State;
}

function forIncidents(entry: Entry, calls: (ids: readonly string[]) => readonly Call[], warning?: Said): UndoPlan {
	const known = knownOf(entry);
	if (!known) return impossible(said`What the incidents were like before is not known.`);
	return {
		possible: true,
		calls: calls(known.map(({ after }) => after.id)),
		warning,
		differs: (ask) => incidentsDiffer(known, ask),
	};
}

function forEachIncident(entry: Entry, call: (known: Known) => Call, warning?: Said): UndoPlan {
	const known = knownOf(entry);
	if (!known) return impossible(said`What the incidents were like before is not known.`);
	return { possible: true, calls: known.map(call), warning, differs: (ask) => incidentsDiffer(known, ask) };
}

function knownOf({ incidents }: Entry): readonly Known[] | undefined {
	const known = incidents.flatMap(({ before, after }) => (before ? [{ before, after }] : []));
	return known.length === 0 || known.length < incidents.length ? undefined : known;
}

function reassignment({ id, assignees }: State): Call {
	return { tool: 'reassign_incidents', input: { incidents: [id], users: assignees } };
}

function escalation({ id, escalation_policy: policy }: State): Call {
	return { tool: 'reassign_incidents', input: { incidents: [id], escalation_policy: policy } };
}

const Now = z.object({
	incident: z.object({
		title: z.string(),
		status: z.string(),
		urgency: z.string().optional(),
		priority: z.string().optional(),
		assignee_ids: z.array(z.string()).default([]),
		escalation_policy: z.string().optional(),
		service_id: z.string().optional(),
		/** E.g. `unacknowledge at 2026-03-10T11:00:00Z`. */
		next_steps: z.array(z.string()).default([]),
	}),
});

/** Whether an incident is no longer as the change left it. */
async function incidentsDiffer(known: readonly Known[], ask: Ask): Promise<Said | undefined> {
	for (const { after } of known) {
		const { incident: now } = Now.parse(await answer(ask, 'get_incident', { incident: after.id, fields: ['all'] }));
		const changed = [
			now.title !== cleanLine(after.title) && said`title`,
			now.status !== after.status && said`status`,
			now.urgency !== after.urgency && said`urgency`,
			(now.priority ?? null) !== after.priority && said`priority`,
			[...now.assignee_ids].sort().join() !== after.assignees.join() && said`assignees`,
			after.policy_name !== undefined && now.escalation_policy !== after.policy_name && said`escalation policy`,
			now.service_id !== after.service && said`service`,
			after.triggers_again !== undefined && endOf(now) !== after.triggers_again && said`end of the acknowledgement`,
		].filter((name) => name !== false);
		if (changed.length > 0)
			return said`Since then somebody has changed ${inTurn(changed, ', ')} of ${`#${after.number ?? after.id}`}.`;
	}
	return undefined;
}

/** Which acknowledgement would be over without the snooze: none can be made to end in the past. */
function endedBy(now: Date, known: readonly Known[]): Said | undefined {
	const over = known.find(({ before }) => Date.parse(before.triggers_again ?? '') <= now.getTime());
	if (!over) return undefined;
	const { number, id } = over.before;
	return said`Without the snooze ${`#${number ?? id}`} would have triggered again by now, and PagerDuty has no way to end a snooze at once. Snooze it for a few minutes instead.`;
}

function endOf({ next_steps: steps }: z.output<typeof Now>['incident']): string | undefined {
	return steps.flatMap((step) => /^unacknowledge at (.+)$/.exec(step)?.[1] ?? [])[0];
}

const Note = z.object({ incident: z.string(), note: NoteShape });
const Notes = z.object({ notes: z.array(NoteShape) });
const Override = z.object({ id: z.string(), user: z.string(), start: z.string(), end: z.string() });
const Overrides = z.object({ schedule: z.string(), overrides: z.array(Override) });
const Window = z.object({ maintenance_window: WindowShape });
const Windows = z.object({ maintenance_windows: z.array(WindowShape) });
