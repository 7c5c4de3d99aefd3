import type { Account } from './account.ts';

/** A layered schedule, rendered. */
export async function layered(account: Account, name: string, since: string, until: string): Promise<unknown> {
	return account.get(`/schedules/${await account.id('/schedules', name)}`, { since, until });
}
