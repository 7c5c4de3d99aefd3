import * as z from 'zod';
import type { Postmortem, StatusPagePost, StatusPageUpdate } from '../../../pagerduty/api/status-page-posts.ts';
import { cleanLine, cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of a post on a status page. */
export const statusPagePostShape = defineShape({
	singular: 'post',
	plural: 'posts',
	fields: {
		id: z.string(),
		title: z.string(),
		/** `incident` or `maintenance`. */
		post_type: z.string().optional(),
		starts_at: z.string().optional(),
		ends_at: z.string().optional(),
		/** How many. */
		updates: z.int().optional(),
		has_postmortem: z.boolean(),
		linked_resource: z.string().optional(),
	},
	compact: ['id', 'title', 'post_type', 'starts_at', 'ends_at', 'updates', 'has_postmortem'],
});

export type ShownStatusPagePost = Shaped<typeof statusPagePostShape>;

export function showStatusPagePost(post: StatusPagePost): ShownStatusPagePost {
	return {
		id: post.id,
		title: cleanLine(post.title ?? '(no title)'),
		post_type: post.post_type,
		starts_at: post.starts_at,
		ends_at: post.ends_at,
		updates: post.updates?.length,
		has_postmortem: post.postmortem !== undefined,
		linked_resource: post.linked_resource && [post.linked_resource.type, post.linked_resource.id].join(' '),
	};
}

/** One update of a post. */
export const updateSchema = z.object({
	id: z.string(),
	at: z.string().optional(),
	status: z.string().optional(),
	severity: z.string().optional(),
	message: z.string(),
	/** E.g. `Online Shop: partial outage`. */
	services: z.array(z.string()).optional(),
	notified: z.boolean().optional(),
	/** Not reviewed: only the account sees it. */
	reviewed: z.boolean().optional(),
	next_update_minutes: z.number().optional(),
});
type ShownUpdate = z.output<typeof updateSchema>;

/** Names behind the ids of a page; ids that it does not know stay ids. */
type NameOfId = (id: string) => string;

export function showUpdate(update: StatusPageUpdate, nameOf: NameOfId): ShownUpdate {
	const named = (reference: { readonly id: string } | undefined) => reference && nameOf(reference.id);
	return {
		id: update.id,
		at: update.reported_at,
		status: named(update.status),
		severity: named(update.severity),
		message: readable(update.message ?? ''),
		services: update.impacted_services?.map(({ service, impact }) =>
			[named(service), named(impact)].filter(Boolean).join(': '),
		),
		notified: update.notify_subscribers,
		reviewed: update.reviewed_status === undefined ? undefined : update.reviewed_status === 'approved',
		next_update_minutes: update.update_frequency_ms && update.update_frequency_ms / 60_000,
	};
}

export const postmortemSchema = z.object({
	message: z.string(),
	at: z.string().optional(),
	notified: z.boolean().optional(),
});

export function showPostmortem(postmortem: Postmortem): z.output<typeof postmortemSchema> {
	return {
		message: readable(postmortem.message ?? '', 10_000),
		at: postmortem.reported_at,
		notified: postmortem.notify_subscribers,
	};
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** The text of a message that is written in HTML. */
export function readable(html: string, max = 4000): string {
	const text = html
		.replace(/<br\s*\/?>|<\/(p|div|li|h\d)>/gi, '\n')
		.replace(/<\/?[a-z][^<>]*>/gi, '')
		.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (entity, name: string) => entities[name] ?? entity);
	return cleanText(text.trim(), max);
}
