/** Events already told, in every window and over reloads. */
export interface ToldEvents {
	read(): readonly string[];
	write(events: readonly string[]): Promise<void>;
}

/** Events told in this window only. */
export class ToldInWindow implements ToldEvents {
	#events: readonly string[] = [];

	read(): readonly string[] {
		return this.#events;
	}

	write(events: readonly string[]): Promise<void> {
		this.#events = events;
		return Promise.resolve();
	}
}

/** The part of `vscode.Memento` that is used; never synchronised to other machines. */
export interface ToldMemory {
	get(key: string, otherwise: readonly string[]): readonly string[];
	update(key: string, value: readonly string[]): PromiseLike<void>;
}

/** Events told in any window of this machine. */
export function toldHere(memory: ToldMemory, key: string): ToldEvents {
	return { read: () => memory.get(key, []), write: async (events) => memory.update(key, events) };
}
