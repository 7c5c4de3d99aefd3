/** The latest things made: more than can be looked for at the same time. */
const most = 1000;

/**
 * What this product has made lately, by id. A call that looks back for what it has made must not take for it what another
 * call made, even if the list it compares with was read too early to hold it.
 */
export class Claims {
	readonly #ids = new Set<string>();

	/** Whether no call has it for its own yet; from now on this one has. */
	take(id: string): boolean {
		if (this.#ids.has(id)) return false;
		this.#ids.add(id);
		const [oldest] = this.#ids;
		if (this.#ids.size > most && oldest !== undefined) this.#ids.delete(oldest);
		return true;
	}
}
