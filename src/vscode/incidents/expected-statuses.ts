import type { ShownIncident } from '../../tools/shapes/incident.ts';

/** A change under way, which shows before PagerDuty has confirmed it. */
export interface Expectation {
	/** It has succeeded or failed: what is known counts again. */
	end(): void;
}

/** The statuses that incidents will have when the changes under way succeed. Of several changes of one incident the last counts. */
export class ExpectedStatuses {
	readonly #changed: () => void;
	readonly #expected = new Map<string, { readonly status: string | undefined; readonly by: Expectation }>();

	constructor(changed: () => void) {
		this.#changed = changed;
	}

	/** The incident with the status that is expected of it, if one is. */
	of(incident: ShownIncident): ShownIncident {
		const expected = this.#expected.get(incident.id);
		return expected?.status === undefined ? incident : { ...incident, status: expected.status };
	}

	has(id: string): boolean {
		return this.#expected.has(id);
	}

	expect(ids: readonly string[], status: string | undefined): Expectation {
		const expectation: Expectation = {
			end: () => {
				for (const id of ids) if (this.#expected.get(id)?.by === expectation) this.#expected.delete(id);
				this.#changed();
			},
		};
		for (const id of ids) this.#expected.set(id, { status, by: expectation });
		this.#changed();
		return expectation;
	}
}
