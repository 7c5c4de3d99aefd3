import { format, placeIn, span, spanOfTime, zoneName } from '../shared/time.ts';
import type { L10n, Place } from '../shared/place.ts';
import { localTime } from '../shared/zone.ts';
import type { Bar } from './layout.ts';
import type { Known } from './reader.ts';
import type { Scope } from './scope.ts';
import type { Span } from './data.ts';

/** What a bar says for itself. */
export function barLabel({ shift, mine }: Bar, l10n: L10n): string {
	if (!shift) return l10n.t('Nobody');
	return mine ? l10n.t('Me') : shift.user;
}

/** The same for screen readers, with all that is seen of it. */
export function barInWords(bar: Bar, place: Place): string {
	const { l10n } = place;
	const { shift, mine, schedule } = bar;
	return [
		mine ? barLabel(bar, l10n) : undefined,
		shift ? shift.user : l10n.t('Nobody is on call'),
		shift?.override === true ? l10n.t('override') : undefined,
		schedule.name,
		spanOfTime(bar.start, bar.end, place),
	]
		.filter((part) => part !== undefined)
		.join(', ');
}

/** Lines about a bar: when it is for whom. */
export function barTimes(bar: Bar, people: Known['people'], place: Place): readonly string[] {
	const { l10n, timeZone } = place;
	const lines = [`${spanOfTime(bar.start, bar.end, place)} ${zoneName(bar.start, place)}`];
	const seen = [timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone];
	const add = (name: string, zone: string | undefined) => {
		// Zones of the same clock are no other time.
		if (zone === undefined || seen.some((other) => sameClock(bar, other, zone))) return;
		const there = placeIn(zone, place);
		if (!there) return;
		seen.push(zone);
		lines.push(l10n.t('For {0}: {1} {2}', name, spanOfTime(bar.start, bar.end, there), zoneName(bar.start, there)));
	};
	if (bar.shift) add(bar.shift.user, people.get(bar.shift.userId)?.zone);
	add(bar.schedule.name, bar.schedule.zone);
	return [...lines, span(bar.end - bar.start, l10n)];
}

function sameClock({ start, end }: Span, one: string, other: string): boolean {
	try {
		return [start, end].every((at) => localTime(at, one) === localTime(at, other));
	} catch {
		return true;
	}
}

/** From the first to the last of the days. */
export function daysInWords(days: readonly number[], place: Place): string {
	const options = { day: 'numeric', month: 'short', year: 'numeric' } as const;
	const [first = 0] = days;
	return `${format(first, place, options)} – ${format(days.at(-2) ?? first, place, options)}`;
}

export function scopeName(scope: Scope, l10n: L10n): string {
	switch (scope.kind) {
		case 'mine':
			return l10n.t('My schedules');
		case 'all':
			return scope.teams ? scope.teams.join(', ') : l10n.t('All schedules');
		case 'named':
			return scope.schedules.length === 1 ? l10n.t('This schedule') : l10n.t('These schedules');
		case 'of':
			return l10n.t('As asked');
	}
}
