import type { Incident, LogEntry, Team } from '../model.ts';
import { required } from '../store.ts';
import { minute, second, wallTime } from '../time.ts';
import type { World } from '../world.ts';

/** When a person was disturbed, by their own clock. */
export type Hours = 'business' | 'off' | 'sleep';

export interface Interruption {
	readonly userId: string;
	readonly hours: Hours;
}

/** What an incident's timeline says about how it was handled. Times are epoch milliseconds, spans seconds. */
export interface Facts {
	readonly incident: Incident;
	readonly team: Team | undefined;
	readonly major: boolean;
	/** First acknowledgement of each person, in that order. */
	readonly acknowledgedBy: ReadonlyMap<string, number>;
	readonly acknowledgements: number;
	readonly assignedUserIds: readonly string[];
	readonly assignments: number;
	readonly reassignments: readonly LogEntry[];
	readonly manualEscalations: readonly LogEntry[];
	readonly timeoutEscalations: readonly LogEntry[];
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
	const acknowledgedBy = new Map<string, number>();
	const acknowledgements = of('acknowledge');
	for (const { agent, at } of acknowledgements) {
		if (agent.type === 'user' && !acknowledgedBy.has(agent.id)) acknowledgedBy.set(agent.id, at);
	}
	const assignments = of('assign', 'escalate', 'delegate');
	const escalations = of('escalate');
	const [firstAck] = acknowledgements;
	const joined = [...acknowledgedBy.values()];
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
		assignedUserIds: [...new Set(assignments.flatMap(({ assigneeIds }) => assigneeIds))],
		assignments: assignments.reduce((sum, { assigneeIds }) => sum + assigneeIds.length, 0),
		reassignments: assignments.filter(({ type, agent }, index) =>
			type === 'assign_log_entry' ? index > 0 && agent.type === 'user' : type === 'delegate_log_entry',
		),
		manualEscalations: escalations.filter(({ agent }) => agent.type === 'user'),
		timeoutEscalations: escalations.filter(({ agent }) => agent.type !== 'user'),
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
