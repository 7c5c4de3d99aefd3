/** Faster than this helps nobody; slower is better said as 0, and much slower would overflow a timer. */
const shortest = 10;
const longest = 3600;

/** Milliseconds between two looks at PagerDuty for what the setting says in seconds; 0 for none. */
export function intervalOf(seconds: unknown): number {
	return typeof seconds === 'number' && seconds > 0 ? Math.min(longest, Math.max(shortest, seconds)) * 1000 : 0;
}
