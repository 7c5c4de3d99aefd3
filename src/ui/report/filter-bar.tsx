import { usePage } from '../shared/context.ts';
import { textOf, textsOf, type Fields } from '../shared/fields.ts';
import type { L10n } from '../shared/place.ts';
import type { ReportReader } from './reader.ts';
import { ignoredBy, namesOfFilters, type ReportTool } from './scope.ts';

/** Which incidents count: all, those of the person's teams, or those that an agent asked for, until somebody wants it otherwise. */
export function FilterBar({ reader }: { readonly reader: ReportReader }) {
	const { l10n } = usePage().place;
	const { filters } = reader.known;
	const named = namesOfFilters(filters);
	return (
		<>
			<div role="group" aria-label={l10n.t('Which incidents')} class="switch">
				<button
					type="button"
					aria-pressed={reader.scope === 'account' && named.length === 0}
					onClick={() => reader.showScope('account')}
				>
					{l10n.t('Everything')}
				</button>
				<button type="button" aria-pressed={reader.scope === 'my_teams'} onClick={() => reader.showScope('my_teams')}>
					{l10n.t('My teams')}
				</button>
			</div>
			{named.length > 0 && (
				<ul class="filters" aria-label={l10n.t('Filters')}>
					{named.map((name) => {
						const words = filterInWords(name, filters[name], l10n);
						return (
							<li key={name}>
								<span dir="auto">{words}</span>
								<button
									type="button"
									aria-label={l10n.t('Remove filter {0}', words)}
									onClick={() => reader.removeFilter(name)}
								>
									×
								</button>
							</li>
						);
					})}
				</ul>
			)}
		</>
	);
}

/** Says by which filters a figure is not filtered. */
export function Unfiltered({ tool, filters }: { readonly tool: ReportTool; readonly filters: Fields }) {
	const { l10n } = usePage().place;
	const ignored = ignoredBy(tool, filters).map((name) => filterInWords(name, filters[name], l10n));
	if (ignored.length === 0) return null;
	return (
		<p class="hint" dir="auto">
			{l10n.t('These figures ignore this filter: {0}', ignored.join('; '))}
		</p>
	);
}

function filterInWords(name: string, value: unknown, l10n: L10n): string {
	const shown = Array.isArray(value) ? textsOf(value).join(', ') : (textOf(value) ?? String(value));
	switch (name) {
		case 'teams':
			return l10n.t('Teams: {0}', shown);
		case 'services':
			return l10n.t('Services: {0}', shown);
		case 'priorities':
			return l10n.t('Priorities: {0}', shown);
		case 'urgency':
			return shown === 'high' ? l10n.t('High urgency') : l10n.t('Low urgency');
		case 'incident_types':
			return l10n.t('Incident types: {0}', shown);
		case 'escalation_policies':
			return l10n.t('Escalation policies: {0}', shown);
		case 'major':
			return value === true ? l10n.t('Only major incidents') : l10n.t('No major incidents');
		case 'min_acknowledgements':
			return l10n.t('Acknowledgements: at least {0}', shown);
		case 'min_timeout_escalations':
			return l10n.t('Escalations by timeout: at least {0}', shown);
		case 'min_manual_escalations':
			return l10n.t('Escalations by people: at least {0}', shown);
		case 'pd_advance_used':
			return value === true ? l10n.t('Only with PagerDuty Advance') : l10n.t('Only without PagerDuty Advance');
		default:
			return `${name}: ${shown}`;
	}
}
