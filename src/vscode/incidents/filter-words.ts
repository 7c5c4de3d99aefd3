import type { L10n } from '../words/situation.ts';
import type { Facet, FacetKind } from './filter.ts';
import { statusWord } from './present.ts';

/** A facet as people read it. */
export function facetLabel({ kind, value }: Facet, l10n: L10n): string {
	switch (kind) {
		case 'whose':
			return l10n.t('Assigned to me');
		case 'status':
			return statusWord(value, l10n);
		case 'urgency':
			return value === 'high' ? l10n.t('High urgency') : l10n.t('Low urgency');
		case 'since':
			return value === '1' ? l10n.t('Opened in the last hour') : l10n.t('Opened in the last {0} hours', value);
		case 'priority':
		case 'service':
		case 'team':
			return value;
	}
}

/** The heading over the facets of a kind. */
export function facetKindLabel(kind: FacetKind, l10n: L10n): string {
	switch (kind) {
		case 'whose':
			return l10n.t('Whose');
		case 'status':
			return l10n.t('Status');
		case 'urgency':
			return l10n.t('Urgency');
		case 'priority':
			return l10n.t('Priority');
		case 'service':
			return l10n.t('Service');
		case 'team':
			return l10n.t('Team');
		case 'since':
			return l10n.t('Opened');
	}
}
