import type * as vscode from 'vscode';
import type { Connection } from '../connections/connection.ts';
import { definitionVersion } from '../mcp/definition-version.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import type { Policy } from '../tools/core/access.ts';
import type { CurrentAccount } from '../vscode/account/current-account.ts';
import { ConnectionsView } from '../vscode/connections/connections-view.ts';
import { MachineConnections } from '../vscode/connections/machine-connections.ts';
import { StablePort } from '../vscode/connections/stable-port.ts';
import type { RedactingLog } from '../vscode/log.ts';
import { McpProvider } from '../vscode/mcp-provider.ts';
import { placeInWords } from '../vscode/repository/place.ts';
import type { WorkspaceServices } from '../vscode/repository/workspace-services.ts';
import { agentPolicy, mcpPort, onSettings } from '../vscode/settings.ts';
import type { ToolParts } from './tools.ts';

export interface McpPartsOptions extends Pick<ToolParts, 'client' | 'toolbox' | 'toolboxes'> {
	readonly account: CurrentAccount;
	readonly repository: Pick<WorkspaceServices, 'services'>;
	/** Where files are that all windows of this machine share. */
	readonly folder: string;
	readonly version: string;
	readonly clock: Clock;
	readonly log: RedactingLog;
}

/** The MCP server of this window, and the connections by which other clients come in. */
export interface McpParts {
	readonly mcp: McpProvider;
	readonly connections: MachineConnections;
	readonly connectionsView: ConnectionsView;
	readonly port: StablePort;
	readonly disposables: readonly Pick<vscode.Disposable, 'dispose'>[];
	/** Ends what listens on a port. */
	end(): Promise<void>;
}

/** Builds the server's parts and registers it with the editor. It listens when the first client asks, or a connection needs it. */
export function mcpParts(options: McpPartsOptions): McpParts {
	const { account, repository, client, toolbox, toolboxes, folder, version, clock, log } = options;
	const connections = new MachineConnections(folder, clock);
	const mcp = new McpProvider({
		start: async () => {
			const [{ LoopbackServer }, toolboxWith] = await Promise.all([
				import('../mcp/http/loopback-server.ts'),
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
				place: () => placeInWords(repository.services),
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
	void port.update();
	return {
		mcp,
		connections,
		connectionsView,
		port,
		disposables: [
			connectionsView,
			mcp.register(),
			onSettings(['agentAccess', 'toolsets'], () => mcp.offerChanged()),
			onSettings(['mcpPort'], () => void port.update()),
			connections.changed.on(() => void port.update()),
		],
		end: () => port.dispose().then(() => mcp.dispose()),
	};
}
