import { usePage } from '../shared/context.ts';
import { Fold } from '../shared/fold.tsx';
import type { Part } from '../shared/reading.ts';
import { OutsideText, Time } from '../shared/text.tsx';
import type { Similar, SimilarIncidents } from './data.ts';

export interface SimilarProps {
	readonly part: Part<SimilarIncidents>;
	readonly read: () => void;
}

/** Open incidents that may have the same cause, and past ones like this one with how they ended. */
export function SimilarFold({ part, read }: SimilarProps) {
	const { l10n } = usePage().place;
	return (
		<Fold title={l10n.t('Incidents like this one')} part={part} read={read}>
			{({ rows, incomplete }) => (
				<>
					{rows.length === 0 && incomplete.length === 0 && <p>{l10n.t('PagerDuty knows of none.')}</p>}
					<Rows title={l10n.t('Open now, perhaps with the same cause')} rows={rows.filter(({ past }) => !past)} />
					<Rows title={l10n.t('Past')} rows={rows.filter(({ past }) => past)} />
					{incomplete.map((one) => (
						<p key={one} class="hint">
							{one}
						</p>
					))}
				</>
			)}
		</Fold>
	);
}

function Rows({ title, rows }: { readonly title: string; readonly rows: readonly Similar[] }) {
	if (rows.length === 0) return null;
	return (
		<>
			<h3>{title}</h3>
			<ul class="rows">
				{rows.map((row) => (
					<Row key={row.id} row={row} />
				))}
			</ul>
		</>
	);
}

function Row({ row: { title, at, reason, ended } }: { readonly row: Similar }) {
	const { l10n } = usePage().place;
	const { after, by, note } = ended;
	return (
		<li>
			<p dir="auto">{title}</p>
			<p class="hint" dir="auto">
				{at !== undefined && <Time at={at} />}
				{after !== undefined && ` · ${l10n.t('resolved after {0}', after)}`}
				{by !== undefined && ` · ${by}`}
				{reason !== undefined && ` · ${reason}`}
			</p>
			{note !== undefined && (
				<p class="outside" dir="auto">
					<OutsideText text={note} />
				</p>
			)}
		</li>
	);
}
