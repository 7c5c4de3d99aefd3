import * as vscode from 'vscode';
import { clientLabel, isByAddress } from '../../connections/client-configuration.ts';
import { clientKinds, type ClientKind } from '../../connections/client-kinds.ts';
import { hostOf, type Named } from '../../connections/connection.ts';
import { accessLevels, toolsetContents, toolsets, type Access, type Toolset } from '../../tools/core/access.ts';
import { safeForLabel } from '../words/markup-safe.ts';
import type { Draft, Ends } from './draft.ts';
import { accessInWords } from './present.ts';
import { choose, chooseMany, search, type, type Answer, type Choice, type Place } from '../questions/steps.ts';

/** What the questions need to know of the product and of PagerDuty. */
export interface QuestionParts {
	/** Names of all tools, with what they do. */
	readonly tools: () => Promise<readonly { readonly name: string; readonly title: string }[]>;
	readonly findTeams: (text: string, signal: AbortSignal) => Promise<readonly Named[]>;
	readonly findServices: (text: string, signal: AbortSignal) => Promise<readonly Named[]>;
	/** The moment that a person means by a text, in epoch milliseconds. */
	readonly moment: (text: string) => number | undefined;
	readonly now: () => Date;
}

const hour = 3_600_000;

const icons: Readonly<Record<ClientKind, string>> = {
	vscode: 'vscode',
	'claude-code': 'terminal',
	'claude-desktop': 'device-desktop',
	cursor: 'edit',
	codex: 'terminal',
	'claude-web': 'globe',
	chatgpt: 'globe',
	other: 'plug',
};

export function askClient(place: Place, active: ClientKind): Promise<Answer<ClientKind>> {
	const choices = clientKinds.map((client) => ({
		label: `$(${icons[client]}) ${clientLabel(client)}`,
		...(isByAddress(client) && { description: vscode.l10n.t('from the web, through a tunnel') }),
		value: client,
	}));
	return choose(place, vscode.l10n.t('Which client do you want to let in?'), choices, active);
}

export function askHost(place: Place, value: string | undefined): Promise<Answer<string>> {
	const prompt = vscode.l10n.t(
		'This client calls from the web. Forward the port of this machine to it (view Ports, or a tunnel) and paste the address here. Whatever calls by that address gets in with this connection only.',
	);
	return type<string>(
		place,
		{ prompt, placeholder: 'https://abc-8764.euw.devtunnels.ms', value: value ?? '' },
		(text) => {
			const host = hostOf(text);
			return host === undefined
				? { problem: vscode.l10n.t('Enter a name such as abc-8764.euw.devtunnels.ms.') }
				: { value: host };
		},
	);
}

export function askSecond(place: Place, active: boolean): Promise<Answer<boolean>> {
	return choose(
		place,
		vscode.l10n.t('The secret is part of the address. Is the address enough to get in?'),
		[
			{
				label: vscode.l10n.t('The address is enough'),
				detail: vscode.l10n.t('Whoever sees the address gets in until the connection ends.'),
				value: false,
			},
			{
				label: vscode.l10n.t('A second secret is needed'),
				detail: vscode.l10n.t('The address alone is useless: the client sends Authorization, too.'),
				value: true,
			},
		],
		active,
	);
}

export function askName(place: Place, value: string): Promise<Answer<string>> {
	const options = { prompt: vscode.l10n.t('Use this name to find the connection again.'), value };
	return type<string>(place, options, (text) => {
		const name = text.replace(/\s+/g, ' ');
		if (name === '') return { problem: vscode.l10n.t('Give it a name.') };
		return name.length > 60 ? { problem: vscode.l10n.t('60 characters at most.') } : { value: name };
	});
}

export function askAccess(place: Place, active: Access): Promise<Answer<Access>> {
	const details: Readonly<Record<Access, string>> = {
		read: vscode.l10n.t('Look at anything, change nothing.'),
		respond: vscode.l10n.t('Also acknowledge, resolve, add notes, page people and so on.'),
		administer: vscode.l10n.t('Also change the configuration and the people of the account.'),
	};
	const choices = accessLevels.map((access) => {
		const words = accessInWords(access, vscode.l10n);
		return { label: `${words.charAt(0).toUpperCase()}${words.slice(1)}`, detail: details[access], value: access };
	});
	return choose(place, vscode.l10n.t('What may it do?'), choices, active);
}

export function askToolsets(place: Place, selected: readonly Toolset[]): Promise<Answer<readonly Toolset[]>> {
	const choices = toolsets.map((name) => ({ label: name, description: toolsetContents[name], value: name }));
	return chooseMany(place, vscode.l10n.t('Which areas may it see?'), choices, selected);
}

export async function askTools(
	place: Place,
	placeholder: string,
	selected: readonly string[],
	{ tools }: QuestionParts,
): Promise<Answer<readonly string[]>> {
	const choices = (await tools()).map(({ name, title }) => ({ label: name, description: title, value: name }));
	return chooseMany(place, placeholder, choices, selected);
}

export async function askWithin(
	place: Place,
	within: Draft['within'],
	{ findTeams, findServices }: QuestionParts,
): Promise<Answer<Draft['within']>> {
	const named = (objects: readonly Named[], icon: string): Choice<Named>[] =>
		objects.map((object) => ({ label: `$(${icon}) ${safeForLabel(object.name)}`, value: object }));
	const teams = await search<Named>(
		place,
		vscode.l10n.t('Only what belongs to these teams (type to search; none for all)'),
		named(within?.teams ?? [], 'organization'),
		async (text, signal) => named(await findTeams(text, signal), 'organization'),
	);
	if (teams === undefined || teams === 'back') return teams;
	const services = await search<Named>(
		{ ...place, back: true },
		vscode.l10n.t('Also what belongs to these services (type to search; none to add nothing)'),
		named(within?.services ?? [], 'server'),
		async (text, signal) => named(await findServices(text, signal), 'server'),
	);
	if (services === undefined || services === 'back') return services;
	const none = teams.value.length + services.value.length === 0;
	return { value: none ? undefined : { teams: [...teams.value], services: [...services.value] } };
}

export function askCalls(place: Place, value: number | undefined): Promise<Answer<number | undefined>> {
	const options = {
		prompt: vscode.l10n.t('The most tool calls in any one minute. Leave it empty for no limit.'),
		value: value === undefined ? '' : String(value),
	};
	return type<number | undefined>(place, options, (text) => {
		if (text === '') return { value: undefined };
		return /^[1-9]\d{0,5}$/.test(text)
			? { value: Number(text) }
			: { problem: vscode.l10n.t('Enter a whole number from 1 to 999999, or nothing.') };
	});
}

export async function askEnds(place: Place, active: Ends, parts: QuestionParts): Promise<Answer<Ends>> {
	const after = (label: string, ms: number): Choice<Ends | 'date'> => ({ label, value: { kind: 'after', ms } });
	const choices = [
		after(vscode.l10n.t('In an hour'), hour),
		after(vscode.l10n.t('In 8 hours'), 8 * hour),
		after(vscode.l10n.t('In a day'), 24 * hour),
		after(vscode.l10n.t('In a week'), 7 * 24 * hour),
		after(vscode.l10n.t('In 30 days'), 30 * 24 * hour),
		{ label: vscode.l10n.t('At a date…'), value: 'date' as const },
		{ label: vscode.l10n.t('Never'), value: { kind: 'never' } as const },
	];
	const same = choices.find(({ value }) => JSON.stringify(value) === JSON.stringify(active));
	const chosen = await choose(place, vscode.l10n.t('When does it end?'), choices, same?.value);
	if (chosen === undefined || chosen === 'back') return chosen;
	return chosen.value === 'date' ? askDate({ ...place, back: true }, parts) : { value: chosen.value };
}

function askDate(place: Place, { moment, now }: QuestionParts): Promise<Answer<Ends>> {
	const options = { prompt: vscode.l10n.t('A date or a time, in your time zone.'), placeholder: '2026-12-31T18:00' };
	return type<Ends>(place, options, (text) => {
		const at = moment(text);
		if (at === undefined) return { problem: vscode.l10n.t('Enter a time such as 2026-12-31T18:00, or 36h, or 10d.') };
		return at > now().getTime()
			? { value: { kind: 'at', at } }
			: { problem: vscode.l10n.t('Enter a time in the future.') };
	});
}
