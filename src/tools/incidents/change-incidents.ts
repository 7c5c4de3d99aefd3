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
export const mostIncidents = 250;

export const incidentsArgument = references(`1 to ${mostIncidents} incidents. ${incidentReference}`, mostIncidents);

/** An incident that was not changed, with the reason. */
const leftAlone = z.object({
	id: z.string(),
	number: z.int().optional(),
	title: z.string(),
	status: z.string(),
	reason: z.string(),
});
export type LeftAlone = z.output<typeof leftAlone>;

/** What a change of several incidents gives: those that changed, those that needed no change, those that could not be changed. */
export const changedIncidents = z.object({
	incidents: z.array(incidentView.schema),
	unchanged: z.array(leftAlone),
	failed: z.array(leftAlone).optional(),
	changed: z.int(),
	note: z.string().optional(),
});

export type ChangedIncidents = z.output<typeof changedIncidents>;

/** One change for many incidents. */
export interface IncidentChange {
	readonly update: IncidentUpdate | ((incident: Incident) => IncidentUpdate);
	/** Why an incident needs no change, or cannot have it, or undefined if it does. */
	readonly settled: (incident: Incident) => string | undefined;
	/**
	 * Of a change that pages people each time it is made, and so is never repeated: whether it has been made, by the incident
	 * before and now. Any other change has been made when the incident is settled.
	 */
	readonly made?: (now: Incident, before: Incident) => boolean;
}

/**
 * Changes the incidents that need it in one request, all or none, and announces them. operationId: updateIncidents
 *
 * Between reading and writing somebody else may be faster. If PagerDuty refuses the change or no answer comes, the state is
 * read back: what has reached its goal meanwhile counts as settled, and what is left is tried once more if PagerDuty refused.
 */
export async function changeIncidents(
	found: readonly Incident[],
	change: IncidentChange,
	context: ToolContext,
): Promise<ChangedIncidents> {
	const pending = found.filter((incident) => change.settled(incident) === undefined);
	const changed = pending.length > 0 ? await update(pending, change, context) : [];
	const changedIds = new Set(changed.map(({ id }) => id));
	const rest = found.filter(({ id }) => !changedIds.has(id));
	return changeResult(
		changed,
		rest.map((incident) => ({ incident, reason: change.settled(incident) ?? 'somebody else was faster' })),
		context,
	);
}

/** Announces the incidents that changed and tells of them and of those left alone. */
export async function changeResult(
	changed: readonly Incident[],
	unchanged: readonly { readonly incident: Incident; readonly reason: string }[],
	context: ToolContext,
): Promise<ChangedIncidents> {
	const incidents = await announce(changed, context);
	return {
		incidents,
		unchanged: unchanged.map(({ incident, reason }) => leave(incident, reason, context)),
		changed: incidents.length,
		...(incidents.length === 0 && { note: 'Nothing changed.' }),
	};
}

/** Announces incidents as they are now, and gives what is shown of them. */
export async function announce(incidents: readonly Incident[], context: ToolContext): Promise<IncidentView[]> {
	const me = (await context.directory.me(context).catch(() => undefined))?.id;
	const views = incidents.map((incident) => toIncidentView(incident, context.clock.now(), me));
	if (views.length > 0) context.changes.announce({ incidents: views });
	return views;
}

export function leave(incident: Incident, reason: string, context: ToolContext): LeftAlone {
	const { id, number, title, status } = toIncidentView(incident, context.clock.now(), undefined);
	return { id, number, title, status, reason };
}

/** What a change shows of each incident. */
export const changeFields = ['id', 'number', 'title', 'status', 'service', 'assignees'];

/** The agent's view of a change: what decides of each incident. */
export function presentChange(output: ChangedIncidents, fields = changeFields): Record<string, unknown> {
	return {
		notice: untrustedNotice,
		changed: output.changed,
		incidents: output.incidents.map((incident) => project(incidentView, incident, fields)),
		...(output.unchanged.length > 0 && { unchanged: output.unchanged }),
		...(output.failed?.length && { failed: output.failed }),
		...(output.note && { note: output.note }),
	};
}

async function update(
	pending: readonly Incident[],
	change: IncidentChange,
	context: ToolContext,
): Promise<readonly Incident[]> {
	try {
		return await send(pending, change, context);
	} catch (error) {
		if (!(error instanceof PagerDutyError) || (!error.unclear && error.status !== 400)) throw error;
		const now = await findIncidents(
			pending.map(({ id }) => id),
			context,
		);
		if (error.unclear && allMade(now, pending, change)) return now;
		const left = now.filter((incident) => change.settled(incident) === undefined);
		if (left.length === 0 && !error.unclear) return [];
		// Unclear and not (all) done: say so. Refused, and nobody was faster: PagerDuty means it.
		if (error.unclear || left.length === pending.length) throw error;
		return send(left, change, context);
	}
}

function allMade(now: readonly Incident[], pending: readonly Incident[], { settled, made }: IncidentChange): boolean {
	const before = new Map(pending.map((incident) => [incident.id, incident]));
	return now.every((incident) =>
		made ? made(incident, before.get(incident.id) ?? incident) : settled(incident) !== undefined,
	);
}

function send(incidents: readonly Incident[], change: IncidentChange, context: ToolContext): Promise<Incident[]> {
	const { update: wanted, made } = change;
	return updateIncidents(
		context.pagerduty,
		incidents.map((incident) => ({ ...(typeof wanted === 'function' ? wanted(incident) : wanted), id: incident.id })),
		made === undefined,
	);
}
