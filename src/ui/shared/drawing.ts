import { useEffect, useState } from 'preact/hooks';

/**
 * Draws soon after it was asked to, and then once a frame at most: sixty answers may come within one. What nobody sees waits until
 * somebody does.
 */
export function oncePerFrame(draw: () => void): () => void {
	let [isWaiting, isAsked] = [false, false];
	const drawNow = () => {
		isAsked = false;
		requestAnimationFrame(next);
		draw();
	};
	const next = () => {
		if (isAsked) drawNow();
		else isWaiting = false;
	};
	return () => {
		isAsked = true;
		if (isWaiting) return;
		isWaiting = true;
		// What the page asks for at the same time goes out first.
		setTimeout(drawNow);
	};
}

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
