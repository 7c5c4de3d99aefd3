import * as z from 'zod';
import { PagerDutyError } from '../../../pagerduty/http/errors.ts';
import type { Incident } from '../../../pagerduty/api/incident.ts';
import {
	updateIncident,
	updateIncidents,
	type IncidentUpdate,
	type ListIncidentsQuery,
} from '../../../pagerduty/api/incidents.ts';
import type { ReferenceInput } from '../../../pagerduty/api/reference.ts';
import { isLocked } from '../../../pagerduty/http/retry.ts';
import { references } from '../../core/arguments.ts';
import type { ToolContext } from '../../core/context.ts';
import { lookAgain, onceReadable } from '../../writes/send-once.ts';
import { project } from '../../shapes/shape.ts';
import { incidentShape, showIncident, type ShownIncident } from '../../shapes/incident.ts';
import { findIncidents, incidentReference } from '../../names/find-incidents.ts';
import { requireIncidentConsent, type IncidentAct } from './incident-consent.ts';
import { numberOf } from '../../text/names.ts';

/** PagerDuty changes at most this many incidents at once. */
export const mostIncidents = 250;

export const incidentsArgument = references(incidentReference, mostIncidents);

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
	incidents: z.array(incidentShape.schema),
	unchanged: z.array(leftAlone),
	failed: z.array(leftAlone).optional(),
	changed: z.int(),
	note: z.string().optional(),
});

export type ChangedIncidents = z.output<typeof changedIncidents>;

/** An incident that is left alone, and why. */
export interface Unchanged {
	readonly incident: Incident;
	readonly reason: string;
}

/** One change for many incidents. */
export interface IncidentChange {
	readonly update: IncidentUpdate | ((incident: Incident) => IncidentUpdate);
	/** What the person is asked, where they must agree. */
	readonly act: IncidentAct;
	/** Where a single incident goes: PagerDuty moves them one by one only. */
	readonly service?: ReferenceInput;
	/** How incidents are read so that `settled` can tell. */
	readonly query?: Pick<ListIncidentsQuery, 'include'>;
	/** Why an incident needs no change, or cannot have it, or undefined if it does. */
	readonly settled: (incident: Incident) => string | undefined;
	/**
	 * Of a change that pages people each time it is made, and so is never repeated: whether it has been made, by the incident
	 * before and now. Any other change has been made when the incident is settled.
	 */
	readonly made?: (now: Incident, before: Incident) => boolean;
}

/**
 * Changes the incidents that need it in one request, all or none, and announces them.
 * operationId: updateIncidents, or updateIncident for a move to another service
 *
 * Between reading and writing somebody else may be faster. If PagerDuty refuses the change or no answer comes, the state is
 * read back before anything is sent again: what is settled by then is left alone.
 * @param left what else is told to be left alone
 */
export async function changeIncidents(
	found: readonly Incident[],
	change: IncidentChange,
	context: ToolContext,
	left: readonly Unchanged[] = [],
): Promise<ChangedIncidents> {
	const pending = found.filter((incident) => change.settled(incident) === undefined);
	await requireIncidentConsent(pending, change.act, context);
	const outcome = await update(pending, change, context);
	const changed = new Set(outcome.changed.map(({ id }) => id));
	const latest = new Map([...found, ...outcome.settled].map((incident) => [incident.id, incident]));
	const rest = [...latest.values()].filter(({ id }) => !changed.has(id));
	return changeResult(
		outcome.changed,
		[
			...left,
			...rest.map((incident) => ({
				incident,
				reason: pending.some(({ id }) => id === incident.id)
					? 'somebody else was faster'
					: (change.settled(incident) ?? 'left as it is'),
			})),
		],
		context,
	);
}

/** Announces the incidents that changed and tells of them and of those left alone. */
export async function changeResult(
	changed: readonly Incident[],
	unchanged: readonly Unchanged[],
	context: ToolContext,
): Promise<ChangedIncidents> {
	const incidents = await announceIncidents(changed, context);
	return {
		incidents,
		unchanged: unchanged.map(({ incident, reason }) => showLeftAlone(incident, reason, context)),
		changed: incidents.length,
		...(incidents.length === 0 && { note: 'Nothing changed.' }),
	};
}

/** Announces incidents as they are now, and gives what is shown of them. */
export async function announceIncidents(
	incidents: readonly Incident[],
	context: ToolContext,
): Promise<ShownIncident[]> {
	const me = await context.directory.myId(context);
	const shown = incidents.map((incident) => showIncident(incident, context.clock.now(), me));
	if (shown.length > 0) context.changes.announce({ incidents: shown });
	return shown;
}

export function showLeftAlone(incident: Incident, reason: string, context: ToolContext): LeftAlone {
	const { id, number, title, status } = showIncident(incident, context.clock.now(), undefined);
	return { id, number, title, status, reason };
}

/** What a change shows of each incident. */
export const changeFields = ['id', 'number', 'title', 'status', 'service', 'assignees'];

/** What an agent gets of a change: what decides of each incident. */
export function presentChange(output: ChangedIncidents, fields = changeFields): Record<string, unknown> {
	return {
		changed: output.changed,
		incidents: output.incidents.map((incident) => project(incidentShape, incident, fields)),
		...(output.unchanged.length > 0 && { unchanged: output.unchanged }),
		...(output.failed?.length && { failed: output.failed }),
		...(output.note && { note: output.note }),
	};
}

interface Outcome {
	readonly changed: readonly Incident[];
	/** As they are now, changed by somebody else. */
	readonly settled: readonly Incident[];
}

/** How often a change is sent, the state read back in between. */
const mostTries = 3;
const lockedMs = 1500;
const limitedMs = 5000;

/** Milliseconds to wait when PagerDuty has refused a change unseen and may take it later; undefined for any other answer. */
function refusedForNow(error: PagerDutyError): number | undefined {
	if (error.unclear) return undefined;
	if (isLocked(error)) return lockedMs;
	if (error.status !== 429) return undefined;
	return error.retryAfterSeconds === undefined ? limitedMs : error.retryAfterSeconds * 1000;
}

async function update(pending: readonly Incident[], change: IncidentChange, context: ToolContext): Promise<Outcome> {
	const changed: Incident[] = [];
	const settled: Incident[] = [];
	let left = pending;
	let attempt = 1;
	while (left.length > 0) {
		try {
			changed.push(...(await send(left, change, context)));
			break;
		} catch (error) {
			if (!(error instanceof PagerDutyError)) throw error;
			const wait = refusedForNow(error);
			if (!error.unclear && error.status !== 400 && wait === undefined) throw error;
			// A limit is no try: it ends with the call's deadline.
			const last = attempt === mostTries && error.status !== 429;
			if (wait !== undefined && (last || !(await context.deadline.pause(wait, context.signal)))) throw error;
			if (change.made && wait === undefined) {
				if (!error.unclear) throw error;
				const made = await madeNow(left, change, change.made, error, context);
				return { changed: made, settled };
			}
			// What is settled by now is left alone. PagerDuty may show a moment later what it has done.
			let now = await readAgain(left, change, error, context);
			if (error.unclear && openOf(now, left, change).length > 0) {
				if (!(await context.deadline.pause(lockedMs * 2 ** (attempt - 1), context.signal))) throw error;
				now = await readAgain(left, change, error, context);
			}
			const open = openOf(now, left, change);
			for (const incident of now.filter((one) => !open.includes(one))) {
				// Refused as a whole, none was changed by this call; unclear, those that have reached the goal were.
				(error.unclear && reached(incident, change) ? changed : settled).push(incident);
			}
			const nobodyWasFaster = open.length === left.length && !error.unclear && wait === undefined;
			if (open.length > 0 && (nobodyWasFaster || last)) throw error.unclear ? notMade(error, open) : error;
			left = open;
			if (error.status !== 429) attempt++;
		}
	}
	return { changed, settled };
}

/** The state after an answer that says too little. If it cannot be read either, that answer is all there is to tell. */
async function readAgain(
	incidents: readonly Incident[],
	{ query }: IncidentChange,
	error: PagerDutyError,
	context: ToolContext,
): Promise<Incident[]> {
	const ids = incidents.map(({ id }) => id);
	return onceReadable(() => findIncidents(ids, context, query), context).catch((failure: unknown) => {
		throw context.signal.aborted ? failure : error;
	});
}

/** The incidents that need the change still. */
function openOf(now: readonly Incident[], before: readonly Incident[], change: IncidentChange): Incident[] {
	const known = new Map(before.map((incident) => [incident.id, incident]));
	return now.filter(
		(incident) =>
			change.settled(incident) === undefined && !change.made?.(incident, known.get(incident.id) ?? incident),
	);
}

/** The incidents after a change that is never repeated. @throws {PagerDutyError} when it was not made, or nobody can tell. */
async function madeNow(
	before: readonly Incident[],
	{ query }: IncidentChange,
	made: NonNullable<IncidentChange['made']>,
	error: PagerDutyError,
	context: ToolContext,
): Promise<Incident[]> {
	const known = new Map(before.map((incident) => [incident.id, incident]));
	const seen = await lookAgain(async () => {
		const now = await findIncidents([...known.keys()], context, query);
		return now.every((incident) => made(incident, known.get(incident.id) ?? incident)) ? now : undefined;
	}, context);
	if (seen === 'unreadable') throw error;
	if (seen) return seen.found;
	throw notMade(error, before);
}

function notMade(error: PagerDutyError, incidents: readonly Incident[]): PagerDutyError {
	const names = incidents.slice(0, 10).map(numberOf);
	const more = incidents.length > names.length ? ` and ${incidents.length - names.length} more` : '';
	const message = `${error.message} The change does not show on ${names.join(', ')}${more} now.`;
	return error.with({ kind: 'notMade', unclear: false, message });
}

function reached(incident: Incident, { update: wanted }: IncidentChange): boolean {
	const status = typeof wanted === 'function' ? undefined : wanted.status;
	return status === undefined || incident.status === status;
}

/** Sends the change; incidents that are missing in the answer are read. */
async function send(incidents: readonly Incident[], change: IncidentChange, context: ToolContext): Promise<Incident[]> {
	const { update: wanted, service, query } = change;
	const { pagerduty } = context;
	const updates = incidents.map((incident) => ({
		...(typeof wanted === 'function' ? wanted(incident) : wanted),
		id: incident.id,
	}));
	const answered = service
		? await Promise.all(updates.map(({ id, ...update }) => updateIncident(pagerduty, id, { ...update, service })))
		: await updateIncidents(pagerduty, updates);
	const ids = new Set(answered.map(({ id }) => id));
	const missing = incidents.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
	return missing.length > 0 ? [...answered, ...(await findIncidents(missing, context, query))] : answered;
}
