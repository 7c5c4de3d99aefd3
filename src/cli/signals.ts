/** The first and the second time that the process is told to end: who says it twice does not want to wait. */
export interface Signals {
	readonly first: Promise<void>;
	readonly second: Promise<void>;
	/** Leaves signals to Node again. */
	dispose(): void;
}

export function listenForSignals(): Signals {
	const names = ['SIGINT', 'SIGTERM'] as const;
	const waiting: (() => void)[] = [];
	const next = () => new Promise<void>((resolve) => waiting.push(resolve));
	const hear = () => waiting.shift()?.();
	for (const name of names) process.on(name, hear);
	return {
		first: next(),
		second: next(),
		dispose() {
			for (const name of names) process.off(name, hear);
		},
	};
}
