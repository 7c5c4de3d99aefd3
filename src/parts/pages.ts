import * as vscode from 'vscode';
import type { Clock } from '../pagerduty/http/clock.ts';
import type { CurrentAccount } from '../vscode/account/current-account.ts';
import { panelTypes } from '../vscode/ids.ts';
import type { RedactingLog } from '../vscode/log.ts';
import type { IncidentPanels } from '../vscode/pages/incident-panels.ts';
import type { ToolParts } from './tools.ts';
import type { ViewParts } from './views.ts';

export interface PagePartsOptions extends Pick<ToolParts, 'toolbox' | 'changes'>, Pick<ViewParts, 'incidents'> {
	readonly account: CurrentAccount;
	readonly clock: Clock;
	readonly log: RedactingLog;
}

/** Pages in panels of the editor. */
export interface PageParts {
	/** Opens the page of an incident. @param fromRow it was clicked in a list, where the keyboard stays */
	readonly openPage: (incident: string, fromRow: boolean) => Promise<void>;
	readonly pages: vscode.Disposable;
}

/** What shows pages is loaded with the first one, or with one that was open before the editor was restarted. */
export function pageParts(options: PagePartsOptions): PageParts {
	let panels: IncidentPanels | undefined;
	// What could not be loaded is loaded again the next time.
	const loaded = () =>
		import('../vscode/pages/incident-panels.ts').then((code) => (panels ??= new code.IncidentPanels(options)));
	return {
		openPage: async (incident, fromRow) => (await loaded()).open(incident, fromRow),
		pages: vscode.window.registerWebviewPanelSerializer(panelTypes.incident, {
			deserializeWebviewPanel: async (panel, state) => (await loaded()).restore(panel, state),
		}),
	};
}
