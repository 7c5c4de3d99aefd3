import type { L10n } from '../shared/place.ts';
import type { Kind } from './timeline.ts';

export function urgencyWord(urgency: string | undefined, l10n: L10n): string | undefined {
	if (urgency === 'high') return l10n.t('High urgency');
	return urgency === 'low' ? l10n.t('Low urgency') : urgency;
}

/** What a line of the timeline is about, for whoever cannot see its sign. */
export function kindWord(kind: Kind, l10n: L10n): string {
	switch (kind) {
		case 'note':
			return l10n.t('Note');
		case 'state':
			return l10n.t('State');
		case 'page':
			return l10n.t('Notification');
		case 'responder':
			return l10n.t('Responder');
		case 'change':
			return l10n.t('Change');
		case 'other':
			return l10n.t('Event');
	}
}

export function responderState(state: string, l10n: L10n): string {
	switch (state) {
		case 'pending':
			return l10n.t('asked');
		case 'joined':
			return l10n.t('joined');
		case 'declined':
			return l10n.t('declined');
		case 'cancelled':
			return l10n.t('cancelled');
		default:
			return state;
	}
}
