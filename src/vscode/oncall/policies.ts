import type { ShownOncall } from '../../tools/shapes/oncall.ts';
import { gapsAhead, gapsNow, type Gap } from './gaps.ts';
import { spanOf, time } from './entry-times.ts';

/** One person's turn at one level. */
export interface Turn {
	readonly user: string;
	readonly userId: string;
	readonly me: boolean;
	readonly level: number;
	readonly schedule: string | undefined;
	/** Undefined where the policy names the person itself. */
	readonly scheduleId: string | undefined;
	readonly scheduleUrl: string | undefined;
	readonly url: string | undefined;
	/** Undefined: always. */
	readonly since: Date | undefined;
	/** Undefined: always. */
	readonly until: Date | undefined;
	/** Who comes after, at this level. */
	readonly next: { readonly user: string; readonly me: boolean; readonly start: Date } | undefined;
}

/** The person's own turn that has not begun. */
export interface ComingTurn {
	readonly user: string;
	readonly userId: string;
	readonly level: number;
	readonly schedule: string | undefined;
	readonly scheduleId: string | undefined;
	readonly scheduleUrl: string | undefined;
	readonly start: Date;
	readonly end: Date | undefined;
}

/** Who answers for one escalation policy now. */
export interface OncallPolicy {
	readonly id: string;
	readonly name: string;
	readonly url: string | undefined;
	readonly mine: boolean;
	/** Lowest level first. */
	readonly turns: readonly Turn[];
	/** Lowest level first. Levels above the last one that anybody is on are not known. */
	readonly gaps: readonly Gap[];
	/** The person's first turn to come at each level, lowest level first. */
	readonly mineNext: readonly ComingTurn[];
}

/** Of some policies all turns are known until then, by the policy's id; of the others only each person's first one. */
export type KnownWhole = ReadonlyMap<string, Date>;

/**
 * Sorts on-call entries, current and coming, into policies: those where the person is on call first, then by name.
 * A policy with nobody on call now comes with no turns.
 */
export function policiesOf(
	oncalls: readonly ShownOncall[],
	now: Date,
	whole: KnownWhole = new Map(),
): readonly OncallPolicy[] {
	return [...byPolicy(oncalls).values()]
		.flatMap((entries) => {
			const [first] = entries;
			return first ? [policyOf(first, entries, now.getTime(), whole)] : [];
		})
		.sort((a, b) => Number(b.mine) - Number(a.mine) || a.name.localeCompare(b.name));
}

/** The entries of each policy, by its id. */
export function byPolicy(oncalls: readonly ShownOncall[]): ReadonlyMap<string, readonly ShownOncall[]> {
	const policies = new Map<string, ShownOncall[]>();
	for (const oncall of oncalls) {
		const id = oncall.escalation_policy_id ?? '';
		const entries = policies.get(id);
		if (entries) entries.push(oncall);
		else policies.set(id, [oncall]);
	}
	return policies;
}

function policyOf(first: ShownOncall, entries: readonly ShownOncall[], now: number, whole: KnownWhole): OncallPolicy {
	const turns = currentTurns(entries, now);
	const id = first.escalation_policy_id ?? '';
	const knownUntil = whole.get(id)?.getTime();
	return {
		id,
		name: first.escalation_policy,
		url: first.escalation_policy_url,
		mine: turns.some(({ me }) => me),
		turns,
		gaps: [
			...gapsNow(entries, now),
			...(knownUntil === undefined ? [] : gapsAhead(entries, { start: now, end: knownUntil })),
		].sort((a, b) => a.level - b.level),
		mineNext: comingTurns(entries, now),
	};
}

function comingTurns(entries: readonly ShownOncall[], now: number): readonly ComingTurn[] {
	const first = new Map<number, ComingTurn>();
	for (const entry of entries) {
		const { start, end } = spanOf(entry);
		const level = entry.level ?? 1;
		if (!entry.me || start <= now || start >= (first.get(level)?.start.getTime() ?? Infinity)) continue;
		first.set(level, {
			user: entry.user,
			userId: entry.user_id,
			level,
			...scheduleOf(entry),
			start: new Date(start),
			end: dateOf(end),
		});
	}
	return [...first.values()].sort((a, b) => a.level - b.level);
}

function scheduleOf(entry: ShownOncall): Pick<Turn, 'schedule' | 'scheduleId' | 'scheduleUrl'> {
	return { schedule: entry.schedule, scheduleId: entry.schedule_id, scheduleUrl: entry.schedule_url };
}

function dateOf(at: number): Date | undefined {
	return Number.isFinite(at) ? new Date(at) : undefined;
}

function currentTurns(entries: readonly ShownOncall[], now: number): readonly Turn[] {
	const turns = new Map<string, Turn>();
	for (const entry of entries) {
		const { start, end } = spanOf(entry);
		if (start > now || end <= now) continue;
		// A row needs a level; PagerDuty's replies always have one.
		const level = entry.level ?? 1;
		const key = `${level} ${entry.user_id}`;
		const known = turns.get(key);
		// The same person through two schedules: the longer turn counts.
		if (known && (known.until?.getTime() ?? Infinity) >= end) continue;
		turns.set(key, {
			user: entry.user,
			userId: entry.user_id,
			me: entry.me ?? false,
			level,
			...scheduleOf(entry),
			url: entry.user_url,
			since: dateOf(start),
			until: dateOf(end),
			next: nextAfter(entry, entries, now),
		});
	}
	return [...turns.values()].sort((a, b) => a.level - b.level || Number(b.me) - Number(a.me));
}

/** Who takes over at this level of this schedule first after now. */
function nextAfter(current: ShownOncall, entries: readonly ShownOncall[], now: number): Turn['next'] {
	let next: { user: string; me: boolean; start: Date } | undefined;
	for (const entry of entries) {
		const start = time(entry.start);
		if (entry.level !== current.level || entry.schedule_id !== current.schedule_id || entry.user_id === current.user_id)
			continue;
		if (start === undefined || start <= now || (next && next.start.getTime() <= start)) continue;
		next = { user: entry.user, me: entry.me ?? false, start: new Date(start) };
	}
	return next;
}

/** When the first of the current turns or gaps ends, or a gap begins. */
export function nextHandover(policies: readonly OncallPolicy[]): Date | undefined {
	const ends = policies.flatMap(({ turns, gaps }) => [
		...turns.flatMap(({ until }) => until?.getTime() ?? []),
		...gaps.flatMap(({ from, until }) => (from ?? until)?.getTime() ?? []),
	]);
	return ends.length > 0 ? new Date(ends.reduce((a, b) => Math.min(a, b))) : undefined;
}
