import { useMemo } from 'preact/hooks';
import { usePage } from '../shared/context.ts';
import { useGradually } from '../shared/gradually.ts';
import { Link, OutsideText, Time } from '../shared/text.tsx';
import { isCut, readable, type Alert, type Incident } from './data.ts';
import type { IncidentReader, Known } from './reader.ts';
import { statusWord } from '../shared/words.ts';

export interface AlertsProps {
	readonly incident: Incident;
	readonly known: Known;
	readonly reader: IncidentReader;
}

/** The alerts behind an incident, their details folded. */
export function Alerts({ incident, known, reader }: AlertsProps) {
	const { l10n } = usePage().place;
	const { value, problem, reading } = known.alerts;
	const { wholeDetails } = known;
	const count = incident.alerts ?? value?.rows.length;
	// Not drawn anew with all else: there may be hundreds of them.
	const rows = useMemo(
		() => <Rows alerts={value?.rows ?? []} wholeDetails={wholeDetails} unfold={(id) => void reader.whole(id)} />,
		[value, wholeDetails, reader],
	);
	return (
		<section aria-labelledby="alerts" aria-busy={reading}>
			<h2 id="alerts">{count === undefined ? l10n.t('Alerts') : l10n.t('Alerts ({0})', count)}</h2>
			{problem !== undefined && <p class="problem">{l10n.t('The alerts could not be read: {0}', problem)}</p>}
			{!value && problem === undefined && <p>{l10n.t('Reading …')}</p>}
			{value?.rows.length === 0 && <p>{l10n.t('No alerts: somebody opened it by hand.')}</p>}
			{rows}
			{value?.cursor !== undefined && (
				<button type="button" aria-disabled={reading} onClick={() => void reader.moreAlerts()}>
					{l10n.t('More alerts')}
				</button>
			)}
		</section>
	);
}

interface RowsProps {
	readonly alerts: readonly Alert[];
	/** By the alert's id. */
	readonly wholeDetails: Known['wholeDetails'];
	/** Reads what is missing of the details of an alert. */
	readonly unfold: (id: string) => void;
}

function Rows({ alerts, wholeDetails, unfold }: RowsProps) {
	const shown = useGradually(alerts.length);
	return alerts
		.slice(0, shown)
		.map((alert) => (
			<AlertRow
				key={alert.id}
				alert={alert}
				details={wholeDetails.get(alert.id) ?? alert.details}
				unfold={() => unfold(alert.id)}
			/>
		));
}

interface AlertRowProps {
	readonly alert: Alert;
	readonly details: string | undefined;
	/** Reads what is missing of its details. */
	readonly unfold: () => void;
}

/** Drawn anew only when it has changed. */
function AlertRow(props: AlertRowProps) {
	return useMemo(() => <DrawnAlert {...props} />, [props.alert, props.details]);
}

function DrawnAlert({ alert, details, unfold }: AlertRowProps) {
	const { l10n } = usePage().place;
	const { summary, status, severity, at, links } = alert;
	return (
		<details
			class="alert"
			onToggle={({ currentTarget }) => {
				if (currentTarget.open && details !== undefined && isCut(details)) unfold();
			}}
		>
			<summary>
				<span dir="auto">{summary}</span>{' '}
				<span class="hint">
					{[severity, status === undefined ? undefined : statusWord(status, l10n)].filter(Boolean).join(' · ')}
					{at !== undefined && (
						<>
							{' · '}
							<Time at={at} />
						</>
					)}
				</span>
			</summary>
			{links.length > 0 && (
				<ul>
					{links.map((url) => (
						<li key={url}>
							<Link url={url} />
						</li>
					))}
				</ul>
			)}
			{details === undefined ? (
				<p>{l10n.t('The monitoring tool sent no details.')}</p>
			) : (
				<pre dir="ltr" tabIndex={0} role="region" aria-label={l10n.t('Details of the alert')}>
					<OutsideText text={readable(details)} />
				</pre>
			)}
		</details>
	);
}
