import assert from 'node:assert/strict';
import { Emitter } from '../../src/vscode/emitter.ts';
import type { FakeEditor } from './fake-editor.ts';

interface Item {
	readonly label: string;
	readonly kind?: number;
	readonly buttons?: readonly Button[];
}

interface Button {
	readonly tooltip?: string;
}

/** Enter without a word: what is ticked, else what is highlighted. */
export const enter = Symbol('enter');
/** Escape. */
export const escape = Symbol('escape');
/** The first button of a question. */
export const yes = Symbol('yes');
/** The button that leads to the question before. */
export const back = Symbol('back');

/** The button of a row in a list. */
export interface Pressed {
	readonly press: string;
	/** The row. */
	readonly on: string;
}

/** Letters that are typed to find what is then chosen. */
export interface Sought {
	/** What is ticked before that. */
	readonly tick?: string;
	readonly type: string;
	readonly then: string | typeof enter;
}

/** A part of the label that is chosen, what is typed, or a key. */
export type Answer = string | Sought | Pressed | typeof enter | typeof escape | typeof yes | typeof back;

/** Somebody who answers the editor's questions one after another. Each must be asked. */
export class FakePerson {
	/** Titles of lists and boxes, and modal questions with their details. */
	readonly asked: string[] = [];
	/** What boxes held before anything was typed. */
	readonly offered: (string | undefined)[] = [];
	/** Which one of its flow each question said that it is. */
	readonly steps: (number | undefined)[] = [];
	/** What boxes said of what was typed: then they are asked again. */
	readonly refused: string[] = [];
	/** The labels of each list, and of what was ticked in it in the end. */
	readonly lists: { readonly labels: readonly string[]; readonly ticked: readonly string[] }[] = [];
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
			createQuickPick: () => new FakePick((pick) => this.#answerPick(pick)),
			createInputBox: () => new FakeBox((box) => this.#answerBox(box)),
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

	#answerPick(pick: FakePick): void {
		this.asked.push(pick.title);
		this.steps.push(pick.step);
		this.#choosePicked(pick, this.#next());
	}

	#choosePicked(pick: FakePick, answer: Answer): void {
		if (answer === escape) pick.hide();
		else if (answer === back) pick.press();
		else if (typeof answer === 'object' && 'press' in answer)
			pick.pressOn(labelled(pick.items, answer.on), answer.press);
		else if (typeof answer === 'object') {
			const { then, tick } = answer;
			if (tick !== undefined) pick.selectedItems = [...pick.selectedItems, labelled(pick.items, tick)];
			pick.type(answer.type, () => this.#choosePicked(pick, then));
		} else {
			this.lists.push({ labels: labelsOf(pick.items), ticked: labelsOf(pick.selectedItems) });
			if (answer === enter) {
				assert.ok(!pick.nothingActive, `${pick.title}: nothing is highlighted`);
				if (pick.activeItems.length === 0) pick.activeItems = found(pick.items, pick.value).slice(0, 1);
			} else {
				pick.activeItems = [labelled(pick.items, String(answer))];
				if (pick.canSelectMany) pick.selectedItems = pick.activeItems;
			}
			pick.accept();
		}
	}

	#answerBox(box: FakeBox): void {
		this.asked.push(box.title);
		this.steps.push(box.step);
		this.offered.push(box.value);
		const answer = this.#next();
		if (answer === escape) box.hide();
		else if (answer === back) box.press();
		else {
			if (typeof answer === 'string') box.type(answer);
			box.accept();
			if (box.validationMessage === '') return;
			this.refused.push(box.validationMessage);
			this.#answerBox(box);
		}
	}
}

/** As the editor does it, which looks at labels. */
function found(items: readonly Item[], text: string): readonly Item[] {
	return choosable(items).filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
}

/** Without the headings. */
function choosable(items: readonly Item[]): readonly Item[] {
	return items.filter(({ kind }) => kind !== -1);
}

function labelsOf(items: readonly Item[]): string[] {
	return items.map(({ label }) => label);
}

function labelled(items: readonly Item[], label: string): Item {
	const labels = items.map((item) => item.label).join(', ');
	return choosable(items).find((item) => item.label.includes(label)) ?? assert.fail(`no ${label} among ${labels}`);
}

/** What lists and boxes have in common. */
class FakeQuestion {
	title = '';
	placeholder = '';
	step: number | undefined;
	totalSteps: number | undefined;
	readonly #accepted = new Emitter();
	readonly #hidden = new Emitter();
	readonly #triggered = new Emitter();
	readonly #typed = new Emitter<string>();
	readonly onDidAccept = (listener: () => void) => this.#accepted.on(listener);
	readonly onDidHide = (listener: () => void) => this.#hidden.on(listener);
	readonly onDidTriggerButton = (listener: () => void) => this.#triggered.on(listener);
	readonly onDidChangeValue = (listener: (text: string) => void) => this.#typed.on(listener);
	buttons: readonly unknown[] = [];
	value = '';

	hide(): void {
		this.#hidden.fire();
	}

	accept(): void {
		this.#accepted.fire();
	}

	/** The only button. */
	press(): void {
		assert.equal(this.buttons.length, 1, `${this.title} has a way back`);
		this.#triggered.fire();
	}

	dispose(): void {
		// Nothing is kept.
	}

	protected change(text: string): void {
		this.value = text;
		this.#typed.fire(text);
	}
}

/** A box that is answered once it is in sight. */
class FakeBox extends FakeQuestion {
	prompt = '';
	validationMessage = '';
	readonly #answer: (box: FakeBox) => void;

	constructor(answer: (box: FakeBox) => void) {
		super();
		this.#answer = answer;
	}

	show(): void {
		queueMicrotask(() => this.#answer(this));
	}

	type(text: string): void {
		this.change(text);
	}
}

/** A quick pick that is answered once it is in sight, has items and is no longer busy. */
class FakePick extends FakeQuestion {
	canSelectMany = false;
	readonly #itemButton = new Emitter<{ readonly item: Item; readonly button: Button }>();
	readonly onDidTriggerItemButton = (listener: (event: { readonly item: Item; readonly button: Button }) => void) =>
		this.#itemButton.on(listener);
	selectedItems: readonly Item[] = [];
	/** What is done next, once nothing is under way. */
	#next: ((pick: FakePick) => void) | undefined;
	#items: readonly Item[] = [];
	#active: readonly Item[] | undefined;
	#busy = false;
	#shown = false;

	constructor(answer: (pick: FakePick) => void) {
		super();
		this.#next = answer;
	}

	get activeItems(): readonly Item[] {
		return this.#active ?? [];
	}

	set activeItems(items: readonly Item[]) {
		this.#active = items;
	}

	/** The editor was told to highlight nothing: otherwise it highlights the first one. */
	get nothingActive(): boolean {
		return this.#active?.length === 0;
	}

	get items(): readonly Item[] {
		return this.#items;
	}

	set items(items: readonly Item[]) {
		this.#items = items;
		this.#ask();
	}

	get busy(): boolean {
		return this.#busy;
	}

	set busy(busy: boolean) {
		this.#busy = busy;
		this.#ask();
	}

	show(): void {
		this.#shown = true;
		this.#ask();
	}

	pressOn(item: Item, tooltip: string): void {
		const button = item.buttons?.find((one) => one.tooltip === tooltip) ?? assert.fail(`no button ${tooltip}`);
		this.#itemButton.fire({ item, button });
	}

	type(text: string, next: () => void): void {
		this.change(text);
		this.#next = next;
		this.#ask();
	}

	#ask(): void {
		queueMicrotask(() => {
			if (!this.#shown || this.#busy || this.#items.length === 0) return;
			const next = this.#next;
			this.#next = undefined;
			next?.(this);
		});
	}
}
