import assert from 'node:assert/strict';
import { Emitter } from '../../src/vscode/emitter.ts';
import type { FakeEditor } from './fake-editor.ts';

interface Item {
	readonly label: string;
}

/** Enter without a word: what is ticked, else what is highlighted. */
export const enter = Symbol('enter');
/** Escape. */
export const escape = Symbol('escape');
/** The first button of a question. */
export const yes = Symbol('yes');

/** A part of the label that is chosen, what is typed, or a key. */
export type Answer = string | typeof enter | typeof escape | typeof yes;

/** Somebody who answers the editor's questions one after another. Each must be asked. */
export class FakePerson {
	/** Titles of lists and boxes, and modal questions with their details. */
	readonly asked: string[] = [];
	/** What boxes held before anything was typed. */
	readonly offered: (string | undefined)[] = [];
	readonly #answers: Answer[];

	constructor(editor: FakeEditor, answers: readonly Answer[]) {
		this.#answers = [...answers];
		const person = {
			showQuickPick: async (items: readonly Item[] | Promise<readonly Item[]>, { title }: { title: string }) =>
				this.#choose(title, await items),
			showInputBox: ({ title, value }: { title: string; value?: string }) => {
				this.offered.push(value);
				return Promise.resolve(this.#type(title));
			},
			createQuickPick: () => new FakePick((title, pick) => this.#answerPick(title, pick)),
			showWarningMessage: (
				message: string,
				options: { detail?: string } | string | undefined,
				...buttons: string[]
			) => {
				if (typeof options !== 'object') {
					editor.told.push(message);
					return Promise.resolve();
				}
				this.asked.push([message, options.detail].join('\n'));
				return Promise.resolve(this.#next() === yes ? buttons[0] : undefined);
			},
		};
		Object.assign(editor.window, person);
	}

	/** Fails if a question that was expected was not asked. */
	done(): void {
		assert.deepEqual(this.#answers, []);
	}

	#next(): Answer {
		const [answer] = this.#answers.splice(0, 1);
		return answer ?? assert.fail(`A question too many: ${this.asked.at(-1) ?? ''}`);
	}

	#choose(title: string, items: readonly Item[]): Item | undefined {
		this.asked.push(title);
		const answer = this.#next();
		if (answer === enter) return items[0];
		return typeof answer === 'string' ? labelled(items, answer) : undefined;
	}

	#type(title: string): string | undefined {
		this.asked.push(title);
		const answer = this.#next();
		return typeof answer === 'string' ? answer : undefined;
	}

	#answerPick(title: string, pick: FakePick): void {
		this.asked.push(title);
		const answer = this.#next();
		if (answer === escape) {
			pick.hide();
			return;
		}
		pick.activeItems = answer === enter ? pick.items.slice(0, 1) : [labelled(pick.items, String(answer))];
		if (answer !== enter && pick.canSelectMany) pick.selectedItems = pick.activeItems;
		pick.accept();
	}
}

function labelled(items: readonly Item[], label: string): Item {
	const labels = items.map((item) => item.label).join(', ');
	return items.find((item) => item.label.includes(label)) ?? assert.fail(`no ${label} among ${labels}`);
}

/** A quick pick that is answered once it is in sight and has items. */
class FakePick {
	title = '';
	placeholder = '';
	canSelectMany = false;
	busy = false;
	activeItems: readonly Item[] = [];
	selectedItems: readonly Item[] = [];
	readonly #answer: (title: string, pick: FakePick) => void;
	readonly #accepted = new Emitter();
	readonly #hidden = new Emitter();
	readonly #typed = new Emitter<string>();
	readonly onDidAccept = (listener: () => void) => this.#accepted.on(listener);
	readonly onDidHide = (listener: () => void) => this.#hidden.on(listener);
	/** Nobody presses one. */
	readonly onDidTriggerButton = () => ({ dispose: () => undefined });
	readonly onDidChangeValue = (listener: (text: string) => void) => this.#typed.on(listener);
	#items: readonly Item[] = [];
	#shown = false;
	#answered = false;

	constructor(answer: (title: string, pick: FakePick) => void) {
		this.#answer = answer;
	}

	get items(): readonly Item[] {
		return this.#items;
	}

	set items(items: readonly Item[]) {
		this.#items = items;
		this.#ask();
	}

	show(): void {
		this.#shown = true;
		this.#ask();
	}

	hide(): void {
		this.#hidden.fire();
	}

	accept(): void {
		this.#accepted.fire();
	}

	dispose(): void {
		// Nothing is kept.
	}

	#ask(): void {
		if (!this.#shown || this.#answered || this.#items.length === 0) return;
		this.#answered = true;
		queueMicrotask(() => this.#answer(this.title, this));
	}
}
