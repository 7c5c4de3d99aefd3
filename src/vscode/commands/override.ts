import * as vscode from 'vscode';
import type { Shift } from '../oncall/shift.ts';
import { safeForLabel, safeForNotification } from '../words/markup-safe.ts';
import { situationNow } from '../words/situation.ts';
import { spanInWords, zoneName } from '../words/time.ts';
import type { Handlers } from './register.ts';
import { askSpan, type ShiftSpan } from './shared/ask-span.ts';
import { changing } from './shared/change-incidents.ts';
import { chooseNamed, type Named } from './shared/choose-named.ts';
import { isMeant } from './shared/confirm.ts';
import { shiftMeant } from './shared/oncall-rows.ts';
import { findPeople, type Recipient } from './shared/recipients.ts';
import { sayDone } from './shared/say-done.ts';
import { chooseSchedule, chooseShift, readMe, readMyShifts, readShiftsOf, type ShiftSources } from './shared/shifts.ts';
import { slowAction } from './shared/slow-action.ts';

/** The rest of a shift begins when it is sent, not when it was chosen. */
const answeringMs = 10 * 60_000;

/** The command that puts somebody else on call for a shift, or for a part of it. */
export function overrideCommands(sources: ShiftSources): Pick<Handlers, 'overrideShift'> {
	const { toolbox, clock } = sources;
	return {
		overrideShift: async (clicked) => {
			const title = vscode.l10n.t('Override shift');
			const shift = (await shiftMeant(clicked, sources)) ?? (await chooseAnyShift(sources, title));
			if (!shift) return;
			const of = vscode.l10n.t('Override shift on {0}', safeForLabel(shift.schedule));
			const span = await askSpan(shift, of, situationNow(clock));
			if (!span) return;
			const to = await chooseStandIn(sources, shift, of);
			if (!to) return;
			const { locale } = situationNow(clock);
			const [name, schedule] = [safeForNotification(to.name), safeForNotification(shift.schedule)];
			const detail = [
				vscode.l10n.t('Instead of {0}', safeForNotification(shift.user)),
				spanInWords(span.start, span.end, locale),
				vscode.l10n.t('Times are in {0}.', zoneName(locale)),
			].join('\n');
			const question = vscode.l10n.t('Put {0} on call for {1}?', name, schedule);
			if (!(await isMeant(question, detail, vscode.l10n.t('Override')))) return;
			const { overrides, refused, unclear } = await changing(sources, vscode.l10n.t('Overriding'), async (caller) => {
				const { createOverrides } = await import('../../tools/oncall/create-overrides.ts');
				const input = {
					schedule: shift.scheduleId,
					user: to.id,
					// The shift may be somebody else's by now: then it is refused.
					instead_of: shift.userId,
					start: span.start <= clock.now() ? 'now' : span.start.toISOString(),
					end: span.end.toISOString(),
				};
				return toolbox.run(createOverrides, input, caller);
			});
			if (refused ?? unclear)
				void vscode.window.showWarningMessage(
					vscode.l10n.t(
						'Only {0} of {1} parts of the shift were changed. Look at the schedule before you try again.',
						overrides.length,
						overrides.length + (refused?.length ?? 0) + (unclear?.length ?? 0),
					),
				);
			else if (isPart(overrides, span))
				void vscode.window.showWarningMessage(
					vscode.l10n.t(
						'{0} takes over only a part of that time: the rest was no longer the turn of {1}. Look at the schedule.',
						name,
						safeForNotification(shift.user),
					),
				);
			else
				sayDone(vscode.l10n.t('{0} is on call for {1} {2}', name, schedule, spanInWords(span.start, span.end, locale)));
		},
	};
}

/** Whether what was made leaves out more than what passes while people answer. */
function isPart(made: readonly { readonly start: string; readonly end: string }[], { start, end }: ShiftSpan): boolean {
	const covered = made.reduce((sum, one) => sum + Date.parse(one.end) - Date.parse(one.start), 0);
	return covered + answeringMs < end.getTime() - start.getTime();
}

/** One of the person's own, or one of any schedule. */
async function chooseAnyShift(sources: ShiftSources, title: string): Promise<Shift | undefined> {
	const other = vscode.l10n.t('Another schedule …');
	const placeHolder = vscode.l10n.t('Choose the shift');
	const reading = vscode.l10n.t('Reading your shifts');
	const mine = sources.account.isPerson
		? await slowAction(sources.clock, reading, (caller) => readMyShifts(sources, caller, false))
		: [];
	const chosen = mine.length > 0 ? await chooseShift(mine, { title, placeHolder, other }, sources.clock) : 'other';
	if (chosen !== 'other') return chosen;
	const schedule = await chooseSchedule(sources, title);
	if (!schedule) return undefined;
	const shifts = await readShiftsOf(sources, schedule, mine[0]?.userId);
	if (shifts.length === 0) {
		const name = safeForNotification(schedule.name);
		void vscode.window.showInformationMessage(vscode.l10n.t('Nobody is on {0} in the next 60 days.', name));
		return undefined;
	}
	const one = await chooseShift(shifts, { title, placeHolder }, sources.clock);
	return one === 'other' ? undefined : one;
}

/** Asks who takes over: the person signed in first, unless it is theirs. */
async function chooseStandIn(sources: ShiftSources, shift: Shift, title: string): Promise<Recipient | undefined> {
	const me = shift.mine
		? undefined
		: await slowAction(sources.clock, vscode.l10n.t('Reading who you are'), (caller) => readMe(sources, caller));
	const first: Named<Recipient>[] =
		me && me.id !== shift.userId
			? [{ value: { kind: 'user', ...me }, label: vscode.l10n.t('Me'), description: me.name, icon: 'account' }]
			: [];
	const search = async (text: string, signal: AbortSignal) => {
		const { items, more } = await findPeople(sources.toolbox, text, signal);
		return { items: items.filter(({ value: { id } }) => id !== shift.userId && id !== me?.id), more };
	};
	return chooseNamed({ title, placeHolder: vscode.l10n.t('Who takes over, by name'), first, search }, sources.clock);
}
