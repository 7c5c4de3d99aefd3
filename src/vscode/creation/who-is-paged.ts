import type { Caller } from '../../tools/tool-runs.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import { isCancellation } from '../words/problem.ts';
import type { Complete } from './draft.ts';

/** Whom an incident pages at once. */
export type Paged =
	| { readonly kind: 'people'; readonly names: readonly string[]; readonly policy?: string; readonly level?: number }
	| { readonly kind: 'nobody' }
	/** It could not be read. */
	| { readonly kind: 'unknown' };

/** Who is paged if a draft is sent now: the person it names, else the first level of its policy with anybody on it. */
export async function whoIsPaged(toolbox: RunsTools, { service, who }: Complete, caller: Caller): Promise<Paged> {
	if (who.kind === 'user') return { kind: 'people', names: [who.name] };
	const { listOncalls } = await import('../../tools/oncall/list-oncalls.ts');
	const target = who.kind === 'policy' ? { escalation_policies: [who.id] } : { services: [service.id] };
	try {
		const { oncalls } = await toolbox.run(listOncalls, { ...target, limit: 100 }, caller);
		const level = Math.min(...oncalls.map((oncall) => oncall.level ?? 1));
		const first = oncalls.filter((oncall) => (oncall.level ?? 1) === level);
		const [one] = first;
		if (!one) return { kind: 'nobody' };
		return { kind: 'people', names: [...new Set(first.map(({ user }) => user))], policy: one.escalation_policy, level };
	} catch (error) {
		if (isCancellation(error)) throw error;
		// PagerDuty decides whether the incident can be created; who is on call there is only told beforehand.
		return { kind: 'unknown' };
	}
}
