import type { ShownIncident } from '../shapes/incident.ts';

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

	/** Returns what to call to stop listening. */
	listen(listener: (change: Change) => void): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	announce(change: Change): void {
		for (const listener of this.#listeners) listener(change);
	}
}
