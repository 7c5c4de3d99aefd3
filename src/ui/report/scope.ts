// Which incidents count, as the tools take it. Not every tool takes each filter.
import type { Fields } from '../shared/fields.ts';

const common = ['scope', 'teams', 'services', 'priorities', 'urgency'];
const taken = {
	get_incident_metrics: [
		...common,
		'escalation_policies',
		'major',
		'min_acknowledgements',
		'min_timeout_escalations',
		'min_manual_escalations',
		'pd_advance_used',
	],
	report_busiest: common,
	report_noise: [...common, 'incident_types'],
	report_sla: [...common, 'incident_types'],
	get_oncall_hours: ['scope', 'teams'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A tool that a figure of the report comes from. */
export type ReportTool = keyof typeof taken;

const names = new Set(Object.values(taken).flat());

/** What of a tool's input decides which incidents count. */
export function filtersIn(input: Fields): Fields {
	return Object.fromEntries([...names].flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])));
}

/** The filters beside the scope, by name. */
export function namesOfFilters(filters: Fields): readonly string[] {
	return Object.keys(filters).filter((name) => name !== 'scope');
}

/** Those filters that a tool takes. */
export function filtersFor(tool: ReportTool, filters: Fields): Fields {
	const takes: readonly string[] = taken[tool];
	return Object.fromEntries(Object.entries(filters).filter(([name]) => takes.includes(name)));
}

/** The filters by which a tool's figures are not filtered. */
export function ignoredBy(tool: ReportTool, filters: Fields): readonly string[] {
	const takes: readonly string[] = taken[tool];
	return namesOfFilters(filters).filter((name) => !takes.includes(name));
}

export function without(filters: Fields, filter: string): Fields {
	return Object.fromEntries(Object.entries(filters).filter(([name]) => name !== filter));
}
