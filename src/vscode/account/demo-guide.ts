import * as vscode from 'vscode';

const shownKey = 'demoGuideShown';

/** The part of `vscode.Memento` that is used. */
type Memory = Pick<vscode.Memento, 'update'> & { get(key: string): unknown };

/** What to try in the demo account: a walkthrough that opens the first time that somebody comes to it. */
export class DemoGuide {
	readonly #extensionId: string;
	readonly #memory: Memory;

	constructor(extensionId: string, memory: Memory) {
		this.#extensionId = extensionId;
		this.#memory = memory;
	}

	async showOnce(): Promise<void> {
		if (this.#memory.get(shownKey) === true) return;
		await this.#memory.update(shownKey, true);
		await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${this.#extensionId}#demo`, false);
	}
}
