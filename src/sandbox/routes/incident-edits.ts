import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { ApiError, invalidInput, notFound } from '../server/errors.ts';
import { planAlertChanges } from '../incidents/alerts.ts';
import { log } from '../incidents/log.ts';
import { fieldsOf } from '../incidents/lookups.ts';
import type { CustomField, Note } from '../model/model.ts';
import type { Route } from '../server/router.ts';
import { fieldValuesJson } from '../replies/custom-field.ts';
import { alertJson } from '../replies/incident.ts';
import { noteJson } from '../replies/timeline.ts';
import { findIncident } from './find.ts';

const scope = 'incidents.write';

/** What of an incident can be corrected: notes, alerts, custom fields. */
export const incidentEditRoutes: readonly Route[] = [
	{
		method: 'PUT',
		path: '/incidents/{id}/notes/{note_id}',
		operationId: 'updateIncidentNote',
		scope,
		from: true,
		handle: updateNote,
	},
	{
		method: 'DELETE',
		path: '/incidents/{id}/notes/{note_id}',
		operationId: 'deleteIncidentNote',
		scope,
		handle: deleteNote,
	},
	{
		method: 'PUT',
		path: '/incidents/{id}/alerts',
		operationId: 'updateIncidentAlerts',
		scope,
		from: true,
		handle: updateAlerts,
	},
	{
		method: 'PUT',
		path: '/incidents/{id}/alerts/{alert_id}',
		operationId: 'updateIncidentAlert',
		scope,
		from: true,
		handle: updateAlert,
	},
	{
		method: 'GET',
		path: '/incidents/{id}/custom_fields/values',
		operationId: 'getIncidentFieldValues',
		scope: 'incidents.read',
		handle: getFields,
	},
	{
		method: 'PUT',
		path: '/incidents/{id}/custom_fields/values',
		operationId: 'setIncidentFieldValues',
		scope,
		handle: setFields,
	},
];

function updateNote(call: Call): Reply {
	const note = findNote(call);
	const { note: wanted } = call.body(z.object({ note: z.object({ content: z.string().optional() }) }));
	const content = wanted.content?.trim() ?? '';
	if (content === '') throw invalidInput("Content can't be blank");
	note.content = content;
	note.updatedAt = call.world.clock.ms;
	return { status: 200, body: { note: noteJson(call.world, note) } };
}

function deleteNote(call: Call): Reply {
	const note = findNote(call);
	call.world.store.notes.remove(note.incidentId, note);
	return { status: 204 };
}

function findNote(call: Call): Note {
	const notes = call.world.store.notes.of(findIncident(call).id);
	const note = notes.find(({ id }) => id === call.param('note_id'));
	if (!note) throw notFound();
	return note;
}

const alertChange = z.object({
	status: z.enum(['triggered', 'resolved']).optional(),
	incident: z.object({ id: z.string() }).optional(),
});
const alertsSchema = z.object({ alerts: z.array(alertChange.extend({ id: z.string() })) });

function updateAlert(call: Call): Reply {
	const incident = findIncident(call);
	const id = call.param('alert_id');
	if (call.world.store.alertById.get(id)?.incidentId !== incident.id) throw notFound();
	const { alert: change } = call.body(z.object({ alert: alertChange }));
	const [alert] = planAlertChanges(call.world, incident, [{ ...change, id }], call.actor)();
	if (!alert) throw notFound();
	return { status: 200, body: { alert: alertJson(call.world, alert) } };
}

function updateAlerts(call: Call): Reply {
	const incident = findIncident(call);
	const { alerts: changes } = call.body(alertsSchema);
	if (changes.length > 250) throw new ApiError(413, 'Request Entity Too Large', 2013);
	const alerts = planAlertChanges(call.world, incident, changes, call.actor)();
	const rows = alerts.map((alert) => alertJson(call.world, alert));
	return { status: 200, body: { alerts: rows, limit: rows.length, offset: 0, more: false, total: null } };
}

function getFields(call: Call): Reply {
	return { status: 200, body: { custom_fields: fieldValuesJson(call.world, findIncident(call)) } };
}

const fieldsSchema = z.object({
	custom_fields: z
		.array(z.object({ id: z.string().optional(), name: z.string().optional(), value: z.unknown() }))
		.min(1),
});

function setFields(call: Call): Reply {
	const incident = findIncident(call);
	const { custom_fields: wanted } = call.body(fieldsSchema);
	const fields = fieldsOf(call.world, incident);
	const values = wanted.map(({ id, name, value }) => {
		const field = fields.find((one) => one.id === id || one.name === name);
		if (!field) throw invalidInput(`Field ${name ?? id ?? ''} does not exist`);
		if (value !== null && !isAllowed(field, value)) throw invalidInput(`Value of ${field.name} is invalid`);
		return { field, value };
	});
	const { actor, user, world } = call;
	const held = JSON.stringify([...incident.customFields]);
	for (const { field, value } of values) {
		if (value === null) incident.customFields.delete(field.id);
		else incident.customFields.set(field.id, value);
	}
	if (JSON.stringify([...incident.customFields]) !== held)
		log(world, incident, 'custom_field_value_change', actor, `Custom fields changed by ${user.name}`);
	return { status: 201, body: { custom_fields: fieldValuesJson(world, incident) } };
}

const types: Record<CustomField['dataType'], z.ZodType> = {
	boolean: z.boolean(),
	integer: z.int(),
	float: z.number(),
	string: z.string().max(200),
	datetime: z.iso.datetime({ offset: true }),
	url: z.url().max(200),
};

function isAllowed({ dataType, fieldType, options }: CustomField, value: unknown): boolean {
	const values = fieldType.startsWith('multi') ? z.array(z.unknown()).max(10).safeParse(value).data : [value];
	if (!values) return false;
	const fixed = fieldType.endsWith('fixed');
	return values.every((one) => types[dataType].safeParse(one).success && (!fixed || options.includes(String(one))));
}
