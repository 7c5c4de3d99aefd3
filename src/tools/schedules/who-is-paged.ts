import { getService } from '../../pagerduty/api/services.ts';
import type { ToolContext } from '../core/context.ts';
import { nameOfId } from '../names/name-of-id.ts';
import { nameOf, quotedNames } from '../text/names.ts';
import { readIfPossible } from '../writes/send-once.ts';
import { readPolicyOnCall } from './policy-on-call.ts';
import { said, type Saying } from '../text/said.ts';

/** Whom something pages. */
export interface Paged {
	/** As the object of a sentence. */
	readonly who: Saying;
	readonly ids: readonly string[];
}

/** A level of an escalation policy; without a level, the first one with anybody on call. */
export interface PolicyLevel {
	readonly policy: string;
	readonly level?: number | undefined;
}

/** As many policies are looked at: whoever changes more is asked about many things anyway. */
const mostPolicies = 5;
const unknown = said`whoever is on call`;

/** Who is on call at these levels now; that it cannot be read keeps nobody from asking. operationId: listOnCalls */
export async function pagedThrough(levels: readonly PolicyLevel[], context: ToolContext): Promise<Paged> {
	if (levels.length === 0 || levels.length > mostPolicies) return { who: unknown, ids: [] };
	const read = await Promise.all(
		levels.map(async ({ policy, level }) => {
			const rows = await readIfPossible(() => readPolicyOnCall(policy, context), context);
			const first = level ?? Math.min(...(rows ?? []).map(({ escalation_level: at = 1 }) => at));
			return rows?.filter(({ escalation_level: at = 1 }) => at === first);
		}),
	);
	if (read.includes(undefined)) return { who: unknown, ids: [] };
	const people = new Map(read.flatMap((rows) => (rows ?? []).map(({ user }) => [user.id, nameOf(user)] as const)));
	if (people.size === 0) return { who: said`nobody, because nobody is on call`, ids: [] };
	return { who: quotedNames([...people.values()]), ids: [...people.keys()] };
}

/** People who are paged whether they are on call or not. */
export async function pagedPeople(ids: readonly string[], context: ToolContext): Promise<Paged> {
	const names = await Promise.all(ids.map(async (id) => (await nameOfId('user', id, context)) ?? id));
	return { who: quotedNames(names), ids };
}

/** Whom a new incident of a service pages, by its escalation policy or another one. operationId: getService, listOnCalls */
export async function pagedBy(
	{ service, policy }: { readonly service: string; readonly policy?: string | undefined },
	context: ToolContext,
): Promise<Paged> {
	const own = async () => (await getService(context.pagerduty, service)).escalation_policy?.id;
	const id = policy ?? (await readIfPossible(own, context));
	return pagedThrough(id === undefined ? [] : [{ policy: id }], context);
}
