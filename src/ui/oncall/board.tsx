import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useMoment, usePage } from '../shared/context.ts';
import { format, minuteMs } from '../shared/time.ts';
import { useDrag } from './drag.ts';
import { percent, type Bar } from './layout.ts';
import type { Span } from './data.ts';
import { Row } from './row.tsx';
import type { BoardRow } from './rows.ts';

/** What somebody has picked of a row. */
export interface Picked extends Span {
	readonly bar: Bar;
	/** The keyboard is still in the board, and picks more of the row. */
	readonly isGrowing?: boolean;
}

export interface BoardProps {
	readonly days: readonly number[];
	readonly rows: readonly BoardRow[];
	readonly firstColumn: string;
	readonly picked: Picked | undefined;
	/** Somebody picked a turn, a gap, or a part of them; or nothing any more. */
	readonly pick: (picked: Picked | undefined) => void;
	/** Somebody points at it, or the keyboard is on it. */
	readonly point: (bar: Bar | undefined, place: HTMLElement | undefined) => void;
	/** The bar that the card beside it is about. */
	readonly pointed: string | undefined;
	/** A number for each person, which gives the colour. */
	readonly numbers: ReadonlyMap<string, number>;
	/** What a turn is called by in its row: whatever the row does not say. */
	readonly labels: 'person' | 'schedule';
}

const stepMs = 15 * minuteMs;
/** So often is looked which bars have passed. */
const pastMs = 5 * minuteMs;

/** Who is on call when, a row for each schedule or person, and the days from left to right. */
export function Board({ days, rows, firstColumn, picked, pick, point, pointed, numbers, labels }: BoardProps) {
	const { place } = usePage();
	const { now } = useMoment();
	const { l10n } = place;
	const view = { start: days[0] ?? 0, end: days.at(-1) ?? 1 };
	const board = useRef<HTMLDivElement>(null);
	const all = rows.flatMap(({ bars }) => bars);
	const [at, setAt] = useState('');
	const trackPx = useTrackWidth(board);
	const current = all.some(({ key }) => key === at) ? at : (all[0]?.key ?? '');
	const held = board.current?.contains(document.activeElement) === true ? document.activeElement : undefined;
	useLayoutEffect(() => {
		// What the keyboard was on is gone: it stays in the board.
		if (held && !held.isConnected) element(board.current, current)?.focus();
	});
	const step = days.length > 8 ? 4 * stepMs : stepMs;
	const drag = useDrag(view, step, (bar, span) => {
		setAt(bar.key);
		pick({ bar, ...span });
	});
	const go = (bar: Bar | undefined) => {
		if (!bar) return;
		setAt(bar.key);
		element(board.current, bar.key)?.focus();
	};
	const onKeyDown = (event: KeyboardEvent) => {
		const row = rows.findIndex(({ bars }) => bars.some(({ key }) => key === current));
		const bars = rows[row]?.bars ?? [];
		const index = bars.findIndex(({ key }) => key === current);
		const bar = bars[index];
		if (!bar) return;
		const target = targetOf(event.key, rows, row, index);
		if (event.key === 'Escape') {
			point(undefined, undefined);
			if (picked?.isGrowing) pick(undefined);
		}
		if (!target) return;
		event.preventDefault();
		if (event.shiftKey && target.row === bar.row) {
			// From where it began, in both directions.
			const from = picked?.bar.row === bar.row ? picked : { bar, start: bar.start, end: bar.end };
			const [start, end] = [Math.min(from.start, target.start), Math.max(from.end, target.end)];
			pick({ bar: from.bar, start, end, isGrowing: true });
			setAt(target.key);
		} else go(target);
	};
	return (
		<div
			class={days.length > 8 ? 'board weeks' : 'board'}
			role="grid"
			aria-label={l10n.t('Who is on call when')}
			ref={board}
			onKeyDown={onKeyDown}
			onMouseLeave={() => point(undefined, undefined)}
		>
			<Days days={days} firstColumn={firstColumn} />
			<Lines days={days} view={view} />
			{rows.map((row) => (
				<Row
					key={row.key}
					row={row}
					view={view}
					current={current}
					pointed={pointed}
					labels={labels}
					numbers={numbers}
					trackPx={trackPx}
					span={drag.row === row.key ? drag.span : picked && row.bars.includes(picked.bar) ? picked : undefined}
					past={Math.floor(now / pastMs) * pastMs}
					onPointerDown={drag.begin}
					pick={(bar) => {
						if (drag.wasDragged()) return;
						setAt(bar.key);
						const isPart = picked?.isGrowing && picked.start <= bar.start && bar.end <= picked.end;
						const whole = isPart && picked.bar.row === bar.row ? picked : { bar, start: bar.start, end: bar.end };
						pick({ ...whole, isGrowing: false });
					}}
					point={point}
					focus={(bar) => setAt(bar.key)}
				/>
			))}
			<Now view={view} />
		</div>
	);
}

/**
 * How many pixels the days have. That decides what a bar says: thousands of bars that ask it of themselves (container queries) take
 * half a second to lay out.
 */
function useTrackWidth(board: { readonly current: HTMLElement | null }): number {
	const [width, setWidth] = useState(800);
	useLayoutEffect(() => {
		const track = board.current?.querySelector('.head .track');
		if (!track) return undefined;
		const observer = new ResizeObserver(() => setWidth(Math.floor(track.clientWidth / 8) * 8));
		observer.observe(track);
		return () => observer.disconnect();
	}, []);
	return width;
}

function element(board: HTMLElement | null, key: string): HTMLElement | undefined {
	return [...(board?.querySelectorAll<HTMLElement>('.bar') ?? [])].find(({ dataset }) => dataset['key'] === key);
}

/** The bar that a key goes to. */
function targetOf(key: string, rows: readonly BoardRow[], row: number, index: number): Bar | undefined {
	const bars = rows[row]?.bars ?? [];
	const near = (others: readonly BoardRow[]) => {
		const { start = 0, end = 0 } = bars[index] ?? {};
		const there = others.find((one) => one.bars.length > 0)?.bars ?? [];
		return (
			there.find((bar) => bar.end > start && bar.start < end) ?? there.findLast((bar) => bar.end <= start) ?? there[0]
		);
	};
	switch (key) {
		case 'ArrowRight':
			return bars[index + 1];
		case 'ArrowLeft':
			return bars[index - 1];
		case 'ArrowDown':
			return near(rows.slice(row + 1));
		case 'ArrowUp':
			return near(rows.slice(0, row).toReversed());
		case 'Home':
			return bars[0];
		case 'End':
			return bars.at(-1);
		default:
			return undefined;
	}
}

function Days({ days, firstColumn }: { readonly days: readonly number[]; readonly firstColumn: string }) {
	const { place } = usePage();
	const { now } = useMoment();
	const view = { start: days[0] ?? 0, end: days.at(-1) ?? 1 };
	return (
		<div role="row" class="head">
			<div role="columnheader" class="title">
				{firstColumn}
			</div>
			<div role="presentation" class="track">
				{days.slice(0, -1).map((start, index) => {
					const end = days[index + 1] ?? start;
					const hours = Math.round((end - start) / (60 * minuteMs));
					const today = start <= now && now < end;
					const date = format(start, place, { weekday: 'long', day: 'numeric', month: 'long' });
					return (
						<div
							key={start}
							role="columnheader"
							class={['day', today && 'today', index % 7 === 0 && 'first'].filter(Boolean).join(' ')}
							style={{ left: `${percent(start, view)}%`, width: `${percent(end, view) - percent(start, view)}%` }}
							aria-label={hours === 24 ? date : place.l10n.t('{0}, {1} hours long', date, hours)}
							title={hours === 24 ? date : place.l10n.t('{0}, {1} hours long', date, hours)}
						>
							<span class="weekday">{format(start, place, { weekday: 'short' })}</span>
							<span class="date">{format(start, place, { day: 'numeric' })}</span>
							{index % 7 === 0 && <span class="month">{format(start, place, { month: 'short' })}</span>}
							{hours !== 24 && <span class="hours">{place.l10n.t('{0}h', hours)}</span>}
						</div>
					);
				})}
			</div>
		</div>
	);
}

/** Where days end. */
function Lines({ days, view }: { readonly days: readonly number[]; readonly view: Span }) {
	const { place } = usePage();
	return (
		<div class="lines" aria-hidden="true">
			{days.slice(0, -1).map((start) => (
				<div
					key={start}
					class={isWeekend(start, place) ? 'weekend' : ''}
					style={{
						left: `${percent(start, view)}%`,
						width: `${percent(days[days.indexOf(start) + 1] ?? start, view) - percent(start, view)}%`,
					}}
				/>
			))}
		</div>
	);
}

function Now({ view }: { readonly view: Span }) {
	const { now } = useMoment();
	if (now < view.start || now >= view.end) return null;
	return (
		<div class="lines" aria-hidden="true">
			<div class="now" style={{ left: `${percent(now, view)}%` }} />
		</div>
	);
}

function isWeekend(at: number, place: Parameters<typeof format>[1]): boolean {
	return ['Sat', 'Sun'].includes(format(at, { ...place, language: 'en-US' }, { weekday: 'short' }));
}
