import type { Clock } from '../../pagerduty/http/clock.ts';

/** Whether something settles, well or not, within `ms`. */
export async function settledWithin(running: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> {
	const stop = new AbortController();
	const late = clock.sleep(ms, stop.signal).then(
		() => false,
		() => true,
	);
	const settled = running.then(
		() => true,
		() => true,
	);
	try {
		return await Promise.race([settled, late]);
	} finally {
		stop.abort();
	}
}
