import * as vscode from 'vscode';
import { viewIds } from '../ids.ts';
import type { Handlers } from './register.ts';

export interface GeneralCommandsParts {
	/** Reads everything anew for the person. */
	readonly refresh: () => Promise<void>;
	readonly channel: { show(): void };
	/** Looks at everything between here and PagerDuty, and shows it. */
	readonly check: { show(): Promise<void> };
}

/** The commands about everything that is shown, the log, and the connection. */
export function generalCommands({
	refresh,
	channel,
	check,
}: GeneralCommandsParts): Pick<Handlers, 'refresh' | 'showLog' | 'checkConnection'> {
	return {
		refresh: async () => {
			await vscode.window.withProgress({ location: { viewId: viewIds.incidents } }, refresh);
		},

		showLog: () => channel.show(),

		checkConnection: () => check.show(),
	};
}
