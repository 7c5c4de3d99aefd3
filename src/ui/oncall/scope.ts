import { textOf, textsOf, type Fields } from '../shared/fields.ts';
import { dayMs, hourMs, minuteMs } from '../shared/time.ts';

/** Which schedules are shown. */
export type Scope =
	/** Those on which the person takes turns. */
	| { readonly kind: 'mine' }
	| { readonly kind: 'all'; readonly teams?: readonly string[] }
	| { readonly kind: 'named'; readonly schedules: readonly string[] }
	/** Those on which these people take turns, or that these policies use. */
	| { readonly kind: 'of'; readonly users: readonly string[]; readonly policies: readonly string[] };

/** What a tool was called with, as far as the calendar follows it. */
export interface Asked {
	/** Undefined where the input leaves it to the tool. */
	readonly scope: Scope | undefined;
	/** From when on, if it says so. */
	readonly since: number | undefined;
}

const units: Readonly<Record<string, number>> = { m: minuteMs, h: hourMs, d: dayMs, w: 7 * dayMs };

/** Reads the input of `get_schedule`, `list_shifts` or `find_coverage_gaps`. */
export function askedIn(input: Fields, now: number): Asked {
	const [schedules, teams, users, policies] = ['schedules', 'teams', 'users', 'escalation_policies'].map((name) =>
		several(input[name]),
	);
	const named = [...several(input['schedule']), ...(schedules ?? [])];
	return { scope: scopeIn(named, teams ?? [], users ?? [], policies ?? []), since: momentIn(input['since'], now) };
}

function scopeIn(
	schedules: readonly string[],
	teams: readonly string[],
	users: readonly string[],
	policies: readonly string[],
): Scope | undefined {
	if (schedules.length > 0) return { kind: 'named', schedules };
	if (teams.length > 0) return { kind: 'all', teams };
	if (policies.length === 0 && users.length === 1 && users[0] === 'me') return { kind: 'mine' };
	return users.length + policies.length > 0 ? { kind: 'of', users, policies } : undefined;
}

/** Tools take one value for a list, too. */
function several(value: unknown): readonly string[] {
	const one = textOf(value);
	return one === undefined ? textsOf(value) : [one];
}

function momentIn(value: unknown, now: number): number | undefined {
	const text = textOf(value) ?? '';
	const [, sign, count = '', unit = ''] = /^([+-])(\d{1,4})([mhdw])$/.exec(text) ?? [];
	if (sign !== undefined) return now + (sign === '-' ? -1 : 1) * Number(count) * (units[unit] ?? 0);
	const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(at) ? undefined : at;
}
