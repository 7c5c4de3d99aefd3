import * as z from 'zod';
import { Emitter } from '../emitter.ts';

/** What the policies of the view stand under. */
export const oncallGroupings = ['policy', 'team'] as const;
export type OncallGrouping = (typeof oncallGroupings)[number];

const Kept = z.enum(oncallGroupings);

/** The part of `vscode.Memento` that is used. */
interface Memory {
	get(key: string): unknown;
	update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'pagerduty.oncallGrouping';

/** How this workspace shows who is on call. */
export class WorkspaceOncallGrouping {
	readonly changed = new Emitter();
	readonly #memory: Memory;
	#now: OncallGrouping;

	constructor(memory: Memory) {
		this.#memory = memory;
		this.#now = Kept.safeParse(memory.get(key)).data ?? 'policy';
	}

	get now(): OncallGrouping {
		return this.#now;
	}

	async set(grouping: OncallGrouping): Promise<void> {
		this.#now = grouping;
		this.changed.fire();
		await this.#memory.update(key, grouping);
	}
}
