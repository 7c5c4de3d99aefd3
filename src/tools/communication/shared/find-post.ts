import { PagerDutyError } from '../../../pagerduty/http/errors.ts';
import {
	getStatusPagePost,
	listStatusPagePosts,
	type StatusPagePost,
} from '../../../pagerduty/api/status-page-posts.ts';
import type { ToolContext } from '../../core/context.ts';
import { refusal } from '../../core/failure.ts';
import { said } from '../../text/said.ts';
import { cleanName, quoted, sameName } from '../../text/names.ts';
import { nearest } from '../../text/nearest.ts';

/**
 * The post of a page that `reference` names, by id or title.
 * @throws {ToolError} with the closest titles, or with the posts that share one.
 */
export async function findPost(pageId: string, reference: string, context: ToolContext): Promise<StatusPagePost> {
	if (/^[A-Z0-9]{6,26}$/.test(reference)) {
		try {
			return await getStatusPagePost(context.pagerduty, pageId, reference);
		} catch (error) {
			if (!(error instanceof PagerDutyError) || error.kind !== 'notFound') throw error;
		}
	}
	const posts = (await listStatusPagePosts(context.pagerduty, pageId)).items;
	const titled = posts.map((post) => ({ post, name: cleanName(post.title ?? post.id) }));
	const found = titled.filter(({ name }) => sameName(name, reference));
	if (found[0] && found.length === 1) return found[0].post;
	const near = nearest(
		reference,
		titled.map(({ name }) => name),
	);
	const candidates = found.length > 1 ? found : titled.filter(({ name }) => near.includes(name));
	const why =
		found.length > 1
			? said`Several posts have the title ${quoted(reference)}.`
			: said`This status page has no post ${quoted(reference)}.`;
	throw refusal(why, {
		candidates: candidates.map(({ post, name }) => ({ id: post.id, name })),
		next: 'Use the id of the right one, or look it up with list_status_page_posts.',
	});
}
