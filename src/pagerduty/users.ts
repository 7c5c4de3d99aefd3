import type * as z from 'zod';
import { flag, list, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDuty } from './pagerduty.ts';
import { personReference, reference } from './reference.ts';

/** A person. The private calendar links (`http_cal_url`, `web_cal_url`) are left out: whoever has one needs no sign-in. */
export const user = personReference.extend({
	role: text(),
	description: text(),
	color: text(),
	avatar_url: text(),
	invitation_sent: flag(),
	teams: list(reference),
	contact_methods: list(reference),
});
export type User = z.output<typeof user>;

export interface UserQuery {
	readonly include?: readonly ('contact_methods' | 'notification_rules' | 'teams' | 'subdomains')[];
}

export interface ListUsersQuery extends PageQuery, UserQuery {
	/** Part of the name or e-mail address. */
	readonly query?: string;
	readonly team_ids?: readonly string[];
}

/** One page of people. operationId: listUsers */
export function listUsers(pd: PagerDuty, query: ListUsersQuery = {}): Promise<Page<User>> {
	return pd.request({
		operationId: 'listUsers',
		method: 'GET',
		path: ['users'],
		query: { ...query },
		reply: page('users', user),
	});
}

/** operationId: getUser */
export function getUser(pd: PagerDuty, id: string, query: UserQuery = {}): Promise<User> {
	return pd.request({
		operationId: 'getUser',
		method: 'GET',
		path: ['users', id],
		query: { ...query },
		reply: single('user', user),
	});
}

/** The person whose token it is; an account-level key has nobody and gets a 400. operationId: getCurrentUser */
export function getCurrentUser(pd: PagerDuty, query: UserQuery = {}): Promise<User> {
	return pd.request({
		operationId: 'getCurrentUser',
		method: 'GET',
		path: ['users', 'me'],
		query: { ...query },
		reply: single('user', user),
	});
}
