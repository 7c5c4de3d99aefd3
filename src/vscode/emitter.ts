/** What stops something: structurally a `vscode.Disposable`. */
export interface Disposable {
	dispose(): void;
}

/** Tells its listeners what happened, in the order in which they came. */
export class Emitter<Event = void> {
	readonly #listeners = new Set<(event: Event) => void>();

	/** Calls `listener` at each event until disposed. */
	on(listener: (event: Event) => void): Disposable {
		this.#listeners.add(listener);
		return { dispose: () => void this.#listeners.delete(listener) };
	}

	fire(event: Event): void {
		for (const listener of [...this.#listeners]) listener(event);
	}
}
