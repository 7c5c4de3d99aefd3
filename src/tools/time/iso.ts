/** `2026-01-31T09:00:00Z`: without milliseconds. */
export function isoSeconds(date: Date): string {
	return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The same of epoch milliseconds, for PagerDuty. */
export function isoOf(ms: number): string {
	return isoSeconds(new Date(ms));
}
