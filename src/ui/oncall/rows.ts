import type { Place } from '../shared/place.ts';
import { format } from '../shared/time.ts';
import type { Schedule, Span } from './data.ts';
import { barsOf, byPerson, type Bar } from './layout.ts';
import type { Known } from './reader.ts';

/** A row of the board, whatever its bars have in common. */
export interface BoardRow {
	readonly key: string;
	readonly title: string;
	readonly hint?: string | undefined;
	readonly bars: readonly Bar[];
	/** What stands there instead, or beside it. */
	readonly note?: string;
	readonly problem?: boolean;
}

/** Bars of schedules that have not changed are the same ones, so that their rows need not be drawn anew. */
const made = new WeakMap<Schedule, { readonly key: string; readonly bars: readonly Bar[] }>();

function barsOnce(row: string, schedule: Schedule, me: string | undefined, view: Span): readonly Bar[] {
	const key = [row, me, view.start, view.end].join(' ');
	const known = made.get(schedule);
	if (known?.key === key) return known.bars;
	const bars = barsOf(row, schedule, me, view);
	made.set(schedule, { key, bars });
	return bars;
}

const untilOptions = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;

function hintOf(schedule: Schedule, place: Place): string | undefined {
	return cutOf(schedule, place) ?? (schedule.people.length === 0 ? place.l10n.t('nobody takes turns') : undefined);
}

/** Says until when the turns of a schedule are shown, where that is not all of the time. */
function cutOf({ knownUntil }: Schedule, place: Place): string | undefined {
	if (knownUntil === undefined) return undefined;
	return place.l10n.t('too many turns: shown until {0}', format(knownUntil, place, untilOptions));
}

/** The same of somebody, who may have turns on several of them. */
function cutOfPerson(bars: readonly Bar[], place: Place): string | undefined {
	const until = Math.min(...bars.map(({ schedule }) => schedule.knownUntil ?? Infinity));
	if (until === Infinity) return undefined;
	return place.l10n.t('some turns after {0} are not shown', format(until, place, untilOptions));
}

/** The rows of the board. @param filter part of a name */
export function boardRows(
	{ schedules, rows, me }: Known,
	view: Span,
	grouping: 'schedule' | 'person',
	filter: string,
	place: Place,
): readonly BoardRow[] {
	const { l10n } = place;
	const part = filter.trim().toLocaleLowerCase();
	const matches = (...names: readonly string[]) =>
		part === '' || names.some((name) => name.toLocaleLowerCase().includes(part));
	const listed = schedules.value ?? [];
	const bySchedule = listed.map(({ id, name }): BoardRow & { readonly people: readonly string[] } => {
		const { value, problem, reading } = rows.get(id) ?? { value: undefined, problem: undefined, reading: true };
		const bars = value ? barsOnce(id, value, me?.id, view) : [];
		return {
			key: id,
			title: value?.name ?? name,
			hint: value && hintOf(value, place),
			bars,
			people: bars.flatMap(({ shift }) => shift?.user ?? []),
			...(problem !== undefined
				? { note: l10n.t('This schedule could not be read: {0}', problem), problem: true }
				: !value && { note: reading ? l10n.t('Reading …') : '' }),
		};
	});
	if (grouping === 'schedule') return bySchedule.filter(({ title, people }) => matches(title, ...people));
	const unread = bySchedule.filter(({ key, problem }) => !problem && !rows.get(key)?.value);
	return [
		...byPerson(
			bySchedule.flatMap(({ bars }) => bars),
			me?.id,
		)
			.filter(({ name, bars }) => matches(name ?? '', ...bars.map(({ schedule }) => schedule.name)))
			.map(({ id, name, bars }) => {
				const hints = [
					id !== undefined && id === me?.id ? l10n.t('me') : undefined,
					// Times in which nobody is on call are known to the end.
					id === undefined ? undefined : cutOfPerson(bars, place),
				];
				return {
					key: id ?? '',
					title: name ?? l10n.t('Nobody'),
					hint: hints.filter((hint) => hint !== undefined).join(' · ') || undefined,
					bars,
				};
			}),
		// Whose turns are not all among those of the people: somebody may have no row for that.
		...bySchedule.filter(({ problem }) => problem),
		...bySchedule.flatMap(({ key, title, problem }) => {
			const value = problem ? undefined : rows.get(key)?.value;
			const hint = value && cutOf(value, place);
			return hint === undefined ? [] : [{ key, title, hint, bars: [] }];
		}),
		...(unread.length > 0
			? [{ key: 'unread', title: l10n.t('Schedules: {0}', unread.length), bars: [], note: l10n.t('Reading …') }]
			: []),
	];
}
