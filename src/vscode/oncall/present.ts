import type { Icon } from '../icon.ts';
import { safeForMarkdown } from '../words/markup-safe.ts';
import type { L10n, Situation } from '../words/situation.ts';
import { moment, zoneName } from '../words/time.ts';
import type { Gap } from './gaps.ts';
import type { OncallGrouping } from './grouping.ts';
import type { OncallPolicy, Turn } from './policies.ts';
import { untilInWords } from './until.ts';

/** Beside the view's title: whose account it is where that is in doubt, and what the rows stand under if not policies. */
export function oncallDescription(demo: boolean, account: string, grouping: OncallGrouping, l10n: L10n): string {
	return [demo ? l10n.t('Demo') : account, grouping === 'team' ? l10n.t('by team') : '']
		.filter((part) => part !== '')
		.join(' · ');
}

/** Whether a turn is the person's own, at a glance. */
export function turnIcon(turn: Turn): Icon {
	return turn.me ? { id: 'bell-dot', color: 'charts.blue' } : { id: 'person', color: undefined };
}

/** The name, and whether it is the person's own. */
export function turnLabel(turn: Turn, { l10n }: Situation): string {
	return turn.me ? l10n.t('{0} (you)', turn.user) : turn.user;
}

/** The row above the upper levels of a policy; of many at one level, above those that are left. */
export function moreLevelsLabel(levels: readonly number[], { l10n }: Situation): string {
	const [lowest, highest] = [Math.min(...levels), Math.max(...levels)];
	return lowest === highest ? l10n.t('More at level {0}', lowest) : l10n.t('Levels {0} to {1}', lowest, highest);
}

/** Beside the name: `L1 · until Fri 18:00 · then Ben Ito`. */
export function turnDescription(turn: Turn, situation: Situation): string {
	return [situation.l10n.t('L{0}', turn.level), ...spans(turn, situation)].join(' · ');
}

function spans(turn: Turn, situation: Situation): string[] {
	const { l10n } = situation;
	return [
		turn.until ? untilInWords(turn.until, situation) : l10n.t('always'),
		...(turn.next ? [turn.next.me ? l10n.t('then you') : l10n.t('then {0}', turn.next.user)] : []),
	];
}

/** What a screen reader says of a turn. */
export function turnInWords(turn: Turn, situation: Situation): string {
	return [turnLabel(turn, situation), situation.l10n.t('level {0}', turn.level), ...spans(turn, situation)].join(', ');
}

/** A level that nobody is on needs somebody; one that nobody will be on is in sight. */
export function gapIcon({ from }: Gap): Icon {
	return { id: 'warning', color: from ? undefined : 'charts.yellow' };
}

/** `Nobody`, or `Nobody from Fri 18:00`. */
export function gapLabel({ from }: Gap, { now, locale, l10n }: Situation): string {
	return from ? l10n.t('Nobody from {0}', moment(from, now, locale)) : l10n.t('Nobody');
}

/** Beside the word that nobody is on call: `L1 · until Fri 18:00`. */
export function gapDescription({ level, until }: Gap, { now, locale, l10n }: Situation): string {
	return [l10n.t('L{0}', level), ...(until ? [l10n.t('until {0}', moment(until, now, locale))] : [])].join(' · ');
}

/** What a screen reader says of a gap. */
export function gapInWords({ level, from, until }: Gap, { now, locale, l10n }: Situation): string {
	const at = (time: Date) => moment(time, now, locale);
	if (from)
		return until
			? l10n.t('Nobody is on call at level {0} from {1} until {2}', level, at(from), at(until))
			: l10n.t('Nobody is on call at level {0} from {1}', level, at(from));
	return until
		? l10n.t('Nobody is on call at level {0} until {1}', level, at(until))
		: l10n.t('Nobody is on call at level {0}', level);
}

/**
 * Beside a policy's name: that nobody is on call, and where its rows are not in sight, which gap it has or who is first.
 */
export function policyDescription({ turns, gaps }: OncallPolicy, closed: boolean, situation: Situation): string {
	const { now, locale, l10n } = situation;
	if (turns.length === 0) return l10n.t('nobody now');
	if (!closed) return '';
	const [missing] = gaps.filter(({ from }) => !from);
	if (missing) return l10n.t('nobody at L{0}', missing.level);
	const [coming] = gaps.flatMap(({ from }) => from ?? []).sort((a, b) => a.getTime() - b.getTime());
	if (coming) return l10n.t('gap from {0}', moment(coming, now, locale));
	return turns[0]?.user ?? '';
}

/** A turn's hover as Markdown; names are escaped. */
export function turnTooltip(turn: Turn, policy: OncallPolicy, { now, locale, l10n }: Situation): string {
	const zone = zoneName(locale);
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
