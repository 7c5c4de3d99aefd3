import * as z from 'zod';
import { whole } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';

/** What the account's plan includes, by name. operationId: listAbilities */
export function listAbilities(pd: PagerDutyApi): Promise<string[]> {
	return pd.request({
		operationId: 'listAbilities',
		method: 'GET',
		path: ['abilities'],
		reply: whole('abilities', z.string()),
	});
}
