import assert from 'node:assert/strict';
import type { Credentials } from '../../../src/vscode/account/accounts.ts';
import type { CurrentAccount } from '../../../src/vscode/account/current-account.ts';
import type { LinkTarget } from '../../../src/vscode/links/editor-link.ts';
import { fakeWindow } from '../../support/accounts.ts';
import { FakeEditor } from '../../support/fake-editor.ts';
import { enter, type Answer } from '../../support/fake-person.ts';
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
	const show = async (target: LinkTarget, answers: readonly Answer[] = [], refresh = () => Promise.resolve()) => {
		at = await SignedInEditor.open(answers);
		for (const { id } of at.store.open) rows.add(id);
		const { showTarget } = await import('../../../src/vscode/links/show-target.ts');
		const revealed: string[] = [];
		const sidebar = {
			show: (id: string) => Promise.resolve(void revealed.push(id)),
			hasRow: (id: string) => rows.has(id),
		};
		await showTarget(target, { ...at.parts, sidebar, refresh });
		return revealed;
	};
	afterEach(async () => {
		rows.clear();
		await at.close();
	});

	it('is the row of an incident, found by its number too', async () => {
		at = await SignedInEditor.open([]);
		const { id, number } = at.first(() => true);
		await at.close();
		assert.deepEqual(await show({ kind: 'incident', incident: id }), [id]);
		await at.close();
		assert.deepEqual(await show({ kind: 'incident', incident: String(number) }), [id]);
	});

	it('is a list of what can be seen of an incident that has no row', async () => {
		at = await SignedInEditor.open([]);
		const resolved = [...at.signedIn.sandbox.store.incidents.values()].find(({ status }) => status === 'resolved');
		await at.close();
		assert.ok(resolved);
		const number = String(resolved.number);
		assert.deepEqual(await show({ kind: 'incident', incident: number }, ['Copy for a ticket']), []);
		assert.match(at.person.asked.join(), new RegExp(`^#${number} `));
		assert.deepEqual(at.editor.ran, [['pagerduty.copyDetails', resolved.id]]);
	});

	it('offers no change of such an incident: anybody can write a link', async () => {
		at = await SignedInEditor.open([]);
		const resolved = [...at.signedIn.sandbox.store.incidents.values()].find(({ status }) => status === 'resolved');
		await at.close();
		assert.ok(resolved);
		const all = 'Open in PagerDuty, Ask the agent, Copy for a ticket';
		await assert.rejects(show({ kind: 'incident', incident: resolved.id }, ['Reopen']), {
			message: `no Reopen among ${all}`,
		});
	});

	it('is an error where there is no such incident', async () => {
		await assert.rejects(show({ kind: 'incident', incident: 'QNOTTHERE' }), /There is no incident/);
	});

	it('is who is on call on a schedule, and leads on to all that are', async () => {
		at = await SignedInEditor.open([]);
		const [schedule] = [...at.signedIn.sandbox.store.schedules.values()];
		await at.close();
		assert.ok(schedule);
		await show({ kind: 'schedule', schedule: schedule.id }, [enter]);
		assert.deepEqual(at.person.asked, [schedule.name]);
		assert.deepEqual(at.editor.ran, [['pagerduty.oncall.focus']]);
	});

	it('is the view of who is on call', async () => {
		await show({ kind: 'oncall' });
		assert.deepEqual(at.editor.ran, [['pagerduty.oncall.focus']]);
	});

	it('is what is copied from a row', async () => {
		at = await SignedInEditor.open([]);
		const { linkCommands } = await import('../../../src/vscode/commands/links.ts');
		const { account } = fakeWindow();
		await account.signIn(acme);
		const { copyEditorLink } = linkCommands({ ...at.parts, account, extensionId: 'publisher.name' });
		const [first, second] = at.store.open;
		assert.ok(first && second);
		await copyEditorLink([first.id, second.id]);
		assert.deepEqual(
			at.editor.copied.split('\n'),
			[first, second].map(({ id }) => `vscode://publisher.name/incident/${id}?account=acme`),
		);
	});
});
