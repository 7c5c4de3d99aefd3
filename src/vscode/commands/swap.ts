import * as vscode from 'vscode';
import type { Shift } from '../oncall/shift.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import { situationNow } from '../words/situation.ts';
import { spanInWords, zoneName } from '../words/time.ts';
import type { Handlers } from './register.ts';
import { changing } from './shared/change-incidents.ts';
import { isMeant } from './shared/confirm.ts';
import { shiftMeant } from './shared/oncall-rows.ts';
import { sayDone } from './shared/say-done.ts';
import { chooseShift, readMyShifts, readShiftsOf, type ShiftSources } from './shared/shifts.ts';
import { slowAction } from './shared/slow-action.ts';

/** The command that swaps one of the person's own shifts with somebody else's on the same schedule. */
export function swapCommands(sources: ShiftSources): Pick<Handlers, 'swapShifts'> {
	const { toolbox, clock } = sources;
	return {
		swapShifts: async (clicked) => {
			const title = vscode.l10n.t('Swap shifts');
			const shift = await shiftMeant(clicked, sources);
			const mine = shift?.mine ? shift : await chooseMine(sources, title, shift);
			const theirs = mine && (shift && !shift.mine ? shift : await chooseTheirs(sources, title, mine));
			if (!mine || !theirs) return;
			if (!(await swapIsMeant(mine, theirs, sources))) return;
			await changing(sources, vscode.l10n.t('Swapping'), async (caller) => {
				const { swapShifts } = await import('../../tools/oncall/swap-shifts.ts');
				const [moment, other] = [mine, theirs].map((one) => momentIn(one, clock.now()));
				const input = {
					schedule: mine.scheduleId,
					user: mine.userId,
					with_user: theirs.userId,
					shift: moment,
					with_shift: other,
				};
				return toolbox.run(swapShifts, input, caller);
			});
			sayDone(vscode.l10n.t('Swapped with {0}', safeForNotification(theirs.user)));
		},
	};
}

/** Always one: without it the tool takes the next shift where this one is over by now. */
function momentIn({ start }: Shift, now: Date): string {
	return start <= now ? 'now' : start.toISOString();
}

async function swapIsMeant(mine: Shift, theirs: Shift, { clock }: ShiftSources): Promise<boolean> {
	const { now, locale } = situationNow(clock);
	// Of a shift that is under way, the rest.
	const line = (of: Shift, to: Shift) =>
		vscode.l10n.t(
			'{0}: {1} instead of {2}',
			spanInWords(of.start < now ? now : of.start, of.end, locale),
			safeForNotification(to.user),
			safeForNotification(of.user),
		);
	const detail = [line(mine, theirs), line(theirs, mine), vscode.l10n.t('Times are in {0}.', zoneName(locale))];
	const question = vscode.l10n.t('Swap these two shifts on {0}?', safeForNotification(mine.schedule));
	return isMeant(question, detail.join('\n'), vscode.l10n.t('Swap'));
}

/** One of the person's own; on the schedule of the other shift, if that is known. */
async function chooseMine(sources: ShiftSources, title: string, other: Shift | undefined): Promise<Shift | undefined> {
	const reading = vscode.l10n.t('Reading your shifts');
	const shifts = await slowAction(sources.clock, reading, (caller) => readMyShifts(sources, caller, false));
	const some = shifts.filter(({ scheduleId }) => other === undefined || scheduleId === other.scheduleId);
	const nothing = other
		? vscode.l10n.t('You have no shift on {0} in the next 60 days.', safeForNotification(other.schedule))
		: vscode.l10n.t('You have no shift in the next 60 days.');
	return chooseOne(some, { title, placeHolder: vscode.l10n.t('Choose your shift'), nothing }, sources);
}

async function chooseTheirs(sources: ShiftSources, title: string, mine: Shift): Promise<Shift | undefined> {
	const all = await readShiftsOf(sources, { id: mine.scheduleId, url: mine.scheduleUrl }, mine.userId);
	const schedule = safeForNotification(mine.schedule);
	const nothing = vscode.l10n.t('Nobody else has a shift on {0} in the next 60 days.', schedule);
	const question = { title, placeHolder: vscode.l10n.t('Choose the shift to take over'), nothing };
	return chooseOne(
		all.filter((shift) => !shift.mine),
		question,
		sources,
	);
}

async function chooseOne(
	shifts: readonly Shift[],
	{ nothing, ...question }: { readonly title: string; readonly placeHolder: string; readonly nothing: string },
	{ clock }: ShiftSources,
): Promise<Shift | undefined> {
	if (shifts.length === 0) {
		void vscode.window.showInformationMessage(nothing);
		return undefined;
	}
	const chosen = await chooseShift(shifts, question, clock);
	return chosen === 'other' ? undefined : chosen;
}
