/** Something of a status page as it was chosen. */
export interface Chosen {
	readonly id: string;
	readonly name: string;
}

/** A page, and what its posts can say of an incident. */
export interface ChosenPage extends Chosen {
	/** Whoever opens its address reads it. */
	readonly isPublic: boolean;
}

/** What somebody wants to publish: a post, or an update of one. */
export interface Draft {
	readonly page: ChosenPage | undefined;
	/** Undefined: a new one. */
	readonly post: Chosen | undefined;
	/** Of a new post. */
	readonly title: string;
	/** Undefined: as before. */
	readonly status: string | undefined;
	readonly severity: string | undefined;
	readonly message: string;
	readonly notify: boolean;
}

export const emptyDraft: Draft = {
	page: undefined,
	post: undefined,
	title: '',
	status: undefined,
	severity: undefined,
	message: '',
	notify: false,
};

/** What the tools take, in characters. */
export const longestTitle = 128;
export const longestMessage = 10_000;
