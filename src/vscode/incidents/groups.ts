import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { needOrder, type Priorities } from './order.ts';

/** Incidents that stand together in the tree. */
export interface IncidentGroup {
	/** Stable over refreshes. */
	readonly id: string;
	/** `alone`: the only incident of its service, which needs no heading. */
	readonly kind: 'mine' | 'service' | 'alone' | 'resolved';
	/** The service's name; undefined for incidents without one and for the other kinds. */
	readonly name: string | undefined;
	readonly incidents: readonly ShownIncident[];
}

/** What is assigned to the person first, then the services, those with the worst trouble first, then what was resolved here. */
export function groupIncidents(
	open: Iterable<ShownIncident>,
	resolved: readonly ShownIncident[],
	priorities: Priorities = [],
): readonly IncidentGroup[] {
	const byNeed = needOrder(priorities);
	const mine: ShownIncident[] = [];
	const services = new Map<string, ShownIncident[]>();
	for (const incident of open) {
		if (incident.mine) {
			mine.push(incident);
			continue;
		}
		const key = incident.service_id ?? incident.service ?? '';
		const others = services.get(key);
		if (others) others.push(incident);
		else services.set(key, [incident]);
	}
	return [
		...(mine.length > 0 ? [{ id: 'mine', kind: 'mine', name: undefined, incidents: mine.sort(byNeed) } as const] : []),
		...[...services].map(([key, incidents]) => ofService(key, incidents.sort(byNeed))).sort(byWorst(byNeed)),
		...(resolved.length > 0
			? [{ id: 'resolved', kind: 'resolved', name: undefined, incidents: resolved } as const]
			: []),
	];
}

function ofService(key: string, incidents: readonly ShownIncident[]): IncidentGroup {
	const kind = incidents.length === 1 ? 'alone' : 'service';
	return { id: `service:${key}`, kind, name: incidents[0]?.service, incidents };
}

/** The service whose first incident needs somebody most; of equals, the names decide, so that rows do not jump as incidents age. */
function byWorst(byNeed: (a: ShownIncident, b: ShownIncident) => number) {
	const undated = ({ incidents: [worst] }: IncidentGroup) => worst && { ...worst, created_at: undefined };
	return (a: IncidentGroup, b: IncidentGroup): number => {
		const [first, second] = [undated(a), undated(b)];
		const need = first && second ? byNeed(first, second) : 0;
		return need || (a.name ?? '\uFFFF').localeCompare(b.name ?? '\uFFFF');
	};
}
