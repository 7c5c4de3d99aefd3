import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { languageOf } from './language.ts';

/** `vscode.l10n`, passed into modules that also run without the editor. */
export interface L10n {
	t(message: string, ...args: (string | number | boolean)[]): string;
}

/** The person's place: language and, in tests, the time zone. */
export interface Locale {
	readonly language: string;
	readonly timeZone?: string;
}

/** What words about something depend on beside the thing itself. */
export interface Situation {
	readonly now: Date;
	readonly locale: Locale;
	readonly l10n: L10n;
}

/** For this editor, at this moment. */
export function situationNow(clock: Clock): Situation {
	return { now: clock.now(), locale: { language: languageOf(vscode.l10n, vscode.env.language) }, l10n: vscode.l10n };
}
