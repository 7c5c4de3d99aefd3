import * as vscode from 'vscode';
import * as z from 'zod';
import type { Disposable } from '../emitter.ts';
import { panelTypes } from '../ids.ts';
import { pageTools } from './page-tools.ts';
import type { Follower, PanelPage, PanelParts, Subject, ToldPanel } from './panel-page.ts';

/** The page of who is on call when: of one schedule, or of all that somebody chooses in it. */
export const oncallPage: PanelPage = {
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
	follow: (subject, panel, parts) => new OncallFollower(subject, panel, parts),
};

/** Tells the page when somebody else may be on call now. */
class OncallFollower implements Follower {
	readonly #subject: Subject;
	readonly #panel: ToldPanel;
	readonly #listening: Disposable;

	constructor(subject: Subject, panel: ToldPanel, { changes }: PanelParts) {
		this.#subject = subject;
		this.#panel = panel;
		this.#listening = changes.announced.on(({ oncall, unknown }) => {
			if (oncall ?? unknown) this.begin();
		});
	}

	begin(): void {
		this.#panel.ask(this.#subject);
	}

	dispose(): void {
		this.#listening.dispose();
	}
}
