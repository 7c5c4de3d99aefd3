import * as z from 'zod';
import * as statusPagePosts from '../../pagerduty/api/status-page-posts.ts';
import type { PostInput } from '../../pagerduty/api/status-page-posts.ts';
import { freeText, moment, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { isoOf } from '../time/iso.ts';
import { parseMoment } from '../time/parse-moment.ts';
import { localZoneFor, localZoneOf } from '../time/local-zone.ts';
import { saidTime, timeIn } from '../time/show-time.ts';
import type { LocalZone } from '../time/zones.ts';
import { defineTool } from '../core/tool.ts';
import { project } from '../shapes/shape.ts';
import { quoted } from '../text/names.ts';
import { createOnce } from '../writes/send-once.ts';
import { statusPagePostShape, showStatusPagePost } from './shared/status-page-post-shape.ts';
import { publishedHtml, saysText } from './shared/publishing.ts';
import { makeUpdate, updateArguments } from './shared/make-update.ts';
import { wordNames } from './shared/find-words.ts';
import { inTurn, said, type Said } from '../text/said.ts';

const input = z.strictObject({
	status_page: reference('Name or id of the status page.'),
	title: freeText(128, 'Headline of the post.'),
	post_type: z
		.enum(['incident', 'maintenance'])
		.default('incident')
		.describe('What the post is about. Default: incident.'),
	status: reference('Status, such as investigating. list_status_pages with `status_page` shows which a page has.'),
	severity: reference('Severity, such as minor.'),
	starts_at: moment('Start, for maintenance only.').optional(),
	ends_at: moment('End, for maintenance only.').optional(),
	...updateArguments,
});
type Input = z.output<typeof input>;

/** operationId: createStatusPagePost */
export const createStatusPagePost = defineTool({
	name: 'create_status_page_post',
	title: 'Publish a post on a status page',
	description:
		'Publishes a post about an incident or maintenance on a status page, where customers read it at once. Subscribers get e-mail only with `notify_subscribers`.',
	example: 'Publish that payments are degraded.',
	toolset: 'communication',
	access: 'respond',
	operations: {
		always: [
			'listStatusPages',
			'listStatusPageSeverities',
			'listStatusPageStatuses',
			'listStatusPageImpacts',
			'listStatusPageServices',
			'createStatusPagePost',
		],
		sometimes: ['listStatusPagePosts', 'getCurrentUser'],
	},
	// Mail to subscribers cannot be taken back.
	effect: { destructive: true, idempotent: false },
	consent: ['customers'],
	input,
	output: z.object({
		status_page: z.string(),
		post: statusPagePostShape.schema,
		notified: z.boolean(),
	}),
	async run(input, context) {
		const local = await localZoneFor([input.starts_at, input.ends_at], context);
		const span = spanOf(input, local, context);
		const page = await context.directory.resolve('status_page', input.status_page, context);
		const words = await context.directory.words(page.id, context);
		const { pagerduty } = context;
		const wanted: PostInput = {
			title: input.title.trim(),
			post_type: input.post_type,
			...span,
			update: makeUpdate(input, words, input.post_type),
		};
		// On the person's clock, whoever's the times were given on.
		const { zone } = span.starts_at === null ? local : await localZoneOf(undefined, context);
		const [title, where] = [quoted(wanted.title), quoted(page.name)];
		await context.consent.require(['customers'], () => ({
			question: inTurn(
				[
					input.notify_subscribers
						? said`Publish ${title} on the status page ${where} and send it to all subscribers?`
						: said`Publish ${title} on the status page ${where}?`,
					publishedHtml(input.message),
					inTurn([saysText(wanted.update, wordNames(words)), ...spanText(wanted, zone)], ' '),
				],
				'\n',
			),
			yes: said`Publish it`,
			no: said`Publish nothing`,
			ids: [page.id],
		}));
		const post = await createOnce(
			{
				alike: async () =>
					(await statusPagePosts.listStatusPagePosts(pagerduty, page.id)).items.filter(
						({ title }) => title === wanted.title,
					),
				send: () => statusPagePosts.createStatusPagePost(pagerduty, page.id, wanted),
				missing: `The post is not among the posts of ${quoted(page.name)} now.`,
			},
			context,
		);
		const { starts_at, ends_at, ...shown } = showStatusPagePost(post);
		return {
			status_page: page.name,
			post: { ...shown, starts_at: timeIn(starts_at, zone), ends_at: timeIn(ends_at, zone) },
			notified: input.notify_subscribers,
		};
	},
	present: ({ post, ...rest }) => ({ ...rest, post: project(statusPagePostShape, post) }),
});

function spanText({ starts_at: starts, ends_at: ends }: PostInput, zone: string): Said[] {
	if (!starts || !ends) return [];
	return [said`It is from ${saidTime(starts, zone)} to ${saidTime(ends, zone)}.`];
}

/** Maintenance has a span, incidents have none. */
function spanOf(
	{ post_type: type, starts_at: starts, ends_at: ends }: Input,
	local: LocalZone,
	{ asked }: ToolContext,
): Pick<PostInput, 'starts_at' | 'ends_at'> {
	if (type === 'incident') {
		if (starts === undefined && ends === undefined) return { starts_at: null, ends_at: null };
		throw new ToolError({
			message: '`starts_at` and `ends_at` are for maintenance; a post about an incident has none.',
		});
	}
	if (starts === undefined || ends === undefined)
		throw new ToolError({ message: 'Maintenance needs `starts_at` and `ends_at`.' });
	const reading = { asked, local, toward: 'ahead' } as const;
	const [from, to] = [parseMoment('starts_at', starts, reading), parseMoment('ends_at', ends, reading)];
	if (to <= from) throw new ToolError({ message: '`starts_at` must be before `ends_at`.' });
	return { starts_at: isoOf(from), ends_at: isoOf(to) };
}
