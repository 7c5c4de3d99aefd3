import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '../../../src/pagerduty/http/account.ts';
import { entryOf } from '../../../src/record/entry.ts';
import { ToolError } from '../../../src/tools/core/failure.ts';
import { said } from '../../../src/tools/text/said.ts';
import type { RecordedCall } from '../../../src/tools/core/recorder.ts';
import { activityRow, activityText, whoInWords } from '../../../src/vscode/activity/present.ts';
import { ActivityRecord } from '../../../src/vscode/activity/activity-record.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeEditor } from '../../support/fake-editor.ts';
import { german, l10n } from './support.ts';

const log = { debug: () => undefined };

const now = new Date('2026-03-10T10:00:00Z');
const situation = { now, locale: { language: 'en', timeZone: 'UTC' }, l10n };
const call: RecordedCall = {
	at: now,
	tool: 'resolve_incidents',
	outcome: 'done',
	incidents: [],
	requestIds: [],
	account: undefined,
	arguments: { incidents: ['#1'] },
};

describe('A row of the agent activity', () => {
	it('tells a client that calls itself You from the person', async () => {
		const [person, client] = [entryOf(call), entryOf({ ...call, client: 'You' })];
		assert.equal(whoInWords(person, l10n), 'You');
		assert.equal(whoInWords(client, l10n), '"You"');
		assert.equal(
			whoInWords(entryOf({ ...call, client: 'A" · "B' }, { connection: 'Laptop' }), l10n),
			`"A' · 'B" (Laptop)`,
		);
		assert.equal(whoInWords(entryOf({ ...call, client: '\u200b' }), l10n), 'a client without a name');
		const icons = await Promise.all(
			[person, client].map(async (entry) => (await activityRow(entry, { undone: false }, situation)).icon),
		);
		assert.deepEqual(icons, ['account', 'check']);
	});

	it('is in the language of the editor, with its document', async () => {
		const entry = entryOf({ ...call, tool: 'reopen_incidents' });
		const place = { ...situation, l10n: german };
		assert.equal((await activityRow(entry, { undone: false }, place)).label, 'Incidents wieder öffnen: #1');
		const shown = await activityText(entry, { undone: false }, place);
		assert.match(shown, /^Incidents wieder öffnen: #1\n/);
		assert.match(shown, /Wie die Incidents vorher waren, ist nicht bekannt\./);
	});
});

describe('The agent activity', () => {
	let editor: FakeEditor;
	let folder: string;
	let record: ActivityRecord;
	/** What modal questions said below their first line. */
	let details: string[];
	const api = { apiUrl: 'https://api.pagerduty.com', token: 'x', kind: 'user' } as const;
	const changed: RecordedCall = {
		...call,
		account: api.apiUrl,
		subdomain: 'acme',
		incidents: [{ before: state('triggered'), after: state('resolved') }],
	};

	function state(status: string) {
		return { id: 'Q1', number: 1, title: '$(check) [Run](command:evil)', status, priority: null, assignees: [] };
	}

	const clock = new FakeClock();

	beforeEach(() => {
		editor = new FakeEditor();
		editor.open();
		details = [];
		Object.assign(editor.window, {
			showWarningMessage: (message: string, options?: { readonly detail: string }) => {
				editor.told.push(message);
				if (options) details.push(options.detail);
				return Promise.resolve(undefined);
			},
		});
		folder = mkdtempSync(join(tmpdir(), 'activity-'));
		const log = { warn: (line: string) => assert.fail(line) };
		record = new ActivityRecord({ folder, enabled: () => true, clock, log });
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('asks in which account to undo, and refuses in another one of the same region', async () => {
		const { undoChange } = await import('../../../src/vscode/activity/undo.ts');
		const toolboxes = () => assert.fail('nothing is undone');
		const undoIn = (subdomain: string) =>
			undoChange(entryOf(changed), {
				record,
				toolboxes,
				clock,
				log,
				signedIn: () => Promise.resolve({ ...api, subdomain }),
			});
		await undoIn('acme-staging');
		assert.deepEqual([editor.told, details], [['That change was made in another account: sign in to it first.'], []]);
		await undoIn('acme');
		assert.match(details[0] ?? '', /In the account acme\.$/);
	});

	it('undoes nothing in an account that somebody signs in to while the question is open', async () => {
		const { undoChange } = await import('../../../src/vscode/activity/undo.ts');
		let account: Account = { ...api, subdomain: 'acme' };
		Object.assign(editor.window, {
			showWarningMessage: (message: string, _options?: unknown, yes?: string) => {
				editor.told.push(message);
				account = { ...api, token: 'y' };
				return Promise.resolve(yes);
			},
		});
		const toolboxes = () => Promise.resolve(() => ({ run: () => assert.fail('nothing is sent') }));
		await undoChange(entryOf(changed), { record, toolboxes, clock, signedIn: () => Promise.resolve(account), log });
		assert.equal(editor.told.at(-1), 'Not undone: Another PagerDuty account or token is in use now.');
	});

	it('says in the language of the editor why a tool did not undo it', async () => {
		const { undoChange } = await import('../../../src/vscode/activity/undo.ts');
		Object.assign(editor.window, {
			showWarningMessage: (message: string, _options?: unknown, yes?: string) => {
				editor.told.push(message);
				return Promise.resolve(yes);
			},
		});
		Object.assign(editor.l10n, german);
		const refused = new ToolError({ message: '`incident`: none.', said: said`There is no incident ${'"1"'}.` });
		const toolboxes = () => Promise.resolve(() => ({ run: () => Promise.reject(refused) }));
		await undoChange(entryOf(changed), { record, toolboxes, clock, signedIn: () => Promise.resolve(api), log });
		assert.equal(editor.told.at(-1), 'Nicht rückgängig gemacht: Es gibt keinen Incident "1".');
	});

	it('says what an incident was and is in the language of the editor', async () => {
		const situation = { now: clock.now(), locale: { language: 'de', timeZone: 'UTC' }, l10n: german };
		assert.match(await activityText(entryOf(changed), { undone: false }, situation), /Status: Ausgelöst → Gelöst\n/);
	});

	it('shows titles as text where one chooses a change', async () => {
		const { activityCommands } = await import('../../../src/vscode/commands/activity.ts');
		(await record.recorder()).record({ ...changed, client: '$(verified) Editor', tool: '$(check)' });
		await (await record.file()).settled();
		const parts = {
			record,
			toolboxes: () => assert.fail(),
			signedIn: () => assert.fail(),
			clock: new FakeClock(),
			log,
		};
		await activityCommands(parts).openActivity(undefined);
		const [item] = editor.picks[0]?.items ?? [];
		assert.ok(item);
		assert.ok(item.description?.includes('(verified)'));
		assert.ok(!`${item.label} ${item.description ?? ''}`.includes('$('), JSON.stringify(item));
	});

	it('reads open documents again when something new is in the record', async () => {
		const { ActivityDocuments } = await import('../../../src/vscode/activity/activity-documents.ts');
		const uris = [
			{ scheme: 'pagerduty-activity', path: '/a/x' },
			{ scheme: 'file', path: '/b' },
		];
		const registered = { dispose: () => undefined };
		Object.assign(editor.workspace, {
			registerTextDocumentContentProvider: () => registered,
			textDocuments: uris.map((uri) => ({ uri })),
		});
		const documents = new ActivityDocuments(record, new FakeClock());
		const registration = documents.register();
		const stale: string[] = [];
		documents.onDidChange(({ path }) => stale.push(path));
		record.changed.fire();
		assert.deepEqual(stale, ['/a/x']);
		registration.dispose();
		record.changed.fire();
		assert.deepEqual(stale, ['/a/x']);
	});
});
