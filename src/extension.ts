import * as vscode from 'vscode';
import type { IdentityServer } from './oauth/identity-server.ts';
import { apiUrls, type Region } from './pagerduty/http/account.ts';
import { systemClock } from './pagerduty/http/clock.ts';
import { accountParts } from './parts/account.ts';
import { activityParts } from './parts/activity.ts';
import { commandParts } from './parts/commands.ts';
import { mcpParts } from './parts/mcp.ts';
import { pageParts } from './parts/pages.ts';
import { repositoryParts } from './parts/repository.ts';
import { toolParts } from './parts/tools.ts';
import { viewParts } from './parts/views.ts';
import type { CurrentAccount } from './vscode/account/current-account.ts';
import type { ConnectionsView } from './vscode/connections/connections-view.ts';
import type { MachineConnections } from './vscode/connections/machine-connections.ts';
import type { StablePort } from './vscode/connections/stable-port.ts';
import type { ActivityRecord } from './vscode/activity/activity-record.ts';
import type { ActivityView } from './vscode/activity/activity-view.ts';
import { ConnectionCheck } from './vscode/doctor/connection-check.ts';
import type { IncidentStore } from './vscode/incidents/store.ts';
import { RedactingLog } from './vscode/log.ts';
import type { McpProvider } from './vscode/mcp-provider.ts';
import type { OncallStore } from './vscode/oncall/store.ts';
import type { Sidebar } from './vscode/sidebar/sidebar.ts';

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
	readonly record: ActivityRecord;
	readonly activityView: ActivityView;
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
	const userAgent = `oncall-for-pagerduty/${version}`;
	const channel = vscode.window.createOutputChannel('PagerDuty', { log: true });
	const log = new RedactingLog(channel);
	const demo = process.env['PAGERDUTY_DEMO'];
	const urls = { ...apiUrls };
	const common = { context, clock: systemClock, log, userAgent, folder: context.globalStorageUri.fsPath };

	const people = accountParts({
		...common,
		urls,
		startDemo: async () => (await import('./sandbox/sandbox.ts')).startSandbox({ live: demo === 'live' }),
	});
	const { account } = people;
	// First of all: menus and the palette wait to know who is signed in. It is told after everything below listens.
	void account.start(demo !== undefined && demo !== '');
	const activity = activityParts(common);
	const tools = toolParts({ ...common, ...activity, account });
	const repositories = repositoryParts({ ...common, ...tools, account });
	const { repository } = repositories;
	const views = viewParts({ ...common, ...tools, account, repository, random: Math.random });
	const pages = pageParts({ ...common, ...tools, ...views, account });
	const { openPage } = pages;
	const server = mcpParts({ ...common, ...tools, ...activity, account, repository, seen: views, openPage, version });
	const check = new ConnectionCheck({ ...common, account, urls, version });

	context.subscriptions.push(
		...people.disposables,
		...activity.disposables,
		...tools.disposables,
		...server.disposables,
		...views.disposables,
		...repositories.disposables,
		repositories.follow(views.incidents),
		pages.pages,
		check,
		commandParts({ ...common, ...people, ...tools, ...views, ...server, ...pages, ...activity, check, channel }),
		// Last: they are disposed in this order, and what ends may log.
		channel,
	);
	end = () => Promise.allSettled([server.end(), account.dispose()]);
	const activationMs = performance.now() - started;
	const { incidents, oncall, sidebar } = views;
	const { connections, connectionsView, port, mcp } = server;
	const { identity } = people;
	const { record, view: activityView } = activity;
	const access = {
		record,
		activityView,
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
