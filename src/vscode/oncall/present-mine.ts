import type { Icon } from '../icon.ts';
import { safeForMarkdown } from '../words/markup-safe.ts';
import type { Situation } from '../words/situation.ts';
import { zoneName } from '../words/time.ts';
import type { MyTurn } from './mine.ts';
import { turnDescription } from './present.ts';
import { startInWords, untilInWords } from './until.ts';

/** So many turns are named in the hover. */
const listed = 10;

/** The row of the person's own: `You: Payments L1`, `You: next Payments L1`, `You: not on call`. */
export function meLabel(turns: readonly MyTurn[], { l10n }: Situation): string {
	const [first] = turns;
	if (!first) return l10n.t('You: not on call');
	const what = [first.policy.name, first.turn.level] as const;
	if (first.kind === 'next') return l10n.t('You: next {0} L{1}', ...what);
	const others = turns.filter(({ kind }) => kind === 'now').length - 1;
	return others === 0 ? l10n.t('You: {0} L{1}', ...what) : l10n.t('You: {0} L{1} and {2} more', ...what, others);
}

/** Beside it: `until Mon 17:00 · then Diego`, or when the next turn begins. */
export function meDescription(turns: readonly MyTurn[], situation: Situation): string {
	const { l10n } = situation;
	const [first] = turns;
	if (!first) return l10n.t('no turn in the next 14 days');
	if (first.kind === 'next') return startInWords(first.turn.start, situation);
	const { until, next } = first.turn;
	return [
		until ? untilInWords(until, situation) : l10n.t('always'),
		...(next ? [l10n.t('then {0}', next.user)] : []),
	].join(' · ');
}

/** What a screen reader says of the row. */
export function meInWords(turns: readonly MyTurn[], situation: Situation): string {
	return [meLabel(turns, situation), meDescription(turns, situation)].join(', ');
}

/** Solid while the person is on call. */
export function meIcon(turns: readonly MyTurn[]): Icon {
	return turns[0]?.kind === 'now' ? { id: 'bell-dot', color: 'charts.blue' } : { id: 'bell-slash', color: undefined };
}

/** One of the person's turns under that: a turn under way, or one to come. */
export function myTurnIcon({ kind }: MyTurn): Icon {
	return kind === 'now' ? { id: 'bell-dot', color: 'charts.blue' } : { id: 'calendar', color: undefined };
}

/** Beside the policy's name: `L1 · until Mon 17:00 · then Diego`, or `L1 · next Thu 09:00`. */
export function myTurnDescription(mine: MyTurn, situation: Situation): string {
	if (mine.kind === 'now') return turnDescription(mine.turn, situation);
	const { l10n } = situation;
	return [l10n.t('L{0}', mine.turn.level), l10n.t('next {0}', startInWords(mine.turn.start, situation))].join(' · ');
}

/** What a screen reader says of it. */
export function myTurnInWords(mine: MyTurn, situation: Situation): string {
	return [mine.policy.name, myTurnDescription(mine, situation)].join(', ');
}

/** The hover of the row as Markdown; names are escaped. */
export function meTooltip(turns: readonly MyTurn[], situation: Situation): string {
	const { l10n, locale } = situation;
	const zone = zoneName(locale);
	const lines = turns
		.slice(0, listed)
		.map((mine) => `**${safeForMarkdown(mine.policy.name)}** ${safeForMarkdown(myTurnDescription(mine, situation))}`);
	const more = turns.length - lines.length;
	return [
		...(lines.length > 0 ? lines : [safeForMarkdown(meInWords(turns, situation))]),
		...(more > 0 ? [l10n.t('and {0} more', more)] : []),
		l10n.t('Times are in {0}.', safeForMarkdown(zone)),
	].join('  \n');
}
