import type { Problem } from '../words/problem.ts';

/** How far the data behind a view is. */
export interface LoadState {
	/** When everything was last read; undefined before the first time. */
	readonly completeAt: Date | undefined;
	/** What went wrong since. */
	readonly problem: { readonly at: Date; readonly what: Problem } | undefined;
}

export const notLoaded: LoadState = { completeAt: undefined, problem: undefined };

/** Everything was read at this time. */
export function loaded(at: Date): LoadState {
	return { completeAt: at, problem: undefined };
}

/** Not everything could be read; what was read before still counts. */
export function failed(before: LoadState, at: Date, what: Problem): LoadState {
	return { ...before, problem: { at, what } };
}
