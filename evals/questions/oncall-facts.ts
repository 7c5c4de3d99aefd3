import type { Account } from './account.ts';
import { by, number, text, texts } from './values.ts';

/** The policy of a service. */
export const policyOf = async (account: Account, service: string) =>
	text(await account.named('/services', service), 'escalation_policy.id');

/** Who is on call through a policy, level by level. */
export async function onCall(account: Account, policyId: string, moment?: string): Promise<unknown[]> {
	const at = moment ?? account.time(0);
	const found = await account.list('/oncalls', { escalation_policy_ids: [policyId], since: at, until: at });
	return by(found, (row) => number(row, 'escalation_level'));
}

/** Everybody in rows of `/oncalls`, once. */
export const people = (list: readonly unknown[]) => [...new Set(texts(list, 'user.summary'))];
export const atLevel = (list: readonly unknown[], level: number) =>
	list.filter((row) => number(row, 'escalation_level') === level);
