import * as vscode from 'vscode';
import { viewIds } from '../ids.ts';
import type { McpProvider } from '../mcp-provider.ts';
import type { Handlers } from './register.ts';

export interface ToolCommandsParts {
	/** Reads everything anew for the person. */
	readonly refresh: () => Promise<void>;
	readonly channel: { show(): void };
	readonly mcp: McpProvider;
}

/** The remaining commands: refresh, log, configuration for other MCP clients. */
export function toolCommands({
	refresh,
	channel,
	mcp,
}: ToolCommandsParts): Pick<Handlers, 'refresh' | 'showLog' | 'copyMcpConfiguration'> {
	return {
		refresh: async () => {
			await vscode.window.withProgress({ location: { viewId: viewIds.incidents } }, refresh);
		},

		showLog: () => channel.show(),

		copyMcpConfiguration: async () => {
			const { url, bearer } = await mcp.running();
			const configuration = {
				mcpServers: { pagerduty: { type: 'http', url, headers: { Authorization: `Bearer ${bearer}` } } },
			};
			await vscode.env.clipboard.writeText(JSON.stringify(configuration, undefined, 2));
			const told = [
				vscode.l10n.t(
					'Copied the MCP configuration. It holds a key to this window: whoever has it can use PagerDuty as you until the window closes. Do not share or save it.',
				),
				...(vscode.env.remoteName === undefined
					? []
					: [vscode.l10n.t('Its address works on the remote machine only, unless you forward the port.')]),
			];
			void vscode.window.showWarningMessage(told.join(' '));
		},
	};
}
