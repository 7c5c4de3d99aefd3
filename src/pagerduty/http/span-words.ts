const units = [
	['hour', 3600],
	['minute', 60],
	['second', 1],
] as const;

/** How long that is, in the largest unit of which there are two or more: `90 seconds`, `12 hours`. Not noticeably less than it is. */
export function spanWords(seconds: number): string {
	const [unit, length] = units.find(([, size]) => seconds >= 2 * size) ?? ['second', 1];
	const count = Math.max(1, Math.ceil(seconds / length - 0.02));
	return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
