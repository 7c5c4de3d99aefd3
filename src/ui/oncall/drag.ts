import { useRef, useState } from 'preact/hooks';
import type { Span } from './data.ts';
import { momentThere, type Bar } from './layout.ts';
import type { BoardRow } from './rows.ts';

/** Fewer pixels are a click. */
const leastPx = 5;

/**
 * Picks a part of a row with the mouse. Rows of one person hold several schedules: there it stays within the turn where it began.
 * @param step of the clock, which both ends are on
 */
export function useDrag(view: Span, step: number, picked: (bar: Bar, span: Span) => void) {
	const [state, setState] = useState<{ readonly row: string; readonly span: Span }>();
	const dragged = useRef(false);
	const begin = (event: PointerEvent, { key, bars }: BoardRow) => {
		if (event.button !== 0 || event.pointerType === 'touch' || !(event.currentTarget instanceof HTMLElement)) return;
		const { left, width, top } = event.currentTarget.getBoundingClientRect();
		const share = ({ clientX }: MouseEvent) => (clientX - left) / width;
		const from = momentThere(share(event), view, 1);
		const laneHeight = event.currentTarget.clientHeight / Math.max(1, ...bars.map(({ lane }) => lane + 1));
		const lane = Math.floor((event.clientY - top) / laneHeight);
		const there = bars.filter((bar) => bar.start <= from && from < bar.end);
		const bar = there.find((one) => one.lane === lane) ?? there[0];
		if (!bar) return;
		const edges = bars.every(({ row }) => row === bar.row) ? view : bar;
		const startX = event.clientX;
		let span: Span | undefined;
		const move = (moved: PointerEvent) => {
			if (!span && Math.abs(moved.clientX - startX) < leastPx) return;
			dragged.current = true;
			const ends = [event, moved].map((one) => momentThere(share(one), view, step));
			const [start, end] = [Math.max(Math.min(...ends), edges.start), Math.min(Math.max(...ends), edges.end)];
			span = start < end ? { start, end } : span;
			if (span) setState({ row: key, span });
		};
		const stop = () => {
			window.removeEventListener('pointermove', move);
			window.removeEventListener('pointerup', drop);
			window.removeEventListener('pointercancel', stop);
			setState(undefined);
			// The click that the browser makes of it comes before that: the next one is meant, also one of the keyboard.
			setTimeout(() => (dragged.current = false));
		};
		const drop = () => {
			stop();
			if (span) picked(bar, span);
		};
		window.addEventListener('pointermove', move);
		window.addEventListener('pointerup', drop);
		window.addEventListener('pointercancel', stop);
	};
	return {
		begin,
		row: state?.row,
		span: state?.span,
		/** Whether what looks like a click ends it. */
		wasDragged: () => dragged.current,
	};
}
