import { day } from './time.ts';
import type { EscalationPolicy, EscalationTarget } from './model/model.ts';
import type { ComputedShift, ScheduleV2, ScheduleV3, Shift, Span } from './rendering/model.ts';
import { renderSchedule } from './rendering/schedule.ts';
import { renderShifts } from './rendering/shifts.ts';
import type { Store } from './model/store.ts';

/** One line of `GET /oncalls`; a null schedule and null times mean "always". */
export interface OnCall {
	policy: EscalationPolicy;
	level: number;
	userId: string;
	target: EscalationTarget;
	start: number | null;
	end: number | null;
}

interface Cached {
	version: string;
	span: Span;
	shifts: Shift[];
}

/** Answers who is on call, from policies and rendered schedules. */
export class OnCallDirectory {
	readonly #store: Store;
	readonly #cache = new Map<string, Cached>();

	constructor(store: Store) {
		this.#store = store;
	}

	/** The users a level of a policy reaches at `at`; empty past the last level or in a gap. */
	usersAt(policy: EscalationPolicy, level: number, at: number): string[] {
		const targets = policy.rules[level - 1]?.targets ?? [];
		const users = targets.flatMap((target) => {
			if (target.type === 'user') return [target.id];
			return this.shifts(target, { start: at, end: at }).map((shift) => shift.userId);
		});
		return [...new Set(users)];
	}

	/** Every on-call of `policies` that overlaps `span`; since = until asks for a moment. */
	list(policies: readonly EscalationPolicy[], span: Span): OnCall[] {
		return policies.flatMap((policy) =>
			policy.rules.flatMap((rule, index) =>
				rule.targets.flatMap((target): OnCall[] => {
					const level = index + 1;
					if (target.type === 'user') return [{ policy, level, userId: target.id, target, start: null, end: null }];
					return this.shifts(target, span).map(({ userId, start, end }) => ({
						policy,
						level,
						userId,
						target,
						start,
						end,
					}));
				}),
			),
		);
	}

	/** The whole shifts of a schedule that touch `span`. */
	shifts(target: EscalationTarget, span: Span): Shift[] {
		const layered = this.#store.schedules.get(target.id);
		const shiftBased = this.#store.shiftSchedules.get(target.id);
		const schedule = layered ?? shiftBased;
		if (!schedule) return [];
		const end = Math.max(span.end, span.start + 1);
		const shifts = this.#rendered(schedule, span, () => {
			const wide = { start: span.start - 2 * day, end: end + 40 * day };
			return {
				span: wide,
				shifts: layered ? renderSchedule(layered, wide, true).final : shiftBased ? wholeShifts(shiftBased, wide) : [],
			};
		});
		return shifts.filter((shift) => shift.start < end && shift.end > span.start);
	}

	/** Rendering is the costly part: a span rendered once serves all questions inside it until the schedule changes. */
	#rendered(schedule: ScheduleV2 | ScheduleV3, span: Span, render: () => { span: Span; shifts: Shift[] }): Shift[] {
		const version = JSON.stringify(schedule);
		const cached = this.#cache.get(schedule.id);
		const fits = cached && cached.span.start <= span.start && cached.span.end > span.end;
		if (fits && cached.version === version) return cached.shifts;
		const fresh = render();
		this.#cache.set(schedule.id, { version, ...fresh });
		return fresh.shifts;
	}
}

function wholeShifts(schedule: ScheduleV3, span: Span): ComputedShift[] {
	return renderShifts(schedule, span, true).filter(({ userId }) => userId !== '');
}
