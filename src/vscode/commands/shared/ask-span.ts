import * as vscode from 'vscode';
import type { Shift } from '../../oncall/shift.ts';
import type { Situation } from '../../words/situation.ts';
import { moment, spanInWords, zoneName } from '../../words/time.ts';

/** A part of a shift, from now on at the earliest. */
export interface ShiftSpan {
	readonly start: Date;
	readonly end: Date;
}

/** Asks whether the whole shift is meant, as far as it is to come, or which part. Undefined when the person thinks better of it. */
export async function askSpan(shift: Shift, title: string, situation: Situation): Promise<ShiftSpan | undefined> {
	const { now, locale, l10n } = situation;
	const underWay = shift.start <= now;
	const whole: ShiftSpan = { start: underWay ? now : shift.start, end: shift.end };
	const items = [
		underWay
			? {
					label: l10n.t('The rest of the shift'),
					description: l10n.t('until {0}', moment(shift.end, now, locale)),
					whole,
				}
			: { label: l10n.t('The whole shift'), description: spanInWords(shift.start, shift.end, locale), whole },
		{ label: l10n.t('A part of it …'), description: '', whole: undefined },
	];
	const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: l10n.t('For how long?') });
	if (!chosen) return undefined;
	return chosen.whole ?? askPart(whole, title, situation);
}

async function askPart(whole: ShiftSpan, title: string, situation: Situation): Promise<ShiftSpan | undefined> {
	const { locale, l10n } = situation;
	const zone = zoneName(locale);
	const ask = async (prompt: string, value: Date, read: (text: string) => Promise<Date | string>) => {
		const offered = written(value, zone);
		// What is left as it is means the time behind it: its seconds, and the right one of an hour that comes twice.
		const answer = async (text: string) => (text.trim() === offered ? value : read(text));
		const typed = await vscode.window.showInputBox({
			title,
			prompt,
			value: offered,
			ignoreFocusOut: true,
			validateInput: async (text) => {
				const result = await answer(text);
				return typeof result === 'string' ? result : undefined;
			},
		});
		const result = typed === undefined ? undefined : await answer(typed);
		return result instanceof Date ? result : undefined;
	};
	const outside = l10n.t('The shift is {0}.', spanInWords(whole.start, whole.end, locale));
	const start = await ask(l10n.t('From, in {0}', zone), whole.start, async (text) => {
		const at = await readTime(text, situation);
		return typeof at === 'string' || (at >= whole.start && at < whole.end) ? at : outside;
	});
	if (!start) return undefined;
	const end = await ask(l10n.t('Until, in {0}', zone), whole.end, async (text) => {
		const at = await readTime(text, situation);
		if (typeof at === 'string') return at;
		return at > whole.end ? outside : at > start ? at : l10n.t('This must be after the beginning.');
	});
	return end && { start, end };
}

/** A time as it was typed; in words why it is none. */
async function readTime(typed: string, { now, locale, l10n }: Situation): Promise<Date | string> {
	const [{ parseMoment }, { ToolError }] = await Promise.all([
		import('../../../tools/time/parse-moment.ts'),
		import('../../../tools/core/failure.ts'),
	]);
	const reading = { asked: { now: () => now }, local: { zone: zoneName(locale) }, toward: 'ahead' } as const;
	try {
		return new Date(parseMoment(l10n.t('Time'), typed.trim(), reading));
	} catch (error) {
		if (error instanceof ToolError)
			return l10n.t('Enter a time such as {0}, or 2h for two hours from now.', written(now, zoneName(locale)));
		throw error;
	}
}

/** `2026-03-10 09:00`, as it is read again. */
function written(at: Date, timeZone: string): string {
	const parts = new Intl.DateTimeFormat('en-CA', {
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
		timeZone,
	}).formatToParts(at);
	const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
	return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}
