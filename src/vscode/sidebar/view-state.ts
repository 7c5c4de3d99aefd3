import type { LoadState } from '../refresh/load-state.ts';
import type { Situation } from '../words/situation.ts';
import { timeOfDay } from '../words/time.ts';

/** Value of a view's context key: which of its empty states is shown, or that it has content. */
export type ViewState = 'loading' | 'some' | 'empty' | 'offline' | 'server' | 'forbidden' | 'plan' | 'error';

/** What a view with `count` rows shows. Data that was read stays, whatever happened since. */
export function viewState({ completeAt, problem }: LoadState, count: number): ViewState {
	if (count > 0) return 'some';
	if (completeAt) return 'empty';
	switch (problem?.what.kind) {
		case undefined:
			return 'loading';
		case 'offline':
		case 'server':
		case 'forbidden':
		case 'plan':
			return problem.what.kind;
		// Usually the account says so itself and its own welcome is shown; if not, the view must not stay blank.
		case 'expired':
			return 'forbidden';
		case 'signedOut':
		case 'other':
			return 'error';
	}
}

/** What a view says above its rows when they may be out of date; undefined when all is well or the empty state says it. */
export function viewMessage(load: LoadState, count: number, { l10n, locale }: Situation): string | undefined {
	const { completeAt, problem } = load;
	if (!problem || (count === 0 && !completeAt)) return undefined;
	const at = timeOfDay(problem.at, locale);
	return completeAt
		? l10n.t(
				'Refresh failed at {0}: {1} Showing data from {2}.',
				at,
				problem.what.message,
				timeOfDay(completeAt, locale),
			)
		: l10n.t('Partly refreshed at {0}: {1}', at, problem.what.message);
}
