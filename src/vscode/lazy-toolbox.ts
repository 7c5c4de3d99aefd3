import type { Toolbox } from '../tools/toolbox.ts';

/** Runs tools for people: what commands and views need of the toolbox. */
export type RunsTools = Pick<Toolbox, 'run'>;

/** The same, once the editor has done what else waits: to load so much holds it up long enough. */
async function afterOthers<Value>(value: Value): Promise<Value> {
	await new Promise((resolve) => setImmediate(resolve));
	return value;
}

/** The toolbox, loaded with the first call: the editor does not wait for it while it starts. */
export class LazyToolbox implements RunsTools {
	readonly #load: () => Promise<Toolbox>;
	#toolbox: Promise<Toolbox> | undefined;

	constructor(load: () => Promise<Toolbox>) {
		this.#load = load;
	}

	readonly run: Toolbox['run'] = async (...call) => (await this.loaded()).run(...call);

	/** The toolbox itself. */
	loaded(): Promise<Toolbox> {
		this.#toolbox ??= this.#load().then(afterOthers);
		return this.#toolbox;
	}

	/** Another account, or somebody else. */
	forget(): void {
		// What could not be loaded has nothing to forget.
		this.#toolbox?.then(
			(toolbox) => toolbox.forget(),
			() => undefined,
		);
	}
}
