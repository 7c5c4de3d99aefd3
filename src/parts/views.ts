import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { Clock } from '../pagerduty/http/clock.ts';
import type { CurrentAccount } from '../vscode/account/current-account.ts';
import { MyTeams } from '../vscode/account/my-teams.ts';
import { WorkspaceArrangement } from '../vscode/incidents/arrangement.ts';
import { IncidentLooks } from '../vscode/incidents/looks.ts';
import { ResolvedLately } from '../vscode/incidents/resolved-lately.ts';
import { IncidentStore } from '../vscode/incidents/store.ts';
import type { RedactingLog } from '../vscode/log.ts';
import { ShiftReminders } from '../vscode/notifications/shift-reminders.ts';
import { Notifications } from '../vscode/notifications/notifications.ts';
import { WorkspaceOncallGrouping } from '../vscode/oncall/grouping.ts';
import { NoteDocuments } from '../vscode/notes/note-documents.ts';
import { NoteLens } from '../vscode/notes/note-lens.ts';
import { OncallStore } from '../vscode/oncall/store.ts';
import { OtherWindows, type ChangedElsewhere } from '../vscode/refresh/other-windows.ts';
import { Refresher } from '../vscode/refresh/refresher.ts';
import {
	onSettings,
	refreshInterval,
	statusBarShown,
	wantedNotifications,
	shiftReminderMinutes,
} from '../vscode/settings.ts';
import { RecentChanges } from '../vscode/repository/recent-changes.ts';
import type { WorkspaceServices } from '../vscode/repository/workspace-services.ts';
import { SharedLooks } from '../vscode/refresh/shared-looks.ts';
import { Sidebar } from '../vscode/sidebar/sidebar.ts';
import { StatusBar } from '../vscode/status/status-bar.ts';
import type { ToolParts } from './tools.ts';

export interface ViewPartsOptions extends Pick<ToolParts, 'toolbox' | 'changes'> {
	readonly account: CurrentAccount;
	readonly repository: WorkspaceServices;
	/** Where files are that all windows of this machine share. */
	readonly folder: string;
	readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState'>;
	readonly clock: Clock;
	readonly random: () => number;
	readonly log: RedactingLog;
}

/** What people look at, and what keeps it up to date. */
export interface ViewParts {
	readonly incidents: IncidentStore;
	readonly oncall: OncallStore;
	readonly arrangement: WorkspaceArrangement;
	readonly grouping: WorkspaceOncallGrouping;
	readonly sidebar: Sidebar;
	readonly refresher: Refresher;
	readonly notes: NoteDocuments;
	readonly disposables: readonly Pick<vscode.Disposable, 'dispose'>[];
}

/** Builds the views. Nothing is read before it is known who is signed in. */
export function viewParts(options: ViewPartsOptions): ViewParts {
	const { account, repository, toolbox, changes, folder, context, clock, random, log } = options;
	const incidents = new IncidentStore(clock);
	const oncall = new OncallStore(clock);
	const arrangement = new WorkspaceArrangement(context.workspaceState);
	const grouping = new WorkspaceOncallGrouping(context.workspaceState);
	const resolvedLately = new ResolvedLately(toolbox, clock);
	const recentChanges = new RecentChanges(toolbox, repository, clock);
	const sidebar = new Sidebar({
		account,
		incidents,
		resolvedLately,
		recentChanges,
		oncall,
		arrangement,
		grouping,
		repository,
		clock,
	});
	const statusBar = new StatusBar({ account, incidents, oncall, repository, clock, shown: statusBarShown });
	const myTeams = new MyTeams({
		read: async (signal) => (await import('../vscode/account/read-my-teams.ts')).readMyTeams(toolbox, signal),
		switched: account.switched,
		log,
	});
	const notifications = new Notifications({
		account,
		incidents,
		memory: context.globalState,
		wanted: wantedNotifications,
		teams: myTeams,
		interval: refreshInterval,
		clock,
		log,
		random,
	});
	const reminders = new ShiftReminders({
		account,
		oncall,
		incidents,
		memory: context.globalState,
		minutes: shiftReminderMinutes,
		clock,
		log,
		random,
	});
	const refresher = new Refresher({
		toolbox,
		looks: new IncidentLooks({ toolbox, store: incidents, clock }),
		shared: new SharedLooks({ folder, clock, log }),
		// Loaded with the first reading: the editor does not wait for the tools while it starts.
		readPriorities: async (...reading) =>
			(await import('../vscode/incidents/read-priorities.ts')).readAccountPriorities(...reading),
		readOncalls: async (...reading) =>
			(await import('../vscode/oncall/read.ts')).readOncalls(...reading, grouping.now === 'team'),
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
		tellOthers: () => tellOthers({ oncall: false }),
		background: () => ({
			incidents: statusBarShown() || wantedNotifications().choice !== 'off',
			oncall: statusBarShown() || shiftReminderMinutes() > 0,
		}),
	});
	const notes = new NoteDocuments(join(folder, 'notes'));
	const otherWindows = new OtherWindows({ folder, changed: (change) => refresher.changedElsewhere(change), log });
	const tellOthers = (change: ChangedElsewhere) => {
		// The demo is this window's own.
		if (!account.isDemo) void otherWindows.tell(change);
	};
	void otherWindows.start();
	return {
		incidents,
		oncall,
		arrangement,
		grouping,
		sidebar,
		refresher,
		notes,
		disposables: [
			sidebar,
			statusBar,
			notifications,
			reminders,
			myTeams,
			refresher,
			otherWindows,
			grouping.changed.on(() => refresher.oncallWanted()),
			changes.announced.on(({ oncall: turns, unknown }) => tellOthers({ oncall: (turns ?? unknown) === true })),
			notes.register(),
			new NoteLens(incidents).register(),
			onSettings(['refreshInterval', 'notifications', 'statusBar', 'shiftReminders'], () => refresher.update()),
			onSettings(['shiftReminders'], () => reminders.update()),
			onSettings(['statusBar'], () => statusBar.update()),
			onSettings(['notifications', 'notificationServices', 'notificationPriority'], () => notifications.reset()),
		],
	};
}
