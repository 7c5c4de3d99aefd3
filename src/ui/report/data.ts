// What the page shows, read out of what tools answer. Outside text stays text.
import { fieldsOf, numberOf, rowsOf, textOf, type Fields } from '../shared/fields.ts';
import { stepOf, type Unit } from './filters.ts';

/** Figures of all incidents of a time; spans are seconds. What PagerDuty does not tell is undefined. */
export interface Figures {
	readonly incidents: number | undefined;
	readonly toAcknowledge: number | undefined;
	readonly toResolve: number | undefined;
	readonly interruptions: number | undefined;
	readonly atNight: number | undefined;
}

/** The same of a day, week or month. */
export interface Step extends Figures {
	/** Its first day, such as `2026-03-09`. */
	readonly date: string;
}

function figuresOf(row: Fields): Figures {
	return {
		incidents: numberOf(row['total_incident_count']),
		toAcknowledge: numberOf(row['mean_seconds_to_first_ack']),
		toResolve: numberOf(row['mean_seconds_to_resolve']),
		interruptions: numberOf(row['total_interruptions']),
		atNight: numberOf(row['total_sleep_hour_interruptions']),
	};
}

const none: Figures = {
	incidents: 0,
	toAcknowledge: undefined,
	toResolve: undefined,
	interruptions: 0,
	atNight: 0,
};

/** PagerDuty sends no row where there was no incident. */
export function totalsOf(output: Fields): Figures {
	return rowsOf(output['incident_metrics'], figuresOf)[0] ?? none;
}

/** One step for each date, also where there was no incident. */
export function seriesOf(output: Fields, dates: readonly string[], unit: Unit): readonly Step[] {
	const told = rowsOf(output['incident_metrics'], (row) => ({
		...figuresOf(row),
		date: stepOf((textOf(row['range_start']) ?? '').slice(0, 10), unit),
	})).filter(({ date }) => date !== '');
	const all = new Map<string, Step>(dates.map((date) => [date, { ...none, date }]));
	for (const step of told) all.set(step.date, step);
	return [...all.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

export interface BusyService {
	readonly name: string;
	readonly incidents: number | undefined;
	readonly interruptions: number | undefined;
	readonly atNight: number | undefined;
	readonly hours: number | undefined;
}

export interface BusyPerson {
	readonly name: string;
	readonly interruptions: number | undefined;
	readonly atNight: number | undefined;
	readonly incidents: number | undefined;
	readonly hours: number | undefined;
}

export interface Busiest {
	readonly services: readonly BusyService[];
	/** Undefined where PagerDuty cannot tell them apart. */
	readonly people: readonly BusyPerson[] | undefined;
}

export function busiestOf(output: Fields): Busiest {
	return {
		services: rowsOf(output['services'], (row) => ({
			name: textOf(row['service']) ?? '',
			incidents: numberOf(row['incidents']),
			interruptions: numberOf(row['interruptions']),
			atNight: numberOf(row['sleep_interruptions']),
			hours: numberOf(row['engaged_hours']),
		})),
		people: Array.isArray(output['people'])
			? rowsOf(output['people'], (row) => ({
					name: textOf(row['person']) ?? '',
					interruptions: numberOf(row['interruptions']),
					atNight: numberOf(row['sleep_interruptions']),
					incidents: numberOf(row['incidents']),
					hours: numberOf(row['hours_on_call']),
				}))
			: undefined,
	};
}

/** Incidents that resolved before anybody acknowledged them. */
export interface Noise {
	readonly name: string;
	readonly incidents: number;
	readonly resolved: number;
	readonly alone: number;
	/** Of those that are resolved; undefined where none is. */
	readonly percent: number | undefined;
	readonly needless: number;
}

function noiseOfRow(row: Fields): Noise {
	return {
		name: textOf(row['service']) ?? '',
		incidents: numberOf(row['incidents']) ?? 0,
		resolved: numberOf(row['resolved']) ?? 0,
		alone: numberOf(row['without_person']) ?? 0,
		percent: numberOf(row['noise_pct']),
		needless: numberOf(row['needless_interruptions']) ?? 0,
	};
}

export interface NoiseReport {
	readonly all: Noise;
	readonly services: readonly Noise[];
}

export function noiseOf(output: Fields): NoiseReport {
	return { all: noiseOfRow(fieldsOf(output['all'])), services: rowsOf(output['services'], noiseOfRow) };
}

/** How many incidents were acknowledged within a target. */
export interface Sla {
	/** In minutes. */
	readonly target: number;
	readonly rows: readonly Kept[];
}

/** How many incidents kept to a target. */
export interface Kept {
	readonly name: string;
	readonly incidents: number;
	readonly met: number;
	readonly missed: number;
	readonly pending: number;
	readonly percent: number | undefined;
}

export function slaOf(output: Fields, target: number): Sla {
	const rows = rowsOf(output['sla'], (row) => {
		const outcome = fieldsOf(row['acknowledged']);
		return {
			name: textOf(row['name']) ?? '',
			incidents: numberOf(row['incidents']) ?? 0,
			met: numberOf(outcome['met']) ?? 0,
			missed: numberOf(outcome['missed']) ?? 0,
			pending: numberOf(outcome['pending']) ?? 0,
			percent: numberOf(outcome['met_pct']),
		};
	});
	return { target, rows };
}

/** How long somebody is on call, by the schedules. */
export interface Duty {
	readonly name: string;
	readonly hours: number;
	readonly shifts: number;
	/** Above or below the mean of all. */
	readonly balance: number;
}

export interface Duties {
	readonly rows: readonly Duty[];
	/** There are others. */
	readonly more: boolean;
	/** The period is longer than schedules are read of. */
	readonly daysLeftOut: boolean;
}

export function dutyOf(output: Fields, daysLeftOut: boolean): Duties {
	const rows = rowsOf(output['people'], (row) => ({
		name: textOf(row['user']) ?? '',
		hours: numberOf(row['hours']) ?? 0,
		shifts: numberOf(row['shifts']) ?? 0,
		balance: numberOf(row['balance_hours']) ?? 0,
	}));
	return { rows, more: output['more'] === true, daysLeftOut };
}
