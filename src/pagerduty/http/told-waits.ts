import type { Clock } from './clock.ts';

/** Why a request takes its time, in words. */
export type Wait = string;

const tellEveryMs = 5000;

/**
 * Does work, and tells every five seconds what it waits for.
 * @param work is given a function that says what it waits for now.
 */
export async function tellingWaits<Value>(
	clock: Clock,
	tell: ((message: string) => void) | undefined,
	work: (waitsFor: (wait: Wait) => void) => Promise<Value>,
): Promise<Value> {
	if (!tell) return work(() => undefined);
	const over = new AbortController();
	let wait: Wait = 'Waiting';
	const telling = async () => {
		for (let seconds = 5; ; seconds += 5) {
			await clock.sleep(tellEveryMs, over.signal);
			tell(`${wait}, for ${seconds} seconds so far.`);
		}
	};
	telling().catch(() => undefined);
	try {
		return await work((now) => (wait = now));
	} finally {
		over.abort(new Error('over'));
	}
}
