import * as vscode from 'vscode';
import type { Clock } from '../../../pagerduty/http/clock.ts';
import { setPlace, type Answer, type Place } from '../../questions/steps.ts';

/** Something that can be chosen by its name. */
export interface Named<Value> {
	readonly value: Value;
	readonly label: string;
	readonly description?: string;
	readonly icon?: string;
}

export interface Found<Value> {
	readonly items: readonly Named<Value>[];
	/** There are others that a search would find. */
	readonly more: boolean;
}

export interface Search<Value> {
	readonly placeHolder: string;
	/** Finds what has these letters in its name; all there is for none. */
	readonly search: (text: string, signal: AbortSignal) => Promise<Found<Value>>;
	/** What is shown while that runs. */
	readonly known?: (text: string) => readonly Named<Value>[];
	/** Offered above what is found, and highlighted. */
	readonly first?: readonly Named<Value>[];
	/** What to say where there is nothing to choose from. */
	readonly nothing?: string;
}

export interface NamedQuestion<Value> extends Search<Value> {
	readonly title: string;
}

/** People type on while a search would already run. */
const pauseMs = 300;

interface NamedItem<Value> extends vscode.QuickPickItem {
	readonly value: Value;
}

/**
 * Asks for one of many; PagerDuty is searched while the person types, where the list does not hold all there is. Undefined when the
 * person thinks better of it.
 * @throws what `search` throws
 */
export async function chooseNamed<Value>(question: NamedQuestion<Value>, clock: Clock): Promise<Value | undefined> {
	const answer = await findNamed({ title: question.title, back: false }, question, clock);
	return answer === undefined || answer === 'back' ? undefined : answer.value;
}

/** The same as a step, from which there is a way back. @throws what `search` throws */
export function findNamed<Value>(
	place: Place,
	{ placeHolder, search: find, known, first = [], nothing }: Search<Value>,
	clock: Clock,
): Promise<Answer<Value>> {
	const pick = vscode.window.createQuickPick<NamedItem<Value>>();
	setPlace(pick, place);
	pick.placeholder = placeHolder;
	pick.matchOnDescription = true;
	const above = first.map(itemOf);
	pick.items = above;
	let searching = new AbortController();
	let complete = false;
	return new Promise((resolve, reject) => {
		const search = async (text: string, pause: number): Promise<void> => {
			searching.abort();
			const { signal } = (searching = new AbortController());
			pick.busy = true;
			if (known) pick.items = [...above, ...known(text).map(itemOf)];
			try {
				if (pause > 0) await clock.sleep(pause, signal);
				const found = await find(text, signal);
				signal.throwIfAborted();
				complete = text === '' && !found.more;
				pick.items = [...above, ...found.items.map(itemOf)];
				pick.busy = false;
				if (!complete || nothing === undefined || pick.items.length > 0) return;
				void vscode.window.showInformationMessage(nothing);
				pick.hide();
			} catch (error) {
				// A newer search runs, or the person has answered.
				if (signal.aborted) return;
				reject(error instanceof Error ? error : new Error('The search failed.', { cause: error }));
				pick.hide();
			}
		};
		const answer = (given: Answer<Value>) => {
			resolve(given);
			pick.hide();
		};
		const disposables = [
			pick,
			pick.onDidChangeValue((text) => {
				if (!complete) void search(text.trim(), pauseMs);
			}),
			pick.onDidAccept(() => {
				const [chosen] = pick.activeItems;
				if (chosen) answer({ value: chosen.value });
			}),
			pick.onDidTriggerButton(() => answer('back')),
			pick.onDidHide(() => {
				searching.abort();
				resolve(undefined);
				for (const disposable of disposables) disposable.dispose();
			}),
		];
		pick.show();
		void search('', 0);
	});
}

function itemOf<Value>({ value, label, description, icon }: Named<Value>): NamedItem<Value> {
	return {
		value,
		label,
		...(description !== undefined && { description }),
		...(icon !== undefined && { iconPath: new vscode.ThemeIcon(icon) }),
	};
}
