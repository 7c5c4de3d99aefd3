import type { ShiftEvent } from '../oncall/reminders.ts';
import { untilInWords } from '../oncall/until.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import type { L10n, Situation } from '../words/situation.ts';

const minuteMs = 60_000;

/**
 * `You will be on call in 15 min: Payments L1, until Tue 9:00. 2 open incidents are yours.`
 * @param open the person's open incidents; undefined where that is not known
 */
export function reminderInWords(event: ShiftEvent, open: number | undefined, situation: Situation): string {
	const { now, l10n } = situation;
	const minutes = Math.ceil((event.at.getTime() - now.getTime()) / minuteMs);
	const what = whatFor(event, situation);
	return [
		event.kind === 'begins'
			? l10n.t('You will be on call in {0} min: {1}.', minutes, what)
			: l10n.t('Your shift ends in {0} min: {1}.', minutes, what),
		...(open === undefined ? [] : [openInWords(open, l10n)]),
	].join(' ');
}

function whatFor({ turns }: ShiftEvent, situation: Situation): string {
	const { l10n } = situation;
	const [first] = turns;
	if (!first) return '';
	const name = l10n.t('{0} L{1}', safeForNotification(first.policy.name, 60), first.turn.level);
	const more = turns.length - 1;
	if (more > 0) return l10n.t('{0} and {1} more', name, more);
	if (first.kind === 'next') {
		const { end } = first.turn;
		return end ? [name, untilInWords(end, situation)].join(', ') : name;
	}
	const { next } = first.turn;
	return next ? [name, l10n.t('then {0}', safeForNotification(next.user, 60))].join(', ') : name;
}

function openInWords(open: number, l10n: L10n): string {
	if (open === 0) return l10n.t('No open incident is yours.');
	return open === 1 ? l10n.t('1 open incident is yours.') : l10n.t('{0} open incidents are yours.', open);
}
