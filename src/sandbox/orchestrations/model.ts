import type { JsonObject } from '../json.ts';

export interface OrchestrationRule {
	id: string;
	label: string;
	conditions: { expression: string }[];
	actions: JsonObject;
	disabled: boolean;
}

export type PathType = 'router' | 'global' | 'unrouted' | 'service';

/** Rules that events run through, in sets of which `start` comes first. */
export interface OrchestrationPath {
	readonly type: PathType;
	/** The orchestration, or the service. */
	readonly parentId: string;
	sets: { id: string; rules: OrchestrationRule[] }[];
	catchAll: JsonObject;
	/** Another one after each change. */
	version: string;
	readonly createdAt: number;
	updatedAt: number;
	updatedBy: string;
}

export interface EventOrchestration {
	readonly id: string;
	name: string;
	description: string;
	teamId: string | null;
	readonly createdAt: number;
	readonly integrations: { id: string; label: string; key: string }[];
	readonly paths: Readonly<Record<'router' | 'global' | 'unrouted', OrchestrationPath>>;
}

/** An alert that waits before it may open an incident, in case it goes away by itself. */
export interface PausedAlert {
	readonly serviceId: string;
	readonly key: string;
	readonly at: number;
	/** A rule's action, or the service's own setting. */
	readonly by: 'auto_pause' | 'rules';
	outcome: 'waiting' | 'triggered' | 'resolved';
}

/** The account's event orchestrations, and the rules of its services. */
export class Orchestrations {
	readonly byId = new Map<string, EventOrchestration>();
	readonly ofServices = new Map<string, OrchestrationPath>();
	/** Services whose rules are in use. */
	readonly activeServices = new Set<string>();
	/** Oldest first. */
	readonly paused: PausedAlert[] = [];
}
