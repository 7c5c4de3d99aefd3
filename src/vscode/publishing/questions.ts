import * as vscode from 'vscode';
import type { RunsTools } from '../lazy-toolbox.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { slowAction } from '../commands/shared/slow-action.ts';
import { choose, type as askText, type Answer, type Choice, type Place } from '../questions/steps.ts';
import { safeForLabel } from '../words/markup-safe.ts';
import { longestMessage, longestTitle, type Chosen, type ChosenPage } from './draft.ts';

/** What the questions need to know of PagerDuty. */
export interface QuestionParts {
	readonly toolbox: RunsTools;
	readonly clock: Clock;
}

/** What the posts of a page can say of an incident. */
export interface Words {
	readonly statuses: readonly string[];
	readonly severities: readonly string[];
}

const listed = 100;
const reading = () => vscode.l10n.t('Reading the status pages');

/** The pages that there are. */
export function readPages({ toolbox, clock }: QuestionParts): Promise<readonly ChosenPage[]> {
	return slowAction(clock, reading(), async (caller) => {
		const { listStatusPages } = await import('../../tools/communication/list-status-pages.ts');
		const { status_pages: pages } = await toolbox.run(listStatusPages, { limit: listed }, caller);
		return pages.map(({ id, name, type }) => ({ id, name, isPublic: type !== 'private' }));
	});
}

/** What a page's posts about incidents can say. */
export function readWords(page: Chosen, { toolbox, clock }: QuestionParts): Promise<Words> {
	return slowAction(clock, reading(), async (caller) => {
		const { listStatusPages } = await import('../../tools/communication/list-status-pages.ts');
		const query = { status_page: page.id };
		const { statuses = [], severities = [] } = await toolbox.run(listStatusPages, query, caller);
		return { statuses: ofIncidents(statuses), severities: ofIncidents(severities) };
	});
}

/** The tool says behind a word what it is for. */
function ofIncidents(words: readonly string[]): string[] {
	return words.filter((word) => !word.endsWith(' (maintenance)')).map((word) => word.replace(/ \(incident\)$/, ''));
}

export function askPage(
	place: Place,
	pages: readonly ChosenPage[],
	active: ChosenPage | undefined,
): Promise<Answer<ChosenPage>> {
	const choices = pages.map((page) => ({
		label: `$(${page.isPublic ? 'globe' : 'lock'}) ${safeForLabel(page.name)}`,
		description: page.isPublic ? vscode.l10n.t('public') : vscode.l10n.t('private'),
		value: page,
	}));
	return choose(
		place,
		vscode.l10n.t('Choose the status page'),
		choices,
		pages.find(({ id }) => id === active?.id),
	);
}

/** A new post, or one of those about incidents, the newest first. */
export async function askPost(
	place: Place,
	page: Chosen,
	{ toolbox, clock }: QuestionParts,
): Promise<Answer<Chosen | undefined>> {
	const posts = await slowAction(clock, vscode.l10n.t('Reading the posts'), async (caller) => {
		const { listStatusPagePosts } = await import('../../tools/communication/list-status-page-posts.ts');
		const query = { status_page: page.id, post_type: 'incident' as const, limit: listed };
		return (await toolbox.run(listStatusPagePosts, query, caller)).posts;
	});
	const choices: Choice<Chosen | undefined>[] = [
		{ label: `$(add) ${vscode.l10n.t('New post')}`, value: undefined },
		...posts.map(({ id, title }) => ({
			label: safeForLabel(title),
			description: vscode.l10n.t('add an update'),
			value: { id, name: title },
		})),
	];
	return choose(place, vscode.l10n.t('A new post, or an update of one?'), choices);
}

/** @param hint what the incident is called inside, which is not for customers as it is */
export function askTitle(place: Place, value: string, hint: string | undefined): Promise<Answer<string>> {
	const prompt = vscode.l10n.t('The headline that customers read.');
	return askText<string>(place, { prompt, value, ...(hint !== undefined && { placeholder: hint }) }, (text) =>
		checked(text, longestTitle, vscode.l10n.t('Give it a headline.')),
	);
}

export function askMessage(place: Place, value: string): Promise<Answer<string>> {
	return askText<string>(place, { prompt: vscode.l10n.t('The text that customers read.'), value }, (text) =>
		checked(text, longestMessage, vscode.l10n.t('Write a message.')),
	);
}

/** @param asBefore whether it may stay as it is */
export function askWord(
	place: Place,
	placeholder: string,
	words: readonly string[],
	active: string | undefined,
	asBefore: boolean,
): Promise<Answer<string | undefined>> {
	const choices: Choice<string | undefined>[] = [
		...(asBefore ? [{ label: vscode.l10n.t('As before'), value: undefined }] : []),
		...words.map((word) => ({ label: safeForLabel(word), value: word })),
	];
	return choose(place, placeholder, choices, active);
}

export function askNotify(place: Place, active: boolean): Promise<Answer<boolean>> {
	return choose(
		place,
		vscode.l10n.t('Who is told?'),
		[
			{ label: vscode.l10n.t('Whoever looks at the page'), value: false },
			{ label: vscode.l10n.t('All subscribers too, by e-mail'), value: true },
		],
		active,
	);
}

function checked(text: string, most: number, empty: string): { value: string } | { problem: string } {
	if (text === '') return { problem: empty };
	return text.length > most
		? { problem: vscode.l10n.t('{0} characters at most; these are {1}.', most, text.length) }
		: { value: text };
}
