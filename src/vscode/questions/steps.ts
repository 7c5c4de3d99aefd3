import * as vscode from 'vscode';

/** What a step gives: an answer, the wish to go back, or undefined for the end of it all. */
export type Answer<Value> = { readonly value: Value } | 'back' | undefined;

/** Where a step stands. */
export interface Place {
	readonly title: string;
	/** There is a step before. */
	readonly back: boolean;
	/** Which one of how many. */
	readonly step?: number;
	readonly totalSteps?: number;
}

export interface Choice<Value> {
	/** With its icon as `$(…)`. */
	readonly label: string;
	readonly description?: string;
	readonly detail?: string;
	readonly value: Value;
}

type Item<Value> = vscode.QuickPickItem & { readonly value: Value };

/** One of several. @param active the value that is chosen with Enter; the first one unless it is among them */
export function choose<Value>(
	place: Place,
	placeholder: string,
	choices: readonly Choice<Value>[],
	active?: Value,
): Promise<Answer<Value>> {
	const pick = vscode.window.createQuickPick<Item<Value>>();
	pick.items = choices;
	pick.placeholder = placeholder;
	pick.matchOnDescription = true;
	pick.matchOnDetail = true;
	const wanted = pick.items.find(({ value }) => value === active) ?? pick.items[0];
	pick.activeItems = wanted ? [wanted] : [];
	return shown(pick, place, (done) => {
		const [chosen] = pick.activeItems;
		if (chosen) done({ value: chosen.value });
	});
}

/** Any number of several. */
export function chooseMany<Value>(
	place: Place,
	placeholder: string,
	choices: readonly Choice<Value>[],
	selected: readonly Value[],
): Promise<Answer<readonly Value[]>> {
	const pick = vscode.window.createQuickPick<Item<Value>>();
	pick.canSelectMany = true;
	pick.items = choices;
	pick.placeholder = placeholder;
	pick.matchOnDescription = true;
	pick.selectedItems = pick.items.filter(({ value }) => selected.includes(value));
	return shown(pick, place, (done) => done({ value: pick.selectedItems.map(({ value }) => value) }));
}

/** Text. @param parse gives what it means, or what is wrong with it. */
export function type<Value>(
	place: Place,
	options: { readonly prompt: string; readonly placeholder?: string; readonly value?: string },
	parse: (text: string) => { readonly value: Value } | { readonly problem: string },
): Promise<Answer<Value>> {
	const input = vscode.window.createInputBox();
	input.prompt = options.prompt;
	input.placeholder = options.placeholder;
	input.value = options.value ?? '';
	input.onDidChangeValue(() => (input.validationMessage = ''));
	return shown(input, place, (done) => {
		const parsed = parse(input.value.trim());
		if ('value' in parsed) done(parsed);
		else input.validationMessage = parsed.problem;
	});
}

/** Objects of PagerDuty, found by their name while somebody types. Those that were chosen stay. */
export function search<Value extends { readonly id: string }>(
	place: Place,
	placeholder: string,
	selected: readonly Choice<Value>[],
	find: (text: string, signal: AbortSignal) => Promise<readonly Choice<Value>[]>,
): Promise<Answer<readonly Value[]>> {
	const pick = vscode.window.createQuickPick<Item<Value>>();
	pick.canSelectMany = true;
	pick.placeholder = placeholder;
	let searching = new AbortController();
	const show = async () => {
		searching.abort();
		searching = new AbortController();
		const { signal } = searching;
		pick.busy = true;
		try {
			const found = await find(pick.value.trim(), signal);
			if (signal.aborted) return;
			const chosen = pick.selectedItems;
			const others = found.filter(({ value }) => !chosen.some((item) => item.value.id === value.id));
			pick.items = [...chosen, ...others];
			pick.selectedItems = chosen;
		} catch (error) {
			if (!signal.aborted) pick.title = error instanceof Error ? error.message : place.title;
		} finally {
			if (searching.signal === signal) pick.busy = false;
		}
	};
	pick.items = selected;
	pick.selectedItems = pick.items;
	pick.onDidChangeValue(() => void show());
	void show();
	return shown<readonly Value[]>(pick, place, (done) =>
		done({ value: pick.selectedItems.map(({ value }) => value) }),
	).finally(() => searching.abort());
}

/** Shows it until it is answered, left or gone back from. */
function shown<Value>(
	input: vscode.QuickInput & {
		readonly onDidAccept: vscode.Event<void>;
		readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
		buttons: readonly vscode.QuickInputButton[];
	},
	place: Place,
	accept: (done: (answer: Answer<Value>) => void) => void,
): Promise<Answer<Value>> {
	setPlace(input, place);
	return new Promise((resolve) => {
		const done = (answer: Answer<Value>) => {
			resolve(answer);
			input.hide();
		};
		input.onDidAccept(() => accept(done));
		input.onDidTriggerButton(() => done('back'));
		input.onDidHide(() => {
			resolve(undefined);
			input.dispose();
		});
		input.show();
	});
}

/** Says where a question stands, and keeps it in sight until it is answered or left. */
export function setPlace(
	input: vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] },
	{ title, back, step, totalSteps }: Place,
): void {
	input.title = title;
	input.step = step;
	input.totalSteps = totalSteps;
	input.ignoreFocusOut = true;
	input.buttons = back ? [vscode.QuickInputButtons.Back] : [];
}

/** A step, which changes what is known so far; `skip` where there is nothing to ask. */
export type Step<State> = (state: State, back: boolean) => Promise<Answer<State> | 'skip'>;

/** A question, which changes what is known so far. */
export type Ask<State> = (state: State, place: Place) => Promise<Answer<State> | 'skip'>;

/** The questions of a flow as its steps, each of which says the how-manieth of them it is. */
export function numbered<State>(title: string, questions: readonly Ask<State>[]): Step<State>[] {
	return questions.map(
		(ask, index) => (state, back) => ask(state, { title, back, step: index + 1, totalSteps: questions.length }),
	);
}

/** What is known once a question was answered. */
export function answered<Value, State>(answer: Answer<Value>, change: (value: Value) => State): Answer<State> {
	return answer === undefined || answer === 'back' ? answer : { value: change(answer.value) };
}

/** Goes through the steps, and back. Undefined when somebody leaves. */
export async function walk<State>(start: State, steps: readonly Step<State>[]): Promise<State | undefined> {
	const before: { readonly at: number; readonly state: State }[] = [];
	let [at, state] = [0, start];
	for (let step = steps[at]; step; step = steps[at]) {
		const answer = await step(state, before.length > 0);
		if (answer === undefined) return undefined;
		if (answer === 'back') {
			const last = before.pop();
			if (!last) return undefined;
			({ at, state } = last);
			continue;
		}
		if (answer !== 'skip') {
			before.push({ at, state });
			state = answer.value;
		}
		at++;
	}
	return state;
}
