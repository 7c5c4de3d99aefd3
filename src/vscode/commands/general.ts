import * as vscode from 'vscode';
import { viewIds } from '../ids.ts';
import type { Handlers } from './register.ts';

export interface GeneralCommandsParts {
	/** Reads everything anew for the person. */
	readonly refresh: () => Promise<void>;
	readonly channel: { show(): void };
}

/** The commands about everything that is shown, and about the log. */
export function generalCommands({ refresh, channel }: GeneralCommandsParts): Pick<Handlers, 'refresh' | 'showLog'> {
	return {
		refresh: async () => {
			await vscode.window.withProgress({ location: { viewId: viewIds.incidents } }, refresh);
		},

		showLog: () => channel.show(),
	};
}
