/** Time, passed in so that tests can own it. */
export interface Clock {
	now(): Date;
	/** Resolves after `ms`; rejects with the signal's reason when aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A longer timer would overflow and fire at once. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
	now: () => new Date(),
	sleep: (ms, signal) =>
		new Promise((resolve, reject) => {
			const aborted = () => {
				clearTimeout(timer);
				reject(asError(signal?.reason));
			};
			const timer = setTimeout(
				() => {
					signal?.removeEventListener('abort', aborted);
					resolve();
				},
				Math.min(ms, longestTimer),
			);
			if (signal?.aborted) aborted();
			else signal?.addEventListener('abort', aborted, { once: true });
		}),
};

function asError(reason: unknown): Error {
	return reason instanceof Error ? reason : new Error('Cancelled', { cause: reason });
}
