import type { ShownIncident } from '../../tools/shapes/incident.ts';

/** A change under way, which shows before PagerDuty has confirmed it. */
export interface Expectation {
	/** It has succeeded or failed: what is known counts again. */
	end(): void;
}

interface Expected {
	readonly ids: ReadonlySet<string>;
	readonly status: string | undefined;
}

/** The statuses that incidents will have when the changes under way succeed. Of several changes of one incident the last counts. */
export class ExpectedStatuses {
	readonly #changed: () => void;
	/** The last ones last. */
	#expected: readonly Expected[] = [];

	constructor(changed: () => void) {
		this.#changed = changed;
	}

	/** The incident with the status that is expected of it, if one is. */
	of(incident: ShownIncident): ShownIncident {
		const expected = this.#expected.findLast(({ ids }) => ids.has(incident.id));
		return expected?.status === undefined ? incident : { ...incident, status: expected.status };
	}

	has(id: string): boolean {
		return this.#expected.some(({ ids }) => ids.has(id));
	}

	expect(ids: readonly string[], status: string | undefined): Expectation {
		const expected: Expected = { ids: new Set(ids), status };
		this.#expected = [...this.#expected, expected];
		this.#changed();
		return {
			end: () => {
				this.#expected = this.#expected.filter((other) => other !== expected);
				this.#changed();
			},
		};
	}
}
