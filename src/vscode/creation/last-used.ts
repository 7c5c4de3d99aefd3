import * as z from 'zod';
import type { Whose } from '../../connections/connection.ts';
import type { Complete } from './draft.ts';

const Named = z.object({ id: z.string(), name: z.string() });

/** What somebody chose last; nothing that they wrote. */
const Kept = z.object({
	service: Named.optional(),
	urgency: z.enum(['high', 'low']).optional(),
	priority: z.string().optional(),
	/** A person or an escalation policy. */
	who: Named.extend({ kind: z.enum(['user', 'policy']) }).optional(),
});
export type Choices = Readonly<z.output<typeof Kept>>;

/** The part of `vscode.Memento` that is used. */
interface Memory {
	get(key: string): unknown;
	update(key: string, value: unknown): PromiseLike<void>;
}

/** The choices of the last incident that somebody created, by account. */
export class LastUsed {
	readonly #memory: Memory;

	constructor(memory: Memory) {
		this.#memory = memory;
	}

	of(whose: Whose): Choices {
		return Kept.safeParse(this.#memory.get(keyOf(whose))).data ?? {};
	}

	async keep(whose: Whose, { service: { id, name }, urgency, priority, who }: Complete): Promise<void> {
		const choices: Choices = { service: { id, name }, urgency, priority, ...(who.kind !== 'service' && { who }) };
		await this.#memory.update(keyOf(whose), choices);
	}
}

function keyOf(whose: Whose): string {
	const account = 'demo' in whose ? ['demo'] : [whose.region, whose.userId ?? whose.name, whose.subdomain ?? ''];
	return ['pagerduty.lastIncident', ...account].join(' ');
}
