import * as z from 'zod';
import { whole } from './paging.ts';
import type { PagerDuty } from '../http/request.ts';

/** What the account's plan includes, by name. operationId: listAbilities */
export function listAbilities(pd: PagerDuty): Promise<string[]> {
	return pd.request({
		operationId: 'listAbilities',
		method: 'GET',
		path: ['abilities'],
		reply: whole('abilities', z.string()),
	});
}
