import * as z from 'zod';
import type { Incident } from '../../pagerduty/api/incident.ts';
import * as incidents from '../../pagerduty/api/incidents.ts';
import { reference, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { refusal } from '../core/failure.ts';
import { sendOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { changedIncidents, changeFields, changeResult, presentChange } from './shared/change-incidents.ts';
import { incidentText, requireIncidentConsent } from './shared/incident-consent.ts';
import { findIncident, findIncidents } from '../names/find-incidents.ts';
import { said } from '../text/said.ts';
import { numberOf } from '../text/names.ts';

/** operationId: mergeIncidents */
export const mergeIncidents = defineTool({
	name: 'merge_incidents',
	title: 'Merge incidents',
	description:
		'Moves the alerts of incidents into another one, which stays open, and resolves them. This cannot be undone.',
	example: 'Merge #4256 and #4255 into #4260.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: true, idempotent: true },
	consent: ['many'],
	operations: { always: ['getIncident', 'mergeIncidents'], sometimes: ['getCurrentUser'] },
	input: z.strictObject({
		target: reference('Incident that stays open.'),
		sources: references('Incidents to merge into it.', 50),
	}),
	output: changedIncidents,
	async run(input, context) {
		const [target, sources] = await Promise.all([
			findIncident(input.target, context),
			findIncidents(input.sources, context),
		]);
		if (target.status === 'resolved') {
			const incident = numberOf(target);
			throw refusal(said`${incident} is resolved: only an open incident can take others in.`);
		}
		if (sources.some(({ id }) => id === target.id)) {
			throw refusal(said`An incident cannot be merged into itself.`);
		}
		const pending = sources.filter((source) => mergedInto(source) === undefined);
		refuseUnmergeable(pending.length > 0 ? [target, ...pending] : []);
		await requireIncidentConsent(
			pending,
			{
				verb: said`Merge`,
				question: (incidents) => said`Merge ${incidents} into ${incidentText(target)}? This cannot be undone.`,
			},
			context,
		);
		if (pending.length > 0) await mergeOnce(target, pending, context);
		const { changed, note } = pending.length > 0 ? await readMerged(target, pending, context) : { changed: [] };
		const unchanged = sources.filter((source) => !pending.includes(source));
		const result = await changeResult(
			changed,
			unchanged.map((incident) => ({
				incident,
				reason: mergedInto(incident) === target.id ? 'already merged into it' : 'already merged into another incident',
			})),
			context,
		);
		return note ? { ...result, note } : result;
	},
	present: (output) => presentChange(output, [...changeFields, 'alerts', 'resolve_reason']),
});

/** @throws {ToolError} for incidents of which PagerDuty says that they cannot be merged. */
function refuseUnmergeable(merging: readonly Incident[]): void {
	const names = merging.flatMap((incident) => (incident.is_mergeable === false ? [numberOf(incident)] : []));
	if (names.length === 0) return;
	throw refusal(
		said`${names.join(', ')} cannot be merged: PagerDuty merges only incidents that have alerts or that somebody opened by hand. Nothing was merged.`,
		{ next: 'Resolve them instead, with a note that names the other incident.' },
	);
}

/** The incident that another one has gone into. */
function mergedInto({ resolve_reason: reason }: Incident): string | undefined {
	return reason?.type === 'merge_resolve_reason' ? (reason.incident?.id ?? 'unknown') : undefined;
}

async function mergeOnce(target: Incident, sources: readonly Incident[], context: ToolContext): Promise<void> {
	await sendOnce(
		{
			send: async () => {
				await incidents.mergeIncidents(
					context.pagerduty,
					target.id,
					sources.map(({ id }) => id),
				);
				return true;
			},
			find: async () => {
				const now = await read(sources, context);
				return now.every((source) => mergedInto(source) === target.id) || undefined;
			},
			missing: 'Not all of them are merged now.',
		},
		context,
	);
}

/** They are merged, whether or not they can be read: what cannot be is told as it must be now. */
async function readMerged(target: Incident, sources: readonly Incident[], context: ToolContext) {
	const goneInto = (source: Incident): Incident => ({
		...source,
		status: 'resolved',
		assignments: [],
		resolve_reason: { type: 'merge_resolve_reason', incident: target },
	});
	let note: string | undefined;
	const changed = await Promise.all(
		[target, ...sources.map(goneInto)].map((known) =>
			incidents.getIncident(context.pagerduty, known.id).catch(() => {
				note = 'Merged, but not all could be read again: details may be older.';
				return known;
			}),
		),
	);
	return { changed, note };
}

function read(sources: readonly Incident[], context: ToolContext): Promise<Incident[]> {
	return Promise.all(sources.map(({ id }) => incidents.getIncident(context.pagerduty, id)));
}
