import * as z from 'zod';
import { Emitter } from '../emitter.ts';
import { facetKinds, type Facet } from './filter.ts';

/** By what the incidents are grouped: `mine`: the person's own first, then by service. */
export const groupings = ['mine', 'service', 'urgency', 'priority', 'team', 'none'] as const;
export type Grouping = (typeof groupings)[number];

/** Which incidents the view shows, and under which headings. */
export interface Arrangement {
	readonly grouping: Grouping;
	/** None: all. */
	readonly facets: readonly Facet[];
}

export const standardArrangement: Arrangement = { grouping: 'mine', facets: [] };

const Kept = z.object({
	grouping: z.enum(groupings),
	facets: z.array(z.object({ kind: z.enum(facetKinds), value: z.string() })),
});

/** The part of `vscode.Memento` that is used. */
interface Memory {
	get(key: string): unknown;
	update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'pagerduty.arrangement';

/** The arrangement of this workspace. */
export class WorkspaceArrangement {
	readonly changed = new Emitter();
	readonly #memory: Memory;
	#now: Arrangement;

	constructor(memory: Memory) {
		this.#memory = memory;
		this.#now = Kept.safeParse(memory.get(key)).data ?? standardArrangement;
	}

	get now(): Arrangement {
		return this.#now;
	}

	async set(arrangement: Arrangement): Promise<void> {
		this.#now = arrangement;
		this.changed.fire();
		await this.#memory.update(key, arrangement);
	}
}
