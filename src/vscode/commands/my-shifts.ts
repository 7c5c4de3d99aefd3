import * as vscode from 'vscode';
import { isOwnPage } from '../account/own-page.ts';
import type { Shift } from '../oncall/shift.ts';
import { safeForLabel, safeForNotification } from '../words/markup-safe.ts';
import { situationNow } from '../words/situation.ts';
import { monthInWords, spanInWords } from '../words/time.ts';
import type { Handlers } from './register.ts';
import { ShiftMeant } from './shared/oncall-rows.ts';
import { sayHowMany } from './shared/say-done.ts';
import { readMyDuty, shiftItem, type ShiftSources } from './shared/shifts.ts';
import { slowAction } from './shared/slow-action.ts';

/** What can be done with a shift of the list. */
type ShiftActions = Pick<Handlers, 'overrideShift' | 'swapShifts' | 'openSchedule'>;
type ShiftAction = keyof ShiftActions;

/** What was chosen: something to do with a shift, or to save them all. */
type Choice = { readonly kind: 'save' } | { readonly kind: ShiftAction; readonly shift: Shift };

/** The command that lists the person's own shifts. */
export function myShiftsCommands(sources: ShiftSources, actions: ShiftActions): Pick<Handlers, 'myShifts'> {
	const { clock, account } = sources;
	return {
		myShifts: async () => {
			if (!account.isPerson) {
				tell(vscode.l10n.t('This key belongs to nobody, so it has no shifts.'));
				return;
			}
			const reading = vscode.l10n.t('Reading your shifts');
			const { shifts, always } = await slowAction(clock, reading, (caller) => readMyDuty(sources, caller, true));
			if (shifts.length === 0) {
				tell(
					always.length > 0
						? vscode.l10n.t('You are always on call for {0}, without shifts.', safeForNotification(always.join(', ')))
						: vscode.l10n.t('You have no shift in the next 60 days.'),
				);
				return;
			}
			const choice = await chooseFrom(shifts, sources);
			if (choice?.kind === 'save') await save(shifts, sources);
			else if (choice) await actions[choice.kind](new ShiftMeant(choice.shift));
		},
	};
}

function tell(message: string): void {
	void vscode.window.showInformationMessage(message);
}

async function save(shifts: readonly Shift[], { clock, account }: ShiftSources): Promise<void> {
	const file = await vscode.window.showSaveDialog({
		title: vscode.l10n.t('Save my shifts as a calendar file'),
		filters: { [vscode.l10n.t('Calendar file')]: ['ics'] },
	});
	if (!file) return;
	const { calendarFile } = await import('../oncall/calendar-file.ts');
	const own = shifts.map((shift) => ({ ...shift, scheduleUrl: ownPage(shift.scheduleUrl, account) }));
	const text = calendarFile(own, clock.now(), vscode.l10n);
	await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
	const { length } = shifts;
	sayHowMany(length, vscode.l10n.t('Saved 1 shift'), vscode.l10n.t('Saved {0} shifts', length));
}

function ownPage(address: string | undefined, account: ShiftSources['account']): string | undefined {
	return address !== undefined && isOwnPage(address, account) ? address : undefined;
}

interface Item extends vscode.QuickPickItem {
	readonly value?: Shift | 'save';
}

interface ActionButton extends vscode.QuickInputButton {
	readonly action: ShiftAction;
	readonly tooltip: string;
}

function actionButtons(): readonly ActionButton[] {
	const button = (action: ShiftAction, icon: string, tooltip: string) => ({
		action,
		iconPath: new vscode.ThemeIcon(icon),
		tooltip,
	});
	return [
		button('overrideShift', 'arrow-both', vscode.l10n.t('Override shift')),
		button('swapShifts', 'arrow-swap', vscode.l10n.t('Swap shifts')),
		button('openSchedule', 'link-external', vscode.l10n.t('Open schedule in PagerDuty')),
	];
}

/** The list: a row's buttons act at once, Enter asks what to do. */
async function chooseFrom(shifts: readonly Shift[], { clock }: ShiftSources): Promise<Choice | undefined> {
	const buttons = actionButtons();
	const chosen = await showList(shifts, buttons, clock);
	if (chosen === undefined || 'kind' in chosen) return chosen;
	const { locale } = situationNow(clock);
	const title = `${safeForLabel(chosen.schedule)}, ${spanInWords(chosen.start, chosen.end, locale)}`;
	const items = buttons.map(({ action, iconPath, tooltip }) => ({ action, label: tooltip, iconPath }));
	const what = await vscode.window.showQuickPick(items, { title });
	return what && { kind: what.action, shift: chosen };
}

/** What was chosen with a button, or the shift that was chosen with Enter. */
function showList(
	shifts: readonly Shift[],
	buttons: readonly ActionButton[],
	clock: ShiftSources['clock'],
): Promise<Choice | Shift | undefined> {
	const pick = vscode.window.createQuickPick<Item>();
	const saveIcon = new vscode.ThemeIcon('save');
	pick.title = vscode.l10n.t('My shifts in the next 60 days');
	pick.placeholder = shifts.some(({ override }) => override === undefined)
		? vscode.l10n.t('Choose a shift. Not all of them could be checked for overrides.')
		: vscode.l10n.t('Choose a shift to override it, to swap it or to open its schedule');
	pick.matchOnDescription = true;
	pick.matchOnDetail = true;
	pick.buttons = [{ iconPath: saveIcon, tooltip: vscode.l10n.t('Save as a calendar file') }];
	pick.items = [
		...shiftItems(shifts, buttons, clock),
		{ label: '', kind: vscode.QuickPickItemKind.Separator },
		{ value: 'save', label: vscode.l10n.t('Save as a calendar file …'), iconPath: saveIcon, alwaysShow: true },
	];
	return new Promise((resolve) => {
		const answer = (choice: Choice | Shift | undefined) => {
			resolve(choice);
			pick.hide();
		};
		const disposables = [
			pick,
			pick.onDidTriggerButton(() => answer({ kind: 'save' })),
			pick.onDidTriggerItemButton(({ item: { value }, button }) => {
				const pressed = buttons.find((one) => one === button);
				if (pressed && value !== undefined && value !== 'save') answer({ kind: pressed.action, shift: value });
			}),
			pick.onDidAccept(() => {
				const value = pick.activeItems[0]?.value;
				if (value !== undefined) answer(value === 'save' ? { kind: 'save' } : value);
			}),
			pick.onDidHide(() => {
				resolve(undefined);
				for (const disposable of disposables) disposable.dispose();
			}),
		];
		pick.show();
	});
}

/** Under a heading for each month. */
function shiftItems(
	shifts: readonly Shift[],
	buttons: readonly ActionButton[],
	clock: ShiftSources['clock'],
): readonly Item[] {
	const situation = situationNow(clock);
	const months = shifts.map(({ start }) => monthInWords(start, situation.locale));
	return shifts.flatMap((shift, index): Item[] => {
		const item = { value: shift, ...shiftItem(shift, situation), buttons };
		const month = months[index] ?? '';
		if (month === months[index - 1]) return [item];
		return [{ label: month, kind: vscode.QuickPickItemKind.Separator }, item];
	});
}
