import * as vscode from 'vscode';
import { clientLabel } from '../../connections/client-configuration.ts';
import { endInWords, accessInWords, listInWords, withinInWords } from './present.ts';
import { termsOf, type Draft } from './draft.ts';
import {
	askAccess,
	askCalls,
	askEnds,
	askHost,
	askName,
	askTools,
	askToolsets,
	askWithin,
	type QuestionParts,
} from './questions.ts';
import { choose, type Answer, type Choice, type Place } from '../questions/steps.ts';

type Change = (place: Place, draft: Draft) => Promise<Answer<Draft>>;

/** Shows all terms, each to be changed, until somebody agrees, leaves or goes back. */
export async function review(place: Place, agree: string, start: Draft, parts: QuestionParts): Promise<Answer<Draft>> {
	let draft = start;
	for (;;) {
		const rows = termRows(draft, parts);
		const choices: Choice<Change | 'agree'>[] = [{ label: `$(check) ${agree}`, value: 'agree' }, ...rows];
		const chosen = await choose<Change | 'agree'>(
			place,
			vscode.l10n.t('Press Enter to agree, or choose what to change'),
			choices,
			'agree',
		);
		if (chosen === undefined || chosen === 'back') return chosen;
		if (chosen.value === 'agree') return { value: draft };
		const changed = await chosen.value({ title: place.title, back: true }, draft);
		if (changed === undefined) return undefined;
		if (changed !== 'back') draft = changed.value;
	}
}

function termRows(draft: Draft, parts: QuestionParts): Choice<Change>[] {
	const { l10n } = vscode;
	const { tools = [], excludedTools = [], within, callsPerMinute, host } = draft;
	const ends = endInWords(termsOf(draft, parts.now()).endsAt, parts.now(), l10n);
	return [
		row('tag', l10n.t('Name'), draft.name, async (place, old) => set(old, 'name', await askName(place, old.name))),
		row('shield', l10n.t('Access'), accessInWords(draft.access, l10n), async (place, old) =>
			set(old, 'access', await askAccess(place, old.access)),
		),
		row('tools', l10n.t('Toolsets'), listInWords(draft.toolsets, l10n), async (place, old) =>
			set(old, 'toolsets', list(await askToolsets(place, old.toolsets))),
		),
		row('add', l10n.t('Single tools, too'), listInWords(tools, l10n), async (place, old) =>
			set(
				old,
				'tools',
				list(
					await askTools(place, l10n.t('Which other tools may it see, whatever their area?'), old.tools ?? [], parts),
				),
			),
		),
		row('remove', l10n.t('Left out'), listInWords(excludedTools, l10n), async (place, old) =>
			set(
				old,
				'excludedTools',
				list(await askTools(place, l10n.t('Which tools should be left out?'), old.excludedTools ?? [], parts)),
			),
		),
		row(
			'organization',
			l10n.t('Only these teams or services'),
			within ? withinInWords(within, l10n) : l10n.t('the whole account'),
			async (place, old) => set(old, 'within', await askWithin(place, old.within, parts)),
		),
		row(
			'dashboard',
			l10n.t('Calls a minute'),
			callsPerMinute === undefined ? l10n.t('no limit') : String(callsPerMinute),
			async (place, old) => set(old, 'callsPerMinute', await askCalls(place, old.callsPerMinute)),
		),
		row('clock', l10n.t('Ends'), ends, async (place, old) => set(old, 'ends', await askEnds(place, old.ends, parts))),
		...(host === undefined
			? []
			: [
					row('globe', l10n.t('Through'), host, async (place, old) => set(old, 'host', await askHost(place, old.host))),
				]),
	];
}

function row(icon: string, label: string, description: string, value: Change): Choice<Change> {
	return { label: `$(${icon}) ${label}`, description, value };
}

function set<Name extends keyof Draft>(
	draft: Draft,
	name: Name,
	answer: Answer<Draft[Name] | undefined>,
): Answer<Draft> {
	if (answer === undefined || answer === 'back') return answer;
	return { value: Object.assign({}, draft, { [name]: answer.value }) };
}

function list<Item>(answer: Answer<readonly Item[]>): Answer<Item[]> {
	return answer === undefined || answer === 'back' ? answer : { value: [...answer.value] };
}

/** How a flow about a connection is titled. */
export function flowTitle(draft: Draft): string {
	return vscode.l10n.t('Connection for {0}', clientLabel(draft.client));
}
