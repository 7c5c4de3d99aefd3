import type { ShownIncident } from '../../tools/shapes/incident.ts';

/** Incidents under one heading of the tree. */
export interface IncidentGroup {
	/** Stable over refreshes. */
	readonly id: string;
	readonly kind: 'mine' | 'service' | 'resolved';
	/** The service's name; undefined for incidents without one and for the other kinds. */
	readonly name: string | undefined;
	readonly incidents: readonly ShownIncident[];
}

/** What is assigned to the person first, then the services, those with the worst trouble first, then what was resolved here. */
export function groupIncidents(
	open: Iterable<ShownIncident>,
	resolved: readonly ShownIncident[],
): readonly IncidentGroup[] {
	const mine: ShownIncident[] = [];
	const services = new Map<string, { name: string | undefined; worst: number; incidents: ShownIncident[] }>();
	for (const incident of open) {
		if (incident.mine) {
			mine.push(incident);
			continue;
		}
		const key = incident.service_id ?? incident.service ?? '';
		const service = services.get(key);
		const rank = severity(incident);
		if (service) {
			service.incidents.push(incident);
			service.worst = Math.min(service.worst, rank);
		} else services.set(key, { name: incident.service, worst: rank, incidents: [incident] });
	}
	const ordered = [...services].sort(
		([, a], [, b]) => a.worst - b.worst || (a.name ?? '\uFFFF').localeCompare(b.name ?? '\uFFFF'),
	);
	return [
		...(mine.length > 0
			? [{ id: 'mine', kind: 'mine', name: undefined, incidents: mine.sort(byUrgency) } as const]
			: []),
		...ordered.map(
			([key, { name, incidents }]) =>
				({ id: `service:${key}`, kind: 'service', name, incidents: incidents.sort(byUrgency) }) as const,
		),
		...(resolved.length > 0
			? [{ id: 'resolved', kind: 'resolved', name: undefined, incidents: resolved } as const]
			: []),
	];
}

/** 0 for what needs somebody most. */
function severity(incident: ShownIncident): number {
	return (incident.status === 'triggered' ? 0 : 2) + (incident.urgency === 'low' ? 1 : 0);
}

/** What needs somebody most first; then the newest. ISO times of one account compare as text. */
function byUrgency(a: ShownIncident, b: ShownIncident): number {
	const bySeverity = severity(a) - severity(b);
	if (bySeverity !== 0) return bySeverity;
	const [first, second] = [a.created_at ?? '', b.created_at ?? ''];
	return first < second ? 1 : first > second ? -1 : 0;
}
