import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { standardArrangement, type Arrangement, type Grouping } from './arrangement.ts';
import { passes } from './filter.ts';
import { needOrder, type Priorities } from './order.ts';

/** Incidents that stand together in the tree. */
export interface IncidentGroup {
	/** Stable over refreshes. */
	readonly id: string;
	/** `repository`: of the services that this window's repositories belong to. `alone`: incidents without a heading. `resolved`: from here. `lately`: resolved in the last day, and `changes`: deployments to the services of this window's repositories; both are read when they are opened. */
	readonly kind:
		'repository' | 'changes' | 'mine' | 'service' | 'urgency' | 'priority' | 'team' | 'alone' | 'resolved' | 'lately';
	/** Of the service, priority or team, or the urgency; undefined for incidents without one and for the other kinds. */
	readonly name: string | undefined;
	readonly incidents: readonly ShownIncident[];
}

/** What decides how incidents are shown. */
export interface Shown {
	readonly priorities: Priorities;
	readonly arrangement: Arrangement;
	/** The services whose incidents come first. */
	readonly repository: readonly { readonly id: string; readonly name: string }[];
	readonly now: Date;
}

/** The incidents that pass the filter under their headings, those with the worst trouble first, then what was resolved here. */
export function groupIncidents(
	open: readonly ShownIncident[],
	resolved: readonly ShownIncident[],
	{ priorities = [], arrangement = standardArrangement, repository = [], now = new Date(0) }: Partial<Shown> = {},
): readonly IncidentGroup[] {
	const { grouping, facets } = arrangement;
	const byNeed = needOrder(priorities);
	const passing = open.filter((incident) => passes(incident, facets, now)).sort(byNeed);
	const isOfRepository = ({ service_id: service }: ShownIncident) => repository.some(({ id }) => id === service);
	const first = passing.filter(isOfRepository);
	const shown = passing.filter((incident) => !isOfRepository(incident));
	const mine = grouping === 'mine' ? shown.filter((incident) => incident.mine) : [];
	const others = grouping === 'mine' ? shown.filter((incident) => !incident.mine) : shown;
	const names = repository.map(({ name }) => name).join(', ');
	return [
		...(first.length > 0 ? [{ id: 'repository', kind: 'repository', name: names, incidents: first } as const] : []),
		...(mine.length > 0 ? [{ id: 'mine', kind: 'mine', name: undefined, incidents: mine } as const] : []),
		...headed(others, grouping).sort(byWorst(byNeed)),
		...(resolved.length > 0
			? [{ id: 'resolved', kind: 'resolved', name: undefined, incidents: resolved } as const]
			: []),
	];
}

function headed(incidents: readonly ShownIncident[], grouping: Grouping): IncidentGroup[] {
	if (grouping === 'none')
		return incidents.length > 0 ? [{ id: 'all', kind: 'alone', name: undefined, incidents }] : [];
	const kind = grouping === 'mine' ? 'service' : grouping;
	const groups = new Map<string, { name: string | undefined; incidents: ShownIncident[] }>();
	for (const incident of incidents) {
		const { key, name } = headingOf(incident, kind);
		const group = groups.get(key);
		if (group) group.incidents.push(incident);
		else groups.set(key, { name, incidents: [incident] });
	}
	return [...groups].map(([key, { name, incidents: some }]) => ({
		id: `${kind}:${key}`,
		// The only incident of its service needs no heading.
		kind: kind === 'service' && some.length === 1 ? 'alone' : kind,
		name,
		incidents: some,
	}));
}

/** An incident of several teams stands under the first one: it has one row. */
function headingOf(incident: ShownIncident, kind: 'service' | 'urgency' | 'priority' | 'team') {
	const name = kind === 'team' ? incident.teams?.[0] : incident[kind];
	return { key: (kind === 'service' ? incident.service_id : undefined) ?? name ?? '', name };
}

/** The group whose first incident needs somebody most; of equals, the names decide, so that rows do not jump as incidents age. */
function byWorst(byNeed: (a: ShownIncident, b: ShownIncident) => number) {
	const undated = ({ incidents: [worst] }: IncidentGroup) => worst && { ...worst, created_at: undefined };
	return (a: IncidentGroup, b: IncidentGroup): number => {
		const [first, second] = [undated(a), undated(b)];
		const need = first && second ? byNeed(first, second) : 0;
		return need || (a.name ?? '\uFFFF').localeCompare(b.name ?? '\uFFFF');
	};
}
