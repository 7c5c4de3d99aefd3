import * as z from 'zod';
import { flag, list, maybeList, text } from './fields.ts';
import { page, single, whole, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference, reference } from './reference.ts';

/** A person. The private calendar links (`http_cal_url`, `web_cal_url`) are left out: whoever has one needs no sign-in. */
export const user = personReference.extend({
	role: text(),
	description: text(),
	color: text(),
	avatar_url: text(),
	invitation_sent: flag(),
	teams: maybeList(reference),
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
export function listUsers(pd: PagerDutyApi, query: ListUsersQuery = {}): Promise<Page<User>> {
	return pd.request({
		operationId: 'listUsers',
		method: 'GET',
		path: ['users'],
		query: { ...query },
		reply: page('users', user),
	});
}

/** Who is on call on a layered schedule in a range; without one it would be everybody in it. operationId: listScheduleUsers */
export function listScheduleUsers(
	pd: PagerDutyApi,
	scheduleId: string,
	range: { readonly since: string; readonly until: string },
): Promise<User[]> {
	return pd.request({
		operationId: 'listScheduleUsers',
		method: 'GET',
		path: ['schedules', scheduleId, 'users'],
		query: { ...range },
		reply: whole('users', user),
	});
}

/** operationId: getUser */
export function getUser(pd: PagerDutyApi, id: string, query: UserQuery = {}): Promise<User> {
	return pd.request({
		operationId: 'getUser',
		method: 'GET',
		path: ['users', id],
		query: { ...query },
		reply: single('user', user),
	});
}

/** The person whose token it is; an account-level key has nobody and gets a 400. operationId: getCurrentUser */
export function getCurrentUser(pd: PagerDutyApi, query: UserQuery = {}): Promise<User> {
	return pd.request({
		operationId: 'getCurrentUser',
		method: 'GET',
		path: ['users', 'me'],
		query: { ...query },
		reply: single('user', user),
	});
}

export type UserRole =
	| 'admin'
	| 'limited_user'
	| 'observer'
	| 'owner'
	| 'read_only_user'
	| 'restricted_access'
	| 'read_only_limited_user'
	| 'user';

/** What may be set of a person. The API wants name and address each time. */
export interface UserInput {
	readonly name: string;
	readonly email: string;
	readonly role?: UserRole;
	readonly time_zone?: string;
	readonly job_title?: string;
	readonly description?: string;
}

/** Takes a licence and sends an invitation. Never sent twice. operationId: createUser */
export function createUser(pd: PagerDutyApi, input: UserInput): Promise<User> {
	return pd.request({
		operationId: 'createUser',
		method: 'POST',
		path: ['users'],
		body: { user: { type: 'user', ...input } },
		reply: single('user', user),
	});
}

/** operationId: updateUser */
export function updateUser(pd: PagerDutyApi, id: string, input: UserInput): Promise<User> {
	return pd.request({
		operationId: 'updateUser',
		method: 'PUT',
		path: ['users', id],
		body: { user: { type: 'user', ...input } },
		reply: single('user', user),
	});
}

/** Refused while incidents are assigned to the person, unless the plan has `offboarding`. operationId: deleteUser */
export async function deleteUser(pd: PagerDutyApi, id: string): Promise<void> {
	await pd.request({ operationId: 'deleteUser', method: 'DELETE', path: ['users', id], reply: z.unknown() });
}
