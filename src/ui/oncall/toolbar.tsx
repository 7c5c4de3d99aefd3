import { useMoment, usePage } from '../shared/context.ts';
import { startOfDay, startOfDayAfter } from '../shared/zone.ts';
import type { OncallReader, View } from './reader.ts';
import type { Scope } from './scope.ts';
import { scopeName } from './words.ts';

export interface ToolbarProps {
	readonly reader: OncallReader;
	readonly grouping: 'schedule' | 'person';
	readonly group: (by: 'schedule' | 'person') => void;
	readonly filter: string;
	readonly setFilter: (text: string) => void;
}

/** Which days, which schedules, and how they are arranged. */
export function Toolbar({ reader, grouping, group, filter, setFilter }: ToolbarProps) {
	const { place } = usePage();
	const { now } = useMoment();
	const { l10n, timeZone } = place;
	const { view, scope, given } = reader.known;
	const move = (days: number) => reader.show({ view: { ...view, from: startOfDayAfter(view.from, days, timeZone) } });
	const weeks = (count: View['weeks']) => (
		<button
			type="button"
			aria-pressed={view.weeks === count}
			onClick={() => reader.show({ view: { ...view, weeks: count } })}
		>
			{count === 1 ? l10n.t('Week') : l10n.t('4 weeks')}
		</button>
	);
	const by = (what: 'schedule' | 'person', label: string) => (
		<button type="button" aria-pressed={grouping === what} onClick={() => group(what)}>
			{label}
		</button>
	);
	const scopes: readonly Scope[] = [...(given ? [given] : []), { kind: 'mine' }, { kind: 'all' }];
	const chosen = scopes.findIndex((one) => JSON.stringify(one) === JSON.stringify(scope));
	return (
		<div class="toolbar">
			<div role="group" aria-label={l10n.t('Days')} class="switch">
				<button type="button" aria-label={l10n.t('Seven days earlier')} onClick={() => move(-7)}>
					‹
				</button>
				<button type="button" onClick={() => reader.show({ view: { ...view, from: startOfDay(now, timeZone) } })}>
					{l10n.t('Today')}
				</button>
				<button type="button" aria-label={l10n.t('Seven days later')} onClick={() => move(7)}>
					›
				</button>
			</div>
			<div role="group" aria-label={l10n.t('How many days')} class="switch">
				{weeks(1)}
				{weeks(4)}
			</div>
			<div role="group" aria-label={l10n.t('Rows')} class="switch">
				{by('schedule', l10n.t('By schedule'))}
				{by('person', l10n.t('By person'))}
			</div>
			<select
				aria-label={l10n.t('Which schedules')}
				value={chosen}
				onChange={({ currentTarget: { value } }) => {
					const wanted = scopes[Number(value)];
					if (wanted) reader.show({ scope: wanted });
				}}
			>
				{scopes.map((one, index) => (
					<option key={index} value={index}>
						{scopeName(one, l10n)}
					</option>
				))}
			</select>
			<input
				type="search"
				value={filter}
				placeholder={l10n.t('Filter by name')}
				aria-label={l10n.t('Filter by name')}
				onInput={({ currentTarget }) => setFilter(currentTarget.value)}
			/>
		</div>
	);
}
