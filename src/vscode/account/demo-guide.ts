import * as vscode from 'vscode';

const shownKey = 'demoGuideShown';

/** What to try in the demo account: a walkthrough that opens the first time that somebody comes to it. */
export class DemoGuide {
	readonly #extensionId: string;
	readonly #memory: vscode.Memento;

	constructor(extensionId: string, memory: vscode.Memento) {
		this.#extensionId = extensionId;
		this.#memory = memory;
	}

	async showOnce(): Promise<void> {
		if (this.#memory.get<boolean>(shownKey)) return;
		await this.#memory.update(shownKey, true);
		await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${this.#extensionId}#demo`, false);
	}
}
