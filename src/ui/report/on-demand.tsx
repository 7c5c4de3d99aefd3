// Figures that take long: they are read once somebody wants to see them.
import type { ComponentChildren } from 'preact';
import { usePage } from '../shared/context.ts';
import type { Part } from '../shared/reading.ts';
import { Ranking } from './charts.tsx';
import { Unfiltered } from './filter-bar.tsx';
import { mostDutyDays, type ReportReader } from './reader.ts';

interface OnDemandProps {
	readonly reader: ReportReader;
	readonly empty: string;
}

/** How many incidents were acknowledged in time: in which time, whoever looks at it says. */
export function Targets({ reader, empty }: OnDemandProps) {
	const { l10n } = usePage().place;
	const { sla, target } = reader.known;
	const choice = (
		<div role="group" aria-label={l10n.t('Within')} class="switch">
			{[5, 15, 30, 60].map((minutes) => (
				<button
					key={minutes}
					type="button"
					aria-pressed={(sla.value !== undefined || sla.reading) && target === minutes}
					onClick={() => void reader.showTarget(minutes)}
				>
					{l10n.t('{0} minutes', minutes)}
				</button>
			))}
		</div>
	);
	return (
		<OnDemand part={sla} title={l10n.t('Acknowledged in time')} before={choice}>
			{({ target: of, rows }) => (
				<Ranking
					id="sla"
					title={l10n.t('Acknowledged within {0} minutes', of)}
					hint={
						<>
							{choice}
							<Unfiltered tool="report_sla" filters={reader.known.filters} />
						</>
					}
					columns={[l10n.t('Priority'), l10n.t('Share'), l10n.t('In time'), l10n.t('Too late'), l10n.t('Still open')]}
					rows={rows.map(({ name, percent, met, missed, pending }) => [name, percent, met, missed, pending])}
					isShare
					empty={empty}
				/>
			)}
		</OnDemand>
	);
}

/** How long everybody is on call, by their schedules. */
export function Duties({ reader, empty }: OnDemandProps) {
	const { l10n } = usePage().place;
	return (
		<OnDemand
			part={reader.known.duty}
			title={l10n.t('Hours on call, by the schedules')}
			before={
				<button type="button" onClick={() => void reader.showDuty()}>
					{l10n.t('Calculate from schedules')}
				</button>
			}
		>
			{({ rows, more, daysLeftOut }) => (
				<Ranking
					id="duty"
					title={l10n.t('Hours on call, by the schedules')}
					hint={
						<>
							{[
								l10n.t('Shifts at the same time count once.'),
								...(daysLeftOut ? [l10n.t('Only the last {0} days of the period are counted.', mostDutyDays)] : []),
								...(more ? [l10n.t('Only the first {0} people are shown.', rows.length)] : []),
							].join(' ')}
							<Unfiltered tool="get_oncall_hours" filters={reader.known.filters} />
						</>
					}
					columns={[l10n.t('Who'), l10n.t('Hours on call'), l10n.t('Shifts'), l10n.t('Above the mean')]}
					rows={rows.map(({ name, hours, shifts, balance }) => [name, hours, shifts, balance])}
					empty={empty}
				/>
			)}
		</OnDemand>
	);
}

interface OnDemandPartProps<Value> {
	readonly part: Part<Value>;
	readonly title: string;
	/** What brings it. */
	readonly before: ComponentChildren;
	readonly children: (value: Value) => ComponentChildren;
}

function OnDemand<Value>({ part: { value, problem, reading }, title, before, children }: OnDemandPartProps<Value>) {
	const { l10n } = usePage().place;
	return (
		<div aria-busy={reading}>
			{value === undefined ? (
				<figure>
					<h2>{title}</h2>
					{before}
				</figure>
			) : (
				children(value)
			)}
			{reading && value === undefined && <p role="status">{l10n.t('Reading …')}</p>}
			{problem !== undefined && (
				<p class="problem" role="alert">
					{problem}
				</p>
			)}
		</div>
	);
}
