import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { findNamed, type Found, type Named } from '../commands/shared/choose-named.ts';
import { findServices } from '../commands/shared/find-services.ts';
import { readPriorities } from '../commands/shared/priorities.ts';
import { findRecipients } from '../commands/shared/recipients.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import { choose, type as askText, type Answer, type Choice, type Place } from '../questions/steps.ts';
import { safeForLabel } from '../words/markup-safe.ts';
import { longestBody, longestTitle, type ChosenService, type Draft, type Who } from './draft.ts';
import type { Choices } from './last-used.ts';
import type { SelectedText } from './selected-text.ts';

/** What the questions need to know of PagerDuty. */
export interface QuestionParts {
	readonly toolbox: RunsTools;
	readonly clock: Clock;
}

const shownOfBody = 200;

/** @param last the service of the last time, offered first */
export function askService(
	place: Place,
	last: ChosenService | undefined,
	{ toolbox, clock }: QuestionParts,
): Promise<Answer<ChosenService>> {
	const search = async (text: string, signal: AbortSignal): Promise<Found<ChosenService>> => {
		const { services, more } = await findServices(toolbox, text, signal);
		return {
			items: services
				.filter(({ id }) => id !== last?.id)
				.map(({ id, name, status, escalation_policy: policy }) => ({
					value: { id, name },
					label: safeForLabel(name),
					description: safeForLabel([policy, silence(status)].filter((part) => part !== undefined).join(' · ')),
					icon: 'server',
				})),
			more,
		};
	};
	const first: Named<ChosenService>[] = last
		? [{ value: last, label: safeForLabel(last.name), description: vscode.l10n.t('last time'), icon: 'history' }]
		: [];
	return findNamed(place, { placeHolder: vscode.l10n.t('Choose the service'), search, first }, clock);
}

/** Why a service opens no incidents. */
function silence(status: string | undefined): string | undefined {
	if (status === 'maintenance') return vscode.l10n.t('in maintenance');
	return status === 'disabled' ? vscode.l10n.t('disabled') : undefined;
}

export function askTitle(place: Place, value: string): Promise<Answer<string>> {
	return askText<string>(place, { prompt: vscode.l10n.t('What is wrong, in one line.'), value }, (text) => {
		const title = text.replace(/\s+/g, ' ');
		if (title === '') return { problem: vscode.l10n.t('Give it a title.') };
		return title.length > longestTitle
			? { problem: vscode.l10n.t('{0} characters at most; these are {1}.', longestTitle, title.length) }
			: { value: title };
	});
}

export async function askUrgency(place: Place, active: Draft['urgency']): Promise<Answer<Draft['urgency']>> {
	return choose<Draft['urgency']>(
		place,
		vscode.l10n.t('Choose the urgency'),
		[
			{ label: vscode.l10n.t('As the service decides'), value: undefined },
			{ label: vscode.l10n.t('High'), value: 'high' },
			{ label: vscode.l10n.t('Low'), value: 'low' },
		],
		active,
	);
}

/** `skip` where the account has no priorities. */
export async function askPriority(
	place: Place,
	active: string | undefined,
	parts: QuestionParts,
): Promise<Answer<string | undefined> | 'skip'> {
	const priorities = await readPriorities(parts);
	if (priorities.length === 0) return 'skip';
	const choices: Choice<string | undefined>[] = [
		{ label: vscode.l10n.t('No priority'), value: undefined },
		...priorities.map(({ name, description }) => ({
			label: safeForLabel(name),
			description: safeForLabel(description ?? ''),
			value: name,
		})),
	];
	return choose(place, vscode.l10n.t('Choose the priority'), choices, active);
}

/** Whoever is on call for the service comes first: nobody else is paged by Enter alone. */
export function askWho(
	place: Place,
	service: ChosenService | undefined,
	{ who: last }: Choices,
	{ toolbox, clock }: QuestionParts,
): Promise<Answer<Who>> {
	const oncall = vscode.l10n.t('Whoever is on call for {0}', safeForLabel(service?.name ?? ''));
	const first: Named<Who>[] = [{ value: { kind: 'service' }, label: oncall, icon: 'server' }];
	if (last) {
		const icon = last.kind === 'user' ? 'account' : 'organization';
		first.push({ value: last, label: safeForLabel(last.name), description: vscode.l10n.t('last time'), icon });
	}
	const search = async (text: string, signal: AbortSignal): Promise<Found<Who>> => {
		const { items, more } = await findRecipients(toolbox, text, signal);
		return { items: items.filter(({ value }) => value.id !== last?.id), more };
	};
	return findNamed(place, { placeHolder: vscode.l10n.t('Who gets it?'), search, first }, clock);
}

/** @param selected what is selected in an editor, offered as it is */
export async function askBody(
	place: Place,
	value: string | undefined,
	selected: SelectedText | undefined,
): Promise<Answer<string | undefined>> {
	const text = (words: string) => ({ detail: preview(words), value: { text: words } });
	const choices: Choice<{ readonly text: string | undefined } | 'write'>[] = [
		...(value === undefined ? [] : [{ label: `$(check) ${vscode.l10n.t('As you wrote it')}`, ...text(value) }]),
		...(selected && selected.text !== value ? [{ label: selectedLabel(selected), ...text(selected.text) }] : []),
		{ label: `$(dash) ${vscode.l10n.t('No details')}`, value: { text: undefined } },
		{ label: `$(edit) ${vscode.l10n.t('Write details…')}`, value: 'write' },
	];
	for (;;) {
		const chosen = await choose(place, vscode.l10n.t('Details for whoever gets it'), choices);
		if (chosen === undefined || chosen === 'back') return chosen;
		if (chosen.value !== 'write') return { value: chosen.value.text };
		const written = await writeBody({ ...place, back: true }, value);
		if (written !== 'back') return written;
	}
}

function writeBody(place: Place, value: string | undefined): Promise<Answer<string | undefined>> {
	// A box has one line.
	const start = value === undefined || value.includes('\n') ? '' : value;
	const options = { prompt: vscode.l10n.t('What the person who gets it should know.'), value: start };
	return askText<string | undefined>(place, options, (text) =>
		text.length > longestBody
			? { problem: vscode.l10n.t('{0} characters at most; these are {1}.', longestBody, text.length) }
			: { value: text === '' ? undefined : text },
	);
}

function selectedLabel({ file, cut }: SelectedText): string {
	const name = safeForLabel(file);
	const words = cut
		? vscode.l10n.t('The first {0} characters that are selected in {1}', longestBody, name)
		: vscode.l10n.t('What is selected in {0}', name);
	return `$(list-selection) ${words}`;
}

function preview(text: string): string {
	const line = safeForLabel(text);
	return line.length > shownOfBody ? `${line.slice(0, shownOfBody)}…` : line;
}
