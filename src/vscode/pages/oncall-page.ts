import * as vscode from 'vscode';
import * as z from 'zod';
import { panelTypes } from '../ids.ts';
import { AskedAgain } from './asked-again.ts';
import { pageTools } from './page-tools.ts';
import type { PanelPage } from './panel-page.ts';

/** The page of who is on call when: of one schedule, or of all that somebody chooses in it. */
export const oncallPage: PanelPage = {
	name: 'oncall',
	type: panelTypes.oncall,
	title: () => vscode.l10n.t('On call'),
	load: () => import('page:oncall'),
	tools: pageTools.oncall,
	subject: z.strictObject({
		schedule: z
			.string()
			.regex(/^[A-Za-z0-9]{1,40}$/)
			.optional(),
	}),
	// It is about the whole account.
	mayCall: () => true,
	follow: (subject, panel, parts) => new AskedAgain(subject, panel, parts, ({ oncall }) => oncall === true),
};
