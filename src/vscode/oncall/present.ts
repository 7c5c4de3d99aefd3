import type { L10n } from '../l10n.ts';
import { markdownText } from '../plain-text.ts';
import { moment, type Locale } from '../time.ts';
import type { OncallPolicy, Turn } from './policies.ts';

/** What the words about a turn depend on. */
export interface Situation {
	readonly now: Date;
	readonly locale: Locale;
	readonly l10n: L10n;
}

/** Beside the name: `level 1 · until Fri 18:00 · then Ben Ito`. */
export function turnDescription(turn: Turn, { now, locale, l10n }: Situation): string {
	return [
		turn.me && l10n.t('you'),
		l10n.t('level {0}', turn.level),
		turn.until ? l10n.t('until {0}', moment(turn.until, now, locale)) : l10n.t('always'),
		turn.next && (turn.next.me ? l10n.t('then you') : l10n.t('then {0}', turn.next.user)),
	]
		.filter((part) => typeof part === 'string')
		.join(' · ');
}

/** What a screen reader says of a turn. */
export function turnInWords(turn: Turn, situation: Situation): string {
	return `${turn.user}, ${turnDescription(turn, situation).replaceAll(' · ', ', ')}`;
}

/** A turn's hover as Markdown; names are escaped. */
export function turnTooltip(turn: Turn, policy: OncallPolicy, { now, locale, l10n }: Situation): string {
	const zone = locale.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
	return [
		`**${markdownText(turn.user)}**`,
		[
			l10n.t('Level {0} of {1}', turn.level, markdownText(policy.name)),
			...(turn.schedule ? [l10n.t('Schedule: {0}', markdownText(turn.schedule))] : []),
			turn.until
				? l10n.t('On call until {0}', markdownText(moment(turn.until, now, locale)))
				: l10n.t('Always on call'),
			...(turn.next
				? [
						l10n.t(
							'Next: {0} from {1}',
							turn.next.me ? l10n.t('you') : markdownText(turn.next.user),
							markdownText(moment(turn.next.start, now, locale)),
						),
					]
				: []),
			l10n.t('Times are in {0}.', markdownText(zone)),
		].join('  \n'),
	].join('\n\n');
}
