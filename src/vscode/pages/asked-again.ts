import type { Change } from '../../tools/core/changes.ts';
import type { Disposable } from '../emitter.ts';
import type { Follower, PanelParts, Subject, ToldPanel } from './panel-page.ts';

/** Has the page read all of it again whenever something changed that it shows. */
export class AskedAgain implements Follower {
	readonly #subject: Subject;
	readonly #panel: ToldPanel;
	readonly #listening: Disposable;

	constructor(subject: Subject, panel: ToldPanel, { changes }: PanelParts, concerns: (change: Change) => boolean) {
		this.#subject = subject;
		this.#panel = panel;
		this.#listening = changes.announced.on((change) => {
			if (change.unknown ?? concerns(change)) this.begin();
		});
	}

	begin(): void {
		this.#panel.ask(this.#subject);
	}

	dispose(): void {
		this.#listening.dispose();
	}
}
