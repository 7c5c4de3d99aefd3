/** One figure of the bench, with what it may be at most. */
export interface Figure {
	readonly what: string;
	readonly value: number;
	readonly unit: 'ms' | 'kB' | 'MiB' | 'tokens' | 'requests';
	/** Undefined: for information. */
	readonly atMost?: number;
}

/** The median of several runs of `run`, each giving a number, after one run that does not count. */
export async function median(runs: number, run: () => Promise<number>): Promise<number> {
	await run();
	const values: number[] = [];
	for (let index = 0; index < runs; index++) values.push(await run());
	return middle(values);
}

export function middle(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Milliseconds that `run` takes. */
export async function time(run: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await run();
	return performance.now() - start;
}

/** The longest time, in ms, for which the event loop did nothing else while `run` was going on. */
export async function longestBlock(run: () => Promise<unknown>): Promise<number> {
	let last = performance.now();
	let longest = 0;
	const beat = () => {
		const now = performance.now();
		longest = Math.max(longest, now - last);
		last = now;
	};
	const timer = setInterval(beat, 1);
	try {
		await run();
		await new Promise((resolve) => setTimeout(resolve, 5));
	} finally {
		clearInterval(timer);
	}
	return longest;
}
