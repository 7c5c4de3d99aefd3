import assert from 'node:assert/strict';
import { Changes } from '../../../src/tools/core/changes.ts';
import { Toolbox } from '../../../src/tools/toolbox.ts';
import { ChangesInAccount } from '../../../src/vscode/account/changes-in-account.ts';
import { MyTeams } from '../../../src/vscode/account/my-teams.ts';
import type { NotificationChoice } from '../../../src/vscode/notifications/wanted.ts';
import type { RefresherParts } from '../../../src/vscode/refresh/refresher.ts';
import { RecentChanges } from '../../../src/vscode/repository/recent-changes.ts';
import { ResolvedLately } from '../../../src/vscode/incidents/resolved-lately.ts';
import { IncidentLooks } from '../../../src/vscode/incidents/looks.ts';
import { WorkspaceArrangement } from '../../../src/vscode/incidents/arrangement.ts';
import { IncidentStore } from '../../../src/vscode/incidents/store.ts';
import { settingIds } from '../../../src/vscode/ids.ts';
import { WorkspaceServices } from '../../../src/vscode/repository/workspace-services.ts';
import { RedactingLog } from '../../../src/vscode/log.ts';
import { WorkspaceOncallGrouping } from '../../../src/vscode/oncall/grouping.ts';
import { readOncalls } from '../../../src/vscode/oncall/read.ts';
import { OncallStore } from '../../../src/vscode/oncall/store.ts';
import type { CurrentAccount } from '../../../src/vscode/account/current-account.ts';
import { demoId } from '../../../src/vscode/account/accounts.ts';
import { fakeWindow } from '../../support/accounts.ts';
import { FakeEditor } from '../../support/fake-editor.ts';
import { FakeApi, json } from '../pagerduty/fake-api.ts';
import { incident } from './support.ts';
import { heard } from '../../support/heard.ts';

const ana = { region: 'us', token: 'u+secretsecretsecret', kind: 'user', name: 'Ana Ruiz' } as const;
const second = 1000;
const hour = 3600 * second;

/** There is no other window. */
const alone = {
	isElsewhere: () => Promise.resolve(false),
	begin: () => Promise.resolve(),
	fail: () => Promise.resolve(),
};

/** A window whose folders belong to no service. */
function noRepository({ switched }: CurrentAccount, log: RedactingLog): WorkspaceServices {
	return new WorkspaceServices({ wanted: () => [], read: () => assert.fail('none is wanted'), switched, log });
}

describe('In the editor', () => {
	let editor: FakeEditor;
	let api: FakeApi;
	let account: CurrentAccount;
	const open = (options?: { readonly remoteName?: string }) => {
		editor = new FakeEditor(options);
		editor.open();
		api = new FakeApi(({ url }) => (url.pathname === '/oncalls' ? json({ oncalls: [turn()] }) : json({ user: me })));
		const log = new RedactingLog({ debug: heard, info: heard, warn: heard, error: heard });
		account = fakeWindow({ log }).account;
		return log;
	};
	const me = { id: 'PANA001', name: 'Ana Ruiz' };
	/** Ana's turn, which ends at the full hour. */
	const turn = () => {
		const now = api.clock.now().getTime();
		const end = new Date(Math.floor(now / hour + 1) * hour).toISOString();
		const policy = { id: 'PPOL001', summary: 'Payments' };
		return { user: me, escalation_policy: policy, escalation_level: 1, start: '2026-01-01T00:00:00Z', end };
	};

	describe('a change that somebody cancels', () => {
		/** Cancels an acknowledgement while PagerDuty does not answer requests of this method. */
		const cancelled = async (held: string) => {
			const log = open();
			const triggered = { id: 'QINC001', incident_number: 1, title: 'Slow', status: 'triggered' };
			api = new FakeApi(({ method }) =>
				method === held ? new Promise(() => undefined) : json({ incident: triggered, user: me }),
			);
			const { clock, client } = api;
			const { incidentCommands } = await import('../../../src/vscode/commands/incidents.ts');
			const changes = new ChangesInAccount(account.switched);
			const toolbox = new Toolbox({
				client,
				changes: changes.ofCall,
				clock,
				log,
				policy: () => ({ access: 'read', toolsets: [] }),
				signIn: 'Sign in.',
			});
			const commands = incidentCommands({ ...unselected, toolbox, store: new IncidentStore(clock), changes, clock });
			const running = assert.rejects(Promise.resolve(commands.acknowledge('QINC001', undefined)), {
				name: 'AbortError',
			});
			// The tool is loaded first.
			while (api.calls.at(-1)?.method !== held) await new Promise(setImmediate);
			await clock.advance(second);
			editor.cancel();
			await running;
			return editor.told;
		};

		it('may have been made once its request has left', async () => {
			assert.match((await cancelled('PUT')).join(), /^Cancelled, but PagerDuty may already have carried it out/);
		});

		it('has not been made before, so nothing else is said', async () => {
			assert.deepEqual(await cancelled('GET'), []);
		});
	});

	describe('a change of more incidents than fit into one request', () => {
		const ids = Array.from({ length: 251 }, (_, index) => `QINC${String(index).padStart(3, '0')}`);
		const items = (status: string) =>
			ids.slice(0, 250).map((id, index) => ({ id, incident_number: index, title: 'Slow', status }));

		it('tells of those that have changed when the rest fails', async () => {
			const log = open();
			api = new FakeApi(({ method, url }) => {
				if (url.pathname === `/incidents/${ids[250]}`) return json({ error: { message: 'No', code: 2010 } }, 403);
				if (method === 'PUT') return json({ incidents: items('acknowledged') });
				return json({ incidents: items('triggered'), more: false, user: me });
			});
			const { clock, client } = api;
			const { incidentCommands } = await import('../../../src/vscode/commands/incidents.ts');
			const changes = new ChangesInAccount(account.switched);
			const policy = { access: 'read', toolsets: [] } as const;
			const toolbox = new Toolbox({
				client,
				changes: changes.ofCall,
				clock,
				log,
				policy: () => policy,
				signIn: 'Sign in.',
			});
			const commands = incidentCommands({ ...unselected, toolbox, store: new IncidentStore(clock), changes, clock });
			await assert.rejects(Promise.resolve(commands.acknowledge(ids[0], ids)));
			assert.deepEqual(editor.told, ['Changed 250 of 251 incidents before it stopped.']);
		});
	});

	describe('who is on call', () => {
		/** A refresher of a visible view whose readings are `interval` apart. */
		const watch = async (interval: number, looks?: RefresherParts['looks']) => {
			const log = open();
			const { Refresher } = await import('../../../src/vscode/refresh/refresher.ts');
			const { Sidebar } = await import('../../../src/vscode/sidebar/sidebar.ts');
			const { clock } = api;
			const arrangement = new WorkspaceArrangement({ get: () => undefined, update: () => Promise.resolve() });
			const grouping = new WorkspaceOncallGrouping({ get: () => undefined, update: () => Promise.resolve() });
			const [incidents, oncall] = [new IncidentStore(clock), new OncallStore(clock)];
			const toolbox = new Toolbox({
				client: api.client,
				changes: new Changes(),
				clock,
				log,
				policy: () => ({ access: 'read', toolsets: ['oncall'] }),
				signIn: 'Sign in.',
			});
			const changes = new ChangesInAccount(account.switched);
			const repository = noRepository(account, log);
			const refresher = new Refresher({
				toolbox,
				looks: looks ?? new IncidentLooks({ toolbox, store: incidents, clock }),
				shared: alone,
				tellOthers: () => undefined,
				readOncalls,
				readPriorities: () => Promise.resolve([]),
				changes,
				account,
				incidents,
				oncall,
				sidebar: new Sidebar({
					account,
					incidents,
					oncall,
					arrangement,
					grouping,
					clock,
					resolvedLately: new ResolvedLately(toolbox, clock),
					repository,
					recentChanges: new RecentChanges(toolbox, repository, clock),
				}),
				redraw: () => undefined,
				clock,
				log,
				random: () => 0.5,
				interval: () => interval,
				background: () => ({ incidents: false, oncall: false }),
			});
			await account.signIn(ana);
			await clock.advance(5 * second);
			// The incidents come first, and with them code that is loaded with the first reading.
			while (!oncall.load.completeAt) await new Promise(setImmediate);
			return {
				refresher,
				changes,
				oncall,
				clock,
				readings: () =>
					api.calls.filter(({ url }) => url.pathname === '/oncalls' && url.searchParams.has('earliest')).length,
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

		it('is not asked for by itself once PagerDuty refuses the token', async () => {
			const { refresher, clock, readings } = await watch(60 * second);
			const before = readings();
			account.expire();
			await clock.advance(2 * hour);
			assert.equal(readings(), before);
			account.accept();
			await clock.advance(2 * hour);
			assert.ok(readings() > before);
			refresher.dispose();
		});

		it('is not all that ends with an account: so does each reading of more incidents', async () => {
			const signals: AbortSignal[] = [];
			const { refresher } = await watch(12 * hour, {
				look: () => Promise.resolve(),
				forget: () => undefined,
				more: ({ signal }) => Promise.resolve(void signals.push(signal)),
			});
			const ended = () => signals.map(({ aborted }) => aborted);
			await refresher.more();
			await refresher.more();
			assert.deepEqual(ended(), [false, false]);
			await account.switchTo(demoId);
			assert.deepEqual(ended(), [true, true]);
			await refresher.more();
			assert.deepEqual(ended(), [true, true, false]);
			refresher.dispose();
			assert.deepEqual(ended(), [true, true, true]);
		});

		it('is not looked at any more after the end', async () => {
			const { refresher, clock, readings } = await watch(12 * hour);
			refresher.dispose();
			await clock.advance(24 * hour);
			assert.equal(readings(), 1);
			assert.equal(clock.sleeping, 0);
		});
	});

	describe('what was told', () => {
		const notify = async (
			choice: NotificationChoice = 'all',
			readTeams: (signal: AbortSignal) => Promise<readonly string[]> = () => Promise.resolve([]),
		) => {
			const log = open();
			const { Notifications } = await import('../../../src/vscode/notifications/notifications.ts');
			const incidents = new IncidentStore(api.clock);
			const kept = new Map<string, readonly string[]>();
			const memory = {
				get: (key: string) => kept.get(key) ?? [],
				update: (key: string, events: readonly string[]) => Promise.resolve(void kept.set(key, events)),
			};
			const notifications = new Notifications({
				account,
				incidents,
				memory,
				wanted: () => ({ choice, services: [], leastPriority: undefined }),
				teams: new MyTeams({ read: readTeams, switched: account.switched, log }),
				interval: () => 60 * second,
				clock: api.clock,
				log,
				random: () => 0.5,
			});
			/** These are open now. */
			const read = async (...open: ReturnType<typeof incident>[]) => {
				const reading = incidents.begin();
				reading.add(open);
				reading.complete();
				await api.clock.advance(second);
			};
			return { notifications, incidents, memory, read };
		};

		it('in an account is remembered for it, and nothing of a demo beside it', async () => {
			const { notifications, memory, read } = await notify();
			/** How often people are told when these are open, one after another. */
			const told = async (...lists: string[][]) => {
				const mark = editor.told.length;
				for (const ids of lists) await read(...ids.map((id) => incident(id)));
				return editor.told.slice(mark).length;
			};
			await account.signIn(ana);
			assert.equal(await told(['A'], ['A', 'B']), 1);
			assert.deepEqual(memory.get('pagerduty.told'), ['B']);
			await account.switchTo(demoId);
			assert.equal(await told(['A'], ['A', 'B']), 1);
			await account.signIn(ana);
			assert.equal(await told(['A'], ['A', 'B']), 0);
			assert.equal(await told(['A', 'B', 'C']), 1);
			assert.deepEqual(memory.get('pagerduty.told'), ['B', 'C']);
			notifications.dispose();
		});

		it('is nothing that has long been open and only came into sight', async () => {
			const { notifications, incidents, read } = await notify();
			await account.signIn(ana);
			const opened = (hour: number, id: string) => incident(id, { created_at: `2026-01-05T0${hour}:00:00Z` });
			const reading = incidents.begin();
			reading.add([opened(8, 'A')]);
			reading.leave({ count: 1, reachable: true, until: '2026-01-05T08:00:00Z' });
			reading.complete();
			await read(opened(8, 'A'), opened(7, 'B'));
			assert.deepEqual(editor.told, []);
			await read(opened(9, 'C'), opened(8, 'A'), opened(7, 'B'));
			assert.deepEqual(editor.told, ['Checkout · New incident: Incident C']);
			notifications.dispose();
		});

		it('says whether it is new or waits again', async () => {
			const { notifications, read } = await notify();
			await account.signIn(ana);
			await read();
			const at = (minute: number) => `2026-01-05T09:0${minute}:00Z`;
			const [a, b] = ['A', 'B'].map((id) => incident(id, { assigned_at: at(0) }));
			const taken = { status: 'acknowledged', last_changed_at: at(5) };
			assert.ok(a && b);
			await read(a);
			await read({ ...a, ...taken });
			await read(a);
			await read({ ...a, ...taken, last_changed_at: at(7) });
			await read(a, b);
			assert.deepEqual(editor.told, [
				'Checkout · New incident: Incident A',
				'Checkout · Triggered again: Incident A',
				'2 incidents need attention: Checkout · Incident A; Checkout · Incident B',
			]);
			notifications.dispose();
		});

		it('names an incident once, whatever happened to it while nobody looked', async () => {
			const { notifications, read } = await notify();
			await account.signIn(ana);
			await read();
			editor.focus(false);
			const low = incident('A', { urgency: 'low' });
			await read(low);
			await read({ ...low, urgency: 'high' });
			editor.focus(true);
			await api.clock.advance(second);
			assert.deepEqual(editor.told, ['Checkout · Raised to high urgency: Incident A']);
			editor.focus(false);
			editor.focus(true);
			await api.clock.advance(hour);
			assert.equal(editor.told.length, 1);
			notifications.dispose();
		});

		for (const [what, meanwhile] of Object.entries({
			acknowledged: { status: 'acknowledged', mine: true },
			resolved: { status: 'resolved', mine: true },
			'given to somebody else': { status: 'triggered', mine: false },
		})) {
			it(`is nothing of what was ${what} meanwhile`, async () => {
				const { notifications, incidents, read } = await notify('mine');
				await account.signIn(ana);
				await read();
				editor.focus(false);
				await read(incident('A', { mine: true }), incident('B', { mine: true }));
				incidents.apply([incident('A', meanwhile)]);
				editor.focus(true);
				await api.clock.advance(second);
				assert.deepEqual(editor.told, ['Checkout · New incident: Incident B']);
				notifications.dispose();
			});
		}

		it('after a night waits for the next look, and is nothing of what is settled by then', async () => {
			const { notifications, read } = await notify('mine');
			await account.signIn(ana);
			await read();
			editor.focus(false);
			await read(incident('A', { mine: true }), incident('B', { mine: true }));
			api.clock.set('2026-01-05T17:00:00Z');
			editor.focus(true);
			await api.clock.advance(second);
			assert.deepEqual(editor.told, []);
			await read(incident('B', { mine: true }));
			assert.deepEqual(editor.told, ['Checkout · New incident: Incident B']);
			notifications.dispose();
		});

		it('waits for the next look too when somebody sets the clock back', async () => {
			const { notifications, read } = await notify('mine');
			await account.signIn(ana);
			await read();
			editor.focus(false);
			await read(incident('A', { mine: true }));
			api.clock.set('2026-01-05T08:00:00Z');
			editor.focus(true);
			await api.clock.advance(second);
			assert.deepEqual(editor.told, []);
			await read(incident('A', { mine: true }));
			await read(incident('A', { mine: true }));
			assert.deepEqual(editor.told, ['Checkout · New incident: Incident A']);
			notifications.dispose();
		});

		it('is nothing that my teams had before it was known which they are', async () => {
			let know: (teams: readonly string[]) => void = () => undefined;
			const known = new Promise<readonly string[]>((resolve) => (know = resolve));
			const { notifications, read } = await notify('my-teams', () => known);
			await account.signIn(ana);
			const ours = (id: string) => incident(id, { teams: ['Payments'] });
			await read();
			await read(ours('A'), incident('B', { mine: true }));
			know(['Payments']);
			await read(ours('A'), incident('B', { mine: true }));
			await read(ours('A'), ours('C'), incident('B', { mine: true }));
			assert.deepEqual(editor.told, ['Checkout · New incident: Incident B', 'Checkout · New incident: Incident C']);
			notifications.dispose();
		});

		it('is nothing of the teams of whoever was signed in before', async () => {
			let know: (teams: readonly string[]) => void = () => undefined;
			const { notifications, read } = await notify('my-teams', () => new Promise((resolve) => (know = resolve)));
			await account.signIn(ana);
			await read();
			const before = know;
			await account.switchTo(demoId);
			before(['Payments']);
			await read();
			await read(incident('A', { teams: ['Payments'] }));
			assert.deepEqual(editor.told, []);
			notifications.dispose();
		});

		it('tries again to learn which teams are mine, and asks anew for another account', async () => {
			let asked = 0;
			const { notifications, read } = await notify('my-teams', () =>
				++asked === 1 ? Promise.reject(new Error('offline')) : Promise.resolve(['Payments']),
			);
			await account.signIn(ana);
			for (let look = 0; look < 3; look++) await read();
			assert.equal(asked, 2);
			await account.switchTo(demoId);
			await read();
			assert.equal(asked, 3);
			notifications.dispose();
		});

		it('asks for nobody’s teams with an account-level key', async () => {
			let asked = 0;
			const { notifications, read } = await notify('my-teams', () => Promise.resolve([String(++asked)]));
			await account.signIn({ ...ana, kind: 'account', from: 'ana@example.com' });
			await read();
			await read();
			assert.equal(asked, 0);
			notifications.dispose();
		});

		it('does not go on to ask for the teams of an account that was left', async () => {
			const signals: AbortSignal[] = [];
			const { notifications, read } = await notify('my-teams', (signal) => {
				signals.push(signal);
				return new Promise(() => undefined);
			});
			const ended = () => signals.map(({ aborted }) => aborted);
			await account.signIn(ana);
			await read();
			assert.deepEqual(ended(), [false]);
			await account.switchTo(demoId);
			assert.deepEqual(ended(), [true]);
			await read();
			assert.deepEqual(ended(), [true, false]);
			notifications.dispose();
		});

		it('does nothing any more when it is answered in another account', async () => {
			const { notifications, read } = await notify('mine');
			await account.signIn(ana);
			await read();
			let answer: (button: string) => void = () => assert.fail('nothing was told');
			editor.window.showWarningMessage = () => new Promise((resolve) => (answer = resolve));
			await read(incident('A', { mine: true }));
			await account.switchTo(demoId);
			answer('Acknowledge');
			await api.clock.advance(second);
			assert.deepEqual(editor.ran, []);
			notifications.dispose();
		});

		for (const [button, command, ...of] of [
			['Acknowledge', 'pagerduty.acknowledge', 'A'],
			['Show', 'pagerduty.show', 'A'],
			['Snooze', 'pagerduty.snooze', 'A'],
			['Ask the agent', 'pagerduty.askAgent', 'A'],
			['Acknowledge…', 'pagerduty.acknowledge', 'A', 'B'],
			['Show', 'pagerduty.show', 'A', 'B'],
			['Snooze…', 'pagerduty.snooze', 'A', 'B'],
		] as const)
			it(`has a button: ${button} (${of.join()})`, async () => {
				const { notifications, read } = await notify('mine');
				await account.signIn(ana);
				await read();
				editor.pressed = button;
				// What needs somebody most is shown.
				await read(...of.map((id) => incident(id, { mine: true, priority: id === 'A' ? 'P1' : 'P2' })).reverse());
				const several = of.length > 1 && command !== 'pagerduty.show';
				assert.deepEqual(editor.ran, [[command, several ? { among: [...of] } : 'A']]);
				notifications.dispose();
			});

		it('is no error, which would get through while nobody wants to be disturbed', async () => {
			const { notifications, read } = await notify('mine');
			editor.window.showErrorMessage = () => assert.fail('an error');
			await account.signIn(ana);
			await read();
			await read(incident('A', { mine: true }));
			assert.equal(editor.told.length, 1);
			notifications.dispose();
		});
	});

	describe('the interval', () => {
		it('is what the setting says, within reason', async () => {
			open();
			const { refreshInterval } = await import('../../../src/vscode/settings.ts');
			const intervals = [60, 1, 0, -5, 1e9, Infinity, NaN, '60', undefined].map((seconds) => {
				editor.settings.set(settingIds.refreshInterval, seconds);
				return refreshInterval();
			});
			assert.deepEqual(intervals, [60_000, 10_000, 0, 0, 3_600_000, 3_600_000, 0, 0, 0]);
		});
	});

	describe('a command', () => {
		it('takes ids of incidents from links and keys, and asks instead of taking anything else', async () => {
			open();
			const { namedIncidents } = await import('../../../src/vscode/commands/shared/incidents-meant.ts');
			for (const id of ['Q1ABC', '123', 'x'.repeat(40)])
				assert.deepEqual(await namedIncidents(id, undefined, unselected), [id]);
			assert.deepEqual(await namedIncidents(['Q1', 'Q2', 'Q1'], undefined, unselected), ['Q1', 'Q2']);
			const others = [
				'',
				' ',
				'../users/PX',
				'Q1/merge',
				'Q1?x=1',
				'#1',
				'a b',
				'Ü1',
				'x'.repeat(41),
				'Q1\n',
				5,
				null,
				{},
				[],
				[['Q1']],
			];
			for (const other of others) {
				assert.equal(await namedIncidents(other, undefined, unselected), undefined, JSON.stringify(other));
				assert.equal(await namedIncidents('Q1', [other], unselected), undefined);
			}
			assert.deepEqual(await namedIncidents([...others, 'Q1'], undefined, unselected), ['Q1']);
		});
	});

	describe('the MCP server as the editor knows it', () => {
		const offer = async () => {
			open();
			const { McpProvider } = await import('../../../src/vscode/mcp-provider.ts');
			let version = 1;
			let listChanges = 0;
			const mcp = new McpProvider({
				version: () => String(version),
				start: () =>
					Promise.resolve({
						url: 'http://127.0.0.1:4711/mcp',
						bearer: 'the-bearer',
						toolsChanged: () => listChanges++,
						listenAt: () => Promise.reject(new Error('no port')),
						dispose: () => Promise.resolve(),
					}),
			});
			mcp.register();
			const { provider } = editor;
			assert.ok(provider);
			let changes = 0;
			provider.onDidChangeMcpServerDefinitions(() => changes++);
			return {
				mcp,
				provider,
				known: () => provider.provideMcpServerDefinitions().map((definition) => definition.version),
				/** Other tools are offered; gives how often the editor and the clients were told so far. */
				change: async () => {
					version++;
					mcp.offerChanged();
					await api.clock.advance(0);
					return { changes, listChanges };
				},
			};
		};

		it('has another version when other tools are offered, as long as it does not run', async () => {
			const { mcp, known, change } = await offer();
			assert.deepEqual(known(), ['1']);
			assert.deepEqual(await change(), { changes: 1, listChanges: 0 });
			assert.deepEqual(known(), ['2']);
			await mcp.dispose();
		});

		it('keeps its version while it runs, for another one would have the editor stop it; its clients are told', async () => {
			const { mcp, provider, known, change } = await offer();
			const { uri, headers, version } = await provider.resolveMcpServerDefinition();
			assert.deepEqual(
				{ uri, headers, version },
				{ uri: 'http://127.0.0.1:4711/mcp', headers: { Authorization: 'Bearer the-bearer' }, version: '1' },
			);
			assert.deepEqual(await change(), { changes: 0, listChanges: 1 });
			assert.deepEqual(known(), ['1']);
			assert.equal((await provider.resolveMcpServerDefinition()).version, '1');
			await mcp.dispose();
		});
	});

	it('starts the MCP server again after a start that failed', async () => {
		open();
		const { McpProvider } = await import('../../../src/vscode/mcp-provider.ts');
		let starts = 0;
		const server = {
			url: 'http://127.0.0.1:4711/mcp',
			bearer: 'x',
			toolsChanged: () => undefined,
			listenAt: () => Promise.reject(new Error('no port')),
			dispose: () => Promise.resolve(),
		};
		const start = () => (++starts === 1 ? Promise.reject(new Error('no port')) : Promise.resolve(server));
		const mcp = new McpProvider({ version: () => '1', start });
		await assert.rejects(mcp.running(), /no port/);
		assert.equal(await mcp.running(), server);
		assert.equal(await mcp.running(), server);
		assert.equal(starts, 2);
		await mcp.dispose();
	});

	describe('the page of an incident', () => {
		const opened = async (url: string) => {
			open();
			const { linkCommands } = await import('../../../src/vscode/commands/links.ts');
			const { clock, client } = api;
			const [log, store] = [
				new RedactingLog({ debug: heard, info: heard, warn: heard, error: heard }),
				new IncidentStore(clock),
			];
			const toolbox = new Toolbox({
				client,
				changes: new Changes(),
				clock,
				log,
				policy: () => ({ access: 'read', toolsets: [] }),
				signIn: 'Sign in.',
			});
			store.apply([incident('Q1', { url })]);
			const pages: string[] = [];
			Object.assign(editor.Uri, { parse: (text: string) => ({ scheme: text.split(':')[0], text }) });
			Object.assign(editor.env, { openExternal: ({ text }: { text: string }) => void pages.push(text) });
			await linkCommands({
				...unselected,
				shownPage: () => undefined,
				toolbox,
				store,
				clock,
				account,
				extensionId: 'a.b',
			}).open('Q1', undefined);
			return pages;
		};

		it('is opened if it is on the web, whatever PagerDuty’s reply says', async () => {
			const page = 'https://acme.pagerduty.com/incidents/Q1';
			assert.deepEqual(await opened(page), [page]);
			for (const other of [
				'http://acme.pagerduty.com',
				'command:workbench.action.quit',
				'file:///etc/passwd',
				'vscode://x/y',
			])
				await assert.rejects(opened(other), /not a web address/);
		});
	});

	it('keeps a note that could not be added, until it is', async () => {
		const log = open();
		let works = false;
		const triggered = { id: 'QINC001', incident_number: 1, title: 'Slow', status: 'triggered' };
		api = new FakeApi(({ method }) => {
			if (method === 'POST' && !works) return json({ error: { message: 'No', code: 2010 } }, 403);
			return json({ incident: triggered, user: me, notes: [], note: { id: 'PNOTE', content: 'Rolled back' } });
		});
		const { clock, client } = api;
		const { noteCommands } = await import('../../../src/vscode/commands/notes.ts');
		const changes = new ChangesInAccount(account.switched);
		const toolbox = new Toolbox({
			client,
			changes: changes.ofCall,
			clock,
			log,
			policy: () => ({ access: 'read', toolsets: [] }),
			signIn: 'Sign in.',
		});
		const offered: (string | undefined)[] = [];
		Object.assign(editor.window, {
			showInputBox: ({ value }: { value?: string }) => {
				offered.push(value);
				return Promise.resolve(value ?? 'Rolled back');
			},
			setStatusBarMessage: () => undefined,
		});
		const store = new IncidentStore(clock);
		store.apply([incident('QINC001'), incident('QINC002')]);
		const { addNote } = noteCommands({ ...unselected, toolbox, store, changes, clock });
		await assert.rejects(Promise.resolve(addNote('QINC001', undefined)));
		await assert.rejects(Promise.resolve(addNote('QINC002', undefined)));
		works = true;
		await addNote('QINC002', undefined);
		await addNote('QINC002', undefined);
		assert.deepEqual(offered, [undefined, undefined, 'Rolled back', undefined]);
	});
});

/** Nothing is selected in the sidebar, and nobody looks at it. */
const unselected = { selected: () => Promise.resolve([]), show: () => Promise.resolve() };
