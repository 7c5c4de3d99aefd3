import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './support.ts';

/** Enter without a word: what is ticked, else what is highlighted. */
export const enter = Symbol('enter');
/** The first button of a modal question. */
export const yes = Symbol('yes');

/** A part of the label that is chosen, what is typed, where a file is saved, the button of a modal question, or a key. */
export type Answer = string | typeof enter | typeof yes;

/** What the editor shows of a list that it makes itself. */
interface ShownList {
	readonly items: readonly vscode.QuickPickItem[];
	readonly many: boolean;
	/** The row that is highlighted, once the list is in sight. */
	highlighted: unknown;
}

type Shown<Value extends unknown[]> = (...args: Value) => unknown;

/**
 * Somebody who answers the real editor's questions one after another. Lists and boxes are the editor's own, and taken with its own
 * key; what a test window does not show is answered in its place: modal questions, the dialog for files, and the browser.
 */
export class AnsweringPerson {
	/** Titles of lists and boxes, and modal questions with their details. */
	readonly asked: string[] = [];
	/** What notifications and the status bar said. */
	readonly told: string[] = [];
	/** Addresses that the person's browser was sent to. */
	readonly browsed: string[] = [];
	readonly #answers: Answer[] = [];
	readonly #problems: Error[] = [];
	readonly #restore: () => void;

	constructor() {
		const { window, env } = vscode;
		const { createQuickPick, createInputBox, showQuickPick, showInputBox, showSaveDialog, setStatusBarMessage } =
			window;
		const { showWarningMessage, showInformationMessage, showErrorMessage } = window;
		const { openExternal } = env;
		const original = {
			createQuickPick,
			createInputBox,
			showQuickPick,
			showInputBox,
			showSaveDialog,
			setStatusBarMessage,
			showWarningMessage,
			showInformationMessage,
			showErrorMessage,
		};
		const hearing =
			<Value extends unknown[]>(show: Shown<[string, ...Value]>) =>
			(message: string, ...others: Value) => {
				this.told.push(message);
				return show(message, ...others);
			};
		Object.assign(window, {
			createQuickPick: () => this.#watchPick(createQuickPick()),
			createInputBox: () => this.#watchBox(createInputBox()),
			showQuickPick: async (
				given: readonly vscode.QuickPickItem[] | Thenable<readonly vscode.QuickPickItem[]>,
				options: vscode.QuickPickOptions = {},
			) => {
				const items = await given;
				const list: ShownList = { items, many: options.canPickMany === true, highlighted: undefined };
				const onDidSelectItem = (item: unknown) => (list.highlighted = item);
				const chosen = showQuickPick(items, { ...options, onDidSelectItem });
				this.#ask(options.title, (answer) => takeFromList(list, answer));
				return chosen;
			},
			showInputBox: (options: vscode.InputBoxOptions) => {
				const answer = this.#next(options.title);
				const box = showInputBox({ ...options, ...(typeof answer === 'string' && { value: answer }) });
				this.#follow(accept());
				return box;
			},
			showSaveDialog: ({ title }: vscode.SaveDialogOptions) =>
				Promise.resolve(vscode.Uri.file(String(this.#next(title)))),
			showWarningMessage: (message: string, options: unknown, ...buttons: string[]) => {
				if (typeof options !== 'object' || options === null || !('modal' in options)) {
					this.told.push(message);
					const shown: unknown = Reflect.apply(showWarningMessage, window, [message, options, ...buttons]);
					return shown;
				}
				const detail = 'detail' in options ? String(options.detail) : '';
				const answer = this.#next([message, detail].join('\n'));
				return Promise.resolve(answer === yes ? buttons[0] : buttons.find((label) => label === answer));
			},
			showInformationMessage: hearing(showInformationMessage),
			showErrorMessage: hearing(showErrorMessage),
			setStatusBarMessage: hearing(setStatusBarMessage),
		});
		Object.assign(env, {
			openExternal: (address: vscode.Uri) => {
				this.browsed.push(address.toString(true));
				return Promise.resolve(true);
			},
		});
		this.#restore = () => {
			Object.assign(window, original);
			Object.assign(env, { openExternal });
		};
	}

	/** Runs a command to its end and answers what it asks; each answer must be asked for, and there must be one for each question. */
	async run(command: string, args: readonly unknown[] = [], answers: readonly Answer[] = []): Promise<void> {
		await this.during(command, () => Promise.resolve(vscode.commands.executeCommand(command, ...args)), answers);
	}

	/** The same for what somebody else has the editor ask. */
	async during<Value>(what: string, work: () => Promise<Value>, answers: readonly Answer[]): Promise<Value> {
		this.asked.length = 0;
		this.told.length = 0;
		this.#answers.push(...answers);
		const value = await work();
		const left = this.#answers.splice(0);
		const [problem] = this.#problems.splice(0);
		if (problem !== undefined) throw problem;
		assert.deepEqual(left, [], `${what} asked only: ${this.asked.join(' | ')}; it told: ${this.told.join(' | ')}`);
		return value;
	}

	/** The editor asks as it always did. */
	leave(): void {
		this.#restore();
	}

	#next(question: string | undefined): Answer | undefined {
		this.asked.push(question ?? '');
		const [answer] = this.#answers.splice(0, 1);
		if (answer === undefined) this.#fail(new Error(`A question too many: ${question ?? ''}`));
		return answer;
	}

	#ask(question: string | undefined, take: (answer: Answer) => Promise<void>): void {
		const answer = this.#next(question);
		if (answer !== undefined) this.#follow(take(answer));
	}

	/** A command whose question cannot be answered ends, and its test fails. */
	#fail(problem: Error): void {
		this.#problems.push(problem);
		void vscode.commands.executeCommand('workbench.action.closeQuickOpen');
	}

	#follow(answering: Promise<void>): void {
		answering.catch((error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error))));
	}

	#watchPick(pick: vscode.QuickPick<vscode.QuickPickItem>): unknown {
		return this.#whenShown(pick, async (answer) => {
			await until('there is something to choose', () => !pick.busy && pick.items.length > 0);
			if (typeof answer === 'string') {
				pick.activeItems = [labelled(pick.items, answer)];
				if (pick.canSelectMany) pick.selectedItems = pick.activeItems;
			}
			await accept();
		});
	}

	#watchBox(box: vscode.InputBox): unknown {
		return this.#whenShown(box, async (answer) => {
			if (typeof answer === 'string') box.value = answer;
			await accept();
			await until('the box is not busy', () => !box.busy);
			assert.equal(box.validationMessage ?? '', '');
		});
	}

	#whenShown(question: vscode.QuickInput, take: (answer: Answer) => Promise<void>): unknown {
		const show = question.show.bind(question);
		question.show = () => {
			show();
			this.#ask(question.title, take);
		};
		return question;
	}
}

/** Presses Enter, after the editor has been told what was set before. */
async function accept(): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve));
	await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
}

async function takeFromList(list: ShownList, answer: Answer): Promise<void> {
	await until('the list is in sight', () => {
		// Where several can be ticked, no row is highlighted at first.
		if (list.many) void vscode.commands.executeCommand('quickInput.first');
		return list.highlighted;
	});
	if (typeof answer === 'string') {
		const wanted = labelled(list.items, answer);
		// Once round.
		for (let left = list.items.length; list.highlighted !== wanted; left--) {
			assert.ok(left > 0, `${answer} was never highlighted`);
			const before = list.highlighted;
			await vscode.commands.executeCommand('quickInput.next');
			await until('another row is highlighted', () => list.highlighted !== before);
		}
		if (list.many) await vscode.commands.executeCommand('workbench.action.quickPickManyToggle');
	}
	await accept();
}

function labelled(items: readonly vscode.QuickPickItem[], label: string): vscode.QuickPickItem {
	const choosable = items.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
	const labels = choosable.map((item) => item.label).join(', ');
	return choosable.find((item) => item.label.includes(label)) ?? assert.fail(`no ${label} among ${labels}`);
}
