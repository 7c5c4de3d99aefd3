import type { Change } from '../../tools/core/changes.ts';
import type { Disposable } from '../emitter.ts';
import type { Follower, PanelParts, Subject, ToldPanel } from './panel-page.ts';

/** Has the page read all of it again whenever something changed that it shows. */
export class AskedAgain implements Follower {
	readonly #subject: Subject;
	readonly #panel: ToldPanel;
	readonly #listening: Disposable;
	/** Something changed while nobody could see the page. */
	#isStale = false;
	/** It is asked as soon as everybody has heard of the change. */
	#isAsking = false;
	#ended = false;

	/** @param concerns whether the page shows what such a change announces; where nobody knows what has changed it may */
	constructor(subject: Subject, panel: ToldPanel, { changes }: PanelParts, concerns: (change: Change) => boolean) {
		this.#subject = subject;
		this.#panel = panel;
		this.#listening = changes.announced.on((change) => {
			if (change.unknown ?? concerns(change)) this.news();
		});
	}

	/** Something changed that it shows. One change may be told by several: the page reads once. */
	news(): void {
		if (this.#isAsking) return;
		this.#isAsking = true;
		queueMicrotask(() => {
			this.#isAsking = false;
			// What changes in another account is no news of this one.
			if (this.#ended || !this.#panel.isOwn) return;
			if (this.#panel.isVisible) this.begin();
			else this.#isStale = true;
		});
	}

	begin(): void {
		this.#isStale = false;
		this.#panel.ask(this.#subject);
	}

	seen(): void {
		if (this.#isStale && this.#panel.isOwn) this.begin();
	}

	dispose(): void {
		this.#ended = true;
		this.#listening.dispose();
	}
}
