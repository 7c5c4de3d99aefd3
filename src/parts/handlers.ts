import type * as vscode from 'vscode';
import type { Clock } from '../pagerduty/http/clock.ts';
import { accountPageCommands } from '../vscode/commands/account-pages.ts';
import { accountCommands } from '../vscode/commands/account.ts';
import { activityCommands } from '../vscode/commands/activity.ts';
import { arrangeCommands } from '../vscode/commands/arrange.ts';
import { arrangementCommands } from '../vscode/commands/arrangement.ts';
import { askAgentCommands } from '../vscode/commands/ask-agent.ts';
import { automationCommands } from '../vscode/commands/automation.ts';
import { changeCommands } from '../vscode/commands/change.ts';
import { chooseServiceCommands } from '../vscode/commands/choose-service.ts';
import { connectionCommands } from '../vscode/commands/connections.ts';
import { createCommands } from '../vscode/commands/create.ts';
import { findCommands } from '../vscode/commands/find.ts';
import { fieldCommands } from '../vscode/commands/fields.ts';
import { generalCommands } from '../vscode/commands/general.ts';
import { handOnCommands } from '../vscode/commands/hand-on.ts';
import { importanceCommands } from '../vscode/commands/importance.ts';
import { incidentCommands } from '../vscode/commands/incidents.ts';
import { linkCommands } from '../vscode/commands/links.ts';
import { moreCommands } from '../vscode/commands/more.ts';
import { noteCommands } from '../vscode/commands/notes.ts';
import { oncallCommands } from '../vscode/commands/oncall.ts';
import { pageCommands } from '../vscode/commands/page.ts';
import { publishCommands } from '../vscode/commands/publish.ts';
import type { Handlers } from '../vscode/commands/register.ts';
import { servicePageCommands } from '../vscode/commands/service-page.ts';
import { snoozeCommands } from '../vscode/commands/snooze.ts';
import { tellCommands } from '../vscode/commands/tell.ts';
import { writtenNoteCommands } from '../vscode/commands/written-notes.ts';
import type { ActivityRecord } from '../vscode/activity/activity-record.ts';
import { LastUsed } from '../vscode/creation/last-used.ts';
import type { ConnectionCheck } from '../vscode/doctor/connection-check.ts';
import { KeyOnRow, selectedRows } from '../vscode/sidebar/selected-rows.ts';
import type { AccountParts } from './account.ts';
import type { McpParts } from './mcp.ts';
import type { PageParts } from './pages.ts';
import type { ToolParts } from './tools.ts';
import type { ViewParts } from './views.ts';
import type { RedactingLog } from '../vscode/log.ts';

export interface HandlerOptions
	extends
		Pick<AccountParts, 'account' | 'apps' | 'guide' | 'signIn'>,
		Pick<ToolParts, 'toolbox' | 'toolboxes' | 'changes'>,
		Pick<ViewParts, 'incidents' | 'arrangement' | 'grouping' | 'notes' | 'sidebar' | 'refresher'>,
		Pick<McpParts, 'connections' | 'mcp' | 'port'>,
		Pick<PageParts, 'openPage' | 'shownPage'> {
	readonly context: Pick<vscode.ExtensionContext, 'extension' | 'globalState'>;
	readonly record: ActivityRecord;
	readonly check: ConnectionCheck;
	readonly channel: vscode.LogOutputChannel;
	readonly clock: Clock;
	readonly log: RedactingLog;
}

/** What handles each command. */
export function commandHandlers(options: HandlerOptions): Handlers {
	const { account, apps, guide, signIn, toolbox, changes } = options;
	const { incidents, arrangement, grouping, notes, sidebar, refresher } = options;
	const { record, toolboxes } = options;
	const { context, connections, mcp, port, openPage, shownPage, check, channel, clock, log } = options;
	const show = (id: string) => sidebar.show(id);
	const whose = () => account.whose;
	const key = new KeyOnRow();
	const selected = () => {
		key.release();
		return selectedRows(sidebar.incidents, clock);
	};
	const parts = { toolbox, store: incidents, changes, clock, selected };
	const refresh = () => refresher.now();
	return {
		...accountCommands({ account, signIn, apps, guide }),
		...incidentCommands({ ...parts, show }),
		...createCommands({
			...parts,
			show,
			whose,
			lastUsed: new LastUsed(context.globalState),
		}),
		...pageCommands({ ...parts, key, openPage }),
		...accountPageCommands({ openPage }),
		...servicePageCommands({ ...parts, openPage }),
		...findCommands({ ...parts, openPage }),
		...moreCommands({ store: incidents, more: () => refresher.more() }),
		...arrangementCommands({ arrangement, store: incidents }),
		...oncallCommands({
			toolbox,
			changes,
			clock,
			account,
			grouping,
			selectedOncall: () => selectedRows(sidebar.oncall, clock),
		}),
		...askAgentCommands(parts),
		...chooseServiceCommands(parts),
		...noteCommands(parts),
		...writtenNoteCommands({ ...parts, notes }),
		...snoozeCommands(parts),
		...handOnCommands(parts),
		...tellCommands(parts),
		...publishCommands({ ...parts, whose }),
		...arrangeCommands(parts),
		...automationCommands(parts),
		...changeCommands({ ...parts, whose }),
		...importanceCommands(parts),
		...fieldCommands(parts),
		...linkCommands({ ...parts, account, shownPage, extensionId: context.extension.id }),
		...connectionCommands({ account, connections, mcp, port, toolbox, clock }),
		...activityCommands({ record, toolboxes, signedIn: () => account.source(), clock, log }),
		...generalCommands({ refresh, channel, check }),
	};
}
