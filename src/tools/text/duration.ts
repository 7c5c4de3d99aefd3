/** A count of days, hours, minutes or seconds. */
export interface DurationPart {
	readonly count: number;
	readonly unit: 'd' | 'h' | 'm' | 's';
}

/** A span of milliseconds in at most two units, without those that are zero: 2 hours and 5 minutes, 3 days, 40 seconds. */
export function durationParts(milliseconds: number): readonly DurationPart[] {
	const seconds = Math.max(0, Math.floor(milliseconds / 1000));
	const minutes = Math.floor(seconds / 60);
	const hours = Math.floor(minutes / 60);
	const days = Math.floor(hours / 24);
	const parts = (large: DurationPart, small: DurationPart) => (small.count > 0 ? [large, small] : [large]);
	if (days > 0) return parts({ count: days, unit: 'd' }, { count: hours % 24, unit: 'h' });
	if (hours > 0) return parts({ count: hours, unit: 'h' }, { count: minutes % 60, unit: 'm' });
	return [minutes > 0 ? { count: minutes, unit: 'm' } : { count: seconds, unit: 's' }];
}

/** The same as agents read it: `40s`, `5m`, `2h 5m`, `3d 4h`. */
export function formatDuration(milliseconds: number): string {
	return durationParts(milliseconds)
		.map(({ count, unit }) => `${count}${unit}`)
		.join(' ');
}
