import assert from 'node:assert/strict';
import { apiUrls } from '../../../src/pagerduty/account.ts';
import { Changes } from '../../../src/tools/changes.ts';
import { Directory } from '../../../src/tools/directory.ts';
import { Toolbox } from '../../../src/tools/toolbox.ts';
import { AccountChanges } from '../../../src/vscode/account-changes.ts';
import { IncidentStore } from '../../../src/vscode/incidents/store.ts';
import { RedactingLog } from '../../../src/vscode/log.ts';
import { OncallStore } from '../../../src/vscode/oncall/store.ts';
import { Session, type Secrets } from '../../../src/vscode/session.ts';
import { FakeEditor } from '../../support/fake-editor.ts';
import { FakeApi, json } from '../pagerduty/fake-api.ts';
import { incident } from './support.ts';

const ana = { region: 'us', token: 'u+secretsecretsecret', kind: 'user', name: 'Ana Ruiz' } as const;
const second = 1000;
const hour = 3600 * second;

describe('In the editor', () => {
	let editor: FakeEditor;
	let api: FakeApi;
	let session: Session;
	const open = (options?: { readonly remoteName?: string }) => {
		editor = new FakeEditor(options);
		editor.open();
		api = new FakeApi(({ url }) => (url.pathname === '/oncalls' ? json({ oncalls: [turn()] }) : json({ user: me })));
		const log = new RedactingLog({ debug: write, info: write, warn: write, error: write });
		const startDemo = () =>
			Promise.resolve({ url: 'http://127.0.0.1:1', token: 'demo', close: () => Promise.resolve() });
		session = new Session({ secrets: secrets(), apiUrls, startDemo, log });
		return log;
	};
	const write = () => undefined;
	const me = { id: 'PANA001', name: 'Ana Ruiz' };
	/** Ana's turn, which ends at the full hour. */
	const turn = () => {
		const now = api.clock.now().getTime();
		const end = new Date(Math.floor(now / hour + 1) * hour).toISOString();
		const policy = { id: 'PPOL001', summary: 'Payments' };
		return { user: me, escalation_policy: policy, escalation_level: 1, start: '2026-01-01T00:00:00Z', end };
	};

	describe('who is on call', () => {
		/** A refresher of a visible view whose readings are `interval` apart. */
		const watch = async (interval: number) => {
			const log = open();
			const { Refresher } = await import('../../../src/vscode/refresher.ts');
			const { Views } = await import('../../../src/vscode/views.ts');
			const { ContextKeys } = await import('../../../src/vscode/context-keys.ts');
			const { clock } = api;
			const [incidents, oncall] = [new IncidentStore(clock), new OncallStore(clock)];
			const toolbox = new Toolbox({
				client: api.client,
				directory: new Directory(clock),
				changes: new Changes(),
				clock,
				log,
				policy: () => ({ access: 'read', toolsets: ['oncall'] }),
				signIn: 'Sign in.',
			});
			const changes = new AccountChanges(session.accountChanged);
			const refresher = new Refresher({
				toolbox,
				changes,
				session,
				incidents,
				oncall,
				views: new Views({ session, incidents, oncall, keys: new ContextKeys(), clock }),
				clock,
				log,
				random: () => 0.5,
				interval: () => interval,
				background: () => ({ incidents: false, oncall: false }),
			});
			await session.signIn(ana);
			await clock.advance(5 * second);
			return {
				refresher,
				changes,
				oncall,
				clock,
				readings: () => api.calls.filter(({ url }) => url.pathname === '/oncalls').length,
			};
		};

		it('is read again when a turn ends, and not a moment before', async () => {
			const { refresher, clock, readings } = await watch(12 * hour);
			assert.equal(readings(), 1);
			await clock.advance(hour - 6 * second);
			assert.equal(readings(), 1);
			await clock.advance(5 * second);
			assert.equal(readings(), 2);
			await clock.advance(hour);
			assert.equal(readings(), 3);
			refresher.dispose();
		});

		it('is shown anew when a turn ends although nothing is to be read by itself', async () => {
			const { refresher, oncall, clock, readings } = await watch(0);
			let shown = 0;
			oncall.changed.on(() => shown++);
			await clock.advance(hour);
			assert.equal(readings(), 1);
			assert.equal(shown, 1);
			assert.deepEqual(
				oncall.policies.flatMap(({ turns }) => turns),
				[],
			);
			refresher.dispose();
		});

		for (const change of [{ oncall: true }, { unknown: true }] as const) {
			it(`is read again after a change: ${JSON.stringify(change)}`, async () => {
				const { refresher, changes, clock, readings } = await watch(12 * hour);
				changes.ofCall.announce(change);
				await clock.advance(second);
				assert.equal(readings(), 2);
				refresher.dispose();
			});
		}

		it('is not looked at any more after the end', async () => {
			const { refresher, clock, readings } = await watch(12 * hour);
			refresher.dispose();
			await clock.advance(24 * hour);
			assert.equal(readings(), 1);
			assert.equal(clock.sleeping, 0);
		});
	});

	describe('what was told', () => {
		it('in an account is remembered for it, and nothing of a demo beside it', async () => {
			const log = open();
			const { Notifications } = await import('../../../src/vscode/notifications.ts');
			const incidents = new IncidentStore(api.clock);
			const kept = new Map<string, readonly string[]>();
			const memory = {
				get: (key: string) => kept.get(key) ?? [],
				update: (key: string, ids: readonly string[]) => Promise.resolve(void kept.set(key, ids)),
			};
			const notifications = new Notifications({
				session,
				incidents,
				memory,
				choice: () => 'all',
				interval: () => 60 * second,
				clock: api.clock,
				log,
				random: () => 0.5,
			});
			/** What people are told when these are open, one after another. */
			const told = async (...lists: string[][]) => {
				const mark = editor.told.length;
				for (const ids of lists) {
					const reading = incidents.begin();
					reading.add(ids.map((id) => incident(id)));
					reading.complete();
					await api.clock.advance(second);
				}
				return editor.told.slice(mark).length;
			};
			await session.signIn(ana);
			assert.equal(await told(['A'], ['A', 'B']), 1);
			assert.deepEqual(memory.get('pagerduty.told'), ['B']);
			await session.exploreDemo();
			assert.equal(await told(['A'], ['A', 'B']), 1);
			await session.signIn(ana);
			assert.equal(await told(['A'], ['A', 'B']), 0);
			assert.equal(await told(['A', 'B', 'C']), 1);
			assert.deepEqual(memory.get('pagerduty.told'), ['B', 'C']);
			notifications.dispose();
		});
	});

	describe('the MCP configuration', () => {
		const copy = async (remoteName?: string) => {
			open(remoteName === undefined ? {} : { remoteName });
			const { toolCommands } = await import('../../../src/vscode/commands/tools.ts');
			const { McpDoor } = await import('../../../src/vscode/mcp-provider.ts');
			const door = new McpDoor({
				version: () => '1',
				start: () =>
					Promise.resolve({
						url: 'http://127.0.0.1:4711/mcp',
						bearer: 'the-bearer',
						toolsChanged: () => undefined,
						dispose: () => Promise.resolve(),
					}),
			});
			const commands = toolCommands({ refresh: () => Promise.resolve(), channel: { show: () => undefined }, door });
			await commands.copyMcpConfiguration();
			return editor.told.join();
		};

		it('is copied with a warning, and without the PagerDuty token', async () => {
			const told = await copy();
			assert.match(told, /Do not share or save it\.$/);
			assert.match(editor.copied, /http:\/\/127\.0\.0\.1:4711\/mcp/);
			assert.ok(!editor.copied.includes(ana.token));
		});

		it('says on a remote machine that its address counts there only', async () => {
			assert.match(await copy('ssh-remote'), /Do not share or save it\. Its address counts on the remote machine only/);
		});
	});
});

function secrets(): Secrets {
	const values = new Map<string, string>();
	return {
		get: (key) => Promise.resolve(values.get(key)),
		store: (key, value) => Promise.resolve(void values.set(key, value)),
		delete: (key) => Promise.resolve(void values.delete(key)),
		onDidChange: () => ({ dispose: () => undefined }),
	};
}
