import type { Call, Reply } from '../server/call.ts';
import { notFound } from '../server/errors.ts';
import type { Route } from '../server/router.ts';
import { day, formatTime } from '../time.ts';
import { self } from '../replies/references.ts';
import { likeness } from './change-events.ts';
import { findIncident } from './find.ts';

const scope = 'incidents.read';

/** How unusual an incident is for its service. */
export const outlierRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/incidents/{id}/outlier_incident',
		operationId: 'getOutlierIncident',
		scope,
		handle: outlier,
	},
];

/** Counts incidents of the service within four months whose titles are alike; there is no answer for routine ones. */
function outlier(call: Call): Reply {
	const { world, query } = call;
	const incident = findIncident(call);
	const since = query.time('since', 'UTC') ?? incident.createdAt - 120 * day;
	const all = world.store.incidents.filter(
		({ serviceId, createdAt }) =>
			serviceId === incident.serviceId && createdAt >= since && createdAt <= incident.createdAt,
	);
	const count = all.filter(({ title }) => likeness(title, incident.title) >= 0.5).length;
	const frequency = Math.round((count / Math.max(1, all.length)) * 100) / 100;
	const category = count <= 1 ? 'novel' : frequency < 0.1 ? 'rare' : undefined;
	if (!category) throw notFound();
	const occurrence = { count, frequency, category, since: formatTime(since), until: formatTime(incident.createdAt) };
	const head = {
		id: incident.id,
		created_at: formatTime(incident.createdAt),
		self: self(`incidents/${incident.id}`),
		title: incident.title,
	};
	const template = {
		id: `P${incident.id.slice(1, 7)}`,
		cluster_id: `P${incident.serviceId.slice(1)}`,
		mined_text: incident.title.replace(/\d+(\.\d+)?/g, '<NUMBER>'),
	};
	return {
		status: 200,
		body: { outlier_incident: { incident: { ...head, occurrence }, incident_template: template } },
	};
}
