/** A stretch of time, epoch milliseconds, `end` not included. */
export interface Span {
	start: number;
	end: number;
}

/** A person on call for a stretch of time. */
export interface Shift extends Span {
	userId: string;
}

export interface Restriction {
	type: 'daily_restriction' | 'weekly_restriction';
	/** `HH:mm:ss` on the wall clock of the schedule. */
	startTimeOfDay: string;
	durationSeconds: number;
	/** 1 = Monday … 7 = Sunday; weekly restrictions only. */
	startDayOfWeek: number | null;
}

export interface Layer {
	id: string;
	name: string;
	start: number;
	/** When it was saved after it had begun: PagerDuty tells that as its start. */
	saved?: number;
	end: number | null;
	rotationVirtualStart: number;
	turnSeconds: number;
	userIds: string[];
	restrictions: Restriction[];
}

export interface Override extends Shift {
	id: string;
}

/** A layered (v2) schedule. */
export interface ScheduleV2 {
	id: string;
	name: string;
	timeZone: string;
	/** Bottom to top: a later layer replaces an earlier one (the API lists them the other way round). */
	layers: Layer[];
	/** In order of creation: the last one wins. */
	overrides: Override[];
}

export interface RotationEvent {
	id: string;
	name: string;
	timeZone: string;
	/** Wall-clock start and end of the first occurrence, `2026-01-05T09:00:00`. */
	start: string;
	end: string;
	effectiveSince: number;
	effectiveUntil: number | null;
	/** `RRULE:FREQ=WEEKLY;BYDAY=MO,TU` */
	recurrence: string[];
	/** An empty id is a turn that is nobody's. */
	strategy:
		| { type: 'rotating_member_assignment_strategy'; shiftsPerMember: number; userIds: string[] }
		| { type: 'every_member_assignment_strategy'; userIds: string[] };
}

export interface Rotation {
	id: string;
	events: RotationEvent[];
}

/** A single turn outside the rotations. */
export interface CustomShift extends Shift {
	id: string;
}

export interface OverrideShift extends Span {
	id: string;
	/** Of the rotation or the custom shift that is overridden. */
	rotationId: string;
	overriddenUserId: string;
	overridingUserId: string;
}

/** A shift-based (v3) schedule: several people may be on call at once. */
export interface ScheduleV3 {
	id: string;
	name: string;
	timeZone: string;
	rotations: Rotation[];
	customShifts?: CustomShift[];
	overrides: OverrideShift[];
}

/** A shift of a v3 schedule with where it comes from. */
export interface ComputedShift extends Shift {
	/** Of the rotation or the custom shift. */
	rotationId: string;
	overrideId: string | null;
}
