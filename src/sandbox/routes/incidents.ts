import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { ApiError, invalidInput } from '../server/errors.ts';
import { planChange } from '../incidents/changes.ts';
import { createIncident } from '../incidents/creation.ts';
import { changeSchema, creationSchema } from '../incidents/schemas.ts';
import { snooze } from '../incidents/lifecycle.ts';
import { merge } from '../incidents/merge.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import { incidentJson } from '../replies/incident.ts';
import { plain } from '../replies/options.ts';
import { incidentReference } from '../replies/references.ts';
import { findIncident } from './find.ts';
import { selectIncidents } from './incident-list.ts';

/** Incidents and what is done to them. */
export const incidentRoutes: readonly Route[] = [
	{ method: 'GET', path: '/incidents', operationId: 'listIncidents', scope: 'incidents.read', handle: list },
	{ method: 'GET', path: '/incidents/{id}', operationId: 'getIncident', scope: 'incidents.read', handle: get },
	{
		method: 'POST',
		path: '/incidents',
		operationId: 'createIncident',
		scope: 'incidents.write',
		from: true,
		limit: 300,
		handle: create,
	},
	{
		method: 'PUT',
		path: '/incidents',
		operationId: 'updateIncidents',
		scope: 'incidents.write',
		from: true,
		handle: updateMany,
	},
	{
		method: 'PUT',
		path: '/incidents/{id}',
		operationId: 'updateIncident',
		scope: 'incidents.write',
		from: true,
		handle: update,
	},
	{
		method: 'POST',
		path: '/incidents/{id}/snooze',
		operationId: 'createIncidentSnooze',
		scope: 'incidents.write',
		from: true,
		handle: snoozeOne,
	},
	{
		method: 'PUT',
		path: '/incidents/{id}/merge',
		operationId: 'mergeIncidents',
		scope: 'incidents.write',
		from: true,
		handle: mergeInto,
	},
];

function list(call: Call): Reply {
	const { query, world, replyOptions } = call;
	const incidents = selectIncidents(call);
	return {
		status: 200,
		body: page(query, 'incidents', incidents, (incident) => incidentJson(world, incident, replyOptions)),
	};
}

function get(call: Call): Reply {
	return { status: 200, body: { incident: incidentJson(call.world, findIncident(call), call.replyOptions) } };
}

function create(call: Call): Reply {
	const { incident: wanted } = call.body(z.object({ incident: creationSchema }));
	const incident = createIncident(call.world, wanted, call.user);
	const json = incidentJson(call.world, incident, { ...plain, include: new Set(['body']) });
	return { status: 201, body: { incident: json } };
}

function update(call: Call): Reply {
	const incident = findIncident(call);
	const { incident: change } = call.body(z.object({ incident: changeSchema }));
	planChange(call, incident, change)();
	return { status: 200, body: { incident: incidentJson(call.world, incident) } };
}

const bulkSchema = z.object({ incidents: z.array(changeSchema.extend({ id: z.string() })) });

/** All or nothing: every change is planned, and so checked, before the first one is made. */
function updateMany(call: Call): Reply {
	const { incidents: changes } = call.body(bulkSchema);
	if (changes.length > 250) throw new ApiError(413, 'Request Entity Too Large', 2013);
	const plans = changes.map((change) => {
		const incident = call.world.store.incident(change.id);
		// The operation documents no 404.
		if (!incident) throw invalidInput(`Incident ${change.id} not found`);
		// Moving to another service is for single incidents only.
		return { incident, apply: planChange(call, incident, { ...change, service: undefined }) };
	});
	for (const { apply } of plans) apply();
	return { status: 200, body: { incidents: plans.map(({ incident }) => incidentJson(call.world, incident)) } };
}

function snoozeOne(call: Call): Reply {
	const incident = findIncident(call);
	const { duration } = call.body(z.object({ duration: z.unknown() }));
	const seconds = z.number().int().min(1).max(604_800).safeParse(duration);
	if (!seconds.success) throw new ApiError(400, 'Invalid Snooze Duration', 1013);
	if (incident.status !== 'acknowledged') throw new ApiError(400, 'Incident is not Acknowledged', 1012);
	snooze(call.world, incident, seconds.data, call.actor);
	return { status: 201, body: { incident: incidentJson(call.world, incident) } };
}

function mergeInto(call: Call): Reply {
	const target = findIncident(call);
	const { source_incidents: sources } = call.body(
		z.object({ source_incidents: z.array(z.object({ id: z.string() })).min(1) }),
	);
	const ids = sources.map(({ id }) => id);
	merge(call.world, target, ids, call.actor);
	return { status: 200, body: { incident: incidentReference(call.world, target) } };
}
