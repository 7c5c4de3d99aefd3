import type { ShownIncident } from '../../tools/shapes/incident.ts';

/** By what incidents can be filtered. */
export const facetKinds = ['whose', 'status', 'urgency', 'priority', 'service', 'team', 'since'] as const;
export type FacetKind = (typeof facetKinds)[number];

/** Something that an incident has, e.g. urgency `high`. `since`: opened in the last so many hours. */
export interface Facet {
	readonly kind: FacetKind;
	readonly value: string;
}

const hourMs = 3_600_000;

/** Whether an incident has, of each kind that is chosen, one of the facets. */
export function passes(incident: ShownIncident, facets: readonly Facet[], now: Date): boolean {
	return facetKinds.every((kind) => {
		const wanted = facets.filter((facet) => facet.kind === kind);
		return wanted.length === 0 || wanted.some(({ value }) => has(incident, kind, value, now));
	});
}

function has(incident: ShownIncident, kind: FacetKind, value: string, now: Date): boolean {
	switch (kind) {
		case 'whose':
			return incident.mine === true;
		case 'team':
			return incident.teams?.includes(value) ?? false;
		case 'since':
			return Date.parse(incident.created_at ?? '') >= now.getTime() - Number(value) * hourMs;
		case 'status':
		case 'urgency':
		case 'priority':
		case 'service':
			return incident[kind] === value;
	}
}

/** What can be chosen: what the incidents have, and what is chosen already. */
export function facetsOf(incidents: readonly ShownIncident[], chosen: readonly Facet[]): readonly Facet[] {
	const some = (kind: FacetKind, values: Iterable<string | undefined>): Facet[] =>
		[...new Set(values)].filter((value) => value !== undefined).map((value) => ({ kind, value }));
	const sorted = (kind: FacetKind, values: (string | undefined)[]) =>
		some(kind, values).sort((a, b) => a.value.localeCompare(b.value));
	const offered = [
		...some('whose', ['mine']),
		...some('status', ['triggered', 'acknowledged']),
		...some('urgency', ['high', 'low']),
		...sorted(
			'priority',
			incidents.map(({ priority }) => priority),
		),
		...sorted(
			'service',
			incidents.map(({ service }) => service),
		),
		...sorted(
			'team',
			incidents.flatMap(({ teams = [] }) => teams),
		),
		...some('since', ['1', '8', '24']),
	];
	const missing = chosen.filter((facet) => !offered.some((other) => sameFacet(facet, other)));
	return [...offered, ...missing];
}

export function sameFacet(a: Facet, b: Facet): boolean {
	return a.kind === b.kind && a.value === b.value;
}
