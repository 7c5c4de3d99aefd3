import * as z from 'zod';
import type { RequestPath } from '../../pagerduty/http/request.ts';
import type { ChangedIncident, IncidentState } from '../core/recorder.ts';
import { nameOf } from '../text/names.ts';
import { cleanLine } from '../text/untrusted.ts';

const Reference = z.object({ id: z.string() });

/** An incident as PagerDuty gives it whole: a reference to one has no status. */
const Incident = z.object({
	id: z.string(),
	incident_number: z.number().optional(),
	title: z.string().optional(),
	status: z.string(),
	urgency: z.string().optional(),
	priority: z.object({ name: z.string().optional(), summary: z.string().optional() }).nullish(),
	assignments: z.array(z.object({ assignee: Reference })).optional(),
	assigned_via: z.string().nullish(),
	escalation_policy: Reference.extend({ summary: z.string().optional() }).nullish(),
	service: Reference.nullish(),
	pending_actions: z.array(z.object({ type: z.string(), at: z.string().optional() })).catch([]),
});

/** As long as PagerDuty allows, for it may be given back. */
const longestTitle = 1024;

const Rows = z.array(z.unknown()).catch([]);

/** What of an incident's address answers with the incident itself. */
const ofWhole: readonly (string | undefined)[] = [undefined, 'snooze', 'merge'];

/** How one call found incidents, and how its changes left them. */
export class SeenIncidents {
	readonly #before = new Map<string, IncidentState>();
	readonly #after = new Map<string, IncidentState>();

	/** @param afterwards something was sent before to change it: where no answer came, what became of it is read back */
	read(path: RequestPath, reply: unknown, { afterwards }: { readonly afterwards: boolean }): void {
		for (const state of statesIn(path, reply)) {
			const before = this.#before.get(state.id);
			if (!afterwards) this.#before.set(state.id, state);
			else if (before && JSON.stringify(before) !== JSON.stringify(state)) this.#after.set(state.id, state);
		}
	}

	/** What PagerDuty answered to a change. */
	changed(path: RequestPath, reply: unknown): void {
		for (const state of statesIn(path, reply)) this.#after.set(state.id, state);
	}

	get all(): readonly ChangedIncident[] {
		return [...this.#after.values()].map((after) => ({ before: this.#before.get(after.id), after }));
	}
}

/** A reply is one incident, several, or a page of them. */
function statesIn([area, , part]: RequestPath, reply: unknown): IncidentState[] {
	if (area !== 'incidents' || !ofWhole.includes(part) || typeof reply !== 'object' || reply === null) return [];
	const all = Array.isArray(reply)
		? Rows.parse(reply)
		: [reply, ...Object.values(reply).flatMap((value) => Rows.parse(value))];
	return all.flatMap((one) => {
		const incident = Incident.safeParse(one).data;
		return incident ? [stateOf(incident)] : [];
	});
}

function stateOf(incident: z.output<typeof Incident>): IncidentState {
	return {
		id: incident.id,
		number: incident.incident_number,
		title: cleanLine(incident.title ?? '', longestTitle),
		status: incident.status,
		urgency: incident.urgency,
		priority: incident.priority?.name ?? incident.priority?.summary ?? null,
		assignees: (incident.assignments ?? []).map(({ assignee }) => assignee.id).sort(),
		assigned_via: incident.assigned_via ?? undefined,
		escalation_policy: incident.escalation_policy?.id,
		policy_name: incident.escalation_policy?.summary === undefined ? undefined : nameOf(incident.escalation_policy),
		service: incident.service?.id,
		triggers_again: incident.pending_actions.find(({ type }) => type === 'unacknowledge')?.at,
	};
}
