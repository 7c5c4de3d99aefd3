import assert from 'node:assert/strict';
import * as z from 'zod';
import { setWebhook } from '../../../src/tools/automation/set-webhook.ts';
import { startIncidentWorkflow } from '../../../src/tools/automation/start-incident-workflow.ts';
import { addStatusPageUpdate } from '../../../src/tools/communication/add-status-page-update.ts';
import { createStatusPagePost } from '../../../src/tools/communication/create-status-page-post.ts';
import { readable } from '../../../src/tools/communication/shared/status-page-post-shape.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const page = 'lumen & oak status';
const Text = z.array(z.string()).optional();
const Pages = z.object({
	status_pages: z.array(z.looseObject({ id: z.string(), name: z.string() })),
	severities: Text,
	statuses: Text,
	impacts: Text,
	services: Text,
	returned: z.number(),
	more: z.boolean(),
	next_cursor: z.string().optional(),
	note: z.string().optional(),
});
const Update = z.looseObject({
	message: z.string(),
	status: z.string(),
	severity: z.string(),
	services: z.array(z.string()),
});
const Posts = z.object({
	posts: z.array(z.looseObject({ id: z.string(), title: z.string(), updates: z.number() })),
	updates: z.array(Update).optional(),
	postmortem: z.looseObject({ message: z.string() }).optional(),
	returned: z.number(),
	more: z.boolean(),
	note: z.string().optional(),
});
const Made = z.object({
	status_page: z.string(),
	post: z.looseObject({ id: z.string(), title: z.string() }),
	notified: z.boolean(),
});
const Added = z.object({
	post: z.string(),
	update: Update.optional(),
	postmortem: z.looseObject({ message: z.string() }).optional(),
	replaced: z.string().optional(),
	note: z.string().optional(),
});
const Body = z.object({ post: z.looseObject({ updates: z.array(z.looseObject({})) }) });

describe('status pages', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const pages = async (input: object = {}) => Pages.parse(await account.call('list_status_pages', input));
	const posts = async (input: object = {}) =>
		Posts.parse(await account.call('list_status_page_posts', { status_page: page, ...input }));
	const create = async (input: object = {}) =>
		Made.parse(await account.call('create_status_page_post', { ...post, ...input }));
	const add = async (input: object) =>
		Added.parse(await account.call('add_status_page_update', { status_page: page, ...input }));
	const stored = () => {
		const found = [...account.sandbox.store.statusPages.values()].find(({ type }) => type === 'public');
		return found ?? assert.fail('no page');
	};
	const writes = () => account.requests().filter((request) => /^(POST|PUT)/.test(request));
	const post = {
		status_page: page,
		title: 'Payments fail',
		status: 'investigating',
		severity: 'major',
		message: 'We look into it.',
	};

	it('are listed all, whatever their number', async () => {
		await open();
		const [first] = account.sandbox.store.statusPages.values();
		assert.ok(first);
		for (let n = 0; n < 40; n++)
			account.sandbox.store.statusPages.set(`PX${n}`, { ...first, id: `PX${n}`, name: `Page ${n}` });
		assert.deepEqual([(await pages({ limit: 100 })).returned, (await pages()).returned], [42, 25]);
		const rest = await pages({ cursor: (await pages()).next_cursor });
		assert.deepEqual([rest.returned, rest.more], [17, false]);
		assert.equal((await pages({ type: 'private' })).status_pages[0]?.name, 'Staff Status');
	});

	it('tell the words that their posts can use', async () => {
		await open();
		const found = await pages({ status_page: page });
		assert.equal(found.returned, 1);
		assert.deepEqual(found.statuses?.slice(0, 3), [
			'detected (incident)',
			'investigating (incident)',
			'resolved (incident)',
		]);
		assert.ok(found.severities?.includes('major (incident)'));
		assert.ok(found.impacts?.includes('outage (incident)'));
		assert.ok(found.services?.includes('Online Shop'));
		assert.equal((await pages()).statuses, undefined);
	});

	it('list their posts without any nested arguments, newest first', async () => {
		await open();
		assert.deepEqual(
			(await posts()).posts.map(({ title }) => title),
			['Database upgrade', 'Slow checkout for some customers'],
		);
		assert.equal((await posts({ post_type: 'incident', statuses: 'Resolved' })).returned, 1);
		assert.equal((await posts({ statuses: 'investigating' })).returned, 0);
		assert.equal((await posts({ reviewed_status: 'not_reviewed' })).posts[0]?.title, 'Database upgrade');
		const failure = await account.fail('list_status_page_posts', { status_page: page, statuses: 'solved' });
		assert.ok(failure.candidates?.some(({ name }) => name === 'resolved'));
	});

	it('show a post with its updates, by name and as text, and its postmortem', async () => {
		await open();
		const found = await posts({ post: 'slow checkout for some customers' });
		assert.deepEqual(
			found.updates?.map(({ status, severity, services }) => [status, severity, services]),
			[
				['investigating', 'minor', ['Taking Payments: partial outage']],
				['resolved', 'all good', ['Taking Payments: operational']],
			],
		);
		assert.equal(found.updates[1]?.message, 'Confirmations come at once again.\nThank you for your patience & sorry.');
		assert.match(found.postmortem?.message ?? '', /^A new index made one query slow/);
		const other = await posts({ post: 'Database upgrade', reviewed_status: 'not_reviewed' });
		assert.deepEqual(
			[other.updates?.length, other.updates?.[0]?.['reviewed'], other.postmortem],
			[1, false, undefined],
		);
	});

	it('get posts by names, and mail nobody unless asked', async () => {
		await open();
		const made = await create({ services: ['online shop', 'Delivery'], impact: 'outage', next_update_minutes: 30 });
		assert.deepEqual([made.status_page, made.notified], ['Lumen & Oak Status', false]);
		const [update] = stored().posts.at(-1)?.updates ?? [];
		assert.deepEqual([update?.notify, update?.frequency, update?.impacts.length], [false, 1_800_000, 2]);
		const shown = await posts({ post: made.post.id });
		assert.deepEqual(shown.updates?.[0]?.services, ['Online Shop: outage', 'Delivery: outage']);
		assert.equal((await create({ title: 'Told', notify_subscribers: true })).notified, true);
		const sent = account.sandbox.requests.findLast(({ method }) => method === 'POST');
		assert.equal(Body.parse(JSON.parse(sent?.body ?? '')).post.updates[0]?.['notify_subscribers'], true);
	});

	it('learn the words of a page once', async () => {
		await open();
		await create();
		const mark = account.sandbox.requests.length;
		await create({ title: 'Another' });
		const requests = account.requests(mark).map((request) => request.replace(/\/[A-Z0-9]+\//, '/'));
		assert.deepEqual(requests, ['GET /status_pages/posts', 'POST /status_pages/posts']);
	});

	it('get maintenance with its span', async () => {
		await open();
		const work = { title: 'Move', post_type: 'maintenance', status: 'scheduled', severity: 'maintenance' };
		await create({ ...work, starts_at: '2026-04-01T03:00', ends_at: '2026-04-01T14:00:00+02:00' });
		const { startsAt, endsAt } = stored().posts.at(-1) ?? {};
		assert.deepEqual([startsAt, endsAt], [Date.UTC(2026, 3, 1, 10), Date.UTC(2026, 3, 1, 12)]);
		for (const [input, message] of [
			[work, /needs `starts_at`/],
			[{ ...work, starts_at: '+2d', ends_at: '+1d' }, /must be before/],
			[{ ...work, starts_at: 'soon', ends_at: '+1d' }, /not a moment/],
			[{ starts_at: '+1d', ends_at: '+2d' }, /for maintenance/],
		] as const) {
			assert.match((await account.fail('create_status_page_post', { ...post, ...input })).message, message);
		}
		assert.equal(writes().length, 1);
	});

	it('get no post from words that the page does not have', async () => {
		await open();
		for (const [input, message] of [
			[{ status: 'scheduled' }, /no "scheduled" for incident posts/],
			[{ severity: 'mayor' }, /no "mayor"/],
			[{ services: ['Online Shp'], impact: 'outage' }, /no "Online Shp"/],
			[{ services: ['Online Shop'] }, /need each other/],
			[{ impact: 'outage' }, /need each other/],
			[{ status_page: 'nonsense' }, /no status page/],
			[{ title: ' ' }, /empty/],
			[{ title: 'x'.repeat(129) }, /title/],
			[{ message: '' }, /empty/],
			[{ updates: [] }, /no argument/],
			[{ post_type: 'outage' }, /not one of/],
			[{ next_update_minutes: 0 }, /next_update_minutes/],
			[{ status: undefined }, /status/],
		] as const) {
			assert.match((await account.fail('create_status_page_post', { ...post, ...input })).message, message);
		}
		const failure = await account.fail('create_status_page_post', { ...post, severity: 'mayor' });
		assert.match(failure.next ?? '', /"major"/);
		assert.deepEqual(writes(), []);
	});

	it('get a post once; without an answer it is looked up', async () => {
		await open();
		account.sandbox.faults.dropAfter = { match: /^POST/, times: 1 };
		const made = await create();
		assert.equal(stored().posts.filter(({ title }) => title === post.title).length, 1);
		assert.equal(made.post.id, stored().posts.at(-1)?.id);
		account.sandbox.faults.dropBefore = { match: /^POST/, times: 1 };
		const failure = await account.fail('create_status_page_post', { ...post, message: 'Other' });
		assert.match(failure.next ?? '', /does not seem to have been carried out/);
		assert.equal(writes().length, 2);
	});

	it('get updates that keep what is not said', async () => {
		await open();
		await create({ services: ['Online Shop'], impact: 'outage' });
		account.sandbox.clock.advance(60_000);
		const added = await add({ post: 'payments fail', message: 'Half of it works.', severity: 'minor' });
		assert.deepEqual(
			[added.update?.status, added.update?.severity, added.update?.services],
			['investigating', 'minor', ['Online Shop: outage']],
		);
		account.sandbox.clock.advance(60_000);
		const last = await add({ post: 'Payments fail', message: 'All good.', status: 'resolved' });
		assert.deepEqual(
			[last.update?.status, last.update?.severity, last.update?.services],
			['resolved', 'all good', ['Online Shop: operational']],
		);
		assert.equal(stored().posts.at(-1)?.updates.length, 3);
	});

	it('keep when the next update is due, until a status says that all is over', async () => {
		await open();
		await create({ next_update_minutes: 30 });
		const due = () => stored().posts.at(-1)?.updates.at(-1)?.frequency;
		account.sandbox.clock.advance(60_000);
		await add({ post: 'Payments fail', message: 'Still on it.' });
		assert.equal(due(), 1_800_000);
		account.sandbox.clock.advance(60_000);
		await add({ post: 'Payments fail', message: 'Over.', status: 'resolved' });
		assert.equal(due(), null);
	});

	it('resolve only with words for no harm, the page’s own or said ones', async () => {
		await open();
		const { severities, impacts } = stored();
		for (const word of [...severities, ...impacts])
			if (/all good|operational/.test(word.description)) word.description = 'green';
		await create({ services: ['Online Shop'], impact: 'outage' });
		const resolved = { status_page: page, post: 'Payments fail', message: 'Over.', status: 'resolved' };
		const mark = writes().length;
		assert.match((await account.fail('add_status_page_update', resolved)).message, /give `severity` too/);
		const half = { ...resolved, severity: 'green' };
		assert.match((await account.fail('add_status_page_update', half)).message, /`services` and `impact` too/);
		assert.equal(writes().length, mark);
		const said = await add({ ...half, services: ['Online Shop'], impact: 'green' });
		assert.deepEqual([said.update?.severity, said.update?.services], ['green', ['Online Shop: green']]);
	});

	it('get an update once; without an answer it is looked up', async () => {
		await open();
		await create();
		account.sandbox.clock.advance(200_000);
		account.sandbox.faults.dropAfter = { match: /^POST .*post_updates/, times: 1 };
		const added = await add({ post: 'Payments fail', message: 'Better.' });
		assert.equal(added.update?.message, 'Better.');
		assert.equal(stored().posts.at(-1)?.updates.length, 2);
	});

	it('get a postmortem, and the one before is given back', async () => {
		await open();
		await create();
		const first = await add({ post: 'Payments fail', message: 'Why.', postmortem: true });
		assert.deepEqual([first.postmortem?.message, first.replaced], ['Why.', undefined]);
		const second = await add({ post: 'Payments fail', message: 'Why, better.', postmortem: true });
		assert.equal(second.replaced, 'Why.');
		const count = writes().length;
		const third = await add({ post: 'Payments fail', message: 'Why, better.', postmortem: true });
		assert.match(third.note ?? '', /Nothing changed/);
		assert.equal(writes().length, count);
		assert.equal(stored().posts.at(-1)?.postmortem?.notify, false);
	});

	it('get a postmortem that mails the subscribers sent once', async () => {
		await open();
		await create();
		const mark = writes().length;
		account.sandbox.faults.dropAfter = { match: /^PUT/ };
		await add({ post: 'Payments fail', message: 'Why.', postmortem: true, notify_subscribers: true });
		assert.equal(writes().length, mark + 1);
	});

	it('refuse updates that cannot be meant', async () => {
		await open();
		const known = 'Slow checkout for some customers';
		for (const [input, message] of [
			[{ post: 'Slow chekout for some customers' }, /no post/],
			[{ post: known, postmortem: true, status: 'resolved' }, /does not go with `status`/],
			[{ post: known, services: ['Online Shop'] }, /need each other/],
			[{ post: known, status: 'completed' }, /for incident posts/],
			[{ post: known, message: ' ' }, /empty/],
			[{ post: known, notify: true }, /no argument/],
			[{ post: known, notify_subscribers: 'maybe' }, /notify_subscribers/],
			[{ post: 'PNOSUCH' }, /no post/],
		] as const) {
			assert.match(
				(await account.fail('add_status_page_update', { status_page: page, message: 'x', ...input })).message,
				message,
			);
		}
		assert.deepEqual(writes(), []);
		const [first] = stored().posts;
		assert.ok(first);
		stored().posts.push({ ...first, id: 'PSECOND' });
		const twins = await account.fail('list_status_page_posts', { status_page: page, post: known });
		assert.equal(twins.candidates?.length, 2);
	});

	it('cannot be posted on by agents that may only read', async () => {
		await open({ policy: { access: 'read', toolsets: ['communication'] } });
		assert.match((await account.fail('create_status_page_post', post)).message, /needs access "respond"/);
	});
});

describe('messages of status pages', () => {
	it('are read as text', () => {
		assert.equal(readable('<p>1 &lt; 2</p><ul><li>a</li><li>b</li></ul>'), '1 < 2\na\nb');
		assert.equal(readable('a < b and c > d'), 'a < b and c > d');
		assert.equal(readable('\u202Ehidden\u200B'), 'hidden');
	});
});

describe('tools that publish', () => {
	it('say that they cannot be taken back', () => {
		for (const { effect } of [addStatusPageUpdate, createStatusPagePost, setWebhook, startIncidentWorkflow])
			assert.equal(effect?.destructive, true);
	});
});
