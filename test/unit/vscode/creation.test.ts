import assert from 'node:assert/strict';
import type { ChosenService } from '../../../src/vscode/creation/draft.ts';
import { LastUsed } from '../../../src/vscode/creation/last-used.ts';
import type { CreationParts } from '../../../src/vscode/creation/flow.ts';
import { back, enter, escape, yes, type Answer } from '../../support/fake-person.ts';
import type { SignedInOptions } from '../../support/signed-in.ts';
import { SignedInEditor } from '../../support/signed-in-editor.ts';

const maya = { region: 'us', kind: 'user', name: 'Maya Okafor', userId: 'PMAYA' } as const;
const search = { type: 'Search', then: 'Search' } as const;

describe('Commands that create incidents', () => {
	let at: SignedInEditor;
	let memory: Map<string, unknown>;
	let whose: ReturnType<CreationParts['whose']>;

	const open = async (answers: readonly Answer[], options: SignedInOptions = {}) => {
		at = await SignedInEditor.open(answers, options);
		memory = new Map();
		whose = maya;
		const { createCommands } = await import('../../../src/vscode/commands/create.ts');
		const update = (key: string, value: unknown) => Promise.resolve(void memory.set(key, value));
		const lastUsed = new LastUsed({ get: (key) => memory.get(key), update });
		return createCommands({ ...at.parts, whose: () => whose, lastUsed });
	};
	afterEach(() => at.close());

	const created = () => at.inAccount(at.shown.at(-1) ?? '');
	const select = (text: string, path = '/home/ana/app.log') =>
		Object.assign(at.editor.window, {
			activeTextEditor: { selection: { isEmpty: text === '' }, document: { getText: () => text, uri: { path } } },
		});
	const openCount = () => at.signedIn.requests().filter((request) => request === 'POST /incidents').length;

	it('create one after a last look that names service, title and who is paged, and show its row', async () => {
		const { createIncident } = await open([search, 'Search is slow', enter, enter, enter, 'No details', yes]);
		await createIncident();
		assert.match(
			at.person.asked.at(-1) ?? '',
			/^Create the incident and page .+ now\?\nTitle: Search is slow\nService: Product Search\nUrgency: as the service decides\nOn call: level 1 of .+$/,
		);
		const { title, number } = created();
		assert.equal(title, 'Search is slow');
		assert.deepEqual(at.said, [`Created #${number} Search is slow`]);
		assert.equal(at.store.get(at.shown[0] ?? '')?.service, 'Product Search');
	});

	it('page by name the people whom PagerDuty then pages', async () => {
		const { createIncident } = await open([search, 'Search is slow', enter, enter, enter, enter, yes]);
		await createIncident();
		for (const name of at.store.get(created().id)?.assignees ?? assert.fail())
			assert.ok(at.person.asked.at(-1)?.includes(name), name);
	});

	it('name who is on call for the policy that is chosen, whom PagerDuty then pages', async () => {
		const policy = { type: 'Fulfilment', then: 'Fulfilment' } as const;
		const { createIncident } = await open([search, 'Search is slow', enter, enter, policy, enter, yes]);
		await createIncident();
		const question = at.person.asked.at(-1) ?? '';
		assert.match(question, /\nOn call: level 1 of Fulfilment/);
		for (const name of at.store.get(created().id)?.assignees ?? assert.fail()) assert.ok(question.includes(name), name);
	});

	it('keep the details too when the last look is closed', async () => {
		const again: Answer[] = [enter, enter, enter, enter, enter, enter, escape];
		const { createIncident } = await open([
			search,
			'Slow',
			enter,
			enter,
			enter,
			'Write',
			'Since noon',
			escape,
			...again,
		]);
		await createIncident();
		await createIncident();
		assert.match(at.person.asked.at(-1) ?? '', /\n\nSince noon$/);
	});

	it('say how far the questions are, and go back to any', async () => {
		const answers: Answer[] = [search, back, search, 'Slow', back, 'Slower'];
		answers.push(enter, back, 'Low', 'P2', enter, 'No details', yes);
		const { createIncident } = await open(answers);
		await createIncident();
		assert.deepEqual(at.person.steps, [1, 2, 1, 2, 3, 2, 3, 4, 3, 4, 5, 6]);
		assert.equal(created().title, 'Slower');
		assert.equal(created().urgency, 'low');
	});

	it('offer what was chosen last time, but page nobody by name because of it', async () => {
		const first: Answer[] = [search, 'One', 'Low', 'P3', 'Grace Kimathi', enter, yes];
		const { createIncident } = await open([...first, enter, 'Two', enter, enter, enter, enter, yes]);
		await createIncident();
		assert.deepEqual(at.store.get(created().id)?.assignees, ['Grace Kimathi']);
		await createIncident();
		const { id, urgency } = created();
		assert.equal(urgency, 'low');
		assert.equal(at.store.get(id)?.service, 'Product Search');
		assert.equal(at.store.get(id)?.priority, 'P3');
		assert.notDeepEqual(at.store.get(id)?.assignees, ['Grace Kimathi']);
		assert.doesNotMatch(JSON.stringify([...memory]), /One|Two/);
	});

	it('remember nothing of one account for another', async () => {
		const { createIncident } = await open([search, 'One', enter, enter, enter, enter, yes, escape]);
		await createIncident();
		whose = { ...maya, region: 'eu' };
		await createIncident();
		assert.ok(!at.person.lists.at(-1)?.labels[0]?.includes('Product Search'));
	});

	it('create nothing when the last look is closed, and keep what was typed for the next time', async () => {
		const answers: Answer[] = [search, 'Typed once', enter, enter, enter, enter, escape];
		const { createIncident } = await open([...answers, enter, escape, enter, escape]);
		await createIncident();
		assert.equal(openCount(), 0);
		await createIncident();
		assert.equal(at.person.offered.at(-1), 'Typed once');
		await createIncident();
		assert.equal(at.person.offered.at(-1), '', 'whoever leaves the questions is done with it');
	});

	it('keep what was typed when PagerDuty refuses it', async () => {
		const answers: Answer[] = [search, 'Typed once', enter, enter, enter, enter, yes];
		const { createIncident } = await open([...answers, enter, escape], { key: 'readOnly' });
		await assert.rejects(Promise.resolve(createIncident()));
		await createIncident();
		assert.equal(at.person.offered.at(-1), 'Typed once');
	});

	it('keep what was typed when the token is revoked between two questions', async () => {
		const { createIncident } = await open([search, 'Typed once', enter, enter, enter, escape], {
			meanwhile: (request) => {
				if (request.path === '/users') at.signedIn.signInAs('wrong');
				return Promise.resolve();
			},
		});
		await assert.rejects(Promise.resolve(createIncident()));
		at.signedIn.signInAs('user');
		await createIncident();
		assert.equal(at.person.offered.at(-1), 'Typed once');
	});

	it('refuse a title that PagerDuty does not take, and take what looks like markup as it is', async () => {
		const markup = '# [x](command:y) \u202e**loud** $(alert)';
		const { createIncident } = await open([search, ' ', 'a'.repeat(1025), markup, enter, enter, enter, enter, yes]);
		await createIncident();
		assert.deepEqual(at.person.refused, ['Give it a title.', '1024 characters at most; these are 1025.']);
		assert.equal(created().title, markup);
		assert.doesNotMatch(at.person.asked.at(-1) ?? '', /\u202e/);
	});

	it('show once more what is selected in the editor before it is sent as details', async () => {
		const { createIncident } = await open([search, 'Slow', enter, enter, enter, enter, yes]);
		select('ERROR one\nERROR two\n');
		await createIncident();
		assert.match(at.person.lists.at(-1)?.labels[0] ?? '', /What is selected in app\.log$/);
		assert.match(at.person.asked.at(-1) ?? '', /\n\nERROR one\nERROR two$/);
		assert.equal(created().body?.details, 'ERROR one\nERROR two');
	});

	it('do not put several lines into a box of one', async () => {
		const answers: Answer[] = [search, 'Slow', enter, enter, enter, enter, escape];
		const again: Answer[] = [enter, enter, enter, enter, enter, 'Write', 'Anew', yes];
		const { createIncident } = await open([...answers, ...again]);
		select('ERROR one\nERROR two');
		await createIncident();
		await createIncident();
		assert.equal(at.person.offered.at(-1), '');
		assert.equal(created().body?.details, 'Anew');
	});

	it('send details that somebody writes', async () => {
		const { createIncident } = await open([
			search,
			'Slow',
			enter,
			enter,
			enter,
			'Write',
			back,
			'Write',
			'Since noon',
			yes,
		]);
		await createIncident();
		assert.equal(created().body?.details, 'Since noon');
	});

	it('say so when it cannot be read who is on call', async () => {
		const { createIncident } = await open([search, 'Slow', enter, enter, enter, enter, yes], {
			wire: (request, send) =>
				request.path === '/oncalls' ? Promise.resolve(new Response('{}', { status: 403 })) : send(),
		});
		await createIncident();
		assert.match(at.person.asked.at(-1) ?? '', /page whoever is on call\? Who that is could not be read\./);
		assert.equal(openCount(), 1);
	});

	it('say so when nobody is on call', async () => {
		const { createIncident } = await open([search, 'Slow', enter, enter, enter, enter, escape], {
			replies: (content, { path }) => (path === '/oncalls' ? { oncalls: [], more: false } : content),
		});
		await createIncident();
		assert.match(at.person.asked.at(-1) ?? '', /Nobody is on call there now, so nobody is paged\./);
	});

	it('tell what is wrong when the service is gone by then', async () => {
		const { createIncident } = await open([search, 'Slow', enter, enter, enter, enter, yes], {
			meanwhile: ({ method }, { store }) => {
				for (const [id, { name }] of store.services)
					if (method === 'POST' && name.includes('Search')) store.services.delete(id);
				return Promise.resolve();
			},
		});
		await assert.rejects(Promise.resolve(createIncident()), /not found/i);
	});

	it('page the person of a row on call, by name', async () => {
		const { pagePerson } = await open([search, 'Call me', enter, enter, enter, yes]);
		const { PolicyNode, TurnNode } = await import('../../../src/vscode/sidebar/oncall-nodes.ts');
		const { id, name } =
			[...at.signedIn.sandbox.store.users.values()].find((user) => user.name === 'Grace Kimathi') ?? assert.fail();
		const turn = { user: name, userId: id, me: false, level: 1 };
		const schedule = { schedule: undefined, scheduleId: undefined, scheduleUrl: undefined };
		const rest = { ...schedule, url: undefined, since: undefined, until: undefined, next: undefined };
		const policy = { id: 'P1', name: 'Payments', url: undefined, mine: false, turns: [], gaps: [], mineNext: [] };
		await pagePerson(new TurnNode({ ...turn, ...rest }, new PolicyNode(policy)));
		assert.equal(at.person.asked[0], 'Page Grace Kimathi');
		assert.match(at.person.asked.at(-1) ?? '', /^Page Grace Kimathi now\?\nTitle: Call me\nService: Product Search\n/);
		assert.deepEqual(at.store.get(created().id)?.assignees, ['Grace Kimathi']);
	});

	it('page a person who is found by name', async () => {
		const { pagePerson } = await open([
			{ type: 'kima', then: 'Grace Kimathi' },
			search,
			'Call me',
			enter,
			enter,
			enter,
			yes,
		]);
		await pagePerson();
		assert.deepEqual(at.store.get(created().id)?.assignees, ['Grace Kimathi']);
	});
});

describe('What is remembered of the last incident', () => {
	const service: ChosenService = { id: 'P1', name: 'Search' };

	it('is nothing where it cannot be read', () => {
		const lastUsed = new LastUsed({ get: () => ({ service: 5 }), update: () => Promise.resolve() });
		assert.deepEqual(lastUsed.of(maya), {});
	});

	it('is the same for an account that is signed in to again under another name', async () => {
		const memory = new Map<string, unknown>();
		const update = (key: string, value: unknown) => Promise.resolve(void memory.set(key, value));
		const lastUsed = new LastUsed({ get: (key) => memory.get(key), update });
		const draft = { service, title: 'Slow', urgency: undefined, priority: undefined, body: undefined };
		await lastUsed.keep(maya, { ...draft, who: { kind: 'service' } });
		assert.deepEqual(lastUsed.of({ ...maya, name: 'Maya O.' }).service, service);
	});
});
