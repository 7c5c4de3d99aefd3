import * as vscode from 'vscode';
import { situationNow, type L10n, type Situation } from '../words/situation.ts';
import { moment } from '../words/time.ts';
import type { Handlers } from './register.ts';
import { changeIncidents, type ChangeParts } from './shared/change-incidents.ts';
import { openIncidentsMeant } from './shared/incidents-meant.ts';
import { sayHowMany } from './shared/say-done.ts';

const minuteMs = 60_000;
/** In minutes. */
const presets = [30, 60, 4 * 60, 8 * 60];
const morningHour = 9;
/** PagerDuty snoozes no longer. */
const longestMs = 7 * 86_400_000;

/** The command that keeps incidents quiet for a while. */
export function snoozeCommands(parts: ChangeParts): Pick<Handlers, 'snooze'> {
	return {
		snooze: async (clicked, selected) => {
			const ids = await openIncidentsMeant(parts, clicked, selected, vscode.l10n.t('Snooze'));
			if (ids.length === 0) return;
			const until = await askUntil(situationNow(parts.clock));
			if (until === undefined) return;
			const { length } = await changeIncidents(parts, ids, {
				title: vscode.l10n.t('Snoozing'),
				status: 'acknowledged',
				most: 50,
				run: async (some, caller) => {
					const [{ acknowledgeIncidents }, { snoozeIncidents }] = await Promise.all([
						import('../../tools/incidents/acknowledge-incidents.ts'),
						import('../../tools/incidents/snooze-incidents.ts'),
					]);
					// PagerDuty snoozes what is acknowledged only.
					const waiting = some.filter((id) => parts.store.confirmed(id)?.status !== 'acknowledged');
					if (waiting.length > 0) await parts.toolbox.run(acknowledgeIncidents, { incidents: waiting }, caller);
					return parts.toolbox.run(snoozeIncidents, { incidents: [...some], until }, caller);
				},
			});
			sayHowMany(length, vscode.l10n.t('Snoozed 1 incident'), vscode.l10n.t('Snoozed {0} incidents', length));
		},
	};
}

/** The end of the snooze as ISO time. */
async function askUntil({ now, locale, l10n }: Situation): Promise<string | undefined> {
	const item = (end: Date, label: string) => ({
		label,
		description: vscode.l10n.t('until {0}', moment(end, now, locale)),
		until: end.toISOString(),
	});
	const other = {
		label: vscode.l10n.t('Until …'),
		description: vscode.l10n.t('a time or a duration'),
		until: undefined,
	};
	const chosen = await vscode.window.showQuickPick(
		[
			...presets.map((minutes) => item(new Date(now.getTime() + minutes * minuteMs), durationLabel(minutes, l10n))),
			item(nextMorning(now), vscode.l10n.t('Until tomorrow morning')),
			other,
		],
		{ title: vscode.l10n.t('Snooze'), placeHolder: vscode.l10n.t('For how long?') },
	);
	if (chosen !== other) return chosen?.until;
	const typed = await vscode.window.showInputBox({
		title: vscode.l10n.t('Snooze until'),
		prompt: vscode.l10n.t('Such as 45m, 4h, 2d or 18:00; at most 7 days.'),
		ignoreFocusOut: true,
		validateInput: async (text) =>
			text.trim() === '' || (await readUntil(text, now)) !== undefined
				? undefined
				: l10n.t('Enter a time within the next 7 days.'),
	});
	return typed === undefined ? undefined : readUntil(typed, now);
}

/** The end as ISO time; undefined where a text is none that PagerDuty takes, before anything is changed because of it. */
async function readUntil(typed: string, now: Date): Promise<string | undefined> {
	const { parseMoment } = await import('../../tools/time/parse-moment.ts');
	const text = typed.trim();
	const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
	if (hour !== undefined && minute !== undefined) return nextTime(now, Number(hour), Number(minute)).toISOString();
	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	try {
		const end = parseMoment('until', text, { asked: { now: () => now }, local: { zone }, toward: 'ahead' });
		return end > now.getTime() && end <= now.getTime() + longestMs ? new Date(end).toISOString() : undefined;
	} catch {
		return undefined;
	}
}

function durationLabel(minutes: number, l10n: L10n): string {
	return minutes < 60
		? l10n.t('{0} minutes', minutes)
		: minutes === 60
			? l10n.t('1 hour')
			: l10n.t('{0} hours', minutes / 60);
}

/** In the zone of this machine. */
function nextMorning(now: Date): Date {
	const tomorrow = new Date(now);
	tomorrow.setDate(tomorrow.getDate() + 1);
	tomorrow.setHours(0, 0, 0, 0);
	return nextTime(tomorrow, morningHour, 0);
}

/** When the clocks of this machine next show a time. */
function nextTime(now: Date, hour: number, minute: number): Date {
	const next = new Date(now);
	next.setHours(hour, minute, 0, 0);
	if (next <= now) next.setDate(next.getDate() + 1);
	return next;
}
