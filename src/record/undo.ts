import * as z from 'zod';
import type { Entry, State } from './entry.ts';
import { memberPlan } from './undo-member.ts';
import { rotationPlan } from './undo-rotation.ts';
import { answer, impossible, NotUndone, unknownResult, type Ask, type Call, type UndoPlan } from './undo-plan.ts';

/** How a change could be taken back. Asks PagerDuty nothing. */
export function undoPlan(entry: Entry): UndoPlan {
	if (entry.outcome !== 'done') return impossible('It is not known to have been carried out.');
	return plans[entry.tool]?.(entry) ?? impossible('There is nothing in PagerDuty that takes this back.');
}

/**
 * Takes a change back by the tool that does the opposite, unless somebody has changed it since.
 * @throws {NotUndone}
 */
export async function undo(entry: Entry, ask: Ask): Promise<readonly Readonly<Record<string, unknown>>[]> {
	const plan = undoPlan(entry);
	if (!plan.possible) throw new NotUndone(plan.why);
	const difference = await plan.differs(ask);
	if (difference !== undefined) throw new NotUndone(`${difference} Nothing was done.`);
	const outputs = [];
	for (const { tool, input } of plan.calls) {
		const output = await answer(ask, tool, input);
		if (output['changed'] === 0) throw new NotUndone(`${tool} changed nothing: ${JSON.stringify(output['unchanged'])}`);
		outputs.push(output);
	}
	return outputs;
}

const plans: Readonly<Record<string, (entry: Entry) => UndoPlan>> = {
	acknowledge_incidents: () =>
		impossible('PagerDuty has no way to take an acknowledgement back; it ends by itself where the service says so.'),
	resolve_incidents: (entry) =>
		forIncidents(entry, (ids) => [{ tool: 'reopen_incidents', input: { incidents: ids } }], paging),
	reopen_incidents: (entry) => forIncidents(entry, (ids) => [{ tool: 'resolve_incidents', input: { incidents: ids } }]),
	reassign_incidents: (entry) => forEachIncident(entry, ({ before }) => reassignment(before), paging),
	update_incidents: (entry) => {
		const others = Object.keys(entry.arguments).filter(
			(name) => !['incidents', 'title', 'urgency', 'priority'].includes(name),
		);
		if (others.length > 0) return impossible(`What ${others.join(', ')} was before is not known.`);
		return forEachIncident(entry, ({ before, after }) => ({
			tool: 'update_incidents',
			input: {
				incidents: [before.id],
				...(before.title !== after.title && { title: before.title }),
				...(before.urgency !== after.urgency && { urgency: before.urgency }),
				...(before.priority !== after.priority && { priority: before.priority ?? 'none' }),
			},
		}));
	},
	add_incident_note: (entry) => {
		const { data } = Note.safeParse(entry.result);
		if (!data) return unknownResult;
		const { incident, note } = data;
		return {
			possible: true,
			calls: [{ tool: 'delete_incident_note', input: { incident, note: note.id } }],
			differs: async (ask) => {
				const { notes } = Notes.parse(
					await answer(ask, 'list_incident_notes', { incident, limit: 100, fields: ['all'] }),
				);
				const now = notes.find(({ id }) => id === note.id);
				if (!now) return 'The note is no longer there.';
				return sameText(now.content, note.content) ? undefined : 'Somebody has changed the note since.';
			},
		};
	},
	create_overrides: (entry) => {
		const { data } = Overrides.safeParse(entry.result);
		const { replaces } = entry.arguments;
		if (!data || data.overrides.length === 0) return unknownResult;
		if (replaces !== undefined) return impossible('It took the place of another override, which is gone.');
		const { schedule, overrides } = data;
		return {
			possible: true,
			calls: overrides.map(({ id }) => ({ tool: 'delete_override', input: { schedule, override: id } })),
			warning: 'Whoever the rotation names is on call again.',
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
					: 'Somebody has changed or removed the override since.';
			},
		};
	},
	set_team_member: memberPlan,
	set_rotation: rotationPlan,
	set_maintenance_window: (entry) => {
		const { data } = Window.safeParse(entry.result);
		if (!data) return unknownResult;
		if (entry.arguments['maintenance_window'] !== undefined)
			return impossible('What the maintenance window was like before is not known.');
		const { maintenance_window: made } = data;
		return {
			possible: true,
			calls: [{ tool: 'delete_maintenance_window', input: { maintenance_window: made.id } }],
			warning: 'Its services open incidents and page people again.',
			differs: async (ask) => {
				const input = { state: 'open', limit: 100, fields: ['all'] };
				const rows = Windows.parse(await answer(ask, 'list_maintenance_windows', input)).maintenance_windows;
				const now = rows.find(({ id }) => id === made.id);
				if (!now) return 'The maintenance window is no longer open.';
				return windowKey(now) === windowKey(made) ? undefined : 'Somebody has changed the maintenance window since.';
			},
		};
	},
};

const paging = 'It pages people.';

interface Known {
	readonly before: State;
	readonly after: State;
}

function forIncidents(entry: Entry, calls: (ids: readonly string[]) => readonly Call[], warning?: string): UndoPlan {
	const known = knownOf(entry);
	if (!known) return impossible('What the incidents were like before is not known.');
	return {
		possible: true,
		calls: calls(known.map(({ after }) => after.id)),
		warning,
		differs: (ask) => incidentsDiffer(known, ask),
	};
}

function forEachIncident(entry: Entry, call: (known: Known) => Call, warning?: string): UndoPlan {
	const known = knownOf(entry);
	if (!known) return impossible('What the incidents were like before is not known.');
	return { possible: true, calls: known.map(call), warning, differs: (ask) => incidentsDiffer(known, ask) };
}

function knownOf({ incidents }: Entry): readonly Known[] | undefined {
	const known = incidents.flatMap(({ before, after }) => (before ? [{ before, after }] : []));
	return known.length === 0 || known.length < incidents.length ? undefined : known;
}

function reassignment({ id, assignees, escalation_policy: policy }: State): Call {
	const to = assignees.length > 0 ? { users: assignees } : { escalation_policy: policy };
	return { tool: 'reassign_incidents', input: { incidents: [id], ...to } };
}

const Now = z.object({
	incident: z.object({
		title: z.string(),
		status: z.string(),
		urgency: z.string().optional(),
		priority: z.string().optional(),
		assignee_ids: z.array(z.string()).default([]),
		service_id: z.string().optional(),
	}),
});

/** Whether an incident is no longer as the change left it. */
async function incidentsDiffer(known: readonly Known[], ask: Ask): Promise<string | undefined> {
	for (const { after } of known) {
		const { incident: now } = Now.parse(await answer(ask, 'get_incident', { incident: after.id, fields: ['all'] }));
		const changed = [
			now.title !== after.title && 'title',
			now.status !== after.status && 'status',
			now.urgency !== after.urgency && 'urgency',
			(now.priority ?? null) !== after.priority && 'priority',
			[...now.assignee_ids].sort().join() !== after.assignees.join() && 'assignees',
			now.service_id !== after.service && 'service',
		].filter((name) => name !== false);
		if (changed.length > 0)
			return `Since then somebody has changed ${changed.join(', ')} of #${after.number ?? after.id}.`;
	}
	return undefined;
}

const Note = z.object({ incident: z.string(), note: z.object({ id: z.string(), content: z.string() }) });
const Notes = z.object({ notes: z.array(z.object({ id: z.string(), content: z.string() })) });
const Override = z.object({ id: z.string(), user: z.string(), start: z.string(), end: z.string() });
const Overrides = z.object({ schedule: z.string(), overrides: z.array(Override) });
const WindowShape = z.object({
	id: z.string(),
	start: z.string(),
	end: z.string(),
	service_ids: z.array(z.string()).optional(),
});
const Window = z.object({ maintenance_window: WindowShape });
const Windows = z.object({ maintenance_windows: z.array(WindowShape) });

function windowKey({ end, service_ids: services = [] }: z.output<typeof WindowShape>): string {
	return [Date.parse(end), ...[...services].sort()].join(' ');
}

/** A kept text may have been cut. */
function sameText(now: string, kept: string): boolean {
	const [start = ''] = kept.split(/… \[\d+ more characters\]$/);
	return start === kept ? now === kept : now.startsWith(start);
}
