import * as vscode from 'vscode';
import type { Clock } from '../pagerduty/http/clock.ts';
import type { CurrentAccount } from '../vscode/account/current-account.ts';
import type { OpenPage } from '../vscode/commands/page.ts';
import { panelTypes } from '../vscode/ids.ts';
import type { ShownPage } from '../vscode/links/editor-link.ts';
import type { RedactingLog } from '../vscode/log.ts';
import type { PagePanels } from '../vscode/pages/page-panels.ts';
import type { ToolParts } from './tools.ts';
import type { ViewParts } from './views.ts';

export interface PagePartsOptions
	extends Pick<ToolParts, 'toolbox' | 'changes'>, Pick<ViewParts, 'incidents' | 'oncall'> {
	readonly context: Pick<vscode.ExtensionContext, 'extensionUri'>;
	readonly account: CurrentAccount;
	readonly clock: Clock;
	readonly log: RedactingLog;
}

/** Pages in panels of the editor. */
export interface PageParts {
	readonly openPage: OpenPage;
	/** The page that is in front. */
	readonly shownPage: () => ShownPage | undefined;
	readonly pages: vscode.Disposable;
}

/** What shows pages is loaded with the first one, or with one that was open before the editor was restarted. */
export function pageParts(options: PagePartsOptions): PageParts {
	let panels: PagePanels | undefined;
	// What could not be loaded is loaded again the next time.
	const loaded = async () => {
		const [{ panelPages }, { PagePanels }] = await Promise.all([
			import('../vscode/pages/catalogue.ts'),
			import('../vscode/pages/page-panels.ts'),
		]);
		return { pages: panelPages, panels: (panels ??= new PagePanels(options, iconIn(options.context.extensionUri))) };
	};
	return {
		shownPage: () => panels?.shown,
		openPage: async (name, subject, fromRow) => {
			const { pages, panels } = await loaded();
			await panels.open(pages[name], subject, fromRow);
		},
		pages: vscode.Disposable.from(
			...Object.values(panelTypes).map((type) =>
				vscode.window.registerWebviewPanelSerializer(type, {
					deserializeWebviewPanel: async (panel, state) => {
						const { pages, panels } = await loaded();
						const page = Object.values(pages).find((one) => one.type === type);
						if (page) await panels.restore(page, panel, state);
					},
				}),
			),
		),
	};
}

/** The icon of the tabs, which has no colour of its own there. */
function iconIn(folder: vscode.Uri) {
	const file = (name: string) => vscode.Uri.joinPath(folder, 'media', name);
	return { light: file('tab-light.svg'), dark: file('tab-dark.svg') };
}
