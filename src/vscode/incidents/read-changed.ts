import { ToolError } from '../../tools/core/failure.ts';
import { getIncident } from '../../tools/incidents/get-incident.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import type { Caller } from '../../tools/tool-runs.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import type { Problem } from '../words/problem.ts';
import type { LogNews } from './log-news.ts';
import { readInto, readPage } from './read.ts';
import type { IncidentStore } from './store.ts';

/** Among these is what is new, as a rule; of a longer page the editor would notice. */
const newestRows = 25;

/**
 * Reads the newest incidents, and those that the account's log names, into the store.
 * @throws what the tools throw, after the store has been told.
 */
export function readChanged(
	toolbox: RunsTools,
	store: IncidentStore,
	caller: Caller,
	describe: (error: unknown) => Problem,
	{ changed, over }: Pick<LogNews, 'changed' | 'over'>,
): Promise<void> {
	return readInto(store.begin('part'), caller, describe, async (into) => {
		const { incidents } = await readPage(toolbox, caller, { limit: newestRows });
		into.add(incidents);
		const ids = incidents.map(({ id }) => id);
		// A list can be older than the log: what that tells to be over is asked for by itself.
		const doubtful = ids.filter((id) => over.includes(id));
		const newest = new Set(ids.filter((id) => !over.includes(id)));
		const others = [...changed.filter((id) => !newest.has(id)), ...doubtful];
		const read = await Promise.all(others.map((id) => readOne(toolbox, caller, id)));
		caller.signal.throwIfAborted();
		const open = read.filter((incident) => incident !== undefined).filter(({ status }) => status !== 'resolved');
		into.add(open);
		const still = new Set([...newest, ...open.map(({ id }) => id)]);
		into.end([...changed, ...over].filter((id) => !still.has(id)));
	});
}

/** An incident as it is now; undefined when there is none. */
async function readOne(toolbox: RunsTools, caller: Caller, id: string): Promise<ShownIncident | undefined> {
	try {
		return (await toolbox.run(getIncident, { incident: id }, caller)).incident;
	} catch (error) {
		if (error instanceof ToolError && error.failure.status === 404) return undefined;
		throw error;
	}
}
