import * as z from 'zod';
import { maybe, number, text } from './fields.ts';
import { page, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference, reference } from './reference.ts';

/**
 * One person on one level of one escalation policy: the same shift comes once per policy and level.
 * Without `schedule` the person is a direct target; without `start` and `end` the duty is permanent.
 */
export const onCall = z.object({
	user: personReference,
	escalation_policy: maybe(reference),
	escalation_level: number(),
	/** Type `schedule_reference`, or `schedule_v3_reference` for a shift-based schedule. */
	schedule: maybe(reference.extend({ name: text() })),
	start: text(),
	end: text(),
});
export type OnCall = z.output<typeof onCall>;

export interface ListOnCallsQuery extends PageQuery {
	readonly time_zone?: string;
	/** Default: now. At most 90 days ahead. */
	readonly since?: string;
	readonly until?: string;
	/** Only the next duty of each person on each level of each policy. */
	readonly earliest?: boolean;
	readonly user_ids?: readonly string[];
	readonly escalation_policy_ids?: readonly string[];
	readonly schedule_ids?: readonly string[];
	readonly include?: readonly ('escalation_policies' | 'users' | 'schedules')[];
}

/** One page of who is on call. PagerDuty limits it more tightly than other requests. operationId: listOnCalls */
export function listOnCalls(pd: PagerDutyApi, query: ListOnCallsQuery = {}): Promise<Page<OnCall>> {
	return pd.request({
		operationId: 'listOnCalls',
		method: 'GET',
		path: ['oncalls'],
		query: { ...query },
		reply: page('oncalls', onCall),
	});
}
