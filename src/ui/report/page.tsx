import { OpenInEditor } from '../shared/open-in-editor.tsx';
import { Closed } from '../shared/closed.tsx';
import { usePage } from '../shared/context.ts';
import { Time } from '../shared/text.tsx';
import { format } from '../shared/time.ts';
import { Ranking, SeriesChart, type Point } from './charts.tsx';
import type { Step } from './data.ts';
import { FilterBar, Unfiltered } from './filter-bar.tsx';
import { isInPart, type Period, type Unit } from './filters.ts';
import type { Pair, ReportReader } from './reader.ts';
import { Duties, Targets } from './on-demand.tsx';
import { topOfCount, topOfSeconds } from './scale.ts';
import { lengthOf, Tiles } from './tiles.tsx';

export interface ReportPageProps {
	readonly reader: ReportReader;
}

/** How many incidents there were, how long they took, and whom they kept busy. */
export function ReportPage({ reader }: ReportPageProps) {
	const { place } = usePage();
	const { l10n } = place;
	const { known } = reader;
	const { closed, filters, totals, series, busiest, noise, unit, period, days, notes, readAt, reading } = known;
	if (closed !== undefined)
		return <Closed why={closed} otherwise={l10n.t('The report cannot be shown.')} again={() => reader.begin({})} />;
	const problems = [...new Set([totals, series, busiest, noise].flatMap(({ problem }) => problem ?? []))];
	const empty = l10n.t('Nothing happened in this period.');
	const offers = (tool: string) => known.offered?.has(tool) ?? true;
	return (
		<article aria-labelledby="title" aria-busy={reading}>
			<header>
				<h1 id="title">{l10n.t('Report')}</h1>
				<p class="hint">
					{periodInWords(period, place)}
					{readAt !== undefined && (
						<>
							{' · '}
							{l10n.t('as of')} <Time at={readAt} />
						</>
					)}
				</p>
			</header>
			<div class="toolbar">
				<div role="group" aria-label={l10n.t('Time')} class="switch">
					{[7, 30, 90].map((count) => (
						<button key={count} type="button" aria-pressed={days === count} onClick={() => reader.showDays(count)}>
							{l10n.t('{0} days', count)}
						</button>
					))}
				</div>
				<FilterBar reader={reader} />
				<button type="button" onClick={() => void reader.read()}>
					{l10n.t('Refresh')}
				</button>
				<OpenInEditor page="report" offered={known.offered} />
			</div>
			<p role="status" class="said">
				{reading ? l10n.t('Reading the figures …') : ''}
			</p>
			{problems.map((problem) => (
				<p key={problem} class="problem" role="alert">
					{problem}
				</p>
			))}
			<Unfiltered tool="get_incident_metrics" filters={filters} />
			{totals.value && <Tiles totals={totals.value} noise={noise.value} />}
			{series.value && <Charts series={series.value} unit={unit} period={period} />}
			<div class="figures">
				{busiest.value && (
					<Ranking
						id="services"
						title={l10n.t('Busiest services')}
						hint={<Unfiltered tool="report_busiest" filters={filters} />}
						columns={[
							l10n.t('Service'),
							l10n.t('Incidents'),
							l10n.t('Interruptions'),
							l10n.t('At night'),
							l10n.t('Hours of work'),
						]}
						rows={busiest.value.services.map((row) => [
							row.name,
							row.incidents,
							row.interruptions,
							row.atNight,
							row.hours,
						])}
						empty={empty}
					/>
				)}
				{busiest.value?.people && (
					<Ranking
						id="people"
						title={l10n.t('Busiest people')}
						hint={<Unfiltered tool="report_busiest" filters={filters} />}
						columns={[
							l10n.t('Who'),
							l10n.t('Interruptions'),
							l10n.t('At night'),
							l10n.t('Incidents'),
							l10n.t('Hours on call'),
						]}
						rows={busiest.value.people.map((row) => [
							row.name,
							row.interruptions,
							row.atNight,
							row.incidents,
							row.hours,
						])}
						empty={empty}
					/>
				)}
				{noise.value && (
					<Ranking
						id="noise"
						title={l10n.t('Resolved without a person')}
						hint={
							<>
								{l10n.t(
									'Of the incidents that are over, those that resolved by themselves before anybody acknowledged them.',
								)}
								<Unfiltered tool="report_noise" filters={filters} />
							</>
						}
						columns={[
							l10n.t('Service'),
							l10n.t('Share'),
							l10n.t('Without a person'),
							l10n.t('Resolved'),
							l10n.t('Needless interruptions'),
						]}
						rows={noise.value.services
							.filter(({ alone }) => alone > 0)
							.slice(0, 10)
							.map((row) => [row.name, row.percent, row.alone, row.resolved, row.needless])}
						isShare
						empty={l10n.t('None did.')}
					/>
				)}
				{offers('report_sla') && <Targets reader={reader} empty={empty} />}
				{offers('get_oncall_hours') && <Duties reader={reader} empty={empty} />}
			</div>
			{notes.length > 0 && (
				<section class="notes" aria-labelledby="notes">
					<h2 id="notes">{l10n.t('What these figures leave out')}</h2>
					<ul>
						{notes.map((note) => (
							<li key={note} dir="auto">
								{note}
							</li>
						))}
					</ul>
				</section>
			)}
		</article>
	);
}

interface ChartsProps {
	readonly series: Pair<readonly Step[]>;
	readonly unit: Unit;
	readonly period: Period;
}

/** Incidents and their times, step by step. */
function Charts({ series: { now, before }, unit, period }: ChartsProps) {
	const { place } = usePage();
	const { l10n } = place;
	const count = (value: number) => new Intl.NumberFormat(place.language).format(value);
	const seconds = (value: number) => lengthOf(value, l10n);
	const points = (of: (step: Step) => number | undefined): readonly Point[] =>
		now.map((step, index) => {
			const earlier = before[index];
			return {
				label: dateInWords(step.date, unit, place),
				inPart: isInPart(step.date, period, unit, place.timeZone),
				now: of(step),
				before: earlier && of(earlier),
			};
		});
	const step = { day: l10n.t('Day'), week: l10n.t('Week of'), month: l10n.t('Month') }[unit];
	const columns = [step, l10n.t('This period'), l10n.t('Previous period')] as const;
	const most = (of: readonly Point[], show: (value: number) => string) => {
		const [top] = of.toSorted((a, b) => (b.now ?? -1) - (a.now ?? -1));
		return top?.now === undefined ? l10n.t('no value') : l10n.t('most {0}, {1}', show(top.now), top.label);
	};
	const charts = [
		{
			id: 'incidents',
			title: l10n.t('Incidents'),
			points: points((one) => one.incidents),
			kind: 'bars',
			show: count,
			topOf: topOfCount,
		},
		{
			id: 'acknowledge',
			title: l10n.t('Mean time to acknowledge'),
			points: points((one) => one.toAcknowledge),
			kind: 'line',
			show: seconds,
			topOf: topOfSeconds,
		},
		{
			id: 'resolve',
			title: l10n.t('Mean time to resolve'),
			points: points((one) => one.toResolve),
			kind: 'line',
			show: seconds,
			topOf: topOfSeconds,
		},
	] as const;
	return (
		<div class="figures charts">
			{charts.map((chart) => (
				<SeriesChart
					key={chart.id}
					{...chart}
					words={l10n.t('{0} over time beside the previous period: {1}', chart.title, most(chart.points, chart.show))}
					columns={columns}
				/>
			))}
		</div>
	);
}

type Place = Parameters<typeof format>[1];

function periodInWords({ start, end }: Period, place: Place): string {
	const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
	return `${format(start, place, day)} – ${format(end - 1, place, day)}`;
}

/** A date is the same everywhere: no clock changes it. */
function dateInWords(date: string, unit: Unit, place: Place): string {
	const at = Date.parse(date);
	if (Number.isNaN(at)) return date;
	const there = { ...place, timeZone: 'UTC' };
	return unit === 'month'
		? format(at, there, { month: 'short', year: 'numeric' })
		: format(at, there, { day: 'numeric', month: 'short' });
}
