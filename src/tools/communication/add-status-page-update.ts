import * as z from 'zod';
import { createStatusPageUpdate, listStatusPageUpdates, setPostmortem } from '../../pagerduty/api/status-page-posts.ts';
import type { PostType } from '../../pagerduty/api/status-pages.ts';
import { reference, refuseTogether } from '../core/arguments.ts';
import type { Entry } from '../core/directory.ts';
import { quoted } from '../text/names.ts';
import { publishedHtml, saysText } from './shared/publishing.ts';
import type { ToolContext } from '../core/context.ts';
import { defineTool } from '../core/tool.ts';
import { cleanLine } from '../text/untrusted.ts';
import { createOnce, sendOnce } from '../writes/send-once.ts';
import { postmortemSchema, showPostmortem, showUpdate, updateSchema } from './shared/status-page-post-shape.ts';
import { findPost } from './shared/find-post.ts';
import { latestOf, makeUpdate, updateArguments } from './shared/make-update.ts';
import { wordNames } from './shared/find-words.ts';
import { readPostmortem } from './list-status-page-posts.ts';
import { inTurn, said, type Said } from '../text/said.ts';

const input = z.strictObject({
	status_page: reference('Name or id of the status page.'),
	post: reference('Title or id of the post.'),
	status: reference('Status, such as resolved. Default: as before.').optional(),
	severity: reference('Severity, such as minor. Default: as before.').optional(),
	...updateArguments,
	postmortem: z
		.boolean()
		.optional()
		.describe('true: the message is the postmortem of the post and replaces an earlier one.'),
});
type Input = z.output<typeof input>;

const output = z.object({
	status_page: z.string(),
	post: z.string(),
	update: updateSchema.optional(),
	postmortem: postmortemSchema.optional(),
	/** The postmortem that stood there before. */
	replaced: z.string().optional(),
	note: z.string().optional(),
});
type Output = z.output<typeof output>;

/** operationId: createStatusPagePostUpdate, createOrUpdateStatusPagePostmortem */
export const addStatusPageUpdate = defineTool({
	name: 'add_status_page_update',
	title: 'Publish an update on a status page',
	description:
		'Publishes an update, or the postmortem, of a post on a status page, where customers read it at once. What is not given stays as in the latest update; a resolving status clears severity and impact. Subscribers get e-mail only with `notify_subscribers`.',
	example: 'Publish that payments have recovered.',
	toolset: 'communication',
	access: 'respond',
	operations: {
		always: [
			'listStatusPages',
			'listStatusPagePosts',
			'createStatusPagePostUpdate',
			'createOrUpdateStatusPagePostmortem',
		],
		sometimes: [
			'listStatusPageSeverities',
			'listStatusPageStatuses',
			'listStatusPageImpacts',
			'listStatusPageServices',
			'listStatusPagePostUpdates',
			'getPostmortem',
		],
	},
	// Mail cannot be taken back, and a postmortem takes the place of another.
	effect: { destructive: true, idempotent: false },
	consent: ['customers'],
	input,
	output,
	async run(input, context) {
		if (input.postmortem === true)
			refuseTogether(input, 'postmortem', ['status', 'severity', 'services', 'impact', 'next_update_minutes']);
		const page = await context.directory.resolve('status_page', input.status_page, context);
		const post = await findPost(page.id, input.post, context);
		const head = { status_page: page.name, post: cleanLine(post.title ?? post.id) };
		const agree = () => requirePublishing('postmortem', { page, post: head.post, input }, context);
		if (input.postmortem === true)
			return { ...head, ...(await publishPostmortem(page.id, post.id, input, agree, context)) };
		const [words, updates] = await Promise.all([
			context.directory.words(page.id, context),
			listStatusPageUpdates(context.pagerduty, page.id, post.id),
		]);
		const latest = latestOf(updates.items);
		const update = makeUpdate(input, words, postType(post.post_type), latest);
		const says = saysText(update, wordNames(words));
		await requirePublishing('update', { page, post: head.post, input, says, latest: latest?.id }, context);
		const { pagerduty } = context;
		const made = await createOnce(
			{
				before: updates.items,
				alike: async () =>
					(await listStatusPageUpdates(pagerduty, page.id, post.id)).items.filter(
						({ message }) => message === update.message,
					),
				send: () => createStatusPageUpdate(pagerduty, page.id, post.id, update),
				missing: 'The update is not among the updates of the post now.',
			},
			context,
		);
		return { ...head, update: showUpdate(made, wordNames(words)) };
	},
});

function postType(text: string | undefined): PostType | undefined {
	return text === 'incident' || text === 'maintenance' ? text : undefined;
}

interface Publication {
	readonly page: Entry;
	readonly post: string;
	readonly input: Input;
	/** The state that it tells. */
	readonly says?: Said;
	readonly latest?: string | undefined;
}

const publishing = {
	update: {
		shown: (where: Said) => said`Publish an update of ${where}?`,
		mailed: (where: Said) => said`Publish an update of ${where} and send it to all subscribers?`,
	},
	postmortem: {
		shown: (where: Said) => said`Publish the postmortem of ${where}?`,
		mailed: (where: Said) => said`Publish the postmortem of ${where} and send it to all subscribers?`,
	},
};

async function requirePublishing(
	what: 'update' | 'postmortem',
	{ page, post, input, says, latest }: Publication,
	{ consent }: ToolContext,
): Promise<void> {
	const where = said`${quoted(post)} on the status page ${quoted(page.name)}`;
	const act = publishing[what];
	await consent.require(['customers'], () => ({
		question: inTurn(
			[
				input.notify_subscribers ? act.mailed(where) : act.shown(where),
				publishedHtml(input.message),
				...(says === undefined ? [] : [says]),
			],
			'\n',
		),
		yes: said`Publish it`,
		no: said`Publish nothing`,
		// What is not given is as in the latest update.
		ids: [page.id, post, ...(latest === undefined ? [] : [latest])],
	}));
}

/** The earlier text is given back, so that it can be put back. */
async function publishPostmortem(
	pageId: string,
	postId: string,
	{ message, notify_subscribers: notify }: Input,
	agree: () => Promise<void>,
	context: ToolContext,
): Promise<Omit<Output, 'status_page' | 'post'>> {
	const before = await readPostmortem(pageId, postId, context);
	if (before?.message === message && !notify)
		return { postmortem: showPostmortem(before), note: 'Nothing changed: this postmortem is already there.' };
	await agree();
	const replaced = before?.message === undefined || before.message === message ? {} : { replaced: before.message };
	const find = async () => {
		const now = await readPostmortem(pageId, postId, context);
		return now?.message === message ? now : undefined;
	};
	const made = await sendOnce(
		{
			send: () => setPostmortem(context.pagerduty, pageId, postId, { message, notify_subscribers: notify }),
			// The same text again, sent for the mail, cannot be told from the one before.
			find: before?.message === message ? undefined : find,
			missing: 'The post does not have this postmortem now.',
		},
		context,
	);
	return { postmortem: showPostmortem(made), ...replaced };
}
