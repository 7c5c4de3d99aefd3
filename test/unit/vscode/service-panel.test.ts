import assert from 'node:assert/strict';
import { Emitter } from '../../../src/vscode/emitter.ts';
import { OncallStore } from '../../../src/vscode/oncall/store.ts';
import { readOncalls } from '../../../src/vscode/oncall/read.ts';
import { readIncidents } from '../../../src/vscode/incidents/read.ts';
import { FakePanel } from '../../support/fake-panel.ts';
import { SignedInEditor } from '../../support/signed-in-editor.ts';

describe("A service's panel", () => {
	let editor: SignedInEditor;
	let panel: FakePanel;
	let service: string;
	let oncall: OncallStore;

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
		oncall = new OncallStore(clock);
		const panels = new PagePanels({
			account: { state, switched: new Emitter(), isDemo: false },
			toolbox,
			incidents: editor.store,
			oncall,
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

	describe('knows who is on call, as the views do, and', () => {
		/** A page reads its service, and the views read who is on call, as both do after each change. */
		const pageReads = () => panel.call('get_service', { service, fields: ['all'] });
		const viewsRead = async () => {
			const { toolbox, clock } = editor.signedIn;
			const caller = { signal: new AbortController().signal, priority: 'background' } as const;
			await readOncalls(toolbox, oncall, clock, caller, () => assert.fail('could not be read'));
			await settled();
		};
		const store = () => editor.signedIn.sandbox.store;
		const ownPolicy = () => store().policies.get(store().services.get(service)?.policyId ?? '') ?? assert.fail();
		/** Somebody else changes the policy, in PagerDuty. */
		const putOnCall = (name: string) => {
			const found = [...store().users.values()].find((user) => user.name === name) ?? assert.fail();
			ownPolicy().rules = [{ id: 'PRULE01', delayMinutes: 30, targets: [{ type: 'user', id: found.id }] }];
		};
		/** The person changes the policy here. */
		const change = async (level: string) => {
			const input = { escalation_policy: ownPolicy().id, levels: [level] };
			const { confirm } = await editor.signedIn.ask('update_escalation_policy', input);
			await call('update_escalation_policy', { ...input, confirm });
		};
		beforeEach(async () => {
			await pageReads();
			await viewsRead();
			assert.equal(asked(), 1);
		});

		it('reads again, once, when its escalation policy becomes another', async () => {
			const other = [...store().policies.values()].find(({ id }) => id !== ownPolicy().id);
			await call('update_service', { service, escalation_policy: other?.id });
			await pageReads();
			await viewsRead();
			assert.equal(asked(), 2);
		});

		it('reads again, once, when its escalation policy is changed here', async () => {
			await change('Maya Okafor');
			// What the views say again meanwhile is not news yet.
			oncall.pass();
			await pageReads();
			await viewsRead();
			assert.equal(asked(), 2);
		});

		it('reads again when a look at PagerDuty finds somebody else on call, also after a change that was made here', async () => {
			for (const [index, name] of ['Maya Okafor', 'Diego Fuentes'].entries()) {
				await change(name);
				await viewsRead();
				assert.equal(asked(), 2 + 2 * index);
				putOnCall('Priya Raghunathan');
				await viewsRead();
				assert.equal(asked(), 3 + 2 * index);
			}
		});
	});

	it('waits until somebody sees it', async () => {
		panel.look(false);
		await call('update_service', { service, description: 'Takes cards.' });
		assert.equal(asked(), 1);
		panel.look(true);
		assert.equal(asked(), 2);
	});
});
