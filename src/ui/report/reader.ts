import type { ToolAnswer } from '../shared/connection.ts';
import { numberOf, textOf, type Fields } from '../shared/fields.ts';
import { answerOf, offeredIn, unread, type Part, type ReaderParts } from '../shared/reading.ts';
import {
	busiestOf,
	dutyOf,
	noiseOf,
	seriesOf,
	slaOf,
	totalsOf,
	type Busiest,
	type Duties,
	type Figures,
	type NoiseReport,
	type Sla,
	type Step,
} from './data.ts';
import { lastDays, periodBefore, periodIn, stepsBefore, stepsOf, unitFor, type Period, type Unit } from './filters.ts';
import { filtersFor, filtersIn, without, type ReportTool } from './scope.ts';

/** The same of a period and of the one before it. */
export interface Pair<Value> {
	readonly now: Value;
	readonly before: Value;
}

/** What the page shows, each read by itself. */
export interface Parts {
	readonly totals: Part<Pair<Figures>>;
	readonly series: Part<Pair<readonly Step[]>>;
	readonly busiest: Part<Busiest>;
	readonly noise: Part<NoiseReport>;
	/** Only when somebody wants to see them. */
	readonly sla: Part<Sla>;
	readonly duty: Part<Duties>;
}

/** All that the page knows. */
export interface Known extends Parts {
	readonly period: Period;
	/** How many days somebody chose; undefined for a period of its own. */
	readonly days: number | undefined;
	readonly unit: Unit;
	/** Which incidents count. */
	readonly filters: Fields;
	/** Minutes within which incidents should be acknowledged, as somebody wants to see it. */
	readonly target: number;
	/** What the tools say about their figures, each once. */
	readonly notes: readonly string[];
	readonly reading: boolean;
	readonly readAt: number | undefined;
	readonly closed: string | undefined;
	/** The tools that can be called; undefined where the host does not say. */
	readonly offered: ReadonlySet<string> | undefined;
}

export interface ReportReaderParts extends ReaderParts {
	readonly zone: () => string | undefined;
}

/** Schedules are read of so many days at most. */
export const mostDutyDays = 92;

const defaultDays = 30;
const nothing: Parts = {
	totals: unread,
	series: unread,
	busiest: unread,
	noise: unread,
	sla: unread,
	duty: unread,
};

/** Reads the figures through the tools, part by part. */
export class ReportReader {
	readonly #parts: ReportReaderParts;
	#known: Known;
	#begun = false;
	/** The last reading: what an earlier one still brings is no longer asked for. */
	#last: object | undefined;
	/** The same of each part: somebody may ask for one of them alone. */
	readonly #lastOf = new Map<keyof Parts, object>();
	/** Parts that somebody wants to see though they take long. */
	readonly #wanted = new Set<'sla' | 'duty'>();

	constructor(parts: ReportReaderParts) {
		this.#parts = parts;
		const period = lastDays(defaultDays, parts.now(), parts.zone());
		this.#known = {
			...nothing,
			period,
			days: defaultDays,
			unit: unitFor(period),
			filters: {},
			target: 15,
			notes: [],
			reading: true,
			readAt: undefined,
			closed: undefined,
			offered: undefined,
		};
	}

	get known(): Known {
		return this.#known;
	}

	/** Whether all incidents count, or those of the person's teams. */
	get scope(): 'account' | 'my_teams' {
		return this.#known.filters['scope'] === 'my_teams' ? 'my_teams' : 'account';
	}

	/** What the host's tool was called with, whose answer does not come; later on that it may be shown again. */
	begin(input: Fields): void {
		if (this.#begun && this.#known.closed === undefined) return;
		const filters = this.#begun ? this.#known.filters : filtersIn(input);
		this.#begun = true;
		this.#show({ filters, closed: undefined });
		this.#showPeriod(this.#known.days ?? defaultDays);
	}

	/** What the host's tool has answered: the period that it is about. All else is read anew. */
	take({ failed, output, text, meta }: ToolAnswer, input: Fields): void {
		if (failed) {
			this.#last = undefined;
			this.#lastOf.clear();
			// Somebody else may be the next to look.
			this.#show({ ...nothing, notes: [], readAt: undefined, closed: text, reading: false });
			return;
		}
		const filters = this.#begun ? this.#known.filters : filtersIn(input);
		this.#begun = true;
		if (output['sla'] !== undefined) this.#wanted.add('sla');
		const target = numberOf(input['acknowledge_within']) ?? this.#known.target;
		const period = periodIn(output);
		this.#show({
			filters,
			target,
			offered: offeredIn(meta) ?? this.#known.offered,
			closed: undefined,
			...(period && { period, days: undefined, unit: unitFor(period) }),
		});
		void this.read();
	}

	/** The last days. */
	showDays(days: number): void {
		this.#showPeriod(days);
	}

	showScope(scope: 'account' | 'my_teams'): void {
		this.#showFilters(scope === 'account' ? {} : { ...without(this.#known.filters, 'teams'), scope });
	}

	removeFilter(name: string): void {
		this.#showFilters(without(this.#known.filters, name));
	}

	/** How many incidents were acknowledged so soon. */
	async showTarget(minutes: number): Promise<void> {
		this.#wanted.add('sla');
		this.#show({ target: minutes });
		await this.#readSla();
	}

	/** How long everybody is on call, by the schedules. */
	async showDuty(): Promise<void> {
		this.#wanted.add('duty');
		await this.#readDuty();
	}

	/** Reads all that is in sight anew. */
	async read(): Promise<void> {
		const reading = {};
		this.#last = reading;
		const { days } = this.#known;
		// The last days are others tomorrow.
		const period = days === undefined ? this.#known.period : this.#lastDays(days);
		this.#show({ reading: true, notes: [], period });
		await Promise.all([
			this.#readTotals(),
			this.#readSeries(),
			this.#readPart('busiest', 'report_busiest', { ...this.#asked('report_busiest'), top: 10 }, busiestOf),
			this.#readPart('noise', 'report_noise', this.#asked('report_noise'), noiseOf),
			this.#wanted.has('sla') ? this.#readSla() : undefined,
			this.#wanted.has('duty') ? this.#readDuty() : undefined,
		]);
		if (this.#last === reading) this.#show({ reading: false, readAt: this.#parts.now() });
	}

	#showFilters(filters: Fields): void {
		this.#show({ ...nothing, filters });
		void this.read();
	}

	#showPeriod(days: number): void {
		const period = this.#lastDays(days);
		this.#show({ ...nothing, period, days, unit: unitFor(period) });
		void this.read();
	}

	#lastDays(days: number): Period {
		return lastDays(days, this.#parts.now(), this.#parts.zone());
	}

	#readTotals(): Promise<void> {
		return this.#readPair('totals', periodBefore(this.#known.period, this.#parts.zone()), {}, totalsOf);
	}

	#readSeries(): Promise<void> {
		const { unit, period } = this.#known;
		return this.#readPair(
			'series',
			stepsBefore(period, unit, this.#parts.zone()),
			{ aggregate_unit: unit, limit: 100 },
			(output, of) => seriesOf(output, stepsOf(of, unit, this.#parts.zone()), unit),
		);
	}

	#readSla(): Promise<void> {
		const { target } = this.#known;
		const input = { ...this.#asked('report_sla'), acknowledge_within: target, group_by: 'priority' };
		return this.#readPart('sla', 'report_sla', input, (output) => slaOf(output, target));
	}

	#readDuty(): Promise<void> {
		const { start, end } = this.#known.period;
		const since = Math.max(start, end - mostDutyDays * 86_400_000);
		const { teams } = this.#known.filters;
		const whose = this.scope === 'my_teams' ? ['me'] : teams;
		const input = { since: iso(since), until: iso(end), limit: 100, ...(whose !== undefined && { teams: whose }) };
		return this.#readPart('duty', 'get_oncall_hours', input, (output) => dutyOf(output, since > start));
	}

	/** Of the period, and of the one before. */
	async #readPair<Name extends 'totals' | 'series'>(
		name: Name,
		before: Period,
		more: Fields,
		read: (output: Fields, period: Period) => NonNullable<Known[Name]['value']>['now'],
	): Promise<void> {
		const isLast = this.#isLast(name);
		this.#showPart(name, { ...this.#known[name], reading: true });
		const { period } = this.#known;
		const [one, other] = await Promise.all(
			[period, before].map((of) =>
				this.#call('get_incident_metrics', { ...this.#asked('get_incident_metrics', of), ...more }),
			),
		);
		if (!isLast() || !one || !other) return;
		const failure = [one, other].find(({ failed }) => failed);
		if (failure) {
			this.#showPart(name, { ...this.#known[name], problem: failure.text, reading: false });
			return;
		}
		this.#note(one.output);
		const value = { now: read(one.output, period), before: read(other.output, before) };
		this.#showPart(name, { value, problem: undefined, reading: false });
	}

	async #readPart<Name extends 'busiest' | 'noise' | 'sla' | 'duty'>(
		name: Name,
		tool: ReportTool,
		input: Fields,
		read: (output: Fields) => NonNullable<Known[Name]['value']>,
	): Promise<void> {
		const isLast = this.#isLast(name);
		this.#showPart(name, { ...this.#known[name], reading: true });
		const { failed, output, text } = await this.#call(tool, input);
		if (!isLast()) return;
		if (failed) this.#showPart(name, { ...this.#known[name], problem: text, reading: false });
		else {
			this.#note(output);
			this.#showPart(name, { value: read(output), problem: undefined, reading: false });
		}
	}

	/** A reading of the part begins: whether it still is the last one. */
	#isLast(name: keyof Parts): () => boolean {
		const reading = {};
		this.#lastOf.set(name, reading);
		return () => this.#lastOf.get(name) === reading;
	}

	/** What a tool is asked. */
	#asked(tool: ReportTool, { start, end }: Period = this.#known.period): Fields {
		const zone = this.#parts.zone();
		return {
			...filtersFor(tool, this.#known.filters),
			since: iso(start),
			until: iso(end),
			...(zone !== undefined && { time_zone: zone }),
		};
	}

	#note(output: Fields): void {
		const note = textOf(output['note']);
		if (note !== undefined && !this.#known.notes.includes(note)) this.#show({ notes: [...this.#known.notes, note] });
	}

	#call(name: string, input: Fields): Promise<ToolAnswer> {
		return answerOf(this.#parts.call, name, input);
	}

	#showPart(name: keyof Parts, part: Part<unknown>): void {
		this.#show({ [name]: part });
	}

	#show(changed: Partial<Known>): void {
		this.#known = { ...this.#known, ...changed };
		this.#parts.changed();
	}
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
