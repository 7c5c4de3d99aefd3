// What the page shows, read out of what tools answer. Outside text stays text.
import { fieldsOf, rowsOf, textOf, type Fields } from '../shared/fields.ts';
import { momentOf } from '../shared/time.ts';

/** A stretch of time in milliseconds since 1970, `end` not included. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** Somebody's turn. */
export interface Shift extends Span {
	readonly user: string;
	readonly userId: string;
	/** Whether it was taken over, wholly or in part. */
	readonly override: boolean;
}

export interface Named {
	readonly id: string;
	readonly name: string;
}

/** Somebody, and where they are. */
export interface Person extends Named {
	readonly zone: string | undefined;
}

/** A schedule with who is on call in the time that was read. */
export interface Schedule extends Named {
	readonly zone: string | undefined;
	/** Who takes turns. */
	readonly people: readonly Named[];
	readonly shifts: readonly Shift[];
	/** Turns that begin later were not read: there are too many. Undefined where all were. */
	readonly knownUntil: number | undefined;
	readonly gaps: readonly Span[];
}

export function spanOf(row: Fields): Span | undefined {
	const [start, end] = [momentOf(textOf(row['start'])), momentOf(textOf(row['end']))];
	return start !== undefined && end !== undefined && start < end ? { start, end } : undefined;
}

export function shiftsOf(output: Fields): readonly Shift[] {
	return rowsOf(output['shifts'], (row): Shift[] => {
		const [span, userId] = [spanOf(row), textOf(row['user_id'])];
		if (!span || userId === undefined) return [];
		return [{ ...span, userId, user: textOf(row['user']) ?? userId, override: row['override'] === true }];
	}).flat();
}

/** @returns undefined for an answer without a schedule */
export function scheduleOf(output: Fields, shifts: readonly Shift[], knownUntil?: number): Schedule | undefined {
	const shown = fieldsOf(output['schedule']);
	const id = textOf(shown['id']);
	if (id === undefined) return undefined;
	return {
		id,
		name: textOf(shown['name']) ?? id,
		zone: textOf(shown['time_zone']),
		people: namedOf(output['people']),
		shifts,
		knownUntil,
		gaps: rowsOf(output['gaps'], (row) => spanOf(row) ?? []).flat(),
	};
}

export function namedOf(value: unknown): readonly Named[] {
	return rowsOf(value, (row) => {
		const id = textOf(row['id']);
		return id === undefined ? [] : [{ id, name: textOf(row['name']) ?? id }];
	}).flat();
}

export function personOf(output: Fields): Person | undefined {
	const shown = fieldsOf(output['user']);
	const id = textOf(shown['id']);
	return id === undefined ? undefined : { id, name: textOf(shown['name']) ?? id, zone: textOf(shown['time_zone']) };
}

/** The schedules of shifts, each once. */
export function schedulesOf(output: Fields): readonly Named[] {
	const all = rowsOf(output['shifts'], (row) => {
		const id = textOf(row['schedule_id']);
		return id === undefined ? [] : [{ id, name: textOf(row['schedule']) ?? id }];
	}).flat();
	return [...new Map(all.map((one) => [one.id, one])).values()];
}
