import type { Connection } from '../connections/connection.ts';
import { LoopbackServer } from '../mcp/http/loopback-server.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import type { Policy } from '../tools/core/access.ts';
import type { ActivityRecord } from '../vscode/activity/activity-record.ts';
import type { CurrentAccount } from '../vscode/account/current-account.ts';
import { consentOnScreen } from '../vscode/consent/screen.ts';
import type { MachineConnections } from '../vscode/connections/machine-connections.ts';
import type { RedactingLog } from '../vscode/log.ts';
import { accountNews } from '../vscode/refresh/account-news.ts';
import type { PageName } from '../vscode/ids.ts';
import { placeInWords } from '../vscode/repository/place.ts';
import type { WorkspaceServices } from '../vscode/repository/workspace-services.ts';
import type { ToolParts } from './tools.ts';
import type { ViewParts } from './views.ts';

export interface McpServerOptions extends Pick<ToolParts, 'client' | 'toolbox' | 'toolboxes' | 'changes'> {
	readonly account: CurrentAccount;
	readonly record: ActivityRecord;
	readonly repository: Pick<WorkspaceServices, 'services'>;
	/** What the views read of PagerDuty. */
	readonly seen: Pick<ViewParts, 'incidents' | 'oncall'>;
	/** Shows a page in a panel. */
	readonly openPage: (page: PageName, subject: Readonly<Record<string, string>>) => Promise<void>;
	readonly version: string;
	readonly clock: Clock;
	readonly log: RedactingLog;
}

/** Starts the server of this window, with tools of its own for each connection. */
export async function startServer(
	{
		account,
		changes,
		client,
		clock,
		log,
		openPage,
		record,
		repository,
		seen: { incidents, oncall },
		toolbox,
		toolboxes,
		version,
	}: McpServerOptions,
	connections: MachineConnections,
): Promise<LoopbackServer> {
	const [toolboxWith, ofAccount] = await Promise.all([toolboxes(), client()]);
	const recorderFor = await record.recorders();
	const toolsFor = (policy: () => Policy, { account: whose, name }: Connection) => {
		const only = whose && { client: ofAccount.withAccount(account.sourceFor(whose)) };
		const tools = toolboxWith({
			policy,
			hidesOthers: true,
			consent: consentOnScreen(clock, name),
			recorder: recorderFor({ connection: name }),
			...only,
		});
		const forgetting = account.switched.on(() => tools.forget());
		return { tools, dispose: () => forgetting.dispose() };
	};
	const server = await LoopbackServer.start({
		tools: await toolbox.loaded(),
		place: () => placeInWords(repository.services),
		news: accountNews({ changes, switched: account.switched, incidents, oncall }),
		editor: { open: openPage },
		version,
		log,
		clock,
		connections: { store: await connections.store(), toolsFor },
	});
	log.hide(server.bearer);
	return server;
}
