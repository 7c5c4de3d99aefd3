/** A span in at most two units: `40s`, `5m`, `2h 5m`, `3d 4h`. */
export function formatDuration(milliseconds: number): string {
	const seconds = Math.max(0, Math.floor(milliseconds / 1000));
	const minutes = Math.floor(seconds / 60);
	const hours = Math.floor(minutes / 60);
	const days = Math.floor(hours / 24);
	if (days > 0) return hours % 24 ? `${days}d ${hours % 24}h` : `${days}d`;
	if (hours > 0) return minutes % 60 ? `${hours}h ${minutes % 60}m` : `${hours}h`;
	return minutes > 0 ? `${minutes}m` : `${seconds}s`;
}
