import assert from 'node:assert/strict';
import { enter, escape, yes, type Answer } from '../../support/fake-person.ts';
import type { SignedInOptions } from '../../support/signed-in.ts';
import { SignedInEditor } from '../../support/signed-in-editor.ts';

const page = 'Lumen & Oak Status';

describe('Posting on a status page', () => {
	let at: SignedInEditor;
	let account: string;

	const open = async (answers: readonly Answer[], options: SignedInOptions = {}) => {
		at = await SignedInEditor.open(answers, options);
		account = 'Demo';
		const { publishCommands } = await import('../../../src/vscode/commands/publish.ts');
		return publishCommands({ ...at.parts, whose: () => ({ demo: true, name: account }) });
	};
	afterEach(() => at.close());

	const posts = (name = page) => {
		const found = [...at.signedIn.sandbox.store.statusPages.values()].find((one) => one.name === name);
		return found?.posts ?? assert.fail();
	};
	const newPost: Answer[] = [page, 'New post', 'Payments fail', 'investigating', 'major', 'We are on it.'];

	it('publishes a post after it was shown once more, with the word that it is public', async () => {
		const { postToStatusPage } = await open([...newPost, enter, yes]);
		await postToStatusPage();
		assert.equal(
			at.person.asked.at(-1),
			[
				'Publish this on Lumen & Oak Status? It is public: customers read it at once.',
				'Payments fail\ninvestigating · major\n\nWe are on it.\n\nNobody gets it by e-mail.',
			].join('\n'),
		);
		assert.equal(posts().at(-1)?.title, 'Payments fail');
		assert.equal(posts().at(-1)?.updates[0]?.notify, false);
		assert.deepEqual(at.said, ['Published on Lumen & Oak Status']);
	});

	it('offers only words for incidents', async () => {
		const { postToStatusPage } = await open([page, 'New post', 'Payments fail', enter, escape]);
		await postToStatusPage();
		assert.deepEqual(at.person.lists.at(-1)?.labels, ['detected', 'investigating', 'resolved']);
	});

	it('adds an update to a post, as before in what is not chosen, and mails it', async () => {
		const { postToStatusPage } = await open([
			page,
			'Slow checkout',
			enter,
			enter,
			'Still fine.',
			'All subscribers',
			yes,
		]);
		const before = posts().length;
		await postToStatusPage();
		const updates = posts().find(({ title }) => title.startsWith('Slow checkout'))?.updates ?? [];
		assert.equal(updates.at(-1)?.message, 'Still fine.');
		assert.equal(updates.at(-1)?.statusId, updates.at(-2)?.statusId);
		assert.equal(updates.at(-1)?.notify, true);
		assert.equal(posts().length, before);
		assert.match(
			at.person.asked.at(-1) ?? '',
			/^Publish this .+\nSlow checkout .+\n\n\nStill fine\.\n\nAll subscribers get it/,
		);
	});

	it('says of a private page who reads it', async () => {
		const { postToStatusPage } = await open(['Staff Status', ...newPost.slice(1), enter, escape]);
		await postToStatusPage();
		assert.match(at.person.asked.at(-1) ?? '', /Whoever may see the page reads it at once\./);
	});

	it('takes a page for public where PagerDuty does not say so', async () => {
		const { postToStatusPage } = await open([...newPost, enter, escape], {
			replies: (content, { path }): unknown =>
				path === '/status_pages'
					? JSON.parse(JSON.stringify(content).replaceAll(/"status_page_type":"\w+",?/g, ''))
					: content,
		});
		await postToStatusPage();
		assert.match(at.person.asked.at(-1) ?? '', /It is public: customers read it at once\./);
	});

	it('publishes nothing when the question is closed, and keeps what was typed', async () => {
		const { postToStatusPage } = await open([...newPost, enter, escape, page, 'New post', escape]);
		const before = posts().length;
		await postToStatusPage();
		assert.equal(posts().length, before);
		await postToStatusPage();
		assert.equal(at.person.offered.at(-1), 'Payments fail');
	});

	it('offers nothing that was typed for another account', async () => {
		const { postToStatusPage } = await open([...newPost, enter, escape, page, 'New post', escape]);
		await postToStatusPage();
		account = 'Another';
		await postToStatusPage();
		assert.equal(at.person.offered.at(-1), '');
	});

	it('keeps what was typed when PagerDuty refuses it', async () => {
		const answers: Answer[] = [...newPost, enter, yes, page, 'New post', escape];
		const { postToStatusPage } = await open(answers, { key: 'readOnly' });
		await assert.rejects(Promise.resolve(postToStatusPage()));
		await postToStatusPage();
		assert.equal(at.person.offered.at(-1), 'Payments fail');
	});

	it('refuses a headline that is too long for a page, before anything else is asked', async () => {
		const { postToStatusPage } = await open([page, 'New post', 'a'.repeat(129), escape]);
		await postToStatusPage();
		assert.deepEqual(at.person.refused, ['128 characters at most; these are 129.']);
	});

	it('says so where there are no pages', async () => {
		const { postToStatusPage } = await open([], {
			replies: (content, { path }) => (path === '/status_pages' ? { status_pages: [] } : content),
		});
		await postToStatusPage();
		assert.deepEqual(at.editor.told, ['This account has no status pages.']);
	});
});
