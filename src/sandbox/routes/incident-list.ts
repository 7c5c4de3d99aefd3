import type { Call } from '../server/call.ts';
import { invalidInput } from '../server/errors.ts';
import type { Incident } from '../model/model.ts';
import type { Query } from '../server/query.ts';
import { day } from '../time.ts';
import type { World } from '../model/world.ts';
import { overlaps } from './find.ts';

const sortFields = ['incident_number', 'created_at', 'resolved_at', 'urgency'];

/** The incidents a `GET /incidents` asks for, in its order. */
export function selectIncidents(call: Call): readonly Incident[] {
	const { query, world } = call;
	const wanted = filters(query);
	const range = createdRange(call);
	const found = world.store.incidents.filter(
		(incident) =>
			incident.createdAt >= range.start &&
			incident.createdAt <= range.end &&
			(!wanted.statuses || wanted.statuses.has(incident.status)) &&
			(!wanted.urgencies || wanted.urgencies.has(incident.urgency)) &&
			(!wanted.services || wanted.services.has(incident.serviceId)) &&
			(!wanted.priorities || wanted.priorities.has(incident.priorityId ?? '')) &&
			(wanted.key === undefined || hasKey(world, incident, wanted.key)) &&
			overlaps(wanted.teams, incident.teamIds) &&
			(!wanted.users || incident.assignments.some(({ userId }) => wanted.users?.has(userId))),
	);
	return sorted(found, query.text('sort_by'));
}

/** By its own key or by that of one of its alerts, which joined it by grouping, merging or moving. */
function hasKey({ store }: World, incident: Incident, key: string): boolean {
	return incident.key === key || store.alerts.of(incident.id).some((alert) => alert.key === key);
}

function filters(query: Query) {
	return {
		statuses: query.choice(
			'statuses',
			['triggered', 'acknowledged', 'resolved'],
			'Status must be a list of triggered, acknowledged, or resolved.',
		),
		urgencies: query.choice('urgencies', ['high', 'low'], 'Urgency must be a list of high or low.'),
		services: query.filter('service_ids'),
		teams: query.filter('team_ids'),
		users: query.filter('user_ids'),
		/** Not documented, but honoured. */
		priorities: query.filter('priority_ids'),
		key: query.text('incident_key'),
	};
}

const month = 30 * day;

/** The last month, or the month after `since` or before `until`; at most six months. `date_range=all` lifts all of it. */
function createdRange({ query, world }: Call): { start: number; end: number } {
	if (query.text('date_range') === 'all') return { start: -Infinity, end: Infinity };
	const zone = query.zone(world.account.timeZone);
	const { since, until } = query.range(zone);
	const end = until ?? (since === undefined ? world.clock.ms : since + month);
	const start = since ?? end - month;
	if (end - start > 184 * day) throw invalidInput(' is invalid.');
	return { start, end };
}

/** The store keeps incidents by number, so only other orders cost a sort. */
function sorted(incidents: Incident[], sortBy: string | undefined): readonly Incident[] {
	if (sortBy === undefined) return incidents;
	const orders = sortBy.split(',').map((part) => {
		const [field = '', direction = 'asc'] = part.trim().split(':');
		if (!sortFields.includes(field) || !['asc', 'desc'].includes(direction)) throw invalidInput('Sort by is invalid.');
		return { field, sign: direction === 'desc' ? -1 : 1 };
	});
	if (orders.length > 2) throw invalidInput('Sort by accepts at most two fields.');
	return incidents.sort((a, b) => {
		for (const { field, sign } of orders) {
			const difference = rank(a, field) - rank(b, field);
			if (difference !== 0) return sign * difference;
		}
		return a.number - b.number;
	});
}

function rank(incident: Incident, field: string): number {
	switch (field) {
		case 'urgency':
			return incident.urgency === 'high' ? 1 : 0;
		case 'resolved_at':
			return incident.resolvedAt ?? Number.MAX_SAFE_INTEGER;
		case 'created_at':
			return incident.createdAt;
		default:
			return incident.number;
	}
}
