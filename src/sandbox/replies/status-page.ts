import type { JsonObject } from '../json.ts';
import type { PageOption, Post, Postmortem, PostUpdate, StatusPage } from '../model/status-pages.ts';
import { formatTime } from '../time.ts';
import { selfUrl } from './references.ts';

export function statusPageJson(page: StatusPage): JsonObject {
	return {
		id: page.id,
		name: page.name,
		published_at: page.publishedAt === null ? null : formatTime(page.publishedAt),
		status_page_type: page.type,
		url: page.url,
		type: 'status_page',
	};
}

export function optionJson(page: StatusPage, option: PageOption, kind: 'severity' | 'status' | 'impact'): JsonObject {
	const plural = { severity: 'severities', status: 'statuses', impact: 'impacts' }[kind];
	return {
		id: option.id,
		self: selfUrl(`status_pages/${page.id}/${plural}/${option.id}`),
		description: option.description,
		post_type: option.postType,
		status_page: reference(page.id, 'status_page'),
		type: `status_page_${kind}`,
	};
}

export function pageServiceJson(page: StatusPage, service: StatusPage['services'][number]): JsonObject {
	return {
		id: service.id,
		self: selfUrl(`status_pages/${page.id}/services/${service.id}`),
		name: service.name,
		status_page: reference(page.id, 'status_page'),
		business_service: reference(service.businessServiceId, 'business_service'),
		type: 'status_page_service',
	};
}

/** With the updates themselves, or only with references to them. */
export function postJson(page: StatusPage, post: Post, expanded: boolean): JsonObject {
	const path = `status_pages/${page.id}/posts/${post.id}`;
	return {
		id: post.id,
		self: selfUrl(path),
		type: 'status_page_post',
		post_type: post.type,
		status_page: reference(page.id, 'status_page'),
		title: post.title,
		starts_at: post.startsAt === null ? null : formatTime(post.startsAt),
		ends_at: post.endsAt === null ? null : formatTime(post.endsAt),
		updates: post.updates.map((update) =>
			expanded
				? updateJson(page, post, update)
				: {
						...reference(update.id, 'status_page_post_update'),
						self: selfUrl(`${path}/post_updates/${update.id}`),
					},
		),
		...(post.postmortem && { postmortem: reference(post.postmortem.id, 'status_page_postmortem') }),
	};
}

export function updateJson(page: StatusPage, post: Post, update: PostUpdate): JsonObject {
	return {
		id: update.id,
		self: selfUrl(`status_pages/${page.id}/posts/${post.id}/post_updates/${update.id}`),
		type: 'status_page_post_update',
		post: reference(post.id, 'status_page_post'),
		message: update.message,
		reviewed_status: update.reviewed ? 'approved' : 'not_reviewed',
		status: reference(update.statusId, 'status_page_status'),
		severity: reference(update.severityId, 'status_page_severity'),
		impacted_services: update.impacts.map(({ serviceId, impactId }) => ({
			service: reference(serviceId, 'status_page_service'),
			impact: reference(impactId, 'status_page_impact'),
		})),
		update_frequency_ms: update.frequency,
		notify_subscribers: update.notify,
		reported_at: formatTime(update.reportedAt),
	};
}

export function postmortemJson(page: StatusPage, post: Post, postmortem: Postmortem): JsonObject {
	return {
		id: postmortem.id,
		self: selfUrl(`status_pages/${page.id}/posts/${post.id}/postmortem`),
		type: 'status_page_post_postmortem',
		post: reference(post.id, 'status_page_post'),
		message: postmortem.message,
		notify_subscribers: postmortem.notify,
		reported_at: formatTime(postmortem.reportedAt),
	};
}

function reference(id: string, type: string): JsonObject {
	return { id, type };
}
