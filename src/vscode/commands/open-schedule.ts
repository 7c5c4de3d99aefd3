import * as vscode from 'vscode';
import { isOwnPage } from '../account/own-page.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import type { Handlers } from './register.ts';
import { shiftMeant } from './shared/oncall-rows.ts';
import { chooseSchedule, type ShiftSources } from './shared/shifts.ts';

/** The command that opens a schedule in PagerDuty's web. */
export function openScheduleCommands(sources: ShiftSources): Pick<Handlers, 'openSchedule'> {
	return {
		openSchedule: async (clicked) => {
			const shift = await shiftMeant(clicked, sources);
			const schedule = shift
				? { name: shift.schedule, url: shift.scheduleUrl }
				: await chooseSchedule(sources, vscode.l10n.t('Open schedule in PagerDuty'));
			if (!schedule) return;
			const name = safeForNotification(schedule.name);
			if (sources.account.isDemo)
				void vscode.window.showInformationMessage(vscode.l10n.t('The demo account has no pages on the web.'));
			else if (schedule.url !== undefined && isOwnPage(schedule.url, sources.account))
				await vscode.env.openExternal(vscode.Uri.parse(schedule.url, true));
			else
				void vscode.window.showInformationMessage(
					vscode.l10n.t('PagerDuty gives no page in your account for {0}.', name),
				);
		},
	};
}
