/**
 * What the frames of a window tell by `console.debug('bench: <ms since 1970> <what>')`, and when each was told first. Every frame has a
 * console, wherever it comes from.
 */
export class Marks {
	/** In ms since 1970. @type {Map<string, number>} */
	#seen = new Map();
	/** @type {() => void} */
	#look = () => undefined;

	/** @param {import('playwright-core').Page} page */
	constructor(page) {
		page.on('console', (line) => {
			const [, at, what] = /^bench: (\S+) (.+)$/.exec(line.text()) ?? [];
			if (what && !this.#seen.has(what)) this.#seen.set(what, Number(at));
			this.#look();
		});
	}

	/** Gives the first that is wanted, once it has been told. @param {(what: string) => boolean} wanted @returns {Promise<string>} */
	until(wanted) {
		return new Promise((resolve) => {
			this.#look = () => [...this.#seen.keys()].filter(wanted).forEach(resolve);
			this.#look();
		});
	}

	/** @param {string} what */
	at(what) {
		return this.#seen.get(what) ?? NaN;
	}

	forget() {
		this.#seen.clear();
	}
}
