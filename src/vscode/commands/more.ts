import * as vscode from 'vscode';
import { viewIds } from '../ids.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { Handlers } from './register.ts';

export interface MoreCommandsParts {
	readonly store: IncidentStore;
	/** Reads more of the open incidents. */
	readonly more: () => Promise<void>;
}

/** The command that shows more of the open incidents where there are very many. */
export function moreCommands({ store, more }: MoreCommandsParts): Pick<Handlers, 'loadMore'> {
	return {
		loadMore: async () => {
			if (store.rest?.reachable) await vscode.window.withProgress({ location: { viewId: viewIds.incidents } }, more);
			else void vscode.window.showInformationMessage(vscode.l10n.t('There are no more incidents to load.'));
		},
	};
}
