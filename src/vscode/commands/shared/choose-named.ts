import * as vscode from 'vscode';
import type { Clock } from '../../../pagerduty/http/clock.ts';

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

export interface NamedQuestion<Value> {
	readonly title: string;
	readonly placeHolder: string;
	/** Finds what has these letters in its name; all there is for none. */
	readonly search: (text: string, signal: AbortSignal) => Promise<Found<Value>>;
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
export function chooseNamed<Value>(question: NamedQuestion<Value>, clock: Clock): Promise<Value | undefined> {
	const pick = vscode.window.createQuickPick<NamedItem<Value>>();
	pick.title = question.title;
	pick.placeholder = question.placeHolder;
	pick.matchOnDescription = true;
	pick.ignoreFocusOut = true;
	let searching = new AbortController();
	let complete = false;
	return new Promise((resolve, reject) => {
		const search = async (text: string, pause: number): Promise<void> => {
			searching.abort();
			const { signal } = (searching = new AbortController());
			pick.busy = true;
			try {
				if (pause > 0) await clock.sleep(pause, signal);
				const found = await question.search(text, signal);
				signal.throwIfAborted();
				complete = text === '' && !found.more;
				pick.items = found.items.map(itemOf);
				pick.busy = false;
			} catch (error) {
				// A newer search runs, or the person has answered.
				if (signal.aborted) return;
				reject(error instanceof Error ? error : new Error('The search failed.', { cause: error }));
				pick.hide();
			}
		};
		const disposables = [
			pick,
			pick.onDidChangeValue((text) => {
				if (!complete) void search(text.trim(), pauseMs);
			}),
			pick.onDidAccept(() => {
				const [chosen] = pick.activeItems;
				if (!chosen) return;
				resolve(chosen.value);
				pick.hide();
			}),
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
