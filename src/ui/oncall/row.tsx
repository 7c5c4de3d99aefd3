import { useMemo, useRef } from 'preact/hooks';
import { usePage } from '../shared/context.ts';
import type { Span } from './data.ts';
import { initials, lanesOf, percent, type Bar } from './layout.ts';
import type { BoardRow } from './rows.ts';
import { barInWords, barLabel } from './words.ts';

const hues = 7;
const hueOf = (number: number | undefined) => number !== undefined && `hue${number % hues}`;
/** A bar that is narrower has room for two letters only, or for none. */
const [wholePx, shortPx] = [56, 22];

export interface RowProps {
	readonly row: BoardRow;
	readonly view: Span;
	readonly current: string;
	readonly pointed: string | undefined;
	readonly labels: 'person' | 'schedule';
	readonly numbers: ReadonlyMap<string, number>;
	readonly trackPx: number;
	readonly span: Span | undefined;
	/** Bars that end before it have passed. */
	readonly past: number;
	readonly onPointerDown: (event: PointerEvent, row: BoardRow) => void;
	readonly pick: (bar: Bar) => void;
	readonly point: (bar: Bar | undefined, place: HTMLElement | undefined) => void;
	readonly focus: (bar: Bar) => void;
}

/** Drawn anew only when something about it has changed: there may be sixty of them. */
export function Row(props: RowProps) {
	const { row, view, span, numbers } = props;
	const { place } = usePage();
	const colours = row.bars.map(({ shift }) => shift && numbers.get(shift.userId)).join();
	const holds = (key: string | undefined) => (row.bars.some((bar) => bar.key === key) ? key : undefined);
	const [current, pointed] = [holds(props.current), holds(props.pointed)];
	const handlers = useLatestHandlers(props);
	return useMemo(
		() => <DrawnRow {...props} {...handlers} />,
		[
			row.bars,
			colours,
			row.title,
			row.note,
			row.problem,
			row.hint,
			view.start,
			view.end,
			current,
			pointed,
			span?.start,
			span?.end,
			props.past,
			props.labels,
			props.trackPx,
			place,
		],
	);
}

/** The same functions at each drawing, which do what those of the last one do: a row that is not drawn anew must not act on what was. */
function useLatestHandlers(props: RowProps) {
	const latest = useRef(props);
	latest.current = props;
	return useMemo(
		() => ({
			onPointerDown: (event: PointerEvent) => latest.current.onPointerDown(event, latest.current.row),
			pick: (bar: Bar) => latest.current.pick(bar),
			point: (bar: Bar | undefined, place: HTMLElement | undefined) => latest.current.point(bar, place),
			focus: (bar: Bar) => latest.current.focus(bar),
		}),
		[],
	);
}

function DrawnRow({
	row,
	view,
	current,
	pointed,
	labels,
	numbers,
	trackPx,
	span,
	past,
	onPointerDown,
	pick,
	point,
	focus,
}: RowProps) {
	const { place } = usePage();
	const { title, hint, bars, note, problem } = row;
	return (
		<div role="row" class="line" aria-label={title}>
			<div role="rowheader" class="title">
				<span dir="auto">{title}</span>
				{hint !== undefined && <span class="hint">{hint}</span>}
			</div>
			<div
				role="presentation"
				class="track"
				style={{ '--lanes': lanesOf(bars) }}
				onPointerDown={(event) => onPointerDown(event, row)}
			>
				{bars.map((bar) => {
					const left = percent(bar.start, view);
					const { shift, mine, key } = bar;
					const px = ((percent(bar.end, view) - left) / 100) * trackPx;
					const label = labels === 'schedule' ? bar.schedule.name : barLabel(bar, place.l10n);
					return (
						<button
							key={key}
							type="button"
							role="gridcell"
							data-key={key}
							class={[
								'bar',
								shift ? hueOf(numbers.get(shift.userId)) : 'gap',
								mine && 'mine',
								shift?.override === true && 'override',
								bar.end <= past && 'past',
								bar.start < view.start && 'before',
								bar.end > view.end && 'after',
							]
								.filter(Boolean)
								.join(' ')}
							style={{ left: `${left}%`, width: `${percent(bar.end, view) - left}%`, '--lane': bar.lane }}
							tabIndex={key === current ? 0 : -1}
							aria-label={barInWords(bar, place)}
							{...(key === pointed && { 'aria-describedby': 'about' })}
							onClick={() => pick(bar)}
							onFocus={({ currentTarget }) => {
								focus(bar);
								point(bar, currentTarget);
							}}
							onBlur={() => point(undefined, undefined)}
							onMouseEnter={({ currentTarget }) => point(bar, currentTarget)}
						>
							{px >= wholePx ? (
								<span class="whole" dir="auto">
									{shift?.override === true && <span class="sign">⇄ </span>}
									{label}
								</span>
							) : (
								// No text: the name is read out.
								px >= shortPx && (
									<span class="short" data-short={shift || labels === 'schedule' ? initials(label) : '∅'} />
								)
							)}
						</button>
					);
				})}
				{span && (
					<div
						class="picked"
						style={{
							left: `${percent(span.start, view)}%`,
							width: `${percent(span.end, view) - percent(span.start, view)}%`,
						}}
					/>
				)}
				{note !== undefined && (
					<p role="gridcell" class={problem ? 'note problem' : 'note'}>
						{note}
					</p>
				)}
			</div>
		</div>
	);
}
