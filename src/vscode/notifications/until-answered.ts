import type { Clock } from '../../pagerduty/http/clock.ts';

/** The editor puts a notification under its bell after some seconds: so often it comes back from there. */
const againMs = 30_000;

export interface Insisting<Answer> {
	/** Shows it. The editor replaces one of the same words, which then counts as closed. */
	readonly ask: () => PromiseLike<Answer | undefined>;
	/** Whether it still matters. */
	readonly stands: () => boolean;
	readonly clock: Clock;
	/** Ends it, as when another account is used: whatever is answered then counts no more. */
	readonly signal: AbortSignal;
}

/** Shows a notification again until somebody answers or closes it, or it matters no longer; gives the answer. */
export async function untilAnswered<Answer>(insisting: Insisting<Answer>): Promise<Answer | undefined> {
	const { ask, stands, clock, signal } = insisting;
	for (;;) {
		const enough = new AbortController();
		const again = clock.sleep(againMs, AbortSignal.any([signal, enough.signal])).then(
			() => ({ kind: 'again' as const }),
			() => ({ kind: 'ended' as const }),
		);
		const answered = Promise.resolve(ask()).then((answer) => ({ kind: 'answered' as const, answer }));
		const first = await Promise.race([answered, again]);
		enough.abort();
		if (first.kind === 'answered') return first.answer;
		if (first.kind === 'ended') return undefined;
		if (stands()) continue;
		// It stays under the bell, where an answer to it still counts.
		const { answer } = await answered;
		return signal.aborted ? undefined : answer;
	}
}
