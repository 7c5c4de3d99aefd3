import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { invalidInput, notFound } from '../server/errors.ts';
import type { PageOption, Post, PostType, PostUpdate, StatusPage } from '../model/status-pages.ts';
import type { Route } from '../server/router.ts';
import { parseTime } from '../time.ts';
import { postmortemJson, postJson, updateJson } from '../replies/status-page.ts';
import { findPage, whole } from './status-pages.ts';

const scopes = { read: 'status_pages.read', write: 'status_pages.write' };
const post = '/status_pages/{id}/posts/{post_id}';

/** What stands on status pages. */
export const statusPagePostRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/status_pages/{id}/posts',
		operationId: 'listStatusPagePosts',
		scope: scopes.read,
		handle: listPosts,
	},
	{
		method: 'POST',
		path: '/status_pages/{id}/posts',
		operationId: 'createStatusPagePost',
		scope: scopes.write,
		handle: createPost,
	},
	{ method: 'GET', path: post, operationId: 'getStatusPagePost', scope: scopes.read, handle: getPost },
	{
		method: 'GET',
		path: `${post}/post_updates`,
		operationId: 'listStatusPagePostUpdates',
		scope: scopes.read,
		handle: listUpdates,
	},
	{
		method: 'POST',
		path: `${post}/post_updates`,
		operationId: 'createStatusPagePostUpdate',
		scope: scopes.write,
		handle: createUpdate,
	},
	{
		method: 'GET',
		path: `${post}/postmortem`,
		operationId: 'getPostmortem',
		scope: scopes.read,
		handle: getPostmortem,
	},
	{
		method: 'PUT',
		path: `${post}/postmortem`,
		operationId: 'createOrUpdateStatusPagePostmortem',
		scope: scopes.write,
		handle: setPostmortem,
	},
];

/** Newest first. */
function listPosts(call: Call): Reply {
	const { query } = call;
	const page = findPage(call);
	const [type, reviewed, statuses] = [query.text('post_type'), query.text('reviewed_status'), query.filter('status')];
	const posts = page.posts
		.filter((item) => type === undefined || item.type === type)
		.filter(({ updates }) => reviewed === undefined || updates.some((update) => isReviewed(update, reviewed)))
		.filter(({ updates }) => !statuses || statuses.has(updates.at(-1)?.statusId ?? ''))
		.toReversed();
	return whole(
		'posts',
		posts.map((item) => postJson(page, item, false)),
	);
}

function getPost(call: Call): Reply {
	const page = findPage(call);
	const expanded = call.query.include.has('status_page_post_update');
	return { status: 200, body: { post: postJson(page, findPost(call, page), expanded) } };
}

function listUpdates(call: Call): Reply {
	const page = findPage(call);
	const item = findPost(call, page);
	const reviewed = call.query.text('reviewed_status');
	const updates = item.updates.filter((update) => reviewed === undefined || isReviewed(update, reviewed));
	return whole(
		'post_updates',
		updates.map((update) => updateJson(page, item, update)),
	);
}

const idSchema = z.object({ id: z.string() });
const updateSchema = z.object({
	message: z.string(),
	status: idSchema,
	severity: idSchema,
	impacted_services: z.array(z.object({ service: idSchema, impact: idSchema })),
	update_frequency_ms: z.number().nullable(),
	notify_subscribers: z.boolean(),
});
const postSchema = z.object({
	title: z.string().min(1).max(128),
	post_type: z.enum(['incident', 'maintenance']),
	starts_at: z.string().nullable(),
	ends_at: z.string().nullable(),
	updates: z.array(updateSchema).min(1),
});

function createPost(call: Call): Reply {
	const page = findPage(call);
	const wanted = call.body(z.object({ post: postSchema })).post;
	const made: Post = {
		id: call.world.ids.short(),
		title: wanted.title,
		type: wanted.post_type,
		...spanOf(wanted),
		updates: wanted.updates.map((update) => makeUpdate(call, page, wanted.post_type, update)),
		postmortem: null,
	};
	page.posts.push(made);
	return { status: 201, body: { post: postJson(page, made, false) } };
}

function createUpdate(call: Call): Reply {
	const page = findPage(call);
	const item = findPost(call, page);
	const wanted = call.body(z.object({ post_update: updateSchema })).post_update;
	const update = makeUpdate(call, page, item.type, wanted);
	item.updates.push(update);
	return { status: 201, body: { post_update: updateJson(page, item, update) } };
}

function getPostmortem(call: Call): Reply {
	const page = findPage(call);
	const item = findPost(call, page);
	if (!item.postmortem) throw notFound();
	return { status: 200, body: { postmortem: postmortemJson(page, item, item.postmortem) } };
}

const postmortemSchema = z.object({
	postmortem: z.object({ message: z.string().min(1).max(10_000), notify_subscribers: z.boolean() }),
});

/** 201 for the first one. */
function setPostmortem(call: Call): Reply {
	const page = findPage(call);
	const item = findPost(call, page);
	const { message, notify_subscribers: notify } = call.body(postmortemSchema).postmortem;
	const earlier = item.postmortem;
	item.postmortem = {
		id: earlier?.id ?? call.world.ids.short(),
		message,
		notify,
		reportedAt: call.world.clock.ms,
	};
	return { status: earlier ? 200 : 201, body: { postmortem: postmortemJson(page, item, item.postmortem) } };
}

function findPost(call: Call, page: StatusPage): Post {
	const found = page.posts.find(({ id }) => id === call.param('post_id'));
	if (!found) throw notFound();
	return found;
}

/** Maintenance has a span, incidents have none. */
function spanOf(wanted: z.output<typeof postSchema>): Pick<Post, 'startsAt' | 'endsAt'> {
	const [startsAt, endsAt] = [wanted.starts_at, wanted.ends_at].map((text) => (text === null ? null : parseTime(text)));
	if (wanted.post_type === 'incident') {
		if (startsAt !== null || endsAt !== null) throw invalidInput('Starts at and ends at must be null for incidents.');
		return { startsAt: null, endsAt: null };
	}
	if (typeof startsAt !== 'number' || typeof endsAt !== 'number')
		throw invalidInput('Starts at and ends at are required for maintenance.');
	if (endsAt <= startsAt) throw invalidInput('Ends at must be after starts at.');
	return { startsAt, endsAt };
}

/** Everything an update names must be of the page and of the post's type. */
function makeUpdate(call: Call, page: StatusPage, type: PostType, wanted: z.output<typeof updateSchema>): PostUpdate {
	const check = (options: readonly PageOption[], id: string, name: string) => {
		if (!options.some((option) => option.id === id && option.postType === type))
			throw invalidInput(`${name} is invalid.`);
		return id;
	};
	if (wanted.message.trim() === '') throw invalidInput("Message can't be blank.");
	return {
		id: call.world.ids.short(),
		message: wanted.message,
		reviewed: true,
		statusId: check(page.statuses, wanted.status.id, 'Status'),
		severityId: check(page.severities, wanted.severity.id, 'Severity'),
		impacts: wanted.impacted_services.map(({ service, impact }) => {
			if (!page.services.some(({ id }) => id === service.id)) throw invalidInput('Service is invalid.');
			return { serviceId: service.id, impactId: check(page.impacts, impact.id, 'Impact') };
		}),
		frequency: wanted.update_frequency_ms,
		notify: wanted.notify_subscribers,
		reportedAt: call.world.clock.ms,
	};
}

function isReviewed(update: PostUpdate, wanted: string): boolean {
	return (update.reviewed ? 'approved' : 'not_reviewed') === wanted;
}
