import type { RequestPath } from '../../pagerduty/http/request.ts';
import type { ShownIncident } from '../shapes/incident.ts';

/** Where in PagerDuty's API something may have changed: the parts of a path. */
export type ChangedPath = RequestPath;

/** A change made to PagerDuty through this product. */
export interface Change {
	/** Incidents that changed, as they are now. */
	readonly incidents?: readonly ShownIncident[];
	/** Who is on call may be somebody else now: a schedule, an override or an escalation policy changed. */
	readonly oncall?: true;
	/** A call ended without anybody knowing what of it was carried out: whatever is shown may be out of date. */
	readonly unknown?: true;
}

/** Announces each change once to whoever shows PagerDuty's state. */
export class Changes {
	readonly #listeners = new Set<(change: Change) => void>();
	readonly #watchers = new Set<(paths: readonly ChangedPath[]) => void>();

	/** Returns what to call to stop listening. */
	listen(listener: (change: Change) => void): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	announce(change: Change): void {
		for (const listener of this.#listeners) listener(change);
	}

	/** Hears at the end of each call where in PagerDuty's API it may have changed something, also what no view shows. Returns what to call to stop. */
	listenToPaths(watcher: (paths: readonly ChangedPath[]) => void): () => void {
		this.#watchers.add(watcher);
		return () => void this.#watchers.delete(watcher);
	}

	announcePaths(paths: readonly ChangedPath[]): void {
		for (const watcher of this.#watchers) watcher(paths);
	}
}
