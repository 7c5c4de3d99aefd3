import * as z from 'zod';
import type { Incident } from '../../pagerduty/api/incident.ts';
import type { IncidentUpdate, Urgency } from '../../pagerduty/api/incidents.ts';
import { referenceTo } from '../../pagerduty/api/reference.ts';
import { freeText, naming, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { refusal, ToolError } from '../core/failure.ts';
import { nameOf, quoted, quotedNames } from '../text/names.ts';
import { changesText } from '../writes/agreement.ts';
import { defineTool } from '../core/tool.ts';
import { requireChange, hasValues } from '../writes/update.ts';
import {
	announceIncidents,
	changedIncidents,
	changeFields,
	changeIncidents,
	incidentsArgument,
	showLeftAlone,
	presentChange,
	type ChangedIncidents,
} from './shared/change-incidents.ts';
import { bridgeOf, conferenceArguments, conferenceBridge } from './shared/conference.ts';
import { parseWish, setFields, type Wish } from './shared/custom-field-values.ts';
import { eachIncident } from './shared/each-incident.ts';
import { optionsReader } from './shared/field-options.ts';
import { requireIncidentConsent, type IncidentAct } from './shared/incident-consent.ts';
import type { Paged } from '../schedules/who-is-paged.ts';
import { findIncidents } from '../names/find-incidents.ts';
import { incidentTypeName } from '../names/incident-types.ts';
import { said, type Said } from '../text/said.ts';

/** What a goal may say of an incident must be read of it. */
const query = { include: ['conference_bridge'] } as const;

/** Custom fields are set incident by incident, two requests each. */
const mostWithFields = 25;

const input = z.strictObject({
	incidents: incidentsArgument,
	title: freeText(1024, 'New title, for one incident only.').optional(),
	urgency: z.enum(['high', 'low']).optional().describe('New urgency.'),
	priority: naming(freeText(100, 'Such as P1; none clears it.'), 'priority').optional(),
	service: naming(reference('Service to move one incident to.'), 'service').optional(),
	incident_type: reference('Such as major_incident.').optional(),
	...conferenceArguments,
	custom_fields: z
		.array(z.string().max(2300))
		.min(1)
		.max(20)
		.optional()
		.describe('`name=value`, with commas between values; `name=` clears it.'),
});
type Input = z.output<typeof input>;

const changeable = Object.keys(input.shape)
	.filter((name) => name !== 'incidents')
	.map((name) => `\`${name}\``);

/** operationId: updateIncidents, updateIncident, setIncidentFieldValues after listIncidentTypeCustomFields */
export const updateIncidents = defineTool({
	name: 'update_incidents',
	title: 'Change details of incidents',
	description:
		'Changes the title, urgency, priority, service, type, conference or custom fields of incidents. High urgency pages people.',
	example: 'Make #4259 a P1.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	consent: ['pages', 'many'],
	operations: {
		always: ['getIncident', 'updateIncidents', 'setIncidentFieldValues', 'updateIncident'],
		sometimes: [
			'listIncidentTypes',
			'listPriorities',
			'getIncidentFieldValues',
			'listIncidentTypeCustomFields',
			'listServices',
			'getCurrentUser',
		],
	},
	input,
	output: changedIncidents,
	async run(wanted, context) {
		const wishes = (wanted.custom_fields ?? []).map(parseWish);
		const goal = await goalFor(wanted, context);
		requireChange({ ...goal, ...(wishes.length > 0 && { wishes }) }, changeable);
		const found = await findIncidents(wanted.incidents, context, query);
		const single = (['title', 'service'] as const).find((name) => goal[name] !== undefined);
		if (single && found.length > 1) throw new ToolError({ message: `\`${single}\` is for one incident only.` });
		if (wishes.length > 0 && found.length > mostWithFields) {
			throw refusal(said`Custom fields can be set for at most ${mostWithFields} incidents at once.`);
		}
		const given = () => changesText(input.shape, { ...wanted, incidents: undefined }, context);
		const act = actOf(goal, found, given);
		if (wishes.length > 0) await requireIncidentConsent(found, act, context);
		const result = await changeAttributes(
			found,
			goal,
			wishes.length > 0 ? { ...act, pages: undefined, agreed: true } : act,
			context,
		);
		return wishes.length === 0 ? result : withFields(found, result, wishes, context);
	},
	present: (output) => presentChange(output, [...changeFields, 'urgency', 'priority', 'incident_type', 'conference']),
});

/** What incidents are to have; ids of other objects. */
interface Goal {
	readonly title?: string;
	readonly urgency?: Urgency;
	/** Null: none. */
	readonly priority?: string | null;
	readonly service?: string;
	readonly incident_type?: string;
	readonly conference_number?: string;
	readonly conference_url?: string;
}

async function goalFor(wanted: Input, context: ToolContext): Promise<Goal> {
	const { title, urgency, service, incident_type: type } = wanted;
	const bridge = conferenceBridge(wanted);
	const [priority, target, typeName] = await Promise.all([
		priorityFor(wanted.priority, context),
		service && context.directory.resolve('service', service, context),
		type && incidentTypeName(type, context),
	]);
	return {
		...(title !== undefined && { title: title.replace(/\s+/g, ' ').trim() }),
		...(urgency && { urgency }),
		...(priority !== undefined && { priority }),
		...(target && { service: target.id }),
		...(typeName && { incident_type: typeName }),
		...bridge,
	};
}

/** Of an incident, what a goal may say of it. */
function stateOf(incident: Incident) {
	const { title, urgency, priority, service, incident_type: type, conference_bridge: bridge } = incident;
	return { title, urgency, priority, service, incident_type: type?.name, ...bridge };
}

/** The request for a goal. Of a conference bridge, the part that stays is sent along. */
function updateFor({ title, urgency, priority, incident_type: type, ...bridge }: Goal, now: Incident): IncidentUpdate {
	return {
		...(title !== undefined && { title }),
		...(urgency && { urgency }),
		...(priority !== undefined && { priority: priority === null ? null : referenceTo('priority', priority) }),
		...(type && { incident_type: { name: type } }),
		...((bridge.conference_number ?? bridge.conference_url) && {
			conference_bridge: bridgeOf({ ...now.conference_bridge, ...bridge }),
		}),
	};
}

/** The id of the priority, null for none, undefined when it is not to be changed. */
async function priorityFor(text: string | undefined, context: ToolContext): Promise<string | null | undefined> {
	if (text === undefined) return undefined;
	const name = text.trim().replace(/^["'`](.*)["'`]$/, '$1');
	if (/^none$/i.test(name)) return null;
	if (/^(null|undefined|nil)?$/i.test(name))
		throw refusal(said`There is no priority ${quoted(name)}.`, { next: 'Use "none" to clear the priority.' });
	return (await context.directory.resolve('priority', name, context)).id;
}

/** High urgency pages again those who have an incident, by the rules that they have for it. */
function actOf(goal: Goal, found: readonly Incident[], given: () => Promise<Said>): IncidentAct {
	const raised = found.filter(({ urgency }) => goal.urgency === 'high' && urgency !== 'high');
	const people = new Map(
		raised.flatMap(({ assignments = [] }) => assignments.map(({ assignee }) => [assignee.id, nameOf(assignee)])),
	);
	const paged: Paged = {
		who: people.size > 0 ? quotedNames([...people.values()]) : said`whoever has them`,
		ids: [...people.keys()],
	};
	return {
		verb: said`Change`,
		async question(incidents, paged) {
			const changes = await given();
			return paged === undefined
				? said`Change ${incidents}: ${changes}?`
				: said`Change ${incidents}: ${changes} and page ${paged} now?`;
		},
		pages: raised.length > 0 ? () => Promise.resolve(paged) : undefined,
	};
}

async function changeAttributes(
	found: readonly Incident[],
	goal: Goal,
	act: IncidentAct,
	context: ToolContext,
): Promise<ChangedIncidents> {
	const result = await changeIncidents(
		found,
		{
			act,
			update: (incident) => updateFor(goal, incident),
			...(goal.service && { service: referenceTo('service', goal.service) }),
			query,
			settled: (incident) => (hasValues(stateOf(incident), goal) ? 'already like this' : undefined),
		},
		context,
	);
	const { priority, ...others } = goal;
	const kept = result.incidents.filter(({ priority: name }) => priority === null && name !== undefined);
	if (kept.length === 0) return result;
	const names = kept.map(({ number, id }) => `#${number ?? id}`).join(', ');
	const note = `PagerDuty kept the priority of ${names}.`;
	if (Object.keys(others).length > 0) return { ...result, note };
	const incidents = result.incidents.filter((incident) => !kept.includes(incident));
	const failed = found
		.filter(({ id }) => kept.some((incident) => incident.id === id))
		.map((incident) => showLeftAlone(incident, 'PagerDuty kept the priority', context));
	return { ...result, incidents, changed: incidents.length, failed, note };
}

/** Sets the custom fields after the rest, and tells both as one change. */
async function withFields(
	found: readonly Incident[],
	result: ChangedIncidents,
	wishes: readonly Wish[],
	context: ToolContext,
): Promise<ChangedIncidents> {
	const optionsOf = optionsReader(context);
	const act = (incident: Incident) => setFields(incident, wishes, optionsOf, context);
	const { done, failed: unset } =
		result.changed > 0
			? await eachIncident(found, act, context).catch((error: unknown) => partly(error, found, context))
			: await eachIncident(found, act, context);
	const failed = [...(result.failed ?? []), ...unset];
	const already = new Set(result.incidents.map(({ id }) => id));
	const changed = done.filter((item) => item.result === 'changed').map(({ incident }) => incident);
	const more = await announceIncidents(
		changed.filter(({ id }) => !already.has(id)),
		context,
	);
	const incidents = [...result.incidents, ...more];
	const told = new Set([...incidents, ...failed].map(({ id }) => id));
	const rest = found.filter(({ id }) => !told.has(id));
	return {
		incidents,
		unchanged: rest.map((incident) => showLeftAlone(incident, 'already like this', context)),
		changed: incidents.length,
		...(failed.length > 0 && { failed }),
		...(incidents.length === 0 ? { note: 'Nothing changed.' } : result.note && { note: result.note }),
	};
}

/** The rest has changed, so this is no failure of the whole. */
function partly(error: unknown, found: readonly Incident[], context: ToolContext) {
	if (context.signal.aborted) throw error;
	const reason = `custom fields not set: ${error instanceof Error ? error.message : 'unknown error'}`;
	return { done: [], failed: found.map((incident) => showLeftAlone(incident, reason, context)) };
}
