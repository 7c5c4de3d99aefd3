import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import * as statusPagePosts from '../../pagerduty/api/status-page-posts.ts';
import type { Postmortem } from '../../pagerduty/api/status-page-posts.ts';
import { reference, references, refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { compareInstants } from '../lists/newest-first.ts';
import {
	listArguments,
	listEnvelope,
	listResult,
	pageStart,
	wholeList,
	type Rows,
	presentListOrOne,
} from '../lists/list.ts';
import { sameName } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { partialAnswer } from '../lists/partial-answer.ts';
import { defineTool } from '../core/tool.ts';
import {
	postmortemSchema,
	statusPagePostShape,
	showPostmortem,
	showStatusPagePost,
	showUpdate,
	updateSchema,
	type ShownStatusPagePost,
} from './shared/status-page-post-shape.ts';
import { findPost } from './shared/find-post.ts';
import { findWord, wordNames } from './shared/find-words.ts';

const name = 'list_status_page_posts';

const input = z.strictObject({
	status_page: reference('Name or id of the status page.'),
	post: reference('Title or id of one post to show with its updates and postmortem.').optional(),
	post_type: z.enum(['incident', 'maintenance']).optional().describe('Default: both.'),
	statuses: references('Latest status, such as investigating.').optional(),
	reviewed_status: z
		.enum(['approved', 'not_reviewed'])
		.optional()
		.describe('Review status of the updates to show, with `post`.'),
	...listArguments(statusPagePostShape),
});
type Input = z.output<typeof input>;

const output = z.object({
	posts: z.array(statusPagePostShape.schema),
	/** Of one post, oldest first. */
	updates: z.array(updateSchema).optional(),
	postmortem: postmortemSchema.optional(),
	...listEnvelope,
});

/** operationId: listStatusPagePosts, getStatusPagePost, listStatusPagePostUpdates, getPostmortem */
export const listStatusPagePosts = defineTool({
	name,
	title: 'List posts on a status page',
	description: 'Lists the posts on a status page, or one of them with all its updates and its postmortem.',
	example: 'What is on our public status page?',
	toolset: 'communication',
	access: 'read',
	operations: {
		always: [
			'listStatusPages',
			'listStatusPageSeverities',
			'listStatusPageStatuses',
			'listStatusPageImpacts',
			'listStatusPageServices',
			'listStatusPagePosts',
		],
		sometimes: ['listStatusPagePostUpdates', 'getPostmortem'],
	},
	input,
	output,
	async run(input, context) {
		refuseTogether(input, 'post', ['post_type', 'statuses', 'cursor']);
		const page = await context.directory.resolve('status_page', input.status_page, context);
		if (input.post !== undefined) return readPost(page.id, input.post, input, context);
		const { items, envelope } = listResult(
			name,
			statusPagePostShape,
			input,
			await readMatching(page.id, input, context),
		);
		return { posts: items, ...envelope };
	},
	present: presentListOrOne(statusPagePostShape, 'post'),
});

async function readMatching(pageId: string, input: Input, context: ToolContext): Promise<Rows<ShownStatusPagePost>> {
	const words = input.statuses && (await context.directory.words(pageId, context));
	const posts = await statusPagePosts.listStatusPagePosts(context.pagerduty, pageId, {
		...(input.post_type && { post_type: input.post_type }),
		...(input.reviewed_status && { reviewed_status: input.reviewed_status }),
		...(words && { status: input.statuses?.flatMap((status) => idsOfStatus(words.statuses, status, input)) ?? [] }),
	});
	const rows = wholeList(posts.items.map(showStatusPagePost), pageStart(name, input), input.limit);
	return {
		...rows,
		...(posts.more && !rows.next && { unreachable: true, note: 'PagerDuty lists no older posts.' }),
	};
}

/** The same word may stand for incidents and for maintenance: without a type both are meant. */
function idsOfStatus(words: Parameters<typeof findWord>[1], status: string, { post_type: type }: Input): string[] {
	const both = words.filter((word) => sameName(word.name, status));
	return type === undefined && both.length > 1 ? both.map(({ id }) => id) : [findWord('statuses', words, status, type)];
}

async function readPost(
	pageId: string,
	reference: string,
	input: Input,
	context: ToolContext,
): Promise<z.output<typeof output>> {
	const post = await findPost(pageId, reference, context);
	const filter = input.reviewed_status && { reviewed_status: input.reviewed_status };
	const parts = partialAnswer(['postmortem'], context.signal);
	const [updates, words, postmortem] = await Promise.all([
		statusPagePosts.listStatusPageUpdates(context.pagerduty, pageId, post.id, filter),
		context.directory.words(pageId, context),
		parts.read('postmortem', () => readPostmortem(pageId, post.id, context)),
	]);
	const nameOf = wordNames(words);
	const note = joinNotes(
		updates.more ? 'PagerDuty did not send all updates of this post.' : undefined,
		...parts.incomplete,
	);
	const shown = updates.items.map((update) => showUpdate(update, nameOf));
	return {
		posts: [showStatusPagePost(post)],
		updates: shown.sort((a, b) => compareInstants(a.at, b.at)),
		...(postmortem && { postmortem: showPostmortem(postmortem) }),
		returned: 1,
		more: false,
		...(note !== undefined && { note }),
	};
}

/** Undefined when there is none. */
export async function readPostmortem(
	pageId: string,
	postId: string,
	context: ToolContext,
): Promise<Postmortem | undefined> {
	try {
		return await statusPagePosts.getPostmortem(context.pagerduty, pageId, postId);
	} catch (error) {
		if (error instanceof PagerDutyError && error.kind === 'notFound') return undefined;
		throw error;
	}
}
