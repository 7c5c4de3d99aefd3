import assert from 'node:assert/strict';
import type { Credentials } from '../../../src/vscode/account/accounts.ts';
import type { CurrentAccount } from '../../../src/vscode/account/current-account.ts';
import type { LinkTarget, ShownPage } from '../../../src/vscode/links/editor-link.ts';
import { fakeWindow } from '../../support/accounts.ts';
import { FakeEditor } from '../../support/fake-editor.ts';
import { SignedInEditor } from '../../support/signed-in-editor.ts';

const who = { region: 'us', token: 'u+secretsecretsecret', kind: 'user', name: 'Ana Ruiz' } as const;
const acme: Credentials = { ...who, userId: 'P1', subdomain: 'acme' };
const other: Credentials = { ...who, userId: 'P2', subdomain: 'other', token: 'u+othersecretsecret1' };

describe('Opening a link of the editor', () => {
	let editor: FakeEditor;
	let account: CurrentAccount;
	let shown: LinkTarget[];
	let failures: unknown[];

	/** Opens a link while the person is signed in to these, the last one in use. */
	const open = async (
		link: string,
		accounts: readonly Credentials[],
		pressed?: string,
		{ failure, signsIn }: { failure?: Error; signsIn?: Credentials } = {},
	) => {
		editor = new FakeEditor();
		editor.open();
		editor.pressed = pressed;
		shown = [];
		failures = [];
		account = fakeWindow().account;
		await account.start();
		for (const one of accounts) await account.signIn(one);
		// The command does so in the editor.
		if (signsIn) Object.assign(editor.commands, { executeCommand: () => account.signIn(signsIn) });
		const { LinkHandler } = await import('../../../src/vscode/links/link-handler.ts');
		const handler = new LinkHandler({
			account,
			present: (error) => void failures.push(error),
			show: (target) => {
				shown.push(target);
				return failure ? Promise.reject(failure) : Promise.resolve();
			},
		});
		const { pathname: path, search, hash } = new URL(link, 'vscode://publisher.name');
		const [decodedPath, query] = [path, search.slice(1)].map(decodeURIComponent);
		await handler.handleUri({ path: decodedPath ?? '', query: query ?? '', fragment: hash.slice(1) });
	};
	const incident = { kind: 'incident', incident: 'Q1' };

	it('shows what it is about', async () => {
		await open('/incident/Q1', [acme]);
		assert.deepEqual(shown, [incident]);
		await open('/incident/Q1?account=acme', [acme]);
		assert.deepEqual(shown, [incident]);
		assert.deepEqual(editor.told, []);
	});

	for (const rubbish of [
		'/incident/Q1/resolve',
		'/run?command=workbench.action.quit',
		'/incident/Q1?account=a&b=c',
		'/%00',
	])
		it(`says one sentence and does nothing at ${rubbish}`, async () => {
			await open(rubbish, [acme]);
			assert.deepEqual(editor.told, ['This link does not lead to anything in PagerDuty, so nothing was opened.']);
			assert.deepEqual([shown, editor.ran, editor.opened], [[], [], []]);
		});

	it('names another account and shows nothing of it unless the person switches', async () => {
		await open('/incident/Q1?account=acme', [acme, other]);
		assert.deepEqual(editor.told, ['This link is about the account acme; PagerDuty now shows other.']);
		assert.deepEqual(shown, []);
		await open('/incident/Q1?account=acme', [acme, other], 'Switch account');
		assert.deepEqual(shown, [incident]);
		assert.equal(account.state.kind === 'signedIn' && account.state.subdomain, 'acme');
	});

	it('of an account that is not signed in to offers to sign in, and shows nothing of another one', async () => {
		await open('/incident/Q1?account=elsewhere', [acme], 'Sign in');
		assert.deepEqual(editor.told, ['This link is about the account elsewhere, which you are not signed in to.']);
		assert.deepEqual(editor.ran, [['pagerduty.signIn']]);
		assert.deepEqual(shown, []);
	});

	it('asks to sign in where nobody is', async () => {
		await open('/oncall', []);
		assert.deepEqual(editor.told, ['Sign in to PagerDuty to open this link.']);
		assert.deepEqual([shown, editor.ran], [[], []]);
	});

	for (const accounts of [[], [other]])
		it(`is shown once the person has signed in to its account, and not in another one (${accounts.length})`, async () => {
			await open('/incident/Q1?account=acme', accounts, 'Sign in', { signsIn: acme });
			assert.deepEqual(shown, [incident]);
			await open('/incident/Q1?account=acme', accounts, 'Sign in', { signsIn: { ...other, userId: 'P3' } });
			assert.deepEqual(shown, []);
		});

	it('tells why it could not', async () => {
		const failure = new Error('There is no incident Q1.');
		await open('/incident/Q1', [acme], undefined, { failure });
		assert.deepEqual(failures, [failure]);
	});
});

describe('What a link of the editor shows', () => {
	let at: SignedInEditor;
	const rows = new Set<string>();
	const opened: unknown[] = [];
	const show = async (target: LinkTarget) => {
		at = await SignedInEditor.open([]);
		opened.length = 0;
		for (const { id } of at.store.open) rows.add(id);
		const { showTarget } = await import('../../../src/vscode/links/show-target.ts');
		const revealed: string[] = [];
		const sidebar = {
			show: (id: string) => Promise.resolve(void revealed.push(id)),
			hasRow: (id: string) => rows.has(id),
		};
		const openPage = (page: string, subject: object) => Promise.resolve(void opened.push([page, subject]));
		await showTarget(target, { ...at.parts, sidebar, openPage });
		return revealed;
	};
	afterEach(async () => {
		rows.clear();
		await at.close();
	});

	it('is the page of an incident, by its number too, and its row where it has one', async () => {
		at = await SignedInEditor.open([]);
		const { id, number } = at.first(() => true);
		const resolved = [...at.signedIn.sandbox.store.incidents.values()].find(({ status }) => status === 'resolved');
		await at.close();
		assert.ok(resolved);
		for (const incident of [id, String(number)]) {
			assert.deepEqual(await show({ kind: 'incident', incident }), [id]);
			assert.deepEqual(opened, [['incident', { incident: id }]]);
			await at.close();
		}
		assert.deepEqual(await show({ kind: 'incident', incident: String(resolved.number) }), []);
		assert.deepEqual(opened, [['incident', { incident: resolved.id }]]);
	});

	it('is an error where there is no such incident', async () => {
		await assert.rejects(show({ kind: 'incident', incident: 'QNOTTHERE' }), /There is no incident/);
	});

	it('is the page of a schedule, of a service, of all who are on call, or the report', async () => {
		for (const [target, page] of [
			[{ kind: 'schedule', schedule: 'P1' }, ['oncall', { schedule: 'P1' }]],
			[{ kind: 'service', service: 'P2' }, ['service', { service: 'P2' }]],
			[{ kind: 'oncall' }, ['oncall', {}]],
			[{ kind: 'report' }, ['report', {}]],
		] as const) {
			assert.deepEqual(await show(target), []);
			assert.deepEqual(opened, [page]);
			assert.deepEqual(at.editor.ran, []);
			await at.close();
		}
	});

	it('is what is copied from a row', async () => {
		at = await SignedInEditor.open([]);
		const { linkCommands } = await import('../../../src/vscode/commands/links.ts');
		const { account } = fakeWindow();
		await account.signIn(acme);
		let shown: ShownPage | undefined;
		const { copyEditorLink } = linkCommands({
			...at.parts,
			account,
			shownPage: () => shown,
			extensionId: 'publisher.name',
		});
		const [first, second] = at.store.open;
		assert.ok(first && second);
		await copyEditorLink([first.id, second.id]);
		assert.deepEqual(
			at.editor.copied.split('\n'),
			[first, second].map(({ id }) => `vscode://publisher.name/incident/${id}?account=acme`),
		);
		const { GroupNode } = await import('../../../src/vscode/sidebar/incidents-tree.ts');
		const service = { id: 'service', kind: 'service', name: 'Checkout', incidents: [first] } as const;
		await copyEditorLink(new GroupNode(service));
		assert.equal(at.editor.copied, `vscode://publisher.name/service/${first.service_id}?account=acme`);
		// From the palette it is the page in front, whatever it shows.
		shown = { page: 'oncall', subject: { schedule: 'P1' } };
		await copyEditorLink({ scheme: 'webview-panel' });
		assert.equal(at.editor.copied, 'vscode://publisher.name/schedule/P1?account=acme');
		shown = { page: 'service', subject: { service: 'P1' } };
		await copyEditorLink();
		assert.equal(at.editor.copied, 'vscode://publisher.name/service/P1?account=acme');
		await copyEditorLink([first.id]);
		assert.equal(at.editor.copied, `vscode://publisher.name/incident/${first.id}?account=acme`);
	});
});
