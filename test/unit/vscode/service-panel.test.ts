import assert from 'node:assert/strict';
import { Emitter } from '../../../src/vscode/emitter.ts';
import { OncallStore } from '../../../src/vscode/oncall/store.ts';
import { readIncidents } from '../../../src/vscode/incidents/read.ts';
import { FakePanel } from '../../support/fake-panel.ts';
import { SignedInEditor } from '../../support/signed-in-editor.ts';

describe("A service's panel", () => {
	let editor: SignedInEditor;
	let panel: FakePanel;
	let service: string;

	/** How often the page was asked to read. */
	const asked = () => panel.told.filter((told) => told.includes(`"service":"${service}"`)).length;
	const settled = () => new Promise(setImmediate);
	const call = async (tool: string, input: Record<string, unknown>) => {
		await editor.signedIn.call(tool, input);
		await settled();
	};

	beforeEach(async () => {
		editor = await SignedInEditor.open([]);
		panel = new FakePanel();
		Object.assign(editor.editor, { ViewColumn: { Active: -1 }, ColorThemeKind: { Dark: 2, HighContrast: 3 } });
		Object.assign(editor.editor.window, {
			activeColorTheme: { kind: 2 },
			onDidChangeActiveColorTheme: () => ({ dispose: () => undefined }),
			createWebviewPanel: () => panel,
		});
		const { servicePage } = await import('../../../src/vscode/pages/service-page.ts');
		const { PagePanels } = await import('../../../src/vscode/pages/page-panels.ts');
		const { toolbox, clock, sandbox } = editor.signedIn;
		const found = [...sandbox.store.services.values()].find(({ name }) => name === 'Payments Gateway');
		service = found?.id ?? assert.fail('no service');
		const state = { kind: 'signedIn', id: 'S1', name: 'Maya', person: true, demo: false, expired: false } as const;
		const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
		const panels = new PagePanels({
			account: { state, switched: new Emitter(), isDemo: false },
			toolbox,
			incidents: editor.store,
			oncall: new OncallStore(clock),
			changes: editor.changes,
			clock,
			log,
		});
		await panels.open(servicePage, { service });
		panel.send({ method: 'ui/notifications/initialized' });
		assert.equal(asked(), 1);
	});
	afterEach(() => editor.close());

	it('reads again when its settings or its maintenance change', async () => {
		await call('update_service', { service, description: 'Takes cards.' });
		assert.equal(asked(), 2);
		await call('set_maintenance_window', { services: [service], start: '+1h', end: '+2h' });
		assert.equal(asked(), 3);
		await call('update_service', { service: 'Checkout', description: 'Takes orders.' });
		assert.equal(asked(), 3);
	});

	it('reads again, once, when one of its incidents is changed here', async () => {
		const own = editor.first(({ service_id: id }) => id === service);
		await call('acknowledge_incidents', { incidents: [own.id] });
		assert.equal(asked(), 2);
		const other = editor.first(({ service_id: id, status }) => id !== service && status === 'triggered');
		await call('acknowledge_incidents', { incidents: [other.id] });
		assert.equal(asked(), 2);
	});

	it('reads again when a look at PagerDuty finds its incidents changed, and not when it finds nothing', async () => {
		const look = async () => {
			const caller = { signal: new AbortController().signal, priority: 'background' } as const;
			await readIncidents(editor.signedIn.toolbox, editor.store, caller, () => assert.fail('could not be read'));
			await settled();
		};
		await look();
		assert.equal(asked(), 1);
		await editor.signedIn.sandbox.trigger({ service: 'Payments Gateway' });
		await look();
		assert.equal(asked(), 2);
		await editor.signedIn.sandbox.trigger({ service: 'Checkout' });
		await look();
		assert.equal(asked(), 2);
	});

	it('waits until somebody sees it', async () => {
		panel.look(false);
		await call('update_service', { service, description: 'Takes cards.' });
		assert.equal(asked(), 1);
		panel.look(true);
		assert.equal(asked(), 2);
	});
});
