import * as vscode from 'vscode';
import * as z from 'zod';
import type { ShownPage } from '../links/editor-link.ts';
import { PagePanel, type PanelSubject } from './page-panel.ts';
import type { PanelPage, PanelParts, Subject } from './panel-page.ts';

const Kept = z.looseObject({ account: z.string().max(100) });

/** Pages in panels of the editor: one panel for each thing that is shown. */
export class PagePanels {
	readonly #parts: PanelParts;
	readonly #icon: vscode.WebviewPanel['iconPath'];
	readonly #panels = new Map<string, PagePanel>();

	/** @param icon of the tabs */
	constructor(parts: PanelParts, icon?: vscode.WebviewPanel['iconPath']) {
		this.#parts = parts;
		this.#icon = icon;
	}

	/** The page that is in front, of the account that is used. */
	get shown(): ShownPage | undefined {
		return [...this.#panels.values()].find((panel) => panel.isInFront)?.shown;
	}

	/**
	 * Opens a page, or brings it into sight.
	 * @param fromRow it was clicked in a list: the keyboard stays there, until it is clicked again
	 */
	async open(page: PanelPage, subject: Subject, fromRow = false): Promise<void> {
		const { state } = this.#parts.account;
		if (state.kind !== 'signedIn') return;
		const shown = { subject, account: state.id };
		const open = this.#panels.get(keyOf(page, shown));
		if (open) {
			open.reveal(fromRow && !open.visible);
			return;
		}
		const panel = vscode.window.createWebviewPanel(
			page.type,
			page.title(),
			{ viewColumn: vscode.ViewColumn.Active, preserveFocus: fromRow },
			// What somebody has written into it must outlive a look at another tab, and its state must not keep it.
			{ enableScripts: true, localResourceRoots: [], enableFindWidget: true, retainContextWhenHidden: true },
		);
		await this.#fill(panel, page, shown);
	}

	/** A panel that the editor had open before it was restarted. @param state what the panel kept */
	async restore(page: PanelPage, panel: vscode.WebviewPanel, state: unknown): Promise<void> {
		const { data: kept } = Kept.safeParse(state);
		const { account = '', ...rest } = kept ?? {};
		const { data: subject } = page.subject.safeParse(rest);
		const shown = kept && subject && { subject, account };
		if (!shown || this.#panels.has(keyOf(page, shown))) {
			panel.dispose();
			return;
		}
		panel.webview.options = { enableScripts: true, localResourceRoots: [] };
		await this.#fill(panel, page, shown);
	}

	async #fill(panel: vscode.WebviewPanel, page: PanelPage, shown: PanelSubject): Promise<void> {
		const key = keyOf(page, shown);
		panel.iconPath = this.#icon;
		panel.onDidDispose(() => void this.#panels.delete(key));
		const filled = new PagePanel(panel, page, shown, this.#parts);
		this.#panels.set(key, filled);
		filled.draw(await page.load());
	}
}

function keyOf({ type }: PanelPage, { subject, account }: PanelSubject): string {
	return JSON.stringify([type, account, ...Object.entries(subject).sort()]);
}
