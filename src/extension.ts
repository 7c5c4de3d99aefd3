import * as vscode from 'vscode';
import { accountParts } from './account-parts.ts';
import type { IdentityServer } from './oauth/identity-server.ts';
import { apiUrls, type Region } from './pagerduty/http/account.ts';
import { PagerDutyClient } from './pagerduty/http/client.ts';
import { systemClock } from './pagerduty/http/clock.ts';
import { definitionVersion } from './mcp/definition-version.ts';
import type { Connection } from './connections/connection.ts';
import type { Policy } from './tools/core/access.ts';
import type { ToolboxOptions } from './tools/toolbox.ts';
import { ConnectionsView } from './vscode/connections/connections-view.ts';
import { MachineConnections } from './vscode/connections/machine-connections.ts';
import { ConnectionCheck } from './vscode/doctor/connection-check.ts';
import { StablePort } from './vscode/connections/stable-port.ts';
import { ChangesInAccount } from './vscode/account/changes-in-account.ts';
import { accountCommands } from './vscode/commands/account.ts';
import { connectionCommands } from './vscode/commands/connections.ts';
import { generalCommands } from './vscode/commands/general.ts';
import { handOnCommands } from './vscode/commands/hand-on.ts';
import { arrangementCommands } from './vscode/commands/arrangement.ts';
import { arrangeCommands } from './vscode/commands/arrange.ts';
import { tellCommands } from './vscode/commands/tell.ts';
import { importanceCommands } from './vscode/commands/importance.ts';
import { snoozeCommands } from './vscode/commands/snooze.ts';
import { noteCommands } from './vscode/commands/notes.ts';
import { linkCommands } from './vscode/commands/links.ts';
import { incidentCommands } from './vscode/commands/incidents.ts';
import { registerCommands } from './vscode/commands/register.ts';
import { WorkspaceArrangement } from './vscode/incidents/arrangement.ts';
import { IncidentStore } from './vscode/incidents/store.ts';
import { RedactingLog } from './vscode/log.ts';
import { LazyToolbox } from './vscode/lazy-toolbox.ts';
import { McpProvider } from './vscode/mcp-provider.ts';
import { Notifications } from './vscode/notifications/notifications.ts';
import { OncallStore } from './vscode/oncall/store.ts';
import { errorPresenter } from './vscode/commands/shared/present-error.ts';
import { OtherWindows } from './vscode/refresh/other-windows.ts';
import { Refresher } from './vscode/refresh/refresher.ts';
import type { CurrentAccount } from './vscode/account/current-account.ts';
import {
	agentPolicy,
	mcpPort,
	notificationChoice,
	onSettings,
	refreshInterval,
	statusBarShown,
} from './vscode/settings.ts';
import { StatusBar } from './vscode/status/status-bar.ts';
import { Sidebar } from './vscode/sidebar/sidebar.ts';

/**
 * Ends what listens on a port. The editor hands nothing to `deactivate`, and does not wait for subscriptions: a variable of the
 * module is the only way to have it waited for.
 */
let end: (() => Promise<unknown>) | undefined;

/** What the suites in test/host look at. Nobody else gets it: other extensions could read PagerDuty through it. */
export interface TestAccess {
	readonly account: CurrentAccount;
	readonly incidents: IncidentStore;
	readonly oncall: OncallStore;
	readonly sidebar: Sidebar;
	readonly connections: MachineConnections;
	readonly connectionsView: ConnectionsView;
	readonly port: StablePort;
	readonly mcp: McpProvider;
	/** Where PagerDuty is: suites put a demo account in its place. */
	readonly urls: Record<Region, string>;
	/** Where people sign in with the browser. */
	readonly identity: { server: IdentityServer };
	/** What `activate` took by itself, in ms. */
	readonly activationMs: number;
}

/** Builds the parts and connects them. Nothing goes over the network before it is known who is signed in. */
export function activate(context: vscode.ExtensionContext): TestAccess | undefined {
	const started = performance.now();
	const version = String(Reflect.get(context.extension.packageJSON, 'version'));
	const clock = systemClock;
	const random = Math.random;
	const userAgent = `oncall-for-pagerduty/${version}`;

	const channel = vscode.window.createOutputChannel('PagerDuty', { log: true });
	const log = new RedactingLog(channel);
	const demo = process.env['PAGERDUTY_DEMO'];
	const urls = { ...apiUrls };
	const { account, authentication, reminder, apps, signIn, identity } = accountParts({
		context,
		urls,
		startDemo: async () => (await import('./sandbox/sandbox.ts')).startSandbox({ live: demo === 'live' }),
		clock,
		log,
		userAgent,
	});
	const client = new PagerDutyClient({
		account: account.source,
		clock,
		log,
		userAgent,
		onUnauthorized: () => account.expire(),
	});
	const changes = new ChangesInAccount(account.switched);
	const toolboxParts = {
		client,
		clock,
		log,
		signIn: 'Ask the person to run the command "PagerDuty: Sign in" in VS Code.',
		sender:
			'An account-level key needs the e-mail address of a PagerDuty user: ask the person to run the command "PagerDuty: Sign in" in VS Code again and to give it there.',
	};
	/** Loaded when tools are first needed. */
	const toolboxes = async () => {
		const { Toolbox } = await import('./tools/toolbox.ts');
		return (
			offer: Pick<ToolboxOptions, 'policy' | 'widen' | 'hidesOthers'> & Partial<Pick<ToolboxOptions, 'client'>>,
		) =>
			new Toolbox({
				...toolboxParts,
				...offer,
				// Asked at each call.
				get changes() {
					return changes.ofCall;
				},
			});
	};
	const toolbox = new LazyToolbox(async () =>
		(await toolboxes())({
			policy: agentPolicy,
			widen: 'in the settings of VS Code, with pagerduty.toolsets and pagerduty.agentAccess',
		}),
	);
	const folder = context.globalStorageUri.fsPath;
	const connections = new MachineConnections(folder, clock);
	const mcp = new McpProvider({
		start: async () => {
			const [{ LoopbackServer }, toolboxWith] = await Promise.all([
				import('./mcp/http/loopback-server.ts'),
				toolboxes(),
			]);
			const toolsFor = (policy: () => Policy, { account: whose }: Connection) => {
				const only = whose && { client: client.withAccount(account.sourceFor(whose)) };
				const tools = toolboxWith({ policy, hidesOthers: true, ...only });
				const forgetting = account.switched.on(() => tools.forget());
				return { tools, dispose: () => forgetting.dispose() };
			};
			const store = await connections.store();
			const server = await LoopbackServer.start({
				tools: await toolbox.loaded(),
				version,
				log,
				clock,
				connections: { store, toolsFor },
			});
			log.hide(server.bearer);
			return server;
		},
		version: () => definitionVersion(version, agentPolicy()),
	});

	const port = new StablePort({
		folder,
		port: mcpPort,
		needed: () => connections.any(),
		listen: async (wanted) => (await mcp.running()).listenAt(wanted),
		clock,
		log,
	});
	const connectionsView = new ConnectionsView({ account, connections, port, clock, log });

	const incidents = new IncidentStore(clock);
	const oncall = new OncallStore(clock);
	const arrangement = new WorkspaceArrangement(context.workspaceState);
	const sidebar = new Sidebar({ account, incidents, oncall, arrangement, clock });
	const statusBar = new StatusBar({ account, incidents, oncall, clock, shown: statusBarShown });
	const notifications = new Notifications({
		account,
		incidents,
		memory: context.globalState,
		choice: notificationChoice,
		interval: refreshInterval,
		clock,
		log,
		random,
	});
	const refresher = new Refresher({
		toolbox,
		// Loaded with the first reading: the editor does not wait for the tools while it starts.
		readIncidents: async (...reading) => (await import('./vscode/incidents/read.ts')).readIncidents(...reading),
		readPriorities: async (...reading) =>
			(await import('./vscode/incidents/read-priorities.ts')).readAccountPriorities(...reading),
		readOncalls: async (...reading) => (await import('./vscode/oncall/read.ts')).readOncalls(...reading),
		changes,
		account,
		incidents,
		oncall,
		sidebar,
		redraw: () => {
			sidebar.redraw();
			statusBar.update();
		},
		clock,
		log,
		random,
		interval: refreshInterval,
		background: () => ({
			incidents: statusBarShown() || notificationChoice() !== 'off',
			oncall: statusBarShown(),
		}),
	});

	const check = new ConnectionCheck({ account, urls, clock, log, userAgent, version });
	const otherWindows = new OtherWindows({
		folder: context.globalStorageUri.fsPath,
		changed: (change) => refresher.changedElsewhere(change),
		log,
	});
	void otherWindows.start();

	const incidentParts = { toolbox, store: incidents, changes, clock, selected: () => sidebar.incidents.selection };
	context.subscriptions.push(
		changes,
		sidebar,
		statusBar,
		notifications,
		refresher,
		otherWindows,
		changes.announced.on(({ oncall: turns, unknown }) => {
			// The demo is this window's own.
			if (!account.isDemo) void otherWindows.tell({ oncall: (turns ?? unknown) === true });
		}),
		account.switched.on(() => toolbox.forget()),
		onSettings(['agentAccess', 'toolsets'], () => mcp.offerChanged()),
		onSettings(['mcpPort'], () => void port.update()),
		connections.changed.on(() => void port.update()),
		connectionsView,
		onSettings(['refreshInterval', 'notifications', 'statusBar'], () => refresher.update()),
		onSettings(['statusBar'], () => statusBar.update()),
		onSettings(['notifications'], () => notifications.reset()),
		mcp.register(),
		authentication.register(),
		reminder,
		check,
		registerCommands(
			{
				...accountCommands({ account, signIn, apps }),
				...incidentCommands({ ...incidentParts, show: (id) => sidebar.show(id) }),
				...arrangementCommands({ arrangement, store: incidents }),
				...noteCommands(incidentParts),
				...snoozeCommands(incidentParts),
				...handOnCommands(incidentParts),
				...tellCommands(incidentParts),
				...arrangeCommands(incidentParts),
				...importanceCommands(incidentParts),
				...linkCommands({ ...incidentParts, account }),
				...connectionCommands({ account, connections, mcp, port, toolbox, clock }),
				...generalCommands({ refresh: () => refresher.now(), channel, check }),
			},
			errorPresenter(log),
		),
		// Last: they are disposed in this order, and what ends may log.
		channel,
	);
	end = () => Promise.allSettled([port.dispose().then(() => mcp.dispose()), account.dispose()]);
	void port.update();
	void account.start(demo !== undefined && demo !== '');
	const activationMs = performance.now() - started;
	const access = {
		account,
		incidents,
		oncall,
		sidebar,
		connections,
		connectionsView,
		port,
		mcp,
		urls,
		identity,
		activationMs,
	};
	return context.extensionMode === vscode.ExtensionMode.Test ? access : undefined;
}

/** Waits for what listens on a port to be gone. */
export async function deactivate(): Promise<void> {
	await end?.();
	end = undefined;
}
