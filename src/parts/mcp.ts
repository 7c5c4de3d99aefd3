import type * as vscode from 'vscode';
import { definitionVersion } from '../mcp/definition-version.ts';
import { ConnectionsView } from '../vscode/connections/connections-view.ts';
import { MachineConnections } from '../vscode/connections/machine-connections.ts';
import { StablePort } from '../vscode/connections/stable-port.ts';
import { McpProvider } from '../vscode/mcp-provider.ts';
import { agentPolicy, mcpPort, onSettings } from '../vscode/settings.ts';
import type { McpServerOptions } from './mcp-server.ts';

export interface McpPartsOptions extends McpServerOptions {
	/** Where files are that all windows of this machine share. */
	readonly folder: string;
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
	const { account, folder, version, clock, log } = options;
	const connections = new MachineConnections(folder, clock);
	const mcp = new McpProvider({
		start: async () => (await import('./mcp-server.ts')).startServer(options, connections),
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
