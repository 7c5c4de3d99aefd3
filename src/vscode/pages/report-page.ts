import * as vscode from 'vscode';
import * as z from 'zod';
import { panelTypes } from '../ids.ts';
import { pageTools } from './page-tools.ts';
import type { PanelPage } from './panel-page.ts';

/** The page of the report: one for the account. */
export const reportPage: PanelPage = {
	name: 'report',
	type: panelTypes.report,
	title: () => vscode.l10n.t('Report'),
	load: () => import('page:report'),
	tools: pageTools.report,
	subject: z.strictObject({}),
	mayCall: () => true,
	// PagerDuty's figures change once a day, so nothing that happens here is news.
	follow: (_subject, panel) => ({ begin: () => panel.ask({}), dispose: () => undefined }),
};
