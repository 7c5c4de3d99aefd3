import type { Clock } from '../../pagerduty/http/clock.ts';
import { listOncalls } from '../../tools/oncall/list-oncalls.ts';
import type { Caller } from '../../tools/toolbox.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import { readList } from '../refresh/reading.ts';
import type { Problem } from '../words/problem.ts';
import type { OncallStore } from './store.ts';

/** How far ahead "next" looks. */
const aheadMs = 14 * 24 * 60 * 60_000;

/**
 * Reads who is on call now and next into the store.
 * @throws what the tool throws, after the store has been told.
 */
export async function readOncalls(
	toolbox: RunsTools,
	store: OncallStore,
	clock: Clock,
	caller: Caller,
	describe: (error: unknown) => Problem,
): Promise<void> {
	const since = clock.now();
	const until = new Date(since.getTime() + aheadMs);
	const readPage = async (cursor: string | undefined) => {
		const { oncalls, next_cursor } = await toolbox.run(
			listOncalls,
			{
				since: since.toISOString(),
				until: until.toISOString(),
				earliest: true,
				limit: 100,
				...(cursor && { cursor }),
			},
			caller,
		);
		return { items: oncalls, next: next_cursor };
	};
	await readList(store.begin(), readPage, caller.signal, describe);
}
