/** What agents may do, from least to most. A tool needs one level; a higher choice includes the lower ones. */
export const accessLevels = ['read', 'respond', 'administer'] as const;

/**
 * - `read`: look at anything.
 * - `respond`: also what a responder does during an incident: acknowledge, resolve, note …
 * - `administer`: also change configuration and people.
 */
export type Access = (typeof accessLevels)[number];

/** Whether someone with `level` may use a tool that needs `needed`. */
export function allows(level: Access, needed: Access): boolean {
	return accessLevels.indexOf(level) >= accessLevels.indexOf(needed);
}

/** Areas of PagerDuty by which tools are offered, and what each holds. */
export const toolsetContents = {
	incidents: 'Incidents with their notes, alerts and timelines, responders, response times',
	oncall: 'Who is on call, schedules, overrides, escalation policies, coverage gaps, hours on call',
	services: 'Services, dependencies, maintenance windows, alert grouping',
	people: 'Users, their contact methods and notification rules, teams',
	communication: 'Status updates, subscribers, status pages',
	scheduling: 'Creating and changing schedules, payroll',
	events: 'Events, change events, event orchestrations, log entries',
	analytics: 'Metrics and reports',
	automation: 'Incident workflows, automation actions, webhooks',
	account: 'Priorities, abilities, audit records, tags, business services',
} as const;

export type Toolset = keyof typeof toolsetContents;

export const toolsets: readonly Toolset[] = [
	'incidents',
	'oncall',
	'services',
	'people',
	'communication',
	'scheduling',
	'events',
	'analytics',
	'automation',
	'account',
];

/** What agents are offered unless the person chooses otherwise: daily work, few enough for every model. */
export const defaultToolsets: readonly Toolset[] = ['incidents', 'oncall', 'services', 'people'];

/**
 * The teams and services, by id, to which agents are confined. Inside is what belongs to one of the teams, and what is or
 * belongs to one of the services: each entry opens a bit more. Two empty lists confine nothing.
 */
export interface Within {
	readonly teams: readonly string[];
	readonly services: readonly string[];
	/** How people call them, by id, as far as it is known. */
	readonly names?: Readonly<Record<string, string>>;
}

/** Which tools are offered: those at or below `access` in one of `toolsets`, with single tools in and out by name. */
export interface Policy {
	readonly access: Access;
	readonly toolsets: readonly Toolset[];
	/** Offered too, whatever their area and level. */
	readonly tools?: readonly string[];
	/** Not offered, whatever else is chosen. */
	readonly excludedTools?: readonly string[];
	/** Reads are filtered by it, changes elsewhere are refused. Default: the whole account. */
	readonly within?: Within;
}
