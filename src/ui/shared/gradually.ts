import { useEffect, useState } from 'preact/hooks';

/** As many rows as are drawn within one frame, with room to spare. */
const rowsAtOnce = 100;

/**
 * How many rows of a list to draw: the first ones at once, more with each frame. Thousands of them take longer than anybody waits to
 * see the first.
 */
export function useGradually(count: number): number {
	const [shown, setShown] = useState(rowsAtOnce);
	const isLess = shown < count;
	useEffect(() => {
		if (!isLess) return undefined;
		const frame = requestAnimationFrame(() => setShown(shown + rowsAtOnce));
		return () => cancelAnimationFrame(frame);
	}, [shown, isLess]);
	return Math.min(shown, count);
}
