import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { SettableField } from '../../tools/incidents/shared/settable-fields.ts';
import { parseMoment } from '../../tools/time/parse-moment.ts';
import { choose, chooseMany, type as askText, type Answer, type Choice, type Place } from '../questions/steps.ts';
import { safeForLabel } from '../words/markup-safe.ts';

/** What `update_incidents` takes of one field, its name and sign included. */
const longest = 2300;

/** Asks for the value of a field by what it takes; an empty text takes the value away. */
export function askFieldValue(place: Place, field: SettableField, clock: Clock): Promise<Answer<string>> {
	const { type, options, several, value } = field;
	if (options && several) return askSome(place, options, value);
	if (options) return askOne(place, options.map(asChoice), value);
	if (type === 'boolean')
		return askOne(
			place,
			[
				{ label: vscode.l10n.t('Yes'), value: 'true' },
				{ label: vscode.l10n.t('No'), value: 'false' },
			],
			value,
		);
	const box = { prompt: promptFor(field), value: value ?? '' };
	return askText<string>(place, box, (text) => {
		if (text === '') return { value: text };
		const problem = problemOf(field, text, clock);
		if (problem !== undefined) return { problem };
		return { value: type === 'datetime' && !several ? inFull(text, clock) : text };
	});
}

function askOne(place: Place, choices: readonly Choice<string>[], value: string | undefined): Promise<Answer<string>> {
	const none = { label: vscode.l10n.t('No value'), value: '' };
	return choose(place, vscode.l10n.t('Choose the value'), [...choices, none], value ?? '');
}

async function askSome(place: Place, options: readonly string[], value: string | undefined): Promise<Answer<string>> {
	const there = options.filter((option) => `, ${value ?? ''}, `.includes(`, ${option}, `));
	const placeholder = vscode.l10n.t('Choose the values, or tick none to clear the field');
	const chosen = await chooseMany(place, placeholder, options.map(asChoice), there);
	return chosen === undefined || chosen === 'back' ? chosen : { value: chosen.value.join(',') };
}

function asChoice(option: string): Choice<string> {
	return { label: safeForLabel(option), value: option };
}

function promptFor({ type, several }: SettableField): string {
	if (several) return vscode.l10n.t('Values, separated by commas. Leave it empty for none.');
	switch (type) {
		case 'integer':
			return vscode.l10n.t('A whole number. Leave it empty for none.');
		case 'float':
			return vscode.l10n.t('A number. Leave it empty for none.');
		case 'datetime':
			return vscode.l10n.t('A time such as 2026-12-31T18:00, in your time zone. Leave it empty for none.');
		case 'url':
			return vscode.l10n.t('A web address. Leave it empty for none.');
		default:
			return vscode.l10n.t('A text. Leave it empty for none.');
	}
}

/** Why a field does not take a text; PagerDuty judges the rest. */
function problemOf({ type, several, name }: SettableField, text: string, clock: Clock): string | undefined {
	const most = longest - name.length - 1;
	if (text.length > most) return vscode.l10n.t('{0} characters at most; these are {1}.', most, text.length);
	if (several) return undefined;
	if (type === 'integer' && !/^[+-]?\d+$/.test(text)) return vscode.l10n.t('Enter a whole number.');
	if (type === 'float' && !Number.isFinite(Number(text))) return vscode.l10n.t('Enter a number.');
	if (type === 'url' && !/^https?:\/\/\S+$/i.test(text))
		return vscode.l10n.t('Enter an address that begins with https://.');
	return type === 'datetime' && !isMoment(text, clock)
		? vscode.l10n.t('Enter a time such as 2026-12-31T18:00.')
		: undefined;
}

function isMoment(text: string, clock: Clock): boolean {
	try {
		return Number.isFinite(momentOf(text, clock));
	} catch {
		return false;
	}
}

/** With its zone: the tool would read it by the clock of the person's profile. */
function inFull(text: string, clock: Clock): string {
	return new Date(momentOf(text, clock)).toISOString();
}

function momentOf(text: string, clock: Clock): number {
	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	return parseMoment('', text, { asked: clock, local: { zone }, toward: 'back' });
}
