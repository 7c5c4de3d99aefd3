import type { ToolContext } from '../tools/core/context.ts';
import type { Extra } from './person.ts';

/** Sends a call's progress to the client; undefined when the client did not ask for it. */
export function progressReporter(
	extra: Extra,
	log: ToolContext['log'],
): ((message: string, fraction?: number) => void) | undefined {
	const progressToken = extra._meta?.progressToken;
	if (progressToken === undefined) return undefined;
	let last = 0;
	return (message, fraction) => {
		// The protocol wants a number that grows, also for steps that do not know how far they are.
		last = Math.max(last + 0.01, Math.min(fraction ?? 0, 1) * 100);
		const params = { progressToken, progress: last, message, ...(fraction !== undefined && { total: 100 }) };
		extra
			.sendNotification({ method: 'notifications/progress', params })
			.catch(() => log.debug('MCP: the client is not there to hear of progress'));
	};
}
