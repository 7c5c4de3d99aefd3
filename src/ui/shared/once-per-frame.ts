/** When the browser draws. */
export interface Frames {
	/** Calls once what runs now has ended. */
	soon(draw: () => void): void;
	/** Calls when the next frame is drawn; not while nobody sees the page. */
	next(draw: () => void): void;
}

/**
 * Draws soon after it was asked to, and then once a frame at most: sixty answers may come within one. What nobody sees waits until
 * somebody does.
 */
export function oncePerFrame(draw: () => void, frames: Frames): () => void {
	let [isWaiting, isAsked] = [false, false];
	const drawNow = () => {
		isAsked = false;
		frames.next(next);
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
		frames.soon(drawNow);
	};
}
