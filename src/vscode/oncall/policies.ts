import type { ShownOncall } from '../../tools/shapes/oncall.ts';

/** One person's turn at one level. */
export interface Turn {
	readonly user: string;
	readonly userId: string;
	readonly me: boolean;
	readonly level: number;
	readonly schedule: string | undefined;
	readonly url: string | undefined;
	/** Undefined: always. */
	readonly until: Date | undefined;
	/** Who comes after, at this level. */
	readonly next: { readonly user: string; readonly me: boolean; readonly start: Date } | undefined;
}

/** A level of a policy with nobody on call now: an incident passes it by. */
export interface Gap {
	readonly level: number;
	/** When somebody takes over; undefined when that is not known. */
	readonly until: Date | undefined;
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
}

/**
 * Sorts on-call entries, current and coming, into policies: those where the person is on call first, then by name.
 * A policy with nobody on call now comes with no turns.
 */
export function policiesOf(oncalls: readonly ShownOncall[], now: Date): readonly OncallPolicy[] {
	const byPolicy = new Map<string, ShownOncall[]>();
	for (const oncall of oncalls) {
		const id = oncall.escalation_policy_id ?? '';
		const entries = byPolicy.get(id);
		if (entries) entries.push(oncall);
		else byPolicy.set(id, [oncall]);
	}
	return [...byPolicy.values()]
		.flatMap((entries) => {
			const [first] = entries;
			return first ? [policyOf(first, entries, now.getTime())] : [];
		})
		.sort((a, b) => Number(b.mine) - Number(a.mine) || a.name.localeCompare(b.name));
}

function policyOf(first: ShownOncall, entries: readonly ShownOncall[], now: number): OncallPolicy {
	const turns = currentTurns(entries, now);
	return {
		id: first.escalation_policy_id ?? '',
		name: first.escalation_policy,
		url: first.escalation_policy_url,
		mine: turns.some(({ me }) => me),
		turns,
		gaps: gapsBetween(turns, entries, now),
	};
}

function gapsBetween(turns: readonly Turn[], entries: readonly ShownOncall[], now: number): readonly Gap[] {
	const last = entries.reduce((highest, { level }) => Math.max(highest, level ?? 1), 0);
	return Array.from({ length: last }, (_, index) => index + 1)
		.filter((level) => !turns.some((turn) => turn.level === level))
		.map((level) => ({ level, until: firstStart(entries, level, now) }));
}

function firstStart(entries: readonly ShownOncall[], level: number, now: number): Date | undefined {
	const starts = entries
		.filter((entry) => (entry.level ?? 1) === level)
		.flatMap(({ start }) => time(start) ?? [])
		.filter((start) => start > now);
	return starts.length > 0 ? new Date(Math.min(...starts)) : undefined;
}

function currentTurns(entries: readonly ShownOncall[], now: number): readonly Turn[] {
	const turns = new Map<string, Turn>();
	for (const entry of entries) {
		const end = time(entry.end);
		if ((time(entry.start) ?? -Infinity) > now || (end ?? Infinity) <= now) continue;
		// A row needs a level; PagerDuty's replies always have one.
		const level = entry.level ?? 1;
		const key = `${level} ${entry.user_id}`;
		const known = turns.get(key);
		// The same person through two schedules: the longer turn counts.
		if (known && (known.until?.getTime() ?? Infinity) >= (end ?? Infinity)) continue;
		turns.set(key, {
			user: entry.user,
			userId: entry.user_id,
			me: entry.me ?? false,
			level,
			schedule: entry.schedule,
			url: entry.user_url,
			until: end === undefined ? undefined : new Date(end),
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

/** When the first of the current turns or gaps ends. */
export function nextHandover(policies: readonly OncallPolicy[]): Date | undefined {
	const ends = policies.flatMap(({ turns, gaps }) =>
		[...turns, ...gaps].flatMap(({ until }) => until?.getTime() ?? []),
	);
	return ends.length > 0 ? new Date(ends.reduce((a, b) => Math.min(a, b))) : undefined;
}

function time(iso: string | undefined): number | undefined {
	const at = iso === undefined ? NaN : Date.parse(iso);
	return Number.isNaN(at) ? undefined : at;
}
