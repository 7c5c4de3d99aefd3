/** Time, passed in so that tests can own it. */
export interface Clock {
	now(): Date;
	/** Resolves after `ms`; rejects with the signal's reason when aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
	now: () => new Date(),
	sleep: (ms, signal) =>
		new Promise((resolve, reject) => {
			const aborted = () => {
				clearTimeout(timer);
				reject(asError(signal?.reason));
			};
			const timer = setTimeout(() => {
				signal?.removeEventListener('abort', aborted);
				resolve();
			}, ms);
			if (signal?.aborted) aborted();
			else signal?.addEventListener('abort', aborted, { once: true });
		}),
};

function asError(reason: unknown): Error {
	return reason instanceof Error ? reason : new Error('Cancelled', { cause: reason });
}
