import type { Whose } from '../../../connections/connection.ts';

/** What could not be sent: nobody types it again. It counts only in the account for which it was typed. */
export class KeptDraft<Draft> {
	readonly #whose: () => Whose | undefined;
	#kept: { readonly account: string; readonly draft: Draft } | undefined;

	/** @param whose the account in use */
	constructor(whose: () => Whose | undefined) {
		this.#whose = whose;
	}

	get draft(): Draft | undefined {
		const kept = this.#kept;
		return kept?.account === this.#account() ? kept.draft : undefined;
	}

	keep(draft: Draft): void {
		this.#kept = { account: this.#account(), draft };
	}

	forget(): void {
		this.#kept = undefined;
	}

	#account(): string {
		return JSON.stringify(this.#whose() ?? null);
	}
}
