import * as z from 'zod';
import { flag, id, maybe, maybeList, number, text } from './fields.ts';
import { page, single, type Page } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';
import type { PostType } from './status-pages.ts';

const statusPageUpdate = z.object({
	id,
	message: text(),
	reviewed_status: text(),
	status: maybe(reference),
	severity: maybe(reference),
	impacted_services: maybeList(z.object({ service: maybe(reference), impact: maybe(reference) })),
	update_frequency_ms: number(),
	notify_subscribers: flag(),
	reported_at: text(),
});
export type StatusPageUpdate = z.output<typeof statusPageUpdate>;

/** A post; its updates are references unless they are asked for. */
const statusPagePost = z.object({
	id,
	title: text(),
	post_type: text(),
	starts_at: text(),
	ends_at: text(),
	linked_resource: maybe(reference),
	postmortem: maybe(reference),
	updates: maybeList(statusPageUpdate),
});
export type StatusPagePost = z.output<typeof statusPagePost>;

export const postmortem = z.object({
	id,
	message: text(),
	notify_subscribers: flag(),
	reported_at: text(),
});
export type Postmortem = z.output<typeof postmortem>;

/** What an update says, by ids of the page's own statuses, severities, services and impacts. */
export interface UpdateInput {
	readonly message: string;
	readonly status: string;
	readonly severity: string;
	readonly impacted_services: readonly { readonly service: string; readonly impact: string }[];
	readonly notify_subscribers: boolean;
	/** When subscribers may expect the next update; null: not said. */
	readonly update_frequency_ms: number | null;
}

export interface PostInput {
	readonly title: string;
	readonly post_type: PostType;
	/** Of maintenance; null for incidents. */
	readonly starts_at: string | null;
	readonly ends_at: string | null;
	readonly update: UpdateInput;
}

/** The newest posts of a page, as many as PagerDuty gives. operationId: listStatusPagePosts */
export function listStatusPagePosts(
	pd: PagerDutyApi,
	pageId: string,
	query: {
		readonly post_type?: PostType;
		readonly reviewed_status?: 'approved' | 'not_reviewed';
		readonly status?: readonly string[];
	} = {},
): Promise<Page<StatusPagePost>> {
	return pd.request({
		operationId: 'listStatusPagePosts',
		method: 'GET',
		path: ['status_pages', pageId, 'posts'],
		query: { ...query },
		reply: page('posts', statusPagePost),
	});
}

/** operationId: getStatusPagePost */
export function getStatusPagePost(pd: PagerDutyApi, pageId: string, postId: string): Promise<StatusPagePost> {
	return pd.request({
		operationId: 'getStatusPagePost',
		method: 'GET',
		path: ['status_pages', pageId, 'posts', postId],
		reply: single('post', statusPagePost),
	});
}

/** operationId: listStatusPagePostUpdates */
export function listStatusPageUpdates(
	pd: PagerDutyApi,
	pageId: string,
	postId: string,
	query: { readonly reviewed_status?: 'approved' | 'not_reviewed' } = {},
): Promise<Page<StatusPageUpdate>> {
	return pd.request({
		operationId: 'listStatusPagePostUpdates',
		method: 'GET',
		path: ['status_pages', pageId, 'posts', postId, 'post_updates'],
		query: { ...query },
		reply: page('post_updates', statusPageUpdate),
	});
}

/** Publishes a post with its first update. Never sent twice. operationId: createStatusPagePost */
export function createStatusPagePost(pd: PagerDutyApi, pageId: string, post: PostInput): Promise<StatusPagePost> {
	const { update, ...rest } = post;
	return pd.request({
		operationId: 'createStatusPagePost',
		method: 'POST',
		path: ['status_pages', pageId, 'posts'],
		body: {
			post: {
				...rest,
				type: 'status_page_post',
				status_page: { id: pageId, type: 'status_page' },
				updates: [updateBody(update)],
			},
		},
		reply: single('post', statusPagePost),
	});
}

/** Publishes an update of a post. Never sent twice. operationId: createStatusPagePostUpdate */
export function createStatusPageUpdate(
	pd: PagerDutyApi,
	pageId: string,
	postId: string,
	update: UpdateInput,
): Promise<StatusPageUpdate> {
	return pd.request({
		operationId: 'createStatusPagePostUpdate',
		method: 'POST',
		path: ['status_pages', pageId, 'posts', postId, 'post_updates'],
		body: { post_update: { ...updateBody(update), post: { id: postId, type: 'status_page_post' } } },
		reply: single('post_update', statusPageUpdate),
	});
}

/** 404 when there is none. operationId: getPostmortem */
export function getPostmortem(pd: PagerDutyApi, pageId: string, postId: string): Promise<Postmortem> {
	return pd.request({
		operationId: 'getPostmortem',
		method: 'GET',
		path: ['status_pages', pageId, 'posts', postId, 'postmortem'],
		reply: single('postmortem', postmortem),
	});
}

/** Publishes the postmortem of a post in place of an earlier one. operationId: createOrUpdateStatusPagePostmortem */
export function setPostmortem(
	pd: PagerDutyApi,
	pageId: string,
	postId: string,
	wanted: { readonly message: string; readonly notify_subscribers: boolean },
): Promise<Postmortem> {
	return pd.request({
		operationId: 'createOrUpdateStatusPagePostmortem',
		method: 'PUT',
		path: ['status_pages', pageId, 'posts', postId, 'postmortem'],
		body: {
			postmortem: {
				type: 'status_page_post_postmortem',
				post: { id: postId, type: 'status_page_post' },
				...wanted,
			},
		},
		reply: single('postmortem', postmortem),
		// Sent again, it would mail the subscribers again.
		repeatable: !wanted.notify_subscribers,
	});
}

function updateBody({ status, severity, impacted_services: impacted, ...rest }: UpdateInput) {
	return {
		...rest,
		type: 'status_page_post_update',
		status: { id: status, type: 'status_page_status' },
		severity: { id: severity, type: 'status_page_severity' },
		impacted_services: impacted.map(({ service, impact }) => ({
			service: { id: service, type: 'status_page_service' },
			impact: { id: impact, type: 'status_page_impact' },
		})),
	};
}
