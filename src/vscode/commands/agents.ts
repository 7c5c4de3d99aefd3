import * as vscode from 'vscode';
import type { McpProvider } from '../mcp-provider.ts';
import type { Handlers } from './register.ts';

/** The commands about agents: the configuration for other MCP clients. */
export function agentCommands({ mcp }: { readonly mcp: McpProvider }): Pick<Handlers, 'copyMcpConfiguration'> {
	return {
		copyMcpConfiguration: async () => {
			const { url, bearer } = await mcp.running();
			const configuration = {
				mcpServers: { pagerduty: { type: 'http', url, headers: { Authorization: `Bearer ${bearer}` } } },
			};
			await vscode.env.clipboard.writeText(JSON.stringify(configuration, undefined, 2));
			const warning = [
				vscode.l10n.t(
					'Copied the MCP configuration. It holds a key to this window: whoever has it can use PagerDuty as you until the window closes. Do not share or save it.',
				),
				...(vscode.env.remoteName === undefined
					? []
					: [vscode.l10n.t('Its address works on the remote machine only, unless you forward the port.')]),
			];
			void vscode.window.showWarningMessage(warning.join(' '));
		},
	};
}
