import type { Icon } from '../icon.ts';
import { safeForMarkdown } from '../words/markup-safe.ts';
import type { Situation } from '../words/situation.ts';
import { moment } from '../words/time.ts';
import type { Gap, OncallPolicy, Turn } from './policies.ts';

/** Whether a turn is the person's own, at a glance. */
export function turnIcon(turn: Turn): Icon {
	return turn.me ? { id: 'bell-dot', color: 'charts.blue' } : { id: 'person', color: undefined };
}

/** The name, and whether it is the person's own. */
export function turnLabel(turn: Turn, { l10n }: Situation): string {
	return turn.me ? l10n.t('{0} (you)', turn.user) : turn.user;
}

/** Beside the name: `L1 · until Fri 18:00 · then Ben Ito`. */
export function turnDescription(turn: Turn, situation: Situation): string {
	return [situation.l10n.t('L{0}', turn.level), ...spans(turn, situation)].join(' · ');
}

function spans(turn: Turn, { now, locale, l10n }: Situation): string[] {
	return [
		turn.until ? l10n.t('until {0}', moment(turn.until, now, locale)) : l10n.t('always'),
		...(turn.next ? [turn.next.me ? l10n.t('then you') : l10n.t('then {0}', turn.next.user)] : []),
	];
}

/** What a screen reader says of a turn. */
export function turnInWords(turn: Turn, situation: Situation): string {
	return [turnLabel(turn, situation), situation.l10n.t('level {0}', turn.level), ...spans(turn, situation)].join(', ');
}

/** A level that nobody is on needs somebody. */
export const gapIcon: Icon = { id: 'warning', color: 'charts.yellow' };

/** Beside the word that nobody is on call: `L1 · until Fri 18:00`. */
export function gapDescription({ level, until }: Gap, { now, locale, l10n }: Situation): string {
	return [l10n.t('L{0}', level), ...(until ? [l10n.t('until {0}', moment(until, now, locale))] : [])].join(' · ');
}

/** What a screen reader says of a gap. */
export function gapInWords({ level, until }: Gap, { now, locale, l10n }: Situation): string {
	return until
		? l10n.t('Nobody is on call at level {0} until {1}', level, moment(until, now, locale))
		: l10n.t('Nobody is on call at level {0}', level);
}

/** A turn's hover as Markdown; names are escaped. */
export function turnTooltip(turn: Turn, policy: OncallPolicy, { now, locale, l10n }: Situation): string {
	const zone = locale.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
	return [
		`**${safeForMarkdown(turn.user)}**`,
		[
			l10n.t('Level {0} of {1}', turn.level, safeForMarkdown(policy.name)),
			...(turn.schedule ? [l10n.t('Schedule: {0}', safeForMarkdown(turn.schedule))] : []),
			turn.until
				? l10n.t('On call until {0}', safeForMarkdown(moment(turn.until, now, locale)))
				: l10n.t('Always on call'),
			...(turn.next
				? [
						l10n.t(
							'Next: {0} from {1}',
							turn.next.me ? l10n.t('you') : safeForMarkdown(turn.next.user),
							safeForMarkdown(moment(turn.next.start, now, locale)),
						),
					]
				: []),
			l10n.t('Times are in {0}.', safeForMarkdown(zone)),
		].join('  \n'),
	].join('\n\n');
}
