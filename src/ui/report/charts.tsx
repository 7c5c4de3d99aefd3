// Charts as plain SVG: each is a few rectangles or one line, and a library for them is larger than the page.
import type { ComponentChildren } from 'preact';
import { usePage } from '../shared/context.ts';
import { CopyText } from '../shared/copy-text.tsx';
import { csvOf, type Cell } from '../shared/csv.ts';
import { depthOf, lineOf } from './plot.ts';
import { percent } from './scale.ts';

/** A value of a step of time, and that of the same step of the period before. */
export interface Point {
	readonly label: string;
	/** Only some of its days are of the period. */
	readonly inPart: boolean;
	readonly now: number | undefined;
	readonly before: number | undefined;
}

export interface SeriesChartProps {
	readonly id: string;
	readonly title: string;
	/** What the chart shows, in words. */
	readonly words: string;
	readonly points: readonly Point[];
	readonly kind: 'bars' | 'line';
	/** A value as people read it. */
	readonly show: (value: number) => string;
	/** Where the scale ends that holds such a value. */
	readonly topOf: (most: number) => number;
	/** What the values are called in the table. */
	readonly columns: readonly [step: string, now: string, before: string];
}

/** A chart of values over time with the period before beside it, as a table as well. */
export function SeriesChart({ id, title, words, points, kind, show, topOf, columns }: SeriesChartProps) {
	const { l10n } = usePage().place;
	const most = Math.max(0, ...points.flatMap(({ now, before }) => [now ?? 0, before ?? 0]));
	const top = topOf(most);
	const [first, middle, last] = [points[0], points[Math.floor(points.length / 2)], points.at(-1)];
	const nameOf = ({ label, inPart }: Point) => (inPart ? l10n.t('{0} (in part)', label) : label);
	const cell = (value: number | undefined) => (value === undefined ? '–' : show(value));
	return (
		<figure aria-labelledby={id}>
			<h2 id={id}>{title}</h2>
			<div class="plot" role="img" aria-label={words}>
				<div class="scale">
					<span>{show(top)}</span>
					<span>{show(top / 2)}</span>
					<span>{show(0)}</span>
				</div>
				<svg viewBox={`0 0 ${Math.max(points.length, 1)} 100`} preserveAspectRatio="none">
					{[0, 50, 100].map((line) => (
						<path key={line} class="grid" d={`M0 ${line}H${points.length}`} />
					))}
					{kind === 'bars' ? (
						points.map((point, index) => {
							const { now, before } = point;
							return (
								<g key={index} class={point.inPart ? 'part' : undefined}>
									<title>{`${nameOf(point)}: ${cell(now)} (${cell(before)})`}</title>
									<Bar look="before" x={index + 0.5} width={0.36} value={before} top={top} />
									<Bar look="now" x={index + 0.14} width={0.46} value={now} top={top} />
								</g>
							);
						})
					) : (
						<>
							<path
								class="line before"
								d={lineOf(
									points.map(({ before }) => before),
									top,
								)}
							/>
							<path
								class="line now"
								d={lineOf(
									points.map(({ now }) => now),
									top,
								)}
							/>
						</>
					)}
				</svg>
				<div class="steps">
					<span>{first?.label}</span>
					{points.length > 6 && <span>{middle?.label}</span>}
					{points.length > 1 && <span>{last?.label}</span>}
				</div>
			</div>
			<div class={`legend ${kind}`}>
				<span class="now">{columns[1]}</span>
				<span class="before">{columns[2]}</span>
			</div>
			<AsTable
				name={title}
				columns={columns}
				rows={points.map((point) => [nameOf(point), point.now, point.before])}
				shown={points.map((point) => [nameOf(point), cell(point.now), cell(point.before)])}
			/>
			{points.length === 0 && <p>{l10n.t('There is nothing to show.')}</p>}
		</figure>
	);
}

interface BarProps {
	readonly look: 'now' | 'before';
	readonly x: number;
	readonly width: number;
	readonly value: number | undefined;
	readonly top: number;
}

function Bar({ look, x, width, value, top }: BarProps) {
	if (value === undefined) return null;
	const y = depthOf(value, top);
	return <rect class={look} x={x} width={width} y={y} height={100 - y} />;
}

interface AsTableProps {
	readonly name: string;
	readonly columns: readonly string[];
	/** For programs. */
	readonly rows: readonly (readonly Cell[])[];
	/** For people. */
	readonly shown: readonly (readonly string[])[];
}

function AsTable({ name, columns, rows, shown }: AsTableProps) {
	const { l10n } = usePage().place;
	return (
		<details>
			<summary>{l10n.t('As a table')}</summary>
			<div class="scroll" tabIndex={0} role="region" aria-label={name}>
				<table>
					<thead>
						<tr>
							{columns.map((column) => (
								<th key={column} scope="col">
									{column}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{shown.map(([label, ...cells], index) => (
							<tr key={index}>
								<th scope="row">{label}</th>
								{cells.map((cell, at) => (
									<td key={at}>{cell}</td>
								))}
							</tr>
						))}
					</tbody>
				</table>
			</div>
			<CsvButton name={name} columns={columns} rows={rows} />
		</details>
	);
}

export function CsvButton({ name, columns, rows }: Omit<AsTableProps, 'shown'>) {
	const { l10n } = usePage().place;
	return (
		<div class="buttons">
			<CopyText
				label={l10n.t('Copy as CSV')}
				text={() => csvOf([columns, ...rows])}
				byHand={l10n.t('{0} as CSV: copy it from here', name)}
			/>
		</div>
	);
}

export interface RankingProps {
	readonly id: string;
	readonly title: string;
	readonly hint?: ComponentChildren;
	/** The first one names a row, the second one is its bar. */
	readonly columns: readonly string[];
	readonly rows: readonly (readonly [name: string, ...values: (number | undefined)[]])[];
	/** The bar is a share in percent; otherwise it is a part of the longest one. */
	readonly isShare?: boolean;
	/** What stands there when there is nothing. */
	readonly empty: string;
}

/** A table whose first figure is a bar as well. */
export function Ranking({ id, title, hint, columns, rows, isShare = false, empty }: RankingProps) {
	const { place } = usePage();
	const number = new Intl.NumberFormat(place.language, { maximumFractionDigits: 1 });
	const most = isShare ? 100 : Math.max(0, ...rows.map(([, value = 0]) => value));
	return (
		<figure aria-labelledby={id}>
			<h2 id={id}>{title}</h2>
			{hint !== undefined && <div class="hint">{hint}</div>}
			{rows.length === 0 ? (
				<p>{empty}</p>
			) : (
				<>
					<div class="scroll" tabIndex={0} role="region" aria-labelledby={id}>
						<table class="ranking">
							<thead>
								<tr>
									{columns.map((column) => (
										<th key={column} scope="col">
											{column}
										</th>
									))}
								</tr>
							</thead>
							<tbody>
								{rows.map(([name, value, ...others], index) => (
									<tr key={index}>
										<th scope="row" dir="auto">
											{name}
										</th>
										<td class="bar">
											<span>
												{value === undefined ? '–' : isShare ? percent(value, place.language) : number.format(value)}
											</span>
											{value !== undefined && (
												<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
													<rect class="now" width={most === 0 ? 0 : (value / most) * 100} height={10} />
												</svg>
											)}
										</td>
										{others.map((other, at) => (
											<td key={at}>{other === undefined ? '–' : number.format(other)}</td>
										))}
									</tr>
								))}
							</tbody>
						</table>
					</div>
					<CsvButton name={title} columns={columns} rows={rows} />
				</>
			)}
		</figure>
	);
}
