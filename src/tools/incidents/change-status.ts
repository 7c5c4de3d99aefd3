import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import type { Incident } from '../../pagerduty/incident.ts';
import { updateIncidents, type IncidentUpdate } from '../../pagerduty/incidents.ts';
import { references } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { untrustedNotice } from '../untrusted.ts';
import { project } from '../view.ts';
import { incidentView, toIncidentView, type IncidentView } from '../views/incident.ts';
import { findIncidents, incidentReference } from './find-incidents.ts';

/** PagerDuty changes at most this many incidents at once. */
const most = 250;

export const incidentsArgument = references(`1 to ${most} incidents. ${incidentReference}`, most);

/** What a change of several incidents gives: those that changed, and those that needed no change, with the reason. */
export const changedIncidents = z.object({
	incidents: z.array(incidentView.schema),
	unchanged: z.array(
		z.object({ id: z.string(), number: z.int().optional(), title: z.string(), status: z.string(), reason: z.string() }),
	),
	changed: z.int(),
	note: z.string().optional(),
});

export type ChangedIncidents = z.output<typeof changedIncidents>;

/** One change for many incidents. */
interface StatusChange {
	readonly update: IncidentUpdate;
	/** Why an incident needs no change, or undefined if it does. */
	readonly settled: (incident: Incident) => string | undefined;
}

/**
 * Changes the incidents that need it in one request, all or none, and announces them. operationId: updateIncidents
 *
 * Between reading and writing somebody else may be faster. If PagerDuty refuses the change or no answer comes, the state is
 * read back: what has reached its goal meanwhile counts as settled, and what is left is tried once more if PagerDuty refused.
 */
export async function changeStatus(
	references: readonly string[],
	change: StatusChange,
	context: ToolContext,
): Promise<ChangedIncidents> {
	const found = await findIncidents(references, context);
	const pending = found.filter((incident) => change.settled(incident) === undefined);
	const changed = pending.length > 0 ? await update(pending, change, context) : [];
	const changedIds = new Set(changed.map(({ id }) => id));

	const me = (await context.directory.me(context).catch(() => undefined))?.id;
	const now = context.clock.now();
	const incidents = changed.map((incident) => toIncidentView(incident, now, me));
	if (incidents.length > 0) context.changes.announce({ incidents });
	const unchanged = found
		.filter(({ id }) => !changedIds.has(id))
		.map((incident) => unchangedItem(toIncidentView(incident, now, me), change.settled(incident)));
	return {
		incidents,
		unchanged,
		changed: incidents.length,
		...(incidents.length === 0 && { note: 'Nothing changed.' }),
	};
}

/** The agent's view of a change: what decides of each incident. */
export function presentChange(output: ChangedIncidents): Record<string, unknown> {
	const fields = ['id', 'number', 'title', 'status', 'service', 'assignees'];
	return {
		notice: untrustedNotice,
		changed: output.changed,
		incidents: output.incidents.map((incident) => project(incidentView, incident, fields)),
		...(output.unchanged.length > 0 && { unchanged: output.unchanged }),
		...(output.note && { note: output.note }),
	};
}

async function update(pending: readonly Incident[], change: StatusChange, context: ToolContext): Promise<Incident[]> {
	try {
		return await send(pending, change, context);
	} catch (error) {
		if (!(error instanceof PagerDutyError) || (!error.unclear && error.status !== 400)) throw error;
		const now = await findIncidents(
			pending.map(({ id }) => id),
			context,
		);
		const left = now.filter((incident) => change.settled(incident) === undefined);
		if (left.length === 0) return error.unclear ? now : [];
		// Unclear and not (all) done: say so. Refused, and nobody was faster: PagerDuty means it.
		if (error.unclear || left.length === pending.length) throw error;
		return send(left, change, context);
	}
}

function send(incidents: readonly Incident[], change: StatusChange, context: ToolContext): Promise<Incident[]> {
	return updateIncidents(
		context.pagerduty,
		incidents.map(({ id }) => ({ id, ...change.update })),
	);
}

function unchangedItem({ id, number, title, status }: IncidentView, reason: string | undefined) {
	return { id, number, title, status, reason: reason ?? 'somebody else was faster' };
}
