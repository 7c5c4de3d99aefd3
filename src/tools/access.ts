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

/** Areas of PagerDuty by which tools are offered. */
export const toolsets = ['incidents', 'oncall', 'services', 'people'] as const;

export type Toolset = (typeof toolsets)[number];

/** Which tools are offered: those at or below `access` in one of `toolsets`. */
export interface Policy {
	readonly access: Access;
	readonly toolsets: readonly Toolset[];
}
