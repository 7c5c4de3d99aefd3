import type { Incident, LogEntry, Team } from '../model/model.ts';
import { required } from '../model/store.ts';
import { minute, second, wallTime } from '../time.ts';
import type { World } from '../model/world.ts';

/** When a person was disturbed, by their own clock. */
export type Hours = 'business' | 'off' | 'sleep';

export interface Interruption {
	readonly userId: string;
	readonly hours: Hours;
}

/** An incident given to people after it was opened. */
export interface Handover {
	readonly at: number;
	readonly byUser: boolean;
	readonly toIds: readonly string[];
	/** Those who had it until then and have it no more. */
	readonly fromIds: readonly string[];
}

/** What an incident's timeline says about how it was handled. Times are epoch milliseconds, spans seconds. */
export interface Facts {
	readonly incident: Incident;
	readonly team: Team | undefined;
	readonly major: boolean;
	/** First acknowledgement of each person, in that order. */
	readonly acknowledgedBy: ReadonlyMap<string, number>;
	readonly acknowledgements: number;
	/** When each person first acknowledged it or agreed to help. */
	readonly joinedBy: ReadonlyMap<string, number>;
	/** When each person first got it. */
	readonly assignedTo: ReadonlyMap<string, number>;
	readonly assignments: number;
	readonly reassignments: readonly Handover[];
	readonly manualEscalations: readonly Handover[];
	readonly timeoutEscalations: readonly Handover[];
	readonly interruptions: readonly Interruption[];
	readonly notifications: readonly LogEntry[];
	readonly snoozedSeconds: number;
	readonly resolvedBy: string | undefined;
	readonly autoResolved: boolean;
	readonly secondsToFirstAck: number | undefined;
	readonly secondsToResolve: number | undefined;
	/** Between the first and the last person to join; only for several. */
	readonly secondsToEngage: number | undefined;
	readonly secondsToMobilize: number | undefined;
	/** Of all people together, from joining to the end. */
	readonly engagedSeconds: number;
}

/** Reads an incident's timeline. */
export function factsOf(world: World, incident: Incident): Facts {
	const entries = world.store.logOfIncident.of(incident.id);
	const of = (...types: string[]) => entries.filter(({ type }) => types.includes(type.replace('_log_entry', '')));
	const acknowledgements = of('acknowledge');
	const acknowledgedBy = firstOf(
		acknowledgements.flatMap(({ agent, at }) => (agent.type === 'user' ? [[agent.id, at]] : [])),
	);
	const accepted = incident.responders.filter(({ state }) => state === 'joined');
	const joinedBy = firstOf([
		...acknowledgedBy,
		...accepted.map(({ userId, updatedAt }) => [userId, updatedAt] as const),
	]);
	const assignments = of('assign', 'escalate', 'delegate');
	const { reassignments, escalations } = handoversOf(entries);
	const [firstAck] = acknowledgements;
	const joined = [...joinedBy.values()];
	const several = joined.length > 1;
	const { createdAt, resolvedAt } = incident;
	const resolution = resolvedAt === null ? undefined : of('resolve').at(-1);
	const end = resolvedAt ?? world.clock.ms;
	return {
		incident,
		team: incident.teamIds.map((id) => required(world.store.teams, id))[0],
		major: isTopPriority(world, incident) || several,
		acknowledgedBy,
		acknowledgements: acknowledgements.length,
		joinedBy,
		assignedTo: firstOf(assignments.flatMap(({ assigneeIds, at }) => assigneeIds.map((id) => [id, at] as const))),
		assignments: assignments.reduce((sum, { assigneeIds }) => sum + assigneeIds.length, 0),
		reassignments,
		manualEscalations: escalations.filter(({ byUser }) => byUser),
		timeoutEscalations: escalations.filter(({ byUser }) => !byUser),
		interruptions: interruptionsOf(world, of('notify')),
		notifications: of('notify'),
		snoozedSeconds: of('snooze').reduce((sum, entry) => sum + snoozed(entry, end), 0),
		resolvedBy: resolution?.agent.type === 'user' ? resolution.agent.id : undefined,
		autoResolved: resolution !== undefined && resolution.agent.type !== 'user',
		secondsToFirstAck: firstAck && seconds(firstAck.at - createdAt),
		secondsToResolve: resolvedAt === null ? undefined : seconds(resolvedAt - createdAt),
		secondsToEngage: several ? seconds(Math.max(...joined) - Math.min(...joined)) : undefined,
		secondsToMobilize: several ? seconds(Math.max(...joined) - createdAt) : undefined,
		engagedSeconds: joined.reduce((sum, at) => sum + seconds(end - at), 0),
	};
}

/** The earliest time of each person, in that order. */
function firstOf(times: readonly (readonly [userId: string, at: number])[]): Map<string, number> {
	const first = new Map<string, number>();
	for (const [userId, at] of times.toSorted((a, b) => a[1] - b[1])) if (!first.has(userId)) first.set(userId, at);
	return first;
}

function handoversOf(entries: readonly LogEntry[]): { reassignments: Handover[]; escalations: Handover[] } {
	const [reassignments, escalations]: [Handover[], Handover[]] = [[], []];
	let holders: readonly string[] = [];
	for (const { type, at, agent, assigneeIds } of entries) {
		// Whoever gets it when it is opened again takes it from nobody.
		if (type === 'resolve_log_entry') holders = [];
		if (assigneeIds.length === 0) continue;
		const byUser = agent.type === 'user';
		const fromIds = holders.filter((id) => !assigneeIds.includes(id));
		const handover = { at, byUser, toIds: assigneeIds, fromIds };
		if (type === 'escalate_log_entry') escalations.push(handover);
		else if (type === 'delegate_log_entry' || (byUser && holders.length > 0)) reassignments.push(handover);
		holders = assigneeIds;
	}
	return { reassignments, escalations };
}

/** What a person took to acknowledge an incident since they got it; undefined: they did not, or were not given it. */
export function secondsToAcknowledge({ acknowledgedBy, assignedTo }: Facts, userId: string): number | undefined {
	const [from, to] = [assignedTo.get(userId), acknowledgedBy.get(userId)];
	return from === undefined || to === undefined ? undefined : seconds(to - from);
}

/** How long a person was engaged, if at all, with an incident that is open or was so until it was resolved. */
export function secondsEngaged({ joinedBy, incident }: Facts, userId: string, end: number): number | undefined {
	const from = joinedBy.get(userId);
	return from === undefined ? undefined : seconds((incident.resolvedAt ?? end) - from);
}

/** Mails disturb nobody; what reaches a person within one minute is one interruption. */
function interruptionsOf(world: World, notifications: readonly LogEntry[]): Interruption[] {
	const last = new Map<string, number>();
	return notifications.flatMap(({ userId, at, channel }) => {
		if (userId === null || JSON.stringify(channel).includes('email_notification')) return [];
		const before = last.get(userId);
		last.set(userId, at);
		if (before !== undefined && at - before < minute) return [];
		return [{ userId, hours: hoursOf(at, required(world.store.users, userId).timeZone) }];
	});
}

/** Sleep from 22 to 8, business from 8 to 18 on working days, off the rest. */
function hoursOf(at: number, zone: string): Hours {
	const { hour, dayOfWeek } = wallTime(at, zone);
	if (hour >= 22 || hour < 8) return 'sleep';
	return dayOfWeek <= 5 && hour < 18 ? 'business' : 'off';
}

function isTopPriority(world: World, { priorityId }: Incident): boolean {
	return [...world.store.priorities.keys()].slice(0, 2).includes(priorityId ?? '');
}

function snoozed({ channel, at }: LogEntry, end: number): number {
	const planned = typeof channel['duration'] === 'number' ? channel['duration'] : 0;
	return Math.max(0, Math.min(planned, seconds(end - at)));
}

function seconds(ms: number): number {
	return Math.max(0, Math.round(ms / second));
}
