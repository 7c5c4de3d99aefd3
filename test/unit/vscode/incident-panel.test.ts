import assert from 'node:assert/strict';
import { Emitter } from '../../../src/vscode/emitter.ts';
import { OncallStore } from '../../../src/vscode/oncall/store.ts';
import type { AccountState } from '../../../src/vscode/account/current-account.ts';
import type { PanelPage } from '../../../src/vscode/pages/panel-page.ts';
import { FakePanel } from '../../support/fake-panel.ts';
import { SignedInEditor } from '../../support/signed-in-editor.ts';

const signedIn: AccountState = { kind: 'signedIn', id: 'S1', name: 'Maya', person: true, demo: false, expired: false };

/** Whoever listens has heard of it. */
const heard = () => new Promise(setImmediate);

describe("An incident's panel", () => {
	let editor: SignedInEditor;
	let made: FakePanel[];
	let incidentPage: PanelPage;
	let account: { state: AccountState; readonly switched: Emitter<AccountState>; readonly isDemo: boolean };

	const panels = async () => {
		({ incidentPage } = await import('../../../src/vscode/pages/incident-page.ts'));
		const { PagePanels } = await import('../../../src/vscode/pages/page-panels.ts');
		const { toolbox, clock } = editor.signedIn;
		const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
		const oncall = new OncallStore(clock);
		return new PagePanels({ account, toolbox, incidents: editor.store, oncall, changes: editor.changes, clock, log });
	};
	const open = async (fromRow = false) => {
		const { id } = editor.first(({ status }) => status === 'triggered');
		const all = await panels();
		await all.open(incidentPage, { incident: id }, fromRow);
		const [panel] = made;
		assert.ok(panel);
		panel.send({ method: 'ui/notifications/initialized' });
		return { id, panel, all };
	};
	const become = (state: AccountState) => {
		account.state = state;
		account.switched.fire(state);
	};

	beforeEach(async () => {
		editor = await SignedInEditor.open([]);
		made = [];
		account = { state: signedIn, switched: new Emitter(), isDemo: false };
		Object.assign(editor.editor, { ViewColumn: { Active: -1 }, ColorThemeKind: { Dark: 2, HighContrast: 3 } });
		Object.assign(editor.editor.window, {
			activeColorTheme: { kind: 2 },
			onDidChangeActiveColorTheme: () => ({ dispose: () => undefined }),
			createWebviewPanel: () => {
				const panel = new FakePanel();
				made.push(panel);
				return panel;
			},
		});
	});
	afterEach(() => editor.close());

	it('shows at once what the sidebar knows, without a request', async () => {
		const mark = editor.signedIn.sandbox.requests.length;
		const { id, panel } = await open();
		assert.match(panel.told[0] ?? '', new RegExp(`"id":"${id}"`));
		assert.match(panel.title, /^Triggered · #\d+ /);
		assert.equal(editor.signedIn.sandbox.requests.length, mark);
	});

	it('keeps two ids and nothing else over a restart, and lets nothing in', async () => {
		const { id, panel } = await open();
		assert.ok(panel.webview.html.includes(`setState({"incident":"${id}","account":"S1"})`));
		assert.match(panel.webview.html, /content="default-src 'none'; script-src 'nonce-[^']+'; style-src 'nonce-[^']+';/);
	});

	it('is one for each incident; a second click on the row brings the keyboard', async () => {
		const { id, panel, all } = await open(true);
		await all.open(incidentPage, { incident: id }, true);
		assert.equal(made.length, 1);
		assert.deepEqual(panel.focused, [true]);
		panel.dispose();
		await all.open(incidentPage, { incident: id }, true);
		assert.equal(made.length, 2);
	});

	it('comes back after a restart, but not for what is no incident', async () => {
		const all = await panels();
		const { id } = editor.first(() => true);
		const restore = async (state: unknown) => {
			const panel = new FakePanel();
			let gone = false;
			panel.onDidDispose(() => (gone = true));
			await Reflect.apply(all.restore.bind(all), undefined, [incidentPage, panel, state]);
			return { panel, gone };
		};
		const { panel } = await restore({ incident: id, account: 'S1' });
		panel.send({ method: 'ui/notifications/initialized' });
		assert.match(panel.told[0] ?? '', new RegExp(id));
		for (const state of [undefined, 'x', { incident: '../x', account: 'S1' }, { incident: id, account: 'S1' }])
			assert.ok((await restore(state)).gone, JSON.stringify(state));
	});

	it('runs its tools with what the person may do, and the views show it', async () => {
		const { id, panel } = await open();
		const answer = await panel.call('acknowledge_incidents', { incidents: [id] });
		assert.equal(answer.isError, undefined);
		assert.equal(editor.inAccount(id).status, 'acknowledged');
		assert.equal(editor.store.get(id)?.status, 'acknowledged');
		assert.match(panel.told.at(-1) ?? '', /"status":"acknowledged"/);
		assert.match(panel.title, /^Acknowledged · /);
	});

	it('does nothing else: no other tool, no other incident', async () => {
		const { id, panel } = await open();
		const other = editor.first((one) => one.id !== id && one.status === 'triggered').id;
		const mark = editor.signedIn.sandbox.requests.length;
		for (const [name, input] of [
			['delete_service', { service: 'Checkout' }],
			['constructor', { incident: id }],
			['acknowledge_incidents', { incidents: [other] }],
			['acknowledge_incidents', { incidents: [id, other] }],
			['get_incident', { incident: id, incidents: [other] }],
			['acknowledge_incidents', {}],
		] as const) {
			const { isError, content } = await panel.call(name, input);
			assert.deepEqual([isError, content], [true, [{ text: 'This page cannot do that.' }]], name);
		}
		assert.equal(editor.signedIn.sandbox.requests.length, mark);
	});

	it('says so when nobody is signed in, or somebody else, and shows it again afterwards', async () => {
		const { id, panel } = await open();
		become({ kind: 'signedOut' });
		assert.match(panel.told.at(-1) ?? '', /You are signed out/);
		assert.equal((await panel.call('get_incident', { incident: id })).isError, true);
		become({ ...signedIn, id: 'S2' });
		assert.match(panel.told.at(-1) ?? '', /belongs to another account/);
		assert.equal((await panel.call('acknowledge_incidents', { incidents: [id] })).isError, true);
		assert.equal(editor.inAccount(id).status, 'triggered');
		become(signedIn);
		assert.match(panel.told.at(-1) ?? '', new RegExp(`"id":"${id}"`));
	});

	it('says what to try again also where it is restored while nobody is signed in', async () => {
		const all = await panels();
		const { id } = editor.first(() => true);
		account.state = { kind: 'signedOut' };
		const panel = new FakePanel();
		await Reflect.apply(all.restore.bind(all), undefined, [incidentPage, panel, { incident: id, account: 'S1' }]);
		panel.send({ method: 'ui/notifications/initialized' });
		assert.match(panel.told[0] ?? '', new RegExp(`"incident":"${id}"`));
		assert.match(panel.told[1] ?? '', /You are signed out/);
	});

	it('tells the page whether anybody can see it', async () => {
		const { panel } = await open();
		panel.look(false);
		assert.match(panel.told.at(-1) ?? '', /"visible":false/);
		panel.look(true);
		assert.match(panel.told.at(-1) ?? '', /"visible":true/);
	});

	it('opens an address as it is, and settles where that fails', async () => {
		const { panel } = await open();
		const url = 'https://example.com/?q=a%26b';
		const openLink = async () => {
			panel.send({ id: 'link', method: 'ui/open-link', params: { url } });
			await new Promise(setImmediate);
			return panel.posted.at(-1)?.['result'];
		};
		assert.deepEqual(await openLink(), {});
		assert.deepEqual(editor.editor.ran.at(-1), ['vscode.open', url]);
		Object.assign(editor.editor.commands, { executeCommand: () => Promise.reject(new Error('no browser')) });
		assert.deepEqual(await openLink(), { isError: true });
	});

	it('ends what it reads once it is closed, and tells nobody', async () => {
		const { id, panel } = await open();
		const before = panel.posted.length;
		const mark = editor.signedIn.sandbox.requests.length;
		panel.send({ id: 1, method: 'tools/call', params: { name: 'get_incident', arguments: { incident: id } } });
		panel.dispose();
		for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
		assert.equal(panel.posted.length, before);
		assert.equal(editor.signedIn.sandbox.requests.length, mark);
	});

	it('is told of a change once, and of nothing that stays the same', async () => {
		const { panel } = await open();
		const before = panel.told.length;
		editor.store.order([]);
		editor.store.order([]);
		assert.equal(panel.told.length, before);
	});

	it('hosts other pages as well: named by what they read, asked again when something of theirs changes', async () => {
		const all = await panels();
		const { servicePage } = await import('../../../src/vscode/pages/service-page.ts');
		const { oncallPage } = await import('../../../src/vscode/pages/oncall-page.ts');
		const { service_id: service = '' } = editor.first(({ status }) => status === 'triggered');
		await all.open(servicePage, { service });
		await all.open(oncallPage, {});
		const [ofService, oncall] = made;
		assert.ok(ofService && oncall);
		for (const panel of made) panel.send({ method: 'ui/notifications/initialized' });
		assert.equal(ofService.title, 'Service');
		await ofService.call('get_service', { service });
		assert.equal(ofService.title, editor.signedIn.sandbox.store.services.get(service)?.name);
		assert.ok(ofService.webview.html.includes(`setState({"service":"${service}","account":"S1"})`));
		const asked = () => made.map(({ told }) => told.filter((one) => one.startsWith('{"arguments"')).length);
		const before = asked();
		const { announced, paths } = editor.changes;
		announced.fire({ incidents: [editor.first((one) => one.service_id !== service)] });
		await heard();
		assert.deepEqual(asked(), before);
		announced.fire({ incidents: [editor.first((one) => one.service_id === service)] });
		await heard();
		announced.fire({ oncall: true });
		paths.fire([['schedules', 'P1']]);
		await heard();
		announced.fire({ unknown: true });
		await heard();
		assert.deepEqual(asked(), [(before[0] ?? 0) + 3, (before[1] ?? 0) + 2]);
		assert.equal((await oncall.call('delete_schedule', { schedule: 'x' })).isError, true);
	});

	it('asks no page again for news of another account, and a hidden one once it is seen', async () => {
		const all = await panels();
		const { oncallPage } = await import('../../../src/vscode/pages/oncall-page.ts');
		await all.open(oncallPage, {});
		const [panel] = made;
		assert.ok(panel);
		panel.send({ method: 'ui/notifications/initialized' });
		const asked = () => panel.told.filter((one) => one.startsWith('{"arguments"')).length;
		const { announced } = editor.changes;
		become({ ...signedIn, id: 'S2' });
		const elsewhere = asked();
		announced.fire({ oncall: true });
		await heard();
		announced.fire({ unknown: true });
		await heard();
		assert.equal(asked(), elsewhere);
		assert.match(panel.told.at(-1) ?? '', /belongs to another account/);
		become(signedIn);
		const own = asked();
		panel.look(false);
		announced.fire({ oncall: true });
		await heard();
		announced.fire({ oncall: true });
		await heard();
		assert.equal(asked(), own);
		panel.look(true);
		panel.look(true);
		assert.equal(asked(), own + 1);
	});

	it('hears nothing more once it is closed', async () => {
		const { panel } = await open();
		panel.dispose();
		const before = panel.posted.length;
		become({ kind: 'signedOut' });
		assert.equal(panel.posted.length, before);
	});
});
