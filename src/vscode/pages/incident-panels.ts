import { script, style } from 'page:incident';
import * as vscode from 'vscode';
import * as z from 'zod';
import { panelTypes } from '../ids.ts';
import { IncidentPanel, type IncidentPanelParts, type PanelSubject } from './incident-panel.ts';

const Subject = z.object({ incident: z.string().regex(/^[A-Za-z0-9]{1,40}$/), account: z.string().max(100) });

/** Incidents' pages in panels of the editor: one panel an incident. */
export class IncidentPanels {
	readonly #parts: IncidentPanelParts;
	readonly #panels = new Map<string, IncidentPanel>();

	constructor(parts: IncidentPanelParts) {
		this.#parts = parts;
	}

	/**
	 * Opens the page of an incident, or brings it into sight.
	 * @param fromRow it was clicked in a list: the keyboard stays there, until it is clicked again
	 */
	open(incident: string, fromRow: boolean): void {
		const { state } = this.#parts.account;
		if (state.kind !== 'signedIn') return;
		const subject = { incident, account: state.id };
		const shown = this.#panels.get(keyOf(subject));
		if (shown) {
			shown.reveal(fromRow && !shown.visible);
			return;
		}
		const panel = vscode.window.createWebviewPanel(
			panelTypes.incident,
			vscode.l10n.t('Incident'),
			{ viewColumn: vscode.ViewColumn.Active, preserveFocus: fromRow },
			// What somebody has written into it must outlive a look at another tab, and its state must not keep it.
			{ enableScripts: true, localResourceRoots: [], enableFindWidget: true, retainContextWhenHidden: true },
		);
		this.#fill(panel, subject);
	}

	/** A panel that the editor had open before it was restarted. @param state what the panel kept */
	restore(panel: vscode.WebviewPanel, state: unknown): void {
		const { data } = Subject.safeParse(state);
		if (!data || this.#panels.has(keyOf(data))) panel.dispose();
		else {
			panel.webview.options = { enableScripts: true, localResourceRoots: [] };
			this.#fill(panel, data);
		}
	}

	#fill(panel: vscode.WebviewPanel, subject: PanelSubject): void {
		const key = keyOf(subject);
		panel.onDidDispose(() => void this.#panels.delete(key));
		this.#panels.set(key, new IncidentPanel(panel, { script, style }, subject, this.#parts));
	}
}

function keyOf({ incident, account }: PanelSubject): string {
	return `${account} ${incident}`;
}
